"""AirPower, from its page."""

import numpy as np


def killed_from_the_air(fighters, weapons_on, spacing, lethality):
    seen = fighters.sum(axis=0) + spacing * weapons_on
    return lethality * weapons_on / np.maximum(seen, 1e-6) * fighters


def weapons_on(
    fighters, offensive, assault, in_country, weapons, kept_up, fire_restraint, focus, visible_force
):  # fmt: skip
    drawn = fighters.sum(axis=0) * (1 + (focus - 1) * np.maximum(offensive, assault))
    per_country = in_country @ drawn + visible_force
    falling = np.maximum(weapons, kept_up) / per_country
    spared = np.broadcast_to(fire_restraint, drawn.shape)
    return drawn * np.array([sum(falling * in_country[:, p]) * (1 - spared[p]) for p in range(drawn.size)])


READINGS = {"AirPower.killed_from_the_air": killed_from_the_air, "AirPower.weapons_on": weapons_on}

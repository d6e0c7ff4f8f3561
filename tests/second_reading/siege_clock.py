"""SiegeClock, from its page."""

import numpy as np


def clearing(
    pocket, fighters, garrison, offensive, assault, weapons_on, encircled, shock_force, fire_half, fire_reliance,
    isolation, odds_effect, reference_defence, size_effect, speed, tenacity,
):  # fmt: skip
    movement = fighters.sum(axis=0)
    attackers = offensive * garrison + assault * movement
    defenders = np.maximum(offensive * (movement + shock_force) + assault * garrison, 1)
    slower = (defenders / reference_defence) ** size_effect * tenacity
    support = 1 - fire_reliance * offensive * fire_half / (weapons_on + fire_half)
    some = np.where(attackers > 0, attackers, 1.0)
    quick = speed * (some / defenders) ** odds_effect / slower * support * (1 + isolation * encircled)
    return np.where((attackers > 0) & (pocket > 0), quick, 0.0)


def closing_up(pocket, offensive, assault, recovery):
    return recovery * (1 - pocket) * (1 - np.maximum(offensive, assault))


READINGS = {"SiegeClock.clearing": clearing, "SiegeClock.closing_up": closing_up}

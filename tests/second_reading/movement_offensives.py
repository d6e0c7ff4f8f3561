"""MovementOffensives, from its page."""

import numpy as np


def attack(
    assault, fighters, underground, vanguard, garrison, held, offensive, adjacency, constituency, weapons, kept_up,
    in_country, step, opening, ending, boldness, breaking_off, exposure, foothold, keenness, least_force, stranger,
    tempo,
):  # fmt: skip
    hidden, force = underground.sum(axis=0), fighters.sum(axis=0)
    access = np.maximum(np.minimum(adjacency @ held, 1), hidden / (hidden + foothold))
    welcome = stranger + (1 - stranger) * constituency
    worth = boldness * welcome
    free = (vanguard.sum() + force @ assault) / (1 + assault.sum())
    odds = (worth * (free + hidden) / (garrison + least_force)) ** keenness
    covered = exposure / (exposure + np.maximum(weapons, kept_up) @ in_country)
    rate = tempo * covered * access * welcome * odds / (1 + odds)
    opened = (opening < np.minimum(1, rate * step)) & (held == 0) & (offensive == 0)
    outnumbered = garrison / np.maximum(garrison + worth * (force + hidden), 1e-6)
    ended = (ending < np.minimum(1, breaking_off * outnumbered * step)) | (held == 1)
    return np.where(assault == 1, ~ended, opened).astype(float)


READINGS = {"MovementOffensives.attack": attack}

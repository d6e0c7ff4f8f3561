"""Encirclement, from its page."""

import numpy as np


def ring(encircled, fighters, garrison, offensive, held, adjacency, step, closed, closing):
    open_roads = adjacency @ held / np.maximum(adjacency.sum(axis=1), 1.0)
    strength = garrison / np.maximum(garrison + fighters.sum(axis=0), 1e-6)
    chance = np.minimum(1, closing * strength * (1 - open_roads) * step)
    return offensive * np.maximum(encircled, closed < chance)


READINGS = {"Encirclement.ring": ring}

"""Infiltration, from its page."""

import numpy as np


def settle(vanguard, underground, civilians, constituency, held, adjacency, cell, spreading):
    hidden = underground.sum(axis=0)
    source = np.maximum(held, hidden / (hidden + cell))
    near = np.minimum(source + adjacency @ source, 1.0)
    drawn = near * constituency * civilians * (1 - held)
    share = drawn / np.maximum(drawn.sum(), 1e-6)
    return spreading * np.outer(vanguard, share)


READINGS = {"Infiltration.settle": settle}

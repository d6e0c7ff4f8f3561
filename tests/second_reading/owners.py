"""Owners, from its page. It names neither a rival nor their number; the reach of each says how many there are."""

import numpy as np


def front_of(holder, owner_of, adjacency):
    return np.minimum((owner_of * (holder == 2)) @ adjacency, 1)


def owner_of(owner, reach):
    return np.arange(reach.shape[0])[:, None] == owner


READINGS = {"Owners.front_of": front_of, "Owners.owner_of": owner_of}

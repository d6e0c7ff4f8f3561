"""RivalDeployment, from its page."""

import numpy as np


def called_back(garrison, troops_wanted, march):
    return march * np.maximum(garrison - troops_wanted, 0)


def sent(troops_wanted, garrison, owner_of, reserve, fighters, assault, march):
    force = fighters.sum(axis=0)
    open_road = 1 - assault * force / np.maximum(force + garrison, 1e-6)
    short = np.maximum(troops_wanted - garrison, 0) * open_road
    asked = np.maximum(owner_of @ short, reserve)
    return march * short * (reserve / np.maximum(asked, 1e-6) @ owner_of)


def troops_wanted(
    fighters, civilians, holder, assault, offensive, adjacency, presence, post, least, relief, watch, mass
):  # fmt: skip
    force = fighters.sum(axis=0)
    posted = presence * post * civilians
    held_by_rival = posted + least + relief * assault * force + watch * (adjacency @ force)
    besieged = offensive * (mass * force + least + posted)
    return np.where(holder == 2, held_by_rival, besieged)


READINGS = {
    "RivalDeployment.called_back": called_back,
    "RivalDeployment.sent": sent,
    "RivalDeployment.troops_wanted": troops_wanted,
}

"""MovementDeployment, from its page."""

import numpy as np


def called_back(fighters, wanted, offensive, march):
    force = fighters.sum(axis=0)
    spare = np.maximum(force - wanted, 0) / np.maximum(force, 1e-6) * (1 - offensive)
    return march * spare * fighters


def sent(fighters, vanguard, wanted, encircled, march):
    short = np.maximum(wanted - fighters.sum(axis=0), 0) * (1 - encircled)
    share = short / max(short.sum(), vanguard.sum(), 1e-6)
    return march * np.outer(vanguard, share)


def wanted(civilians, held, offensive, assault, garrison, guard, least, stand, mass):
    guards = held * (guard * civilians + least + stand * offensive * garrison)
    return guards + assault * (mass * garrison + least)


READINGS = {
    "MovementDeployment.called_back": called_back,
    "MovementDeployment.sent": sent,
    "MovementDeployment.wanted": wanted,
}

"""Ambushes, from its page."""

import numpy as np


def ambushed(garrison, attacks, deaths, thin_garrison):
    return deaths * attacks * garrison / np.maximum(garrison + thin_garrison, 1e-6)


def attacks(underground, anger, held, tempo):
    return tempo * underground.sum(axis=0) * anger * (1 - held)


READINGS = {"Ambushes.ambushed": ambushed, "Ambushes.attacks": attacks}

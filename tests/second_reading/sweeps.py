"""Sweeps, from its page."""

import numpy as np


def aim(hidden, civilians, intelligence, trace):
    known = intelligence * hidden / (hidden + trace)
    return known + (1 - known) * np.minimum(hidden / np.maximum(civilians, 1), 1)


def misses(underground, civilians, garrison, held, raids, intelligence, trace):
    hidden = underground.sum(axis=0)
    sweeping = raids * garrison * (1 - held) * hidden / (hidden + trace)
    return sweeping * (1 - aim(hidden, civilians, intelligence, trace))


def bystanders_killed(underground, civilians, garrison, held, raids, intelligence, trace, bystander):
    return bystander * misses(underground, civilians, garrison, held, raids, intelligence, trace)


def embittered(underground, civilians, garrison, held, raids, intelligence, trace, backlash):
    return backlash * misses(underground, civilians, garrison, held, raids, intelligence, trace)


def underground_lost(underground, civilians, garrison, held, raids, intelligence, trace):
    hidden = underground.sum(axis=0)
    lost = raids * garrison * (1 - held) * aim(hidden, civilians, intelligence, trace)
    return underground * lost / np.maximum(hidden, 1e-6)


READINGS = {
    "Sweeps.bystanders_killed": bystanders_killed,
    "Sweeps.embittered": embittered,
    "Sweeps.underground_lost": underground_lost,
}

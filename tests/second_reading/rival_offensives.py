"""RivalOffensives, from its page."""

import numpy as np


def attack(
    offensive, owner, holder, reserve, fighters, garrison, assault, sponsor_support, reach, front_of, front_share,
    encircled, step, opening, ending, breaking_off, grip, keenness, least_force, odds_wanted, span, tempo, unsupported,
):  # fmt: skip
    ready = unsupported + (1 - unsupported) * sponsor_support
    brought = reach * front_of * (ready * front_share * reserve)[:, None]
    best = brought.max(axis=0)
    defenders = fighters.sum(axis=0) + least_force
    target = (holder < 2) & (assault == 0) & (offensive == 0) & (best > 0)
    z = np.where(target, (best / (odds_wanted * defenders)) ** keenness, 0)
    comer = brought.argmax(axis=0)
    of_rival = np.array([z[comer == r].sum() for r in range(len(ready))])
    good = np.array([(z / (1 + z))[comer == r].sum() for r in range(len(ready))])
    rate = tempo * ready[comer] * np.maximum(1, good[comer]) ** span * z / (1 + of_rival[comer])
    opened = (opening < np.minimum(1, rate * step)) & target
    outnumbered = defenders / (defenders + garrison) * (1 - grip * encircled)
    ended = (ending < np.minimum(1, breaking_off * outnumbered * step)) | (holder == 2)
    going = np.where(offensive == 1, ~ended, opened)
    return going, np.where(opened, comer, owner)


READINGS = {"RivalOffensives.attack": attack}

"""RivalOffensives, from its page."""

import numpy as np


def attack(
    offensive, owner, holder, reserve, fighters, garrison, assault, sponsor_support, reach, front_of, front_share,
    encircled, step, opening, ending, breaking_off, grip, keenness, least_force, odds_wanted, tempo, unsupported,
):  # fmt: skip
    ready = unsupported + (1 - unsupported) * sponsor_support
    brought = reach * front_of * (ready * front_share * reserve)[:, None]
    best = brought.max(axis=0)
    defenders = fighters.sum(axis=0) + least_force
    odds = (best / (odds_wanted * defenders)) ** keenness
    chance = 1 - np.exp(-tempo * odds / (1 + odds) * step)
    opened = (opening < chance) & (holder < 2) & (assault == 0) & (best > 0)
    outnumbered = defenders / (defenders + garrison) * (1 - grip * encircled)
    ended = (ending < 1 - np.exp(-breaking_off * outnumbered * step)) | (holder == 2)
    going = np.where(offensive == 1, ~ended, opened)
    return going, np.where((offensive == 0) & opened, brought.argmax(axis=0), owner)


READINGS = {"RivalOffensives.attack": attack}

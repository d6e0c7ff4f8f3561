"""Displacement, from its page."""

import numpy as np


def coming_home(holder, assault, homeward):
    return homeward * (holder == 2) * (1 - assault)


def flight(
    offensive,
    assault,
    held,
    constituency,
    discontent,
    killing,
    civilians,
    encircled,
    open_corridors,
    from_battle,
    from_rule,
    from_terror,
    trapped,
):
    battle = from_battle * np.maximum(offensive, assault)
    rule = from_rule * held * (1 - constituency) * discontent
    wanted = battle + rule + from_terror * killing / np.maximum(civilians, 1.0)
    return wanted * (1 - trapped * encircled * (1 - open_corridors))


READINGS = {"Displacement.coming_home": coming_home, "Displacement.flight": flight}

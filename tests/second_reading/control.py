"""Control, from its page: place by place, with plain branches."""

import numpy as np

NOBODY, MOVEMENT, RIVAL = 0.0, 1.0, 2.0


def next_holder(holder, movement, rival, majority):
    movement_takes = MOVEMENT if movement > majority else NOBODY
    rival_takes = RIVAL if rival > majority else NOBODY
    if holder == MOVEMENT:
        return rival_takes if rival > movement else holder
    if holder == RIVAL:
        return movement_takes if movement > rival else holder
    if movement > rival:
        return movement_takes
    return rival_takes if rival > movement else holder


def change_hands(holder, assault, offensive, movement_influence, rival_influence, majority):
    sides = zip(holder, movement_influence, rival_influence, strict=True)
    after = np.array([next_holder(*place, majority) for place in sides])
    return after, assault * (after != MOVEMENT), offensive * (after != RIVAL)


def held(holder):
    return holder == MOVEMENT


READINGS = {"Control.change_hands": change_hands, "Control.held": held}

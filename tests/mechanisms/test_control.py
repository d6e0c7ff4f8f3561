"""Control with hysteresis: who leads, and whether it has a majority."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.control import Control

NOBODY, MOVEMENT, RIVAL = 0.0, 1.0, 2.0


@pytest.mark.parametrize(
    ("holder", "movement", "rival", "after"),
    [
        (MOVEMENT, 0.40, 0.45, NOBODY),
        (MOVEMENT, 0.40, 0.55, RIVAL),
        (MOVEMENT, 0.40, 0.40, MOVEMENT),
        (MOVEMENT, 0.10, 0.05, MOVEMENT),
        (RIVAL, 0.45, 0.40, NOBODY),
        (RIVAL, 0.55, 0.40, MOVEMENT),
        (NOBODY, 0.45, 0.40, NOBODY),
        (NOBODY, 0.60, 0.40, MOVEMENT),
    ],
)
def test_who_holds_next(holder: float, movement: float, rival: float, after: float) -> None:
    found = Control(majority=0.5).change_hands(*(np.array([x]) for x in (holder, movement, rival)))
    assert float(found[0]) == after


def test_held_marks_the_movements_places() -> None:
    assert [float(x) for x in Control(majority=0.5).held(np.array([NOBODY, MOVEMENT, RIVAL]))] == [0.0, 1.0, 0.0]

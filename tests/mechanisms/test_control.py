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
    assert after_a_look(holder, movement, rival)[0] == after


def after_a_look(holder: float, movement: float, rival: float) -> tuple[float, ...]:
    """Holder, assault and offensive after a look at one place where both are under way."""
    given = (np.array([x]) for x in (holder, 1.0, 1.0, movement, rival))
    return tuple(float(found[0]) for found in Control(majority=0.5).change_hands(*given))


def test_who_takes_a_place_ends_his_attack_on_it_at_once() -> None:
    assert after_a_look(RIVAL, 0.55, 0.40) == (MOVEMENT, 0.0, 1.0)
    assert after_a_look(MOVEMENT, 0.40, 0.55) == (RIVAL, 1.0, 0.0)
    assert after_a_look(RIVAL, 0.45, 0.40) == (NOBODY, 1.0, 1.0)


def test_held_marks_the_movements_places() -> None:
    assert [float(x) for x in Control(majority=0.5).held(np.array([NOBODY, MOVEMENT, RIVAL]))] == [0.0, 1.0, 0.0]

"""Fighters slip away from a place they expect to lose."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.going_underground import GoingUnderground

UNDER = GoingUnderground(slipping=0.5, resolve=3.0, discouragement=1.0, stranded=2.0)
FIGHTERS = np.array([[20.0], [60.0], [20.0]])


def gone(garrison: float, offensive: float, held: float, assault: float = 0.0, setback: float = 1.0) -> float:
    each = (np.array([x]) for x in (garrison, offensive, assault, held))
    return float(UNDER.slip_away(FIGHTERS, *each, np.float64(setback)).sum())


def test_at_the_odds_of_their_resolve_loss_is_as_likely_as_not() -> None:
    assert gone(300.0, offensive=1.0, held=1.0) == pytest.approx(0.25 * 100.0)
    assert gone(1e9, offensive=1.0, held=1.0) == pytest.approx(0.5 * 100.0, rel=1e-4)


def test_nobody_slips_away_from_a_quiet_place_that_is_held() -> None:
    assert gone(1e6, offensive=0.0, held=1.0) == 0.0


def test_those_cut_off_hide_unless_they_are_attacking() -> None:
    assert gone(0.0, offensive=0.0, held=0.0) == pytest.approx(200.0)
    assert gone(0.0, offensive=0.0, held=0.0, assault=1.0) == 0.0


def test_after_great_losses_places_are_not_held_to_the_end() -> None:
    assert gone(300.0, offensive=1.0, held=1.0, setback=3.0) == pytest.approx(0.5 * 0.75 * 100.0)

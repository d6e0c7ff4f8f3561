"""Presence in peace; in a siege, the share of the place in one's hands."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.influence import Influence

INFLUENCE = Influence(securing=0.6, token_force=10.0)


def both(
    fighters: float, garrison: float, pocket: float = 1.0, offensive: float = 0.0, assault: float = 0.0
) -> tuple[float, float]:
    rest = tuple(np.array([x]) for x in (garrison, offensive, assault))
    reads = (np.array([pocket]), np.array([[fighters]]), *rest)
    return float(INFLUENCE.movement_influence(*reads)[0]), float(INFLUENCE.rival_influence(*reads)[0])


def test_alone_in_peace_a_large_force_has_it_all_and_a_token_force_half_a_half() -> None:
    assert both(1e6, 0.0) == pytest.approx((1.0, 0.0), abs=1e-4)
    assert both(0.0, 10.0)[1] == pytest.approx(0.5)


def test_a_besieged_side_has_what_is_left_of_the_pocket() -> None:
    for pocket in (1.0, 0.4, 0.0):
        movement, rival = both(1e6, 1e6, pocket, offensive=1.0)
        assert movement == pytest.approx(pocket, abs=1e-4)
        assert rival == pytest.approx(0.6 * (1.0 - pocket), abs=1e-4)


def test_the_two_camps_are_treated_alike() -> None:
    assert both(500.0, 800.0, 0.7, offensive=1.0) == pytest.approx(both(800.0, 500.0, 0.7, assault=1.0)[::-1])
    assert both(500.0, 800.0) == pytest.approx(both(800.0, 500.0)[::-1])

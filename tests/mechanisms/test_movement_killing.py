"""Three ways in which the movement kills civilians, kept apart by community, and their rise with losses."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.movement_killing import MovementKilling

KILLING = MovementKilling(occupation=1e-4, siege=1e-3, attacks=0.05, own_share=0.25, loss_elasticity=0.5)


def killing(held: float, offensive: float = 0.0, hidden: float = 0.0, setback: float = 1.0) -> float:
    each = (np.array([1e5]), np.array([[hidden]]), np.array([held]), np.array([offensive]))
    return float(KILLING.killing(*each, np.float64(setback))[0])


def test_rule_kills_at_one_rate_and_siege_adds_another() -> None:
    assert killing(held=1.0) == pytest.approx(10.0)
    assert killing(held=1.0, offensive=1.0) == pytest.approx(110.0)


def test_the_hidden_kill_by_bombs_where_a_rival_rules() -> None:
    assert killing(held=0.0, hidden=200.0) == pytest.approx(10.0)
    assert killing(held=1.0, hidden=200.0) == pytest.approx(10.0)
    assert killing(held=0.0) == 0.0


def test_it_rises_with_losses_by_the_elasticity() -> None:
    assert killing(held=1.0, setback=4.0) == pytest.approx(20.0, rel=1e-5)


def test_communities_are_counted_apart() -> None:
    rate, own = np.array([100.0]), np.array([0.6])
    assert float(KILLING.others_killed(rate, own)[0]) == pytest.approx(40.0)
    assert float(KILLING.own_killed(rate, own)[0]) == pytest.approx(15.0)

"""Three ways in which the movement kills civilians, kept apart."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.movement_killing import MovementKilling

KILLING = MovementKilling(occupation=1e-4, siege=1e-3, attacks=0.05)


def killed(held: float, offensive: float = 0.0, hidden: float = 0.0) -> float:
    each = (np.array([1e5]), np.array([[hidden]]), np.array([held]), np.array([offensive]))
    return float(KILLING.killed(*each)[0])


def test_rule_kills_at_one_rate_and_siege_adds_another() -> None:
    assert killed(held=1.0) == pytest.approx(10.0)
    assert killed(held=1.0, offensive=1.0) == pytest.approx(110.0)


def test_the_hidden_kill_by_bombs_where_a_rival_rules() -> None:
    assert killed(held=0.0, hidden=200.0) == pytest.approx(10.0)
    assert killed(held=1.0, hidden=200.0) == pytest.approx(10.0)
    assert killed(held=0.0) == 0.0

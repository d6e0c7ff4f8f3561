"""Fewer get through as rivals learn; each costs a believer where he stood."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.suicide_strikes import SuicideStrikes

STRIKES = SuicideStrikes(reaching=0.4, deaths=2.0, worth=30.0, crew=1.0)
SENT = np.array([10.0])


def test_learning_halves_what_gets_through() -> None:
    assert float(STRIKES.soldiers_killed(SENT, 0.0)[0]) == pytest.approx(8.0)
    assert float(STRIKES.soldiers_killed(SENT, 1.0)[0]) == pytest.approx(4.0)
    assert float(STRIKES.shock_force(SENT, 0.0)[0]) == pytest.approx(120.0)
    assert float(STRIKES.shock_force(SENT, 1.0)[0]) == pytest.approx(60.0)


def test_each_attack_costs_a_believer_open_or_hidden() -> None:
    force, hidden = np.array([[30.0]]), np.array([[10.0]])
    lost = (
        float(STRIKES.open_believers(SENT, force, hidden)[0]),
        float(STRIKES.hidden_believers(SENT, force, hidden)[0]),
    )
    assert lost == pytest.approx((7.5, 2.5))

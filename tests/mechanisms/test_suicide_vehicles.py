"""Preparation is limited by believers and means; what is sent is shared over battles and hiding places."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.suicide_vehicles import SuicideVehicles

CARS = SuicideVehicles(psi=0.1, means=1e6, pace=2.0, hidden=0.5, experience=100.0, forgetting=0.05)
CORE = np.array([1.0, 0.0])


def prepared(core: float, others: float, treasury: float) -> float:
    members = np.array([[core / 2], [others]]), np.array([[core / 2], [0.0]])
    return float(CARS.prepared(*members, treasury, CORE))


def test_only_believers_prepare_and_only_with_means() -> None:
    assert prepared(100.0, 0.0, 1e15) == pytest.approx(10.0)
    assert prepared(100.0, 1e6, 1e15) == pytest.approx(10.0)
    assert prepared(100.0, 0.0, 1e6) == pytest.approx(5.0)
    assert prepared(0.0, 1e6, 1e15) == prepared(100.0, 0.0, 0.0) == 0.0


def test_the_sent_are_shared_by_fighters_in_battle_and_hidden_members() -> None:
    fighters, hidden = np.array([[300.0, 900.0, 0.0, 0.0]]), np.array([[0.0, 0.0, 600.0, 600.0]])
    held, off = np.array([1.0, 1.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0, 0.0])
    sent = np.asarray(CARS.strikes(60.0, fighters, hidden, held, off, np.zeros(4)))
    assert sent == pytest.approx([60.0, 0.0, 60.0, 0.0])
    assert float(CARS.sent(sent)) == pytest.approx(120.0)
    assert float(CARS.learning(sent)) == pytest.approx(1.2)


def test_what_is_prepared_stays_when_there_is_no_place_for_it() -> None:
    nobody = np.zeros((1, 2))
    assert np.asarray(CARS.strikes(60.0, nobody, nobody, np.ones(2), np.zeros(2), np.zeros(2))).sum() == 0.0

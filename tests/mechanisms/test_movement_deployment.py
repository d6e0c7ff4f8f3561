"""Fighters go where they are wanted, as far as there are any, and back when spare."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.movement_deployment import MovementDeployment

MARCH = MovementDeployment(guard=0.001, stand=0.5, mass=2.0, least=50.0, march=1.5)
NO = np.zeros(1)


def wanted(held: float, offensive: float = 0.0, assault: float = 0.0, garrison: float = 400.0) -> float:
    each = (np.array([x]) for x in (1e5, held, offensive, assault, garrison))
    return float(MARCH.wanted(*each)[0])


def test_guards_at_rest_more_under_attack_and_mass_in_an_assault() -> None:
    assert wanted(held=1.0) == pytest.approx(100.0 + 50.0)
    assert wanted(held=1.0, offensive=1.0) == pytest.approx(150.0 + 200.0)
    assert wanted(held=0.0, assault=1.0) == pytest.approx(800.0 + 50.0)
    assert wanted(held=0.0) == 0.0


def test_no_more_are_sent_than_there_are() -> None:
    vanguard, nobody = np.array([10.0, 30.0]), np.zeros((2, 2))
    sent = np.asarray(MARCH.sent(vanguard, nobody, np.array([300.0, 100.0]), np.zeros(2)))
    assert sent.sum() == pytest.approx(1.5 * 40.0)
    assert sent.sum(axis=0) == pytest.approx([45.0, 15.0])
    few = np.asarray(MARCH.sent(vanguard * 1000.0, nobody, np.array([300.0, 100.0]), np.zeros(2)))
    assert few.sum() == pytest.approx(1.5 * 400.0)


def test_the_spare_come_back_unless_the_place_is_besieged() -> None:
    fighters = np.array([[100.0], [300.0]])
    back = np.asarray(MARCH.called_back(fighters, np.array([100.0]), NO))
    assert back.sum() == pytest.approx(1.5 * 300.0)
    assert back[1, 0] / back[0, 0] == pytest.approx(3.0)
    assert float(MARCH.called_back(fighters, np.array([100.0]), NO + 1.0).sum()) == 0.0


def test_nobody_gets_into_a_closed_ring() -> None:
    sent = MARCH.sent(np.array([100.0]), np.zeros((1, 2)), np.array([300.0, 100.0]), np.array([1.0, 0.0]))
    assert [float(x) for x in np.asarray(sent).ravel()] == pytest.approx([0.0, 150.0])

"""Weapons follow their path, but an air war goes on while much is ruled."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.air_policy import AirPolicy

POLICY = AirPolicy(endurance=0.5, unbearable=1e6)
ONE = np.ones((1, 2))


def kept_up(largest: float, people: float) -> float:
    ruled = np.array([people, 5e5]), np.array([1.0, 0.0])
    return float(POLICY.kept_up(np.array([largest]), *ruled, ONE)[0])


def test_where_much_is_ruled_the_war_in_the_air_goes_on() -> None:
    assert kept_up(3000.0, 1e6) == pytest.approx(750.0)
    assert kept_up(3000.0, 1e12) == pytest.approx(1500.0, rel=1e-5)


def test_nothing_is_kept_up_where_nothing_is_ruled_or_no_air_war_was() -> None:
    assert kept_up(3000.0, 0.0) == kept_up(0.0, 1e9) == 0.0


def test_the_largest_use_is_remembered() -> None:
    assert [float(x) for x in POLICY.remember(np.array([5.0, 9.0]), np.array([7.0, 3.0]))] == [7.0, 9.0]

"""Rivals call up faster the more the movement rules, and with support."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.mobilisation import Mobilisation

CALL = Mobilisation(levy=0.01, alarm=0.03, alarming=2e6, backing=2.0)


def rate(people_ruled: float, support: float = 0.0) -> float:
    return float(CALL.called_up(people_ruled, np.array([support]))[0])


def test_the_levy_alone_in_quiet_times() -> None:
    assert rate(0.0) == pytest.approx(0.01)


def test_alarm_is_half_at_its_level_and_never_more_than_all() -> None:
    assert rate(2e6) == pytest.approx(0.025)
    assert rate(1e15) == pytest.approx(0.04, rel=1e-5)


def test_support_multiplies_what_is_raised() -> None:
    assert rate(2e6, support=1.0) == pytest.approx(3.0 * rate(2e6))
    assert rate(2e6, support=0.5) == pytest.approx(2.0 * rate(2e6))

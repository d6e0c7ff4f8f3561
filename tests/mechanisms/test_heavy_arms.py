"""Arms come with great captures, wear out, and add to fire with diminishing returns."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.heavy_arms import HeavyArms

ARMS = HeavyArms(taken=1e-3, life=10.0, effect=0.6, scarcity=0.05)


def test_arms_in_plenty_add_the_effect_and_half_of_it_at_the_scarcity() -> None:
    force = np.array([[600.0, 400.0]])
    assert float(ARMS.firepower(0.0, force)) == pytest.approx(1.0)
    assert float(ARMS.firepower(50.0, force)) == pytest.approx(1.3)
    assert float(ARMS.firepower(1e9, force)) == pytest.approx(1.6, rel=1e-5)


def test_a_capture_brings_arms_at_once_and_they_wear_out() -> None:
    assert float(ARMS.captured_arms(1e6, 0.1)) * 0.1 == pytest.approx(1000.0)
    assert float(ARMS.worn_out(200.0)) == pytest.approx(20.0)

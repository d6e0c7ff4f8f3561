"""A capture counts for one step, and great places for more than their people."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.captures import Captures

TAKEN = Captures(large=1e5)


def test_only_places_just_taken_count_and_large_ones_by_more() -> None:
    civilians, held = np.array([1e5, 1e6, 1e6, 1e6]), np.array([1.0, 1.0, 1.0, 0.0])
    was = np.array([0.0, 0.0, 1.0, 0.0])
    assert float(TAKEN.captured(civilians, held, was)) == pytest.approx(5e4 + 1e6 * 10 / 11)
    assert float(TAKEN.captured(civilians, held, held)) == 0.0


def test_what_is_held_now_is_remembered() -> None:
    assert [float(x) for x in TAKEN.remember(np.array([1.0, 0.0]))] == [1.0, 0.0]

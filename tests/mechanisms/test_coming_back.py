"""The underground rises where garrisons are thin and the story is good."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.coming_back import ComingBack

BACK = ComingBack(rising=0.1, caution=0.5, reporting=2.0)
HIDDEN = np.array([[50.0], [30.0], [20.0]])


def risen(garrison: float, appeal: float = 1.0, held: float = 0.0) -> float:
    return float(BACK.rise(HIDDEN, np.array([garrison]), appeal, np.array([held])).sum())


def test_nobody_in_the_way_means_the_full_rate() -> None:
    assert risen(0.0) == pytest.approx(10.0)
    assert risen(0.0, appeal=2.0) == pytest.approx(20.0)


def test_as_many_soldiers_in_their_eyes_as_hidden_fighters_halve_it() -> None:
    assert risen(200.0) == pytest.approx(5.0)
    assert risen(1e9) == pytest.approx(0.0, abs=1e-3)


def test_they_come_out_where_the_movement_holds() -> None:
    assert risen(0.0, appeal=0.0, held=1.0) == pytest.approx(200.0)

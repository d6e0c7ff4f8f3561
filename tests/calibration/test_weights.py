"""Weights: as far along the bridge as the wanted number of draws allows, and resampling that follows them."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.calibration.weights import bridge, resample


def test_equal_histories_go_all_the_way() -> None:
    found = bridge(np.zeros(50), 25.0)
    assert found.gone == 1.0 and found.effective == pytest.approx(50.0)


def test_unequal_ones_stop_where_enough_draws_are_left() -> None:
    ratio = np.random.default_rng(2).normal(0, 20, 400)
    found = bridge(ratio, 40.0)
    assert 0 < found.gone < 1 and found.effective == pytest.approx(40.0, rel=1e-6)
    assert found.weights.sum() == pytest.approx(1.0) and found.weights.argmax() == ratio.argmax()


def test_resampling_is_as_often_as_the_weight_says() -> None:
    rows = resample(np.array([0.5, 0.25, 0.0, 0.25]), 8, 0.3)
    assert np.bincount(rows, minlength=4).tolist() == [4, 2, 0, 2]

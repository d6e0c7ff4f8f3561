"""Bands: uniform ranks stay inside them, skewed ones do not, and Holm is what its definition says."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.calibration.bands import coverage, holm, uniformity


def test_uniform_ranks_are_inside_and_narrow_posteriors_outside() -> None:
    luck = np.random.default_rng(5)
    even = luck.uniform(size=(1500, 40))
    narrow = luck.beta(0.6, 0.6, size=(1500, 1))
    found = uniformity(np.concatenate([even, narrow], axis=1))
    assert found.outside.tolist() == [False] * 40 + [True]
    assert found.distance[-1] > found.half_width > found.distance[:-1].max()


def test_holm_stops_at_the_first_that_passes() -> None:
    assert holm(np.array([0.03, 0.01, 0.04])).tolist() == [False, True, False]
    assert holm(np.array([0.001, 0.01, 0.02])).tolist() == [True, True, True]
    assert holm(np.array([0.02, 0.04])).tolist() == [True, True]


def test_coverage_counts_central_intervals() -> None:
    pit = np.array([[0.05], [0.2], [0.5], [0.97]])
    assert coverage(pit, 0.5)[0] == pytest.approx(0.25)
    assert coverage(pit, 0.95)[0] == pytest.approx(1.0)

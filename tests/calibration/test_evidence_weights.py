"""Weights by evidence: whole where enough draws are left, else as far as leaves them, and never narrower than told."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.calibration.evidence_weights import LEAST, drawn, weighed

N = 20_000


def _drawn_from(mean: float, sd: float, seen: float, noise: float) -> tuple[float, np.ndarray, np.ndarray]:
    """The share, the weights and what is drawn anew of draws from N(mean, sd), by the evidence of one figure."""
    z = mean + sd * np.random.default_rng(1).standard_normal((N, 1))
    learned = -0.5 * ((z[:, 0] - mean) / sd) ** 2
    share, weight = weighed(-0.5 * ((z[:, 0] - seen) / noise) ** 2, z, learned)
    return share, weight, z[drawn(weight, np.random.default_rng(2)), 0]


@pytest.mark.parametrize(("mean", "sd"), [(0.0, 1.0), (0.6, 0.9), (-0.3, 1.1)])
def test_evidence_that_leaves_enough_draws_counts_whole_and_gives_the_posterior_from_any_start(
    mean: float, sd: float
) -> None:
    share, weight, ends = _drawn_from(mean, sd, 1.0, 1.0)
    assert share == 1.0 and weight.sum() == pytest.approx(1.0)
    assert (ends.mean(), ends.var()) == pytest.approx((0.5, 0.5), abs=0.03)


def test_sharp_evidence_counts_only_as_far_as_leaves_enough_and_stays_wider_than_the_posterior() -> None:
    share, weight, ends = _drawn_from(0.0, 1.0, 1.0, 0.05)
    assert 0.0 < share < 0.1 and 1.0 / (weight**2).sum() == pytest.approx(LEAST * N, rel=0.01)
    assert 0.05 < ends.std() < 0.5 and ends.mean() == pytest.approx(1.0, abs=0.2)


def test_draws_that_are_all_alike_are_all_kept() -> None:
    share, weight = weighed(np.full(50, -3.0), np.zeros((50, 2)), np.zeros(50))
    assert share == 1.0
    np.testing.assert_array_equal(drawn(weight, np.random.default_rng(1)), np.arange(50))

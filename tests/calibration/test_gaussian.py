"""A normal distribution half way to the prior, and draws that are its own."""

from __future__ import annotations

import numpy as np

from polemos.calibration.gaussian import Gaussian

PRECISION = np.array([[2.0, 0.5, 0.0], [0.5, 5.25, 2.0], [0.0, 2.0, 2.0]])
EXACT = Gaussian(np.array([0.3, -0.4, 0.9]), PRECISION)


def test_half_way_and_the_other_half_of_the_data_are_the_whole() -> None:
    """A posterior is prior times likelihood; half of each, times half the likelihood again, is the posterior."""
    half = EXACT.half_way_to_prior()
    likelihood, pull = PRECISION - np.eye(3), PRECISION @ EXACT.mean
    np.testing.assert_allclose(half.precision + 0.5 * likelihood, PRECISION)
    np.testing.assert_allclose(half.precision @ half.mean + 0.5 * pull, pull)


def test_draws_have_the_mean_and_covariance() -> None:
    draws = EXACT.draw(np.random.default_rng(1).standard_normal((60_000, 3)))
    np.testing.assert_allclose(draws.mean(axis=0), EXACT.mean, atol=0.02)
    np.testing.assert_allclose(np.cov(draws.T), EXACT.covariance, atol=0.02)
    np.testing.assert_allclose(EXACT.sd**2, np.diag(np.linalg.inv(PRECISION)))

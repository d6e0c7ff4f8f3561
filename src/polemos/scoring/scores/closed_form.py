"""CRPS and log score of known distributions, without draws: Gaussian, Poisson, negative binomial, any counts.

Used to check the ensemble scores and to score a forecast that is a formula. Log scores are natural logarithms.
"""

from __future__ import annotations

import numpy as np
from scipy import special, stats

from polemos.scoring.forecast import Floats


def crps_atoms(values: Floats, weights: Floats, observed: float) -> float:
    """Exact CRPS of a distribution on finitely many values; weights sum to 1. Shapes (k,), (k,)."""
    order = np.argsort(values)
    points, mass = values[order], weights[order]
    below = np.cumsum(mass)[:-1]
    spread = float(np.sum(np.diff(points) * below * (1.0 - below)))
    return float(np.sum(mass * np.abs(points - observed)) - spread)


def crps_gaussian(mean: Floats, sd: Floats, observed: Floats) -> Floats:
    """sd (z (2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi)), z = (y - mean) / sd."""
    z = (observed - mean) / sd
    return np.asarray(sd * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi)))


def crps_poisson(rate: Floats, observed: Floats) -> Floats:
    """(y - rate)(2F(y) - 1) + 2 rate f(y) - rate exp(-2 rate)(I0(2 rate) + I1(2 rate)), y a whole number."""
    bessel = special.ive(0, 2 * rate) + special.ive(1, 2 * rate)
    centre = (observed - rate) * (2 * stats.poisson.cdf(observed, rate) - 1)
    return np.asarray(centre + 2 * rate * stats.poisson.pmf(observed, rate) - rate * bessel)


def crps_negative_binomial(size: Floats, probability: Floats, observed: Floats) -> Floats:
    """Number of failures before `size` successes of that probability; y a whole number (Wei and Held 2014)."""
    at = 2 * stats.nbinom.cdf(observed, size, probability) - 1
    over = stats.nbinom.cdf(observed - 1, size + 1, probability) * 2 - 1
    rate = size * (1 - probability) / probability
    spread = rate / probability * special.hyp2f1(size + 1, 0.5, 2, -4 * (1 - probability) / probability**2)
    return np.asarray(observed * at - rate * over - spread)


def log_score_gaussian(mean: Floats, sd: Floats, observed: Floats) -> Floats:
    """Minus the log density."""
    return np.asarray(-stats.norm.logpdf(observed, mean, sd))


def log_score_poisson(rate: Floats, observed: Floats) -> Floats:
    """Minus the log probability."""
    return np.asarray(-stats.poisson.logpmf(observed, rate))


def log_score_negative_binomial(size: Floats, probability: Floats, observed: Floats) -> Floats:
    """Minus the log probability."""
    return np.asarray(-stats.nbinom.logpmf(observed, size, probability))

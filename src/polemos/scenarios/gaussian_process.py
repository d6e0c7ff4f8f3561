"""A Gaussian process over the levers: how far an output departs from its value with all levers at rest.

Assumes that levers act alone and in products: the covariance is the product over levers of one plus a part of each,
less one, so a lever at rest adds nothing and the departure at rest is zero. Each lever has its own size and length;
both, and the noise, are chosen by marginal likelihood under wide priors that keep them finite.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Priors of the logs of size, length and noise: normal, for departures of about one and levers of about one.
CENTRES, WIDTHS = (-1.0, 0.5, -2.5), (2.0, 0.7, 1.5)
STEPS = 100
# No log is looked for further than this many widths of its prior away.
FAR = 3.0
JITTER = 1e-8


@dataclass(frozen=True)
class Process:
    """logs: log size and log length of each lever, then log noise sd; weights (setting,) of the settings learned from;
    error: root mean square error at each of them when it is left out."""

    logs: Floats
    weights: Floats
    error: float


def covariance(one: Floats, two: Floats, rests: Floats, logs: Floats) -> Floats:
    """Of the departures at settings (n, lever) and (m, lever), NaN at rest; shape (n, m)."""
    levers = len(rests)
    whole = np.ones((len(one), len(two)))
    for k in range(levers):
        if not np.isnan(one[:, k]).all():
            whole *= 1.0 + np.exp(logs[k]) * _part(one[:, k], two[:, k], rests[k], np.exp(logs[levers + k]))[0]
    return whole - 1.0


def learn(rows: Floats, rests: Floats, values: Floats) -> Process:
    """From departures `values` (setting,), about one in size, at settings (setting, lever) in shares of the ranges."""
    from scipy.optimize import minimize

    counts = (len(rests), len(rests), 1)
    centre, width = np.repeat(CENTRES, counts), np.repeat(WIDTHS, counts)
    given = (rows, rests, values, centre, width)
    ends = list(zip(centre - FAR * width, centre + FAR * width, strict=True))
    found = minimize(_loss, centre, given, jac=True, method="L-BFGS-B", bounds=ends, options={"maxiter": STEPS})
    inverse = np.linalg.inv(_noisy(covariance(rows, rows, rests, found.x), found.x[-1]))
    weights = inverse @ values
    return Process(found.x, weights, float(np.sqrt(np.mean((weights / np.diag(inverse)) ** 2))))


def _part(one: Floats, two: Floats, rest: float, length: float) -> tuple[Floats, Floats]:
    """A lever's part at size one, and its slope along the log of the length. It is zero where either is at rest:
    centred on the value of rest, or cut where no value is rest."""
    if np.isnan(rest):
        both = ~(np.isnan(one)[:, None] | np.isnan(two))
        bell, slope = _bell(np.nan_to_num(one)[:, None] - np.nan_to_num(two), length)
        return bell * both, slope * both
    a, b = (np.nan_to_num(x, nan=rest) - rest for x in (one, two))
    near, left, right = _bell(a[:, None] - b, length), _bell(a[:, None], length), _bell(b[None], length)
    return near[0] - left[0] - right[0] + 1.0, near[1] - left[1] - right[1]


def _bell(gap: Floats, length: float) -> tuple[Floats, Floats]:
    square = (gap / length) ** 2
    bell = np.exp(-0.5 * square)
    return bell, bell * square


def _noisy(kernel: Floats, log_noise: float) -> Floats:
    return np.asarray(kernel + (np.exp(2.0 * log_noise) + JITTER) * np.eye(len(kernel)))


def _loss(
    logs: Floats, rows: Floats, rests: Floats, values: Floats, centre: Floats, width: Floats
) -> tuple[float, Floats]:
    """Minus the log posterior of the logs, and its gradient."""
    levers = len(rests)
    shapes = [_part(rows[:, k], rows[:, k], rests[k], np.exp(logs[levers + k])) for k in range(levers)]
    factors = [1.0 + np.exp(logs[k]) * shape for k, (shape, _) in enumerate(shapes)]
    whole = np.prod(factors, axis=0)
    noisy = _noisy(whole - 1.0, logs[-1])
    inverse = np.linalg.inv(noisy)
    weights = inverse @ values
    pull = np.outer(weights, weights) - inverse
    off = (logs - centre) / width
    slope = off / width
    for k, (shape, longer) in enumerate(shapes):
        others = pull * (whole / factors[k]) * np.exp(logs[k])
        slope[k] -= 0.5 * np.sum(others * shape)
        slope[levers + k] -= 0.5 * np.sum(others * longer)
    slope[-1] -= np.exp(2.0 * logs[-1]) * np.trace(pull)
    loss = 0.5 * (values @ weights + np.linalg.slogdet(noisy)[1] + off @ off)
    return float(loss), slope

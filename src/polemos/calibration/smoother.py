"""Move a whole ensemble of histories towards the data, a little at a time: the ensemble smoother in several steps.

Each step asks the ensemble itself how its summaries go with its coordinates, and moves every member by its own error,
with the data disturbed as they may be wrong (Emerick and Reynolds 2013). A member keeps its luck, so it stays a
history. The steps' shares of the data add up to the share asked for. Assumes that summaries go with coordinates in
straight lines within the ensemble; chance correlations are damped by their size against that of noise.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.errors import Errors, nodes
from polemos.observation import misfit

Floats = NDArray[np.float64]
SMALLEST = 1e-3
NOISE, CLEAR = 2.0, 5.0


def step(z: Floats, logs: Floats, observed: Floats, covariance: Floats, share: float, disturbed: Floats) -> Floats:
    """Coordinates (draw, coordinate) after one step.

    logs (draw, summary): the summaries of their histories; observed (summary,); covariance (summary, summary) of the
    data's errors; share: of the data's weight; disturbed: standard normal numbers (draw, summary).
    """
    inverse = np.linalg.inv(np.linalg.cholesky(covariance))
    scaled, wanted = logs @ inverse.T, observed @ inverse.T
    apart, z_apart = scaled - scaled.mean(axis=0), z - z.mean(axis=0)
    variance, axes = np.linalg.eigh(np.cov(scaled, rowvar=False))
    axes = axes[:, variance > SMALLEST * variance.sum()]
    variance = variance[variance > SMALLEST * variance.sum()]
    together = z_apart.T @ (apart @ axes) / (len(z) - 1)
    correlation = together / (z_apart.std(axis=0)[:, None] * np.sqrt(variance))
    damped = np.clip((np.abs(correlation) * np.sqrt(len(z)) - NOISE) / (CLEAR - NOISE), 0.0, 1.0)
    gain = damped * together / (variance + 1.0 / share)
    return np.asarray(z + ((wanted + disturbed / np.sqrt(share) - scaled) @ axes) @ gain.T)


def towards(
    z: Floats,
    observed: Floats,
    errors: dict[str, Errors],
    read: Callable[[Floats, int], Floats],
    luck: Callable[[int], Floats],
    share: float,
    steps: int,
) -> Floats:
    """Coordinates after all steps; `share` of the data's weight is taken in equal parts.

    read(z, number) gives the summaries (draw, summary) of the histories of coordinates before a step; luck(number)
    standard normal numbers of the same shape.
    """
    for number in range(steps):
        logs = read(z, number)
        covariance = covariance_of(errors, observed, logs)
        z = step(z, centred(errors, logs), observed, covariance, share / steps, luck(number))
    return z


def covariance_of(errors: dict[str, Errors], observed: Floats, logs: Floats) -> Floats:
    """The covariance of the data's errors, with misfits as large as the histories that fit best need them."""
    found = np.zeros((len(observed), len(observed)))
    for own in errors.values():
        sd = own.misfit_chances(observed[own.at] - logs[:, own.at]) @ misfit.log_sd(nodes())
        found[np.ix_(own.at, own.at)] = own.covariance(float(sd))
    return found


def centred(errors: dict[str, Errors], logs: Floats) -> Floats:
    """Summaries of histories as their sources would report them on average."""
    moved = logs.copy()
    for own in errors.values():
        moved[:, own.at] += own.centre
    return moved

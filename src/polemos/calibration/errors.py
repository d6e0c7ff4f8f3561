"""The errors of one target's figures together: noise of each, a factor for each source, and the misfit they share.

Normal on the log scale. Assumes a count's noise is that of the log of a negative binomial around the figure itself; and
that a source named in several targets has a factor of its own in each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.summaries import HELD, Summaries
from polemos.observation import misfit
from polemos.observation.panel import Row
from polemos.observation.source_bias import source_bias

Floats = NDArray[np.float64]
NODES = 24
BEST = 0.25
SMALL = 0.05


@dataclass(frozen=True)
class Errors:
    """What summaries at the positions `at` may be off by: centre (n,), noise (n, n), and the misfit's correlation."""

    at: NDArray[np.intp]
    centre: Floats
    noise: Floats
    correlation: Floats

    def only(self, kept: NDArray[np.bool_]) -> Errors:
        """Of some of the summaries, kept (n,)."""
        return Errors(self.at[kept], self.centre[kept], self.noise[kept][:, kept], self.correlation[kept][:, kept])

    @cached_property
    def _apart(self) -> tuple[Floats, Floats, float]:
        """A turn in which all errors are apart whatever the misfit's sd, its stretch there, and the constant."""
        lower = np.linalg.cholesky(self.noise)
        inverse = np.linalg.inv(lower)
        stretch, axes = np.linalg.eigh(inverse @ self.correlation @ inverse.T)
        constant = float(-np.log(np.diag(lower)).sum() - 0.5 * len(self.at) * np.log(2 * np.pi))
        return np.asarray(axes.T @ inverse), np.asarray(np.maximum(stretch, 0.0)), constant

    def log_density(self, error: Floats, sd: float) -> Floats:
        """Of errors (draw, n), for one standard deviation of the misfit, (draw,)."""
        turn, stretch, constant = self._apart
        apart, variance = (error - self.centre) @ turn.T, 1.0 + sd**2 * stretch
        return np.asarray(constant - 0.5 * (apart**2 / variance + np.log(variance)).sum(axis=1))

    def over_misfits(self, error: Floats) -> tuple[Floats, Floats]:
        """With the sd integrated out over its prior: log densities (draw,), and each node's chance (draw, node)."""
        found = np.stack([self.log_density(error, float(sd)) for sd in misfit.log_sd(nodes())], axis=1)
        highest = found.max(axis=1, keepdims=True)
        weights = np.exp(found - highest)
        total = weights.sum(axis=1, keepdims=True)
        return np.asarray((highest + np.log(total))[:, 0] - np.log(NODES)), np.asarray(weights / total)

    def misfit_chances(self, error: Floats) -> Floats:
        """How likely each node is as the sd of the misfit, (node,), by the quarter of the histories that fit best.

        What the others are off by more is put down to their parameters, not to the model.
        """
        density, chance = self.over_misfits(error)
        best = np.argsort(-density, kind="stable")[: max(int(BEST * len(error)), 1)]
        return np.asarray(chance[best].mean(axis=0))

    def covariance(self, sd: float) -> Floats:
        """Of all errors, (n, n), for a standard deviation of the misfit."""
        return np.asarray(self.noise + sd**2 * self.correlation)


def nodes() -> Floats:
    """Coordinates at which a misfit's standard deviation is tried, each as likely as the other before the data."""
    from scipy.special import ndtri

    return np.asarray(ndtri((np.arange(NODES) + 0.5) / NODES))


def errors_of(summaries: Summaries) -> dict[str, Errors]:
    """By target, and for the groups of places."""
    return {target: _errors(summaries, target, at) for target, at in summaries.blocks()}


def _errors(summaries: Summaries, target: str, at: NDArray[np.intp]) -> Errors:
    correlation = misfit.correlation(summaries.months(target, at))
    if target == HELD:
        return Errors(at, np.zeros(len(at)), np.eye(len(at)) * SMALL**2, correlation)
    rows = [summaries.design.panel.rows[j] for j in at]
    noise = np.diag([_variance(row, summaries.floors[target]) for row in rows])
    for name in {row.bias for row in rows if row.bias}:
        of_source = np.array([row.bias == name for row in rows], dtype=np.float64)
        noise += source_bias(name).log_sd ** 2 * np.outer(of_source, of_source)
    centre = np.array([np.log(source_bias(row.bias).median) if row.bias else 0.0 for row in rows])
    return Errors(at, centre, noise, correlation)


def _variance(row: Row, floor: float) -> float:
    """The variance of the log of a figure around what it measures."""
    return row.spread**2 if row.noise == "lognormal" else 1.0 / row.spread + 1.0 / (row.value + floor)

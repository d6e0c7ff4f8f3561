"""Discrepancy: how far reports lie from a simulated history of one target, and how that goes on after the origin.

Assumes, on the scale log(1 + value), a misfit of mean zero that is an AR(1) and for a share of its variance new every
month, a factor for each source and independent noise, all Gaussian; the misfit's sd and the months it lasts are learned
from the residuals within a prior, on a grid. A forecast starts from the last residual, which fades to the history's own
path while the spread widens to the misfit's sd. Leaves out misfits shared by targets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from polemos.observation.sourced_data import table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
JITTER = 1e-9
NODES = (-1.6, -0.8, 0.0, 0.8, 1.6)


@dataclass(frozen=True)
class MisfitPrior:
    """Lognormal priors: median and 95th percentile of the misfit's sd (log scale) and of the months it lasts.

    sudden: the share of its variance that belongs to one month alone.
    """

    sd: tuple[float, float]
    months: tuple[float, float]
    sudden: float = 0.0

    def grid(self) -> tuple[Floats, Floats, Floats]:
        """(sd, months, log weight), each (cell,): five nodes of either, weighted by the normal density."""
        cells = np.array(list(product(NODES, NODES)))
        weight = -0.5 * (cells**2).sum(axis=1)
        at = [median * np.exp(cells[:, i] * math.log(upper / median) / 1.6448536269514722)
              for i, (median, upper) in enumerate((self.sd, self.months))]  # fmt: skip
        return at[0], at[1], weight - np.log(np.exp(weight).sum())


def misfit_prior() -> MisfitPrior:
    """The prior that stands with its source in the observation room."""
    sd, months, sudden = (table("misfit_of_forecasts")[name] for name in ("log_sd", "lasting", "sudden"))
    return MisfitPrior((sd["median"], sd["upper95"]), (months["median"], months["upper95"]), sudden["share"])


@dataclass(frozen=True, eq=False)
class Points:
    """When and by whom something is reported. Shapes (point,): month, source (-1: none), source_sd, noise (sd)."""

    month: Floats
    source: Ints
    source_sd: Floats
    noise: Floats

    def covariance(self, other: Points, sd: float, months: float, sudden: float = 0.0) -> Floats:
        """Covariance between the points' misfits and sources' factors and those of other points; no noise."""
        apart = np.abs(self.month[:, None] - other.month[None, :])
        same = (self.source[:, None] == other.source[None, :]) & (self.source[:, None] >= 0)
        wandering = (1.0 - sudden) * np.exp(-apart / months) + sudden * (apart == 0)
        return np.asarray(sd**2 * wandering + same * self.source_sd[:, None] * other.source_sd[None, :])


def log_evidence(residuals: Floats, points: Points, prior: MisfitPrior) -> Floats:
    """Log density of residuals (draw, point) in every cell of the prior's grid, prior included: (draw, cell)."""
    sds, months, weight = prior.grid()
    out = np.tile(weight, (len(residuals), 1))
    if not len(points.month):
        return out
    for cell, (sd, last) in enumerate(zip(sds, months, strict=True)):
        root = _root(points, float(sd), float(last), prior.sudden)
        scaled = np.linalg.solve(root, residuals.T)
        out[:, cell] -= 0.5 * (scaled**2).sum(axis=0) + np.log(np.diag(root)).sum()
        out[:, cell] -= 0.5 * len(points.month) * math.log(2.0 * math.pi)
    return out


def chosen_cells(evidence: Floats, uniform: Floats) -> Ints:
    """One cell of the grid for each draw, by its evidence (draw, cell) and one uniform number (draw,)."""
    share = np.exp(evidence - evidence.max(axis=1, keepdims=True))
    rising = np.cumsum(share, axis=1) / share.sum(axis=1, keepdims=True)
    return np.asarray((rising < uniform[:, None]).sum(axis=1).clip(0, evidence.shape[1] - 1))


def continued(
    residuals: Floats, points: Points, ahead: Points, prior: MisfitPrior, cells: Ints, luck: Floats
) -> Floats:
    """Misfit and factor at the points ahead given the residuals (draw, point): (draw, ahead); luck standard normal."""
    sds, months, _ = prior.grid()
    out = np.zeros((len(residuals), len(ahead.month)))
    for cell in np.unique(cells):
        mine = cells == cell
        sd, last = float(sds[cell]), float(months[cell])
        own = ahead.covariance(ahead, sd, last, prior.sudden)
        if len(points.month):
            root = _root(points, sd, last, prior.sudden)
            between = np.linalg.solve(root, points.covariance(ahead, sd, last, prior.sudden))
            own = own - between.T @ between
            out[mine] = (np.linalg.solve(root, residuals[mine].T).T) @ between
        values, vectors = np.linalg.eigh(own)
        out[mine] += luck[mine] @ (vectors * np.sqrt(np.maximum(values, 0.0))).T
    return out


def _root(points: Points, sd: float, months: float, sudden: float) -> Floats:
    cover = points.covariance(points, sd, months, sudden) + np.diag(points.noise**2 + JITTER)
    return np.asarray(np.linalg.cholesky(cover))

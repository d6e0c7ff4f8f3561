"""One normal distribution over coordinates, and the way half back from it to the prior.

Assumes the prior is N(0, 1) in every coordinate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HALF = 0.5


@dataclass(frozen=True)
class Gaussian:
    """One normal distribution: mean (coordinate,) and precision (coordinate, coordinate)."""

    mean: Floats
    precision: Floats

    @classmethod
    def of(cls, mean: Floats, covariance: Floats) -> Gaussian:
        """From mean and covariance."""
        return cls(mean, _symmetric(np.linalg.inv(covariance)))

    @property
    def covariance(self) -> Floats:
        """The inverse of the precision."""
        return _symmetric(np.linalg.inv(self.precision))

    @property
    def sd(self) -> Floats:
        """Standard deviations (coordinate,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    def half_way_to_prior(self) -> Gaussian:
        """Precision and information half those of this distribution, half those of N(0, 1)."""
        precision = HALF * (self.precision + np.eye(len(self.mean)))
        mean = np.asarray(np.linalg.solve(precision, HALF * self.precision @ self.mean), dtype=np.float64)
        return Gaussian(mean, precision)

    def draw(self, standard: Floats) -> Floats:
        """Draws (draw, coordinate) from standard normal numbers of the same shape."""
        return np.asarray(self.mean + standard @ np.linalg.inv(np.linalg.cholesky(self.precision)))


def _symmetric(matrix: NDArray[Any]) -> Floats:
    return np.asarray(0.5 * (matrix + matrix.T), dtype=np.float64)

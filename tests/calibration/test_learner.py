"""What a learner says of one case: the density it gives is that of the draws it gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import multivariate_normal

from polemos.calibration.conditional_gaussian import Normals
from polemos.calibration.learner import Learner

TURN = np.array([[1.0, 0.0], [0.7, 1.0]])
SPREAD = np.array([0.5, 0.8])


class Known:
    """A stand-in for a learner: misfits are -1 or 1; given one, coordinates are normal around it."""

    draw, log_density = Learner.draw, Learner.log_density

    def misfits(self, x: np.ndarray) -> Normals:
        signs = np.where(np.arange(len(x)) % 2, 1.0, -1.0)[:, None]
        return Normals(signs, np.zeros((len(x), 1)), np.eye(1))

    def shared(self, x: np.ndarray, misfits: np.ndarray) -> Normals:
        return Normals(misfits * [[1.0, 0.5]], np.tile(SPREAD, (len(x), 1)), TURN)


def test_the_density_of_the_draws_is_that_of_the_mixture() -> None:
    learner: Any = Known()
    z = learner.draw(np.zeros(3), 4000, np.random.default_rng(1))
    covariance = TURN @ np.diag(SPREAD**2) @ TURN.T
    halves = [multivariate_normal([s, 0.5 * s], covariance) for s in (-1.0, 1.0)]
    due = logsumexp([half.logpdf(z) - np.log(2) for half in halves], axis=0)
    found = learner.log_density(np.zeros(3), z, np.random.default_rng(2))
    np.testing.assert_allclose(found - found[0], due - due[0], atol=1e-9)
    assert z.mean(axis=0) == pytest.approx([0.0, 0.0], abs=0.05)
    np.testing.assert_allclose(np.cov(z.T), covariance + np.outer([1.0, 0.5], [1.0, 0.5]), atol=0.1)

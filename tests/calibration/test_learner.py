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
SPREADS = {-1.0: np.array([0.5, 0.8]), 1.0: np.array([0.9, 0.4])}


class Known:
    """A stand-in for a learner: misfits are -1 or 1; given one, coordinates are normal around it."""

    draw, log_density = Learner.draw, Learner.log_density

    def misfits(self, x: np.ndarray) -> Normals:
        signs = np.where(np.arange(len(x)) % 2, 1.0, -1.0)[:, None]
        return Normals(signs, np.zeros((len(x), 1)), np.eye(1))

    def shared(self, x: np.ndarray, misfits: np.ndarray) -> Normals:
        return Normals(misfits * [[1.0, 0.5]], np.stack([SPREADS[sign] for sign in misfits[:, 0]]), TURN)


def test_the_density_of_the_draws_is_that_of_the_mixture() -> None:
    learner: Any = Known()
    z = learner.draw(np.zeros(3), 4000, np.random.default_rng(1))
    within = {sign: TURN @ np.diag(spread**2) @ TURN.T for sign, spread in SPREADS.items()}
    halves = [multivariate_normal([sign, 0.5 * sign], own) for sign, own in within.items()]
    due = logsumexp([half.logpdf(z) - np.log(2) for half in halves], axis=0)
    found = learner.log_density(np.zeros(3), z, np.random.default_rng(2))
    np.testing.assert_allclose(found - found[0], due - due[0], atol=1e-9)
    assert z.mean(axis=0) == pytest.approx([0.0, 0.0], abs=0.05)
    np.testing.assert_allclose(np.cov(z.T), sum(within.values()) / 2 + np.outer([1.0, 0.5], [1.0, 0.5]), atol=0.1)

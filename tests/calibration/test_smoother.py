"""The smoother on a problem whose posterior is known, and its care for data that no history fits."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.calibration.errors import Errors
from polemos.calibration.smoother import centred, covariance_of, step, towards
from polemos.observation import misfit

SENSES = np.array([[1.0, 0.5, 0.0, 0.0], [0.0, 2.0, 1.0, 0.0], [0.3, 0.0, -1.0, 0.0]])
NOISE = 0.4
SEEN = np.array([1.2, -0.8, 0.5])
MEMBERS = 4000


def _errors() -> dict[str, Errors]:
    return {"it": Errors(np.arange(3), np.zeros(3), np.eye(3) * NOISE**2, np.zeros((3, 3)))}


def _moved(share: float, steps: int) -> np.ndarray:
    luck = np.random.default_rng(4)
    return towards(
        luck.standard_normal((MEMBERS, 4)),
        SEEN,
        _errors(),
        lambda z, number: z @ SENSES.T,
        lambda number: luck.standard_normal((MEMBERS, 3)),
        share,
        steps,
    )


@pytest.mark.parametrize(("share", "steps"), [(1.0, 1), (1.0, 4), (0.5, 3)])
def test_a_linear_normal_posterior_is_reached_whatever_the_steps(share: float, steps: int) -> None:
    precision = np.eye(4) + share * SENSES.T @ SENSES / NOISE**2
    mean = np.linalg.solve(precision, share * SENSES.T @ SEEN / NOISE**2)
    moved = _moved(share, steps)
    np.testing.assert_allclose(moved.mean(axis=0), mean, atol=0.06)
    np.testing.assert_allclose(np.cov(moved.T), np.linalg.inv(precision), atol=0.08)


def test_a_coordinate_without_effect_is_left_alone() -> None:
    """With few members chance correlations are of the size of noise, and damped."""
    luck = np.random.default_rng(8)
    z = luck.standard_normal((400, 60))
    logs = z[:, :1] @ np.ones((1, 5)) + 0.1 * luck.standard_normal((400, 5))
    moved = step(z, logs, np.full(5, 1.0), np.eye(5) * 0.04, 1.0, luck.standard_normal((400, 5)))
    assert moved[:, 0].mean() > 0.8
    assert (moved[:, 1:].var(axis=0) / z[:, 1:].var(axis=0)).mean() > 0.97


def test_misfits_are_as_large_as_the_best_histories_need() -> None:
    """Errors of 2 where noise is 0.1: the covariance grows, so the data weigh less; a source's centre is taken off."""
    errors = {"it": Errors(np.arange(4), np.full(4, 0.7), np.eye(4) * 0.01, misfit.correlation([0, 3, 6, 9]))}
    logs = np.zeros((100, 4))
    fits, off = (covariance_of(errors, np.full(4, 0.7 + by), logs) for by in (0.0, 2.0))
    assert off[0, 0] > 4 * fits[0, 0]
    np.testing.assert_allclose(centred(errors, logs), 0.7)

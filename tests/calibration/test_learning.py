"""The learned posterior against one that is known, and the prior where nothing can be learned."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

from polemos.calibration.bands import uniformity
from polemos.calibration.conditional_gaussian import begin, log_density, normal_at
from polemos.calibration.training import Settings, learn

SENSES = np.array([[1.0, 0.8, 0.0], [0.0, 1.5, 0.0]])
NOISE = 0.5


def _pairs(draws: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    luck = np.random.default_rng(seed)
    z = luck.standard_normal((draws, 3))
    return z @ SENSES.T + NOISE * luck.standard_normal((draws, 2)), z


@pytest.fixture(scope="module")
def learned() -> dict[str, object]:
    z = np.random.default_rng(0).standard_normal((4000, 3))

    def draw(number: int) -> tuple[np.ndarray, np.ndarray]:
        return z @ SENSES.T + NOISE * np.random.default_rng(number).standard_normal((4000, 2)), z

    return {"learned": learn(draw, 1, Settings(hidden=16, passes=25, rate=3e-3))}


def test_a_linear_normal_truth_is_found_with_its_correlations(learned: dict[str, object]) -> None:
    x = np.array([[0.0, 0.0], [1.0, -1.0], [-0.5, 2.0]])
    found = normal_at(learned["learned"].weights, x)  # type: ignore[attr-defined]
    covariance = np.linalg.inv(np.eye(3) + SENSES.T @ SENSES / NOISE**2)
    np.testing.assert_allclose(found.mean, x @ SENSES @ covariance.T / NOISE**2, atol=0.15)
    for spread in found.spread:
        np.testing.assert_allclose((found.turn * spread**2) @ found.turn.T, covariance, atol=0.1)


def test_a_coordinate_that_no_report_touches_keeps_its_prior(learned: dict[str, object]) -> None:
    found = normal_at(learned["learned"].weights, _pairs(200, 4)[0])  # type: ignore[attr-defined]
    assert np.abs(found.mean[:, 2]).max() < 0.15 and np.abs(found.sd[:, 2] - 1).max() < 0.1


def test_ranks_on_unseen_truths_are_uniform(learned: dict[str, object]) -> None:
    from scipy.special import ndtr

    x, z = _pairs(1000, 7)
    found = normal_at(learned["learned"].weights, x)  # type: ignore[attr-defined]
    assert not uniformity(ndtr((z - found.mean) / found.sd)).outside.any()


def test_the_same_seed_learns_the_same_weights() -> None:
    runs = [learn(lambda number: _pairs(300, number), 3, Settings(hidden=8, passes=2)).weights for _ in range(2)]
    for name, value in runs[0].items():
        np.testing.assert_array_equal(value, runs[1][name])


def test_it_begins_at_the_prior_and_its_density_is_that_of_its_draws() -> None:
    weights = begin(2, 3, 8, 0)
    z, x = np.array([[0.3, -1.0, 0.5]]), np.zeros((1, 2))
    due = -0.5 * (z**2).sum() - 1.5 * np.log(2 * np.pi)
    assert float(log_density(weights, jnp.asarray(z), jnp.asarray(x))[0]) == pytest.approx(due, rel=1e-5)
    weights["lean"] = jnp.asarray([[0.0, 0, 0], [7.0, 0, 0], [0, -4.0, 0]])
    found = normal_at(weights, np.zeros((50_000, 2)))
    draws = found.draw(np.random.default_rng(3))
    np.testing.assert_allclose(draws.var(axis=0), [1.0, 1.49, 1 + 0.16 * 1.49], rtol=0.03)
    np.testing.assert_allclose(found.sd[0] ** 2, [1.0, 1.49, 1 + 0.16 * 1.49], rtol=1e-5)

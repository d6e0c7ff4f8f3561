"""The population on problems whose posteriors are known: of coordinates, of luck, and from a start that is off."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.calibration.gaussian import Gaussian
from polemos.calibration.population import Population, effective, led, raised
from polemos.core.seeds import host_uniform

SENSES = np.array([[1.0, 0.5, 0.0, 0.0], [0.0, 2.0, 1.0, 0.0], [0.3, 0.0, -1.0, 0.0]])
NOISE = 0.4
SEEN = np.array([1.2, -0.8, 0.5])
MEMBERS, MONTHS, ROUNDS = 3000, 4, 14


def _of_coordinates(z: np.ndarray, luck: np.ndarray, number: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    return -0.5 * (((z @ SENSES.T - SEEN) / NOISE) ** 2).sum(axis=1), {"z": z}


def _sum_of_luck(luck: np.ndarray) -> np.ndarray:
    """A number with mean 0 and variance 1: the sum of a draw for each month."""
    numbers = np.stack([host_uniform(1, luck[:, m], f"month {m}", 1)[:, 0] for m in range(MONTHS)], axis=1)
    return (numbers - 0.5).sum(axis=1) * np.sqrt(12 / MONTHS)


def _of_luck(z: np.ndarray, luck: np.ndarray, number: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    total = _sum_of_luck(luck)
    return -0.5 * ((total - 2.0) / 0.5) ** 2, {"total": total}


def _end(look, start: Gaussian, members: int = MEMBERS, rounds: int = ROUNDS) -> Population:
    rng = np.random.default_rng(4)
    z = rng.standard_normal((members, 4))
    z[:, : len(start.mean)] = start.draw(z[:, : len(start.mean)])
    born = np.arange(members)
    luck = np.repeat(born[:, None], MONTHS, axis=1)
    fit, read = look(z, luck, 0)
    return led(start, Population(z, luck, fit, read, born), rounds, look, rng)[0]


@pytest.mark.parametrize("mean", [0.0, 0.6])
def test_a_linear_normal_posterior_is_reached_from_a_start_that_is_right_or_off(mean: float) -> None:
    end = _end(_of_coordinates, Gaussian.of(np.full(3, mean), np.eye(3) * 0.8))
    precision = np.eye(4) + SENSES.T @ SENSES / NOISE**2
    assert end.share == 1.0
    np.testing.assert_allclose(end.z.mean(axis=0), np.linalg.solve(precision, SENSES.T @ SEEN / NOISE**2), atol=0.1)
    np.testing.assert_allclose(np.cov(end.z.T), np.linalg.inv(precision), atol=0.12)
    np.testing.assert_array_equal(end.read["z"], end.z)


def test_luck_is_learned_as_coordinates_are_and_a_coordinate_without_effect_is_left_alone() -> None:
    end = _end(_of_luck, Gaussian.of(np.zeros(4), np.eye(4)))
    np.testing.assert_array_equal(end.read["total"], _sum_of_luck(end.luck))
    assert end.read["total"].mean() == pytest.approx(1.6, abs=0.08)
    assert end.read["total"].std() == pytest.approx(np.sqrt(0.2), abs=0.05)
    assert (end.luck[:, 0] != end.luck[:, -1]).mean() > 0.3, "no history took other luck on its way"
    np.testing.assert_allclose(end.z.std(axis=0), 1.0, atol=0.1)


def test_the_share_stops_where_too_few_histories_would_differ() -> None:
    def hopeless(z: np.ndarray, luck: np.ndarray, number: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        return -200.0 * ((z - 3.0) ** 2).sum(axis=1), {}

    first = Population(np.random.default_rng(1).standard_normal((500, 4)), np.zeros((500, 1), np.int64), np.zeros(500),
                       {}, np.arange(500))  # fmt: skip
    start = Gaussian.of(np.zeros(4), np.eye(4))
    far = raised(start, Population(first.z, first.luck, hopeless(first.z, first.luck, 0)[0], {}, first.born),
                 np.random.default_rng(2))  # fmt: skip
    assert 0.0 < far.share < 0.01
    assert len(np.unique(far.born)) > 150


def test_copies_of_one_history_count_once() -> None:
    assert effective(np.ones(6), np.array([0, 0, 0, 1, 1, 1])) == pytest.approx(2.0)
    assert effective(np.array([1.0, 0.0, 0.0]), np.arange(3)) == pytest.approx(1.0)

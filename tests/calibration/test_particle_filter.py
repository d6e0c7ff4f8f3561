"""The particle filter on a walk whose filter is known, and what it must leave alone: parameters, and who competes."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.calibration.particle_filter import Particles, filtered
from polemos.core.seeds import host_uniform

MONTHS, WINDOWS = 8, [(0, 1), (2, 3), (4, 5), (6, 7)]
SEEN, NOISE = np.array([1.5, 0.5, 2.0, 3.0]), 0.7


def _walk(z: np.ndarray, luck: np.ndarray, number: int = 0) -> dict[str, np.ndarray]:
    """A walk from the first coordinate; each month adds a number of mean 0 and variance 1/4 that luck decides."""
    steps = np.stack([host_uniform(1, luck[:, m], f"month {m}", 1)[:, 0] for m in range(MONTHS)], axis=1)
    return {"walk": z[:, :1] + np.cumsum((steps - 0.5) * np.sqrt(3.0), axis=1)}


def _fit(read: dict[str, np.ndarray], month: int) -> np.ndarray:
    """The walk is seen with noise at the end of each window."""
    at = [last for _, last in WINDOWS if last < month]
    return -0.5 * (((read["walk"][:, at] - SEEN[: len(at)]) / NOISE) ** 2).sum(axis=1)


def _filtered(start: np.ndarray, copies: int) -> Particles:
    z = np.repeat(np.stack([start, np.arange(len(start))], axis=1), copies, axis=0)
    return filtered(z, 100, copies, WINDOWS, _walk, _fit, np.random.default_rng(3))


@pytest.mark.parametrize("start", [-1.0, 0.0, 2.0])
def test_the_end_of_a_walk_and_its_evidence_are_as_the_kalman_filter_has_them(start: float) -> None:
    mean, variance, evidence = start, 0.0, 0.0
    for seen in SEEN:
        variance += 0.5
        whole = variance + NOISE**2
        evidence += -0.5 * ((seen - mean) ** 2 / whole + np.log(whole / NOISE**2))
        gain = variance / whole
        mean, variance = mean + gain * (seen - mean), (1 - gain) * variance
    found = _filtered(np.full(2000, start), 40)
    ends = found.read["walk"][:, -1]
    assert ends.mean() == pytest.approx(mean, abs=0.06)
    assert ends.std() == pytest.approx(np.sqrt(variance), abs=0.05)
    assert np.log(np.exp(found.evidence).mean()) == pytest.approx(evidence, abs=0.2), "uniform steps are nearly normal"


def test_parameters_are_left_as_they_were_learned_even_where_nothing_agrees() -> None:
    end = _filtered(np.array([0.0, 1e4, -2.0]), 8)
    np.testing.assert_array_equal(end.z, [[0.0, 0.0], [1e4, 1.0], [-2.0, 2.0]])


def test_a_history_is_made_again_from_its_coordinates_and_luck() -> None:
    end = _filtered(np.zeros(50), 8)
    np.testing.assert_array_equal(_walk(end.z, end.luck)["walk"], end.read["walk"])
    assert all((end.luck[:, first] == end.luck[:, last]).all() for first, last in WINDOWS)
    assert (end.luck[:, 1] != end.luck[:, 2]).all(), "luck after a window is always other luck"


def test_with_one_copy_the_record_says_nothing_and_with_more_it_says_more() -> None:
    off = [abs(_filtered(np.zeros(600), copies).read["walk"][:, -1].mean() - SEEN[-1]) for copies in (1, 4, 16)]
    assert off[0] == pytest.approx(3.0, abs=0.2) and off[0] > off[1] + 0.5 > off[2] + 0.7


def test_what_counts_is_told_by_window() -> None:
    end = _filtered(np.zeros(100), 10)
    assert len(end.effective) == len(WINDOWS) and all(1.0 <= count < 10.0 for count in end.effective)

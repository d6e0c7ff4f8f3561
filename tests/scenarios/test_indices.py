"""Sobol indices against their closed forms on two standard functions; Morris and variance reduction on known cases."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.scenarios.emulator import learn_emulator, ranks
from polemos.scenarios.indices import morris, sobol
from polemos.scenarios.measuring import expected_reduction

WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])


def ishigami(u):  # type: ignore[no-untyped-def]
    x = np.pi * (2.0 * u - 1.0)
    return (np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))[:, None]


def g_function(u):  # type: ignore[no-untyped-def]
    return np.prod((np.abs(4.0 * u - 2.0) + WEIGHTS) / (1.0 + WEIGHTS), axis=1)[:, None]


def test_ishigami_within_two_hundredths() -> None:
    a, b = 7.0, 0.1
    first = [0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8, 0.0]
    crossed = 8 * b**2 * np.pi**8 / 225
    whole = sum(first) + crossed
    found = sobol(ishigami, 3, 8192, seed=1)
    assert np.abs(found.first[:, 0] - np.array(first) / whole).max() < 0.02
    total = [(first[0] + crossed) / whole, first[1] / whole, crossed / whole]
    assert np.abs(found.total[:, 0] - total).max() < 0.02


def test_the_g_function_within_two_hundredths() -> None:
    part = 1.0 / (3.0 * (1.0 + WEIGHTS) ** 2)
    whole = np.prod(1.0 + part) - 1.0
    total = part * np.prod(1.0 + part) / (1.0 + part) / whole
    found = sobol(g_function, 8, 8192, seed=1)
    assert np.abs(found.first[:, 0] - part / whole).max() < 0.02
    assert np.abs(found.total[:, 0] - total).max() < 0.02


def test_morris_finds_slopes_and_leaves_out_what_does_nothing() -> None:
    def function(u):  # type: ignore[no-untyped-def]
        return np.stack([3.0 * u[:, 0] - 2.0 * u[:, 1], u[:, 1] * u[:, 2]], axis=1)

    found = morris(function, 4, 50, seed=2)
    assert found.effect[:, 0] == pytest.approx([3.0, 2.0, 0.0, 0.0])
    assert found.spread[:, 0] == pytest.approx(np.zeros(4), abs=1e-9)
    assert found.effect[3, 1] == 0.0 and found.spread[1, 1] > 0.1


def test_an_output_that_never_varies_has_finite_indices() -> None:
    found = sobol(lambda u: np.zeros((len(u), 1)), 2, 64, seed=1)
    assert np.isfinite(found.first).all() and np.isfinite(found.total).all()


def test_the_emulator_finds_the_indices_of_a_noisy_function_and_tells_its_error() -> None:
    luck = np.random.default_rng(3)
    u = luck.uniform(size=(1500, 5))
    truth = np.stack([2.0 * u[:, 0] + np.sin(6.0 * u[:, 1]), u[:, 2] * u[:, 3]], axis=1)
    noisy = truth + 0.1 * luck.standard_normal(truth.shape)
    found = learn_emulator(ranks(u), noisy, fresh=200, seed=1)
    assert (found.explained > 0.8).all() and (found.fresh_error > 0.1).all()
    exact = sobol(lambda x: np.stack([2 * x[:, 0] + np.sin(6 * x[:, 1]), x[:, 2] * x[:, 3]], axis=1), 5, 1024, 1)
    learned = sobol(found, 5, 1024, 1)
    assert np.abs(exact.first - learned.first).max() < 0.06
    assert np.abs(exact.total - learned.total).max() < 0.06


def test_a_report_takes_away_the_share_that_it_tells() -> None:
    """y = x + e with equal variances: a report of x takes half of y's variance away, one with noise a quarter."""
    luck = np.random.default_rng(4)
    x, e, noise, other = luck.standard_normal((4, 4000))
    found = expected_reduction(np.stack([x, x + noise, other], axis=1), (x + e)[:, None], seed=1)
    assert found[:, 0] == pytest.approx([0.5, 0.25, 0.0], abs=0.03)

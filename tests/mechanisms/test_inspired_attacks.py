"""A self-exciting process with a known mean and spread, and what calls it forth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from polemos.core.engine import compile_model
from polemos.mechanisms.inspired_attacks import InspiredAttacks
from tiny_models import alone, exact, lanes_of, tiny_model

LAW = {"deadly": 0.45, "least": 1.2, "worst": 300.0, "exponent": 2.4}
BRANCHING, BACKGROUND = 0.435, 2.0  # T13 of the review of models
MEAN, FANO = 3.54, 3.13


def mechanism(**changes: float) -> InspiredAttacks:
    return InspiredAttacks(**({"calling": 1e-6, "copycat": 0.2, "memory": 0.8} | LAW | changes))


def rate(calling: float = 1e-6, **reads: float) -> float:
    rest = {
        "sympathisers": 5e4,
        "appeal": 1.0,
        "publicity": 1.0,
        "provocation": 1.0,
        "attacks_west": 3.0,
        "forgotten_attacks": 3.0,
    }
    return float(
        mechanism(calling=calling).attacks(**{name: np.float64(value) for name, value in (rest | reads).items()})
    )


def test_sympathisers_are_called_by_story_news_and_provocation_together() -> None:
    assert rate() == pytest.approx(0.05)
    assert rate(appeal=2.0, publicity=1.5, provocation=6.0) == pytest.approx(0.05 * 18.0)
    assert rate(sympathisers=0.0) == 0.0


def test_one_attack_calls_forth_as_many_as_the_copycat_number_says() -> None:
    assert rate(sympathisers=0.0, attacks_west=4.0) * 0.8 == pytest.approx(0.2)


def test_on_trial_nobody_is_called_from_outside() -> None:
    assert rate(calling=0.0, appeal=2.0, provocation=6.0) == 0.0


def hawkes(lanes: int, months: int) -> tuple[Any, Any]:
    model = tiny_model(
        InspiredAttacks,
        months=months,
        start={"sympathisers": 1.0},
        facts={"appeal": 1.0, "publicity": 1.0, "provocation": 1.0},
    )
    values = {"calling": BACKGROUND, "copycat": BRANCHING, "memory": 0.9} | LAW
    return model, lanes_of(model, lanes, **{f"InspiredAttacks__{name}": value for name, value in values.items()})


def fano(months: float, memory: float = 0.9) -> float:
    """Variance over mean of the events in some months, for an exponential kernel; FANO in the long run."""
    decay = (1.0 - BRANCHING) / memory
    long_run = (1.0 - BRANCHING) ** -2
    return long_run + (1.0 - long_run) * (1.0 - np.exp(-decay * months)) / (decay * months)


def test_mean_and_spread_are_those_of_a_hawkes_process() -> None:
    lanes, months, warm = 1024, 420, 20
    model, theta = hawkes(lanes, months)
    record = {"InspiredAttacks.attacks": "sum"}
    counts = compile_model(model, record, lanes=lanes)(theta, 11, np.arange(lanes))["InspiredAttacks.attacks"]
    np.testing.assert_array_equal(counts, np.rint(counts))
    settled = counts[:, warm:].astype(np.float64)
    assert settled.mean() == pytest.approx(MEAN, rel=0.02)
    assert fano(1e9) == pytest.approx(FANO, abs=0.005)
    for block in (1, 4, 20, 100):
        sums = settled.reshape(lanes, -1, block).sum(axis=2).ravel()
        assert sums.var() / sums.mean() == pytest.approx(fano(block), rel=0.05)
    assert sums.var() / sums.mean() == pytest.approx(FANO, rel=0.05)


def test_without_luck_the_rate_settles_at_its_known_value() -> None:
    model, theta = hawkes(1, 40)
    out = alone(exact(model, {"InspiredAttacks.attacks": "sum"}), theta)["InspiredAttacks.attacks"][0]
    assert out[-1] == pytest.approx(BACKGROUND / (1.0 - BRANCHING), rel=1e-3)

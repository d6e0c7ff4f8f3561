"""Priors: quantile functions with the moments their authors wrote down."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from polemos.cases.priors import AnyPrior

PRIOR = TypeAdapter(AnyPrior)
GRID = (np.arange(200000) + 0.5) / 200000
FAMILIES = [
    {"family": "lognormal", "median": 2.0, "upper95": 7.0},
    {"family": "normal", "mean": -1.0, "sd": 2.0},
    {"family": "beta", "mean": 0.2, "sd": 0.1},
    {"family": "uniform", "low": -1.0, "high": 3.0},
    {"family": "loguniform", "low": 0.01, "high": 10.0},
]


@pytest.mark.parametrize("table", FAMILIES, ids=lambda table: table["family"])
def test_quantiles_rise_and_stay_finite_to_the_ends(table: dict[str, object]) -> None:
    prior = PRIOR.validate_python(table)
    ends = np.array([2.0**-54, 1e-12, 0.1, 0.5, 0.9, 1 - 1e-12, 1 - 2.0**-53])
    values = prior.quantile(ends)
    assert np.isfinite(values).all() and (np.diff(values) >= 0).all() and values[2] < values[3] < values[4]


def test_lognormal_has_its_median_and_95th_percentile() -> None:
    prior = PRIOR.validate_python(FAMILIES[0])
    assert prior.quantile(np.array([0.5, 0.95])) == pytest.approx([2.0, 7.0], rel=1e-12)


def test_normal_has_its_mean_and_sd() -> None:
    values = PRIOR.validate_python(FAMILIES[1]).quantile(GRID)
    assert values.mean() == pytest.approx(-1.0, abs=1e-6) and values.std() == pytest.approx(2.0, rel=1e-3)


@pytest.mark.parametrize(("mean", "sd"), [(0.2, 0.1), (0.5, 0.01), (0.9, 0.05), (0.5, 0.4)])
def test_beta_has_its_mean_and_sd(mean: float, sd: float) -> None:
    values = PRIOR.validate_python({"family": "beta", "mean": mean, "sd": sd}).quantile(GRID)
    assert values.mean() == pytest.approx(mean, rel=1e-3) and values.std() == pytest.approx(sd, rel=1e-3)
    assert values.min() >= 0 and values.max() <= 1


def test_uniform_and_loguniform_reach_their_ends() -> None:
    u = np.array([0.0, 0.5, 1.0])
    assert PRIOR.validate_python(FAMILIES[3]).quantile(u) == pytest.approx([-1.0, 1.0, 3.0])
    assert PRIOR.validate_python(FAMILIES[4]).quantile(u) == pytest.approx([0.01, 0.1**0.5, 10.0])


@pytest.mark.parametrize("broken", [{"median": 0.0}, {"median": -1.0}, {"upper95": 2.0}, {"median": float("nan")}])
def test_a_lognormal_without_meaning_is_refused(broken: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        PRIOR.validate_python(FAMILIES[0] | broken)

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


@pytest.mark.parametrize("table", FAMILIES, ids=lambda table: table["family"])
def test_bounds_cut_off_tails_and_leave_the_rest_in_proportion(table: dict[str, object]) -> None:
    whole = PRIOR.validate_python(table)
    low, high = whole.quantile(np.array([0.02, 0.9])).tolist()
    bounded = PRIOR.validate_python(table | {"at_least": low, "at_most": high})
    assert bounded.ends == pytest.approx((0.02, 0.9), abs=1e-9)
    assert bounded.quantile(np.array([0.0, 1.0])) == pytest.approx([low, high], rel=1e-9)
    kept = whole.quantile(GRID)
    kept = kept[(kept >= low) & (kept <= high)]
    np.testing.assert_allclose(
        bounded.quantile(np.linspace(0.05, 0.95, 19)), np.quantile(kept, np.linspace(0.05, 0.95, 19)), atol=2e-3
    )
    np.testing.assert_array_equal(bounded.whole(GRID), whole.quantile(GRID))


@pytest.mark.parametrize("table", FAMILIES, ids=lambda table: table["family"])
def test_a_bound_beyond_all_values_changes_nothing(table: dict[str, object]) -> None:
    far = PRIOR.validate_python(table | {"at_least": -1e9, "at_most": 1e9})
    np.testing.assert_array_equal(far.quantile(GRID), PRIOR.validate_python(table).quantile(GRID))


@pytest.mark.parametrize("bounds", [{"at_most": 1.9}, {"at_least": 2.1}, {"at_least": 7.0, "at_most": 0.5}])
@pytest.mark.parametrize("upper95", [7.0, 2.0])
def test_bounds_that_leave_less_than_half_are_refused(bounds: dict[str, float], upper95: float) -> None:
    with pytest.raises(ValidationError, match="leave 50% of a prior or more" if upper95 > 2.0 else "needs width"):
        PRIOR.validate_python(FAMILIES[0] | {"upper95": upper95} | bounds)

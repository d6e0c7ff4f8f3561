"""Coordinates: the prior's luck is a run's own, and a coordinate is its value's quantile."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from polemos.calibration.latent import Latent, latent_of
from polemos.cases.draw import draw_parameters
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.cases.resolved import ResolvedCase
from small_case import change


@pytest.fixture
def resolved(small_case: Path) -> ResolvedCase:
    return resolve(load_case(small_case))


@pytest.fixture
def latent(resolved: ResolvedCase) -> Latent:
    return latent_of(resolved)


def test_a_draw_of_the_prior_has_the_parameters_of_the_run_with_the_same_seed(
    resolved: ResolvedCase, latent: Latent
) -> None:
    ids = np.array([0, 5, 17])
    found, due = latent.values(latent.draw(3, ids)), draw_parameters(resolved, 3, ids)
    assert found.keys() == due.keys()
    for key, values in due.items():
        np.testing.assert_allclose(found[key], values, rtol=1e-6, err_msg=key)


def test_parameters_of_places_stand_last_and_apart(latent: Latent) -> None:
    assert [one.name for group in latent.by_place for one in group] == [
        "SmallRecruitment.zeal[alpha]", "SmallRecruitment.zeal[beta]", "SmallRecruitment.zeal[gamma]",
    ]  # fmt: skip
    assert latent.names[-3:] == tuple(one.name for one in latent.by_place[0])


def test_nought_is_the_median_and_one_the_84th_percentile(resolved: ResolvedCase, latent: Latent) -> None:
    z = np.array([[0.0] * len(latent.names), [1.0] * len(latent.names)])
    prior = resolved.parameters["SmallRecruitment.propensity"].priors[0]
    due = prior.quantile(np.array([0.5, 0.8413447460685429]))
    np.testing.assert_allclose(latent.values(z)["SmallRecruitment.propensity"], due, rtol=1e-6)


@pytest.fixture
def bounded(small_case: Path) -> tuple[ResolvedCase, Latent, int]:
    change(small_case, "parameters.toml", "upper95 = 0.010", "upper95 = 0.010, at_most = 0.006")
    found = resolve(load_case(small_case))
    latent = latent_of(found)
    return found, latent, latent.names.index("SmallRecruitment.propensity")


def test_coordinates_reach_beyond_bounds_and_say_which_lie_inside(bounded: tuple[ResolvedCase, Latent, int]) -> None:
    _, latent, at = bounded
    z = latent.draw(1, np.arange(4000))
    values = latent.values(z)["SmallRecruitment.propensity"]
    np.testing.assert_array_equal(latent.inside(z), values <= 0.006)
    assert 0.05 < (values > 0.006).mean() < 0.25
    assert not latent.inside(np.where(np.arange(z.shape[1]) == at, 3.0, 0.0)[None]).any()


def test_what_lies_inside_is_standard_normal_within_bounds_and_a_draw_of_the_prior_keeps_to_them(
    bounded: tuple[ResolvedCase, Latent, int],
) -> None:
    resolved, latent, at = bounded
    z = latent.draw(1, np.arange(20000))
    within = latent.within_bounds(z[latent.inside(z)])
    assert abs(within[:, at].mean()) < 0.02 and within[:, at].std() == pytest.approx(1.0, abs=0.02)
    others = np.arange(z.shape[1]) != at
    np.testing.assert_array_equal(within[:, others], z[latent.inside(z)][:, others])
    drawn = draw_parameters(resolved, 1, np.arange(2000))["SmallRecruitment.propensity"]
    assert drawn.max() <= 0.006 and np.median(drawn) < 0.002


def test_bounds_of_what_places_have_apart_are_kept_from_the_start_and_cost_no_draw(small_case: Path) -> None:
    change(small_case, "parameters.toml", "high = 2.0, iid = true", "high = 2.0, at_most = 1.2, iid = true")
    resolved = resolve(load_case(small_case))
    latent, ids = latent_of(resolved), np.arange(500)
    z = latent.draw(1, ids)
    values = latent.values(z)["SmallRecruitment.zeal"]
    assert values.max() <= 1.2 and values.max() > 1.15
    np.testing.assert_allclose(values, draw_parameters(resolved, 1, ids)["SmallRecruitment.zeal"], rtol=1e-6)
    assert latent.inside(z).all() and latent.inside(9.0 * np.ones_like(z[:1])).all()
    np.testing.assert_array_equal(latent.within_bounds(z), z)

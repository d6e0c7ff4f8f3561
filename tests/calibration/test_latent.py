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

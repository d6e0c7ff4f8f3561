"""The errors of figures: against a library's normal, and against a sum over the misfit's prior."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from polemos.calibration.design import Design
from polemos.calibration.errors import errors_of, nodes
from polemos.calibration.summaries import HELD, Summaries, summaries_of
from polemos.observation import misfit
from polemos.observation.panel import Panel, Row, Spell
from polemos.observation.source_bias import source_bias

AREA = Row("area", "area_a", 2, 2, "end", 900.0, None, None, "km2", date(2013, 6, 1), "area_ihs", "lognormal", 0.1)
DEATHS = Row("deaths", "deaths_a", 1, 1, "mean", 40.0, None, None, "1", date(2013, 6, 1), "", "count", 5.0)
ROWS = (AREA, replace(AREA, first=5, last=5, value=700.0), DEATHS, replace(DEATHS, first=4, last=4, value=0.0))
SPELLS = (Spell("beta", date(2013, 2, 10), date(2013, 5, 20), date(2013, 5, 25), 3.0),)


@pytest.fixture
def summaries() -> Summaries:
    quantities: Any = tuple(type("Q", (), {"name": name, "needs": {}})() for name in ("area", "deaths"))
    design = Design(Panel("2013-01", ("alpha", "beta"), ROWS, SPELLS), quantities, 12)
    return summaries_of(design, np.full((5, 4), 400.0), np.array([[1.0, 1.0]]))


def test_a_target_with_one_source_is_a_normal_with_a_common_factor(summaries: Summaries) -> None:
    from scipy.stats import multivariate_normal

    own = errors_of(summaries)["area"]
    factor = source_bias("area_ihs").log_sd
    due = 0.01 * np.eye(2) + factor**2 + 0.5**2 * misfit.correlation([2, 5])
    at = np.array([[0.3, -0.1], [0.0, 0.8]])
    np.testing.assert_allclose(own.covariance(0.5), due)
    np.testing.assert_allclose(own.log_density(at, 0.5), multivariate_normal(own.centre, due).logpdf(at))


def test_the_misfits_sd_is_summed_over_its_prior(summaries: Summaries) -> None:
    own, at = errors_of(summaries)["area"], np.array([[2.0, 2.0], [0.0, 0.0]])
    each = np.exp(np.stack([own.log_density(at, float(sd)) for sd in misfit.log_sd(nodes())], axis=1))
    density, chance = own.over_misfits(at)
    np.testing.assert_allclose(density, np.log(each.mean(axis=1)))
    np.testing.assert_allclose(chance, each / each.sum(axis=1, keepdims=True))
    assert chance[0] @ misfit.log_sd(nodes()) > 1.5 * (chance[1] @ misfit.log_sd(nodes()))


def test_reports_scatter_as_the_errors_say(summaries: Summaries) -> None:
    draws = 40_000
    rows = np.tile(np.array([900.0, 700.0, 40.0, 5.0], np.float32), (draws, 1))
    read = {"rows": rows, "outputs": np.full((draws, 2), 100.0, np.float32)}
    shares, sd = np.zeros((draws, 2, 2)), np.full((draws, 3), 0.3)
    found, outputs = summaries.reported(read, shares, sd, np.random.default_rng(3))
    errors = errors_of(summaries)
    np.testing.assert_allclose(np.cov(found[:, :2].T), errors["area"].covariance(0.3), atol=0.004)
    np.testing.assert_allclose(found[:, :2].mean(axis=0), np.log(np.array([900, 700]) + 100.0), atol=0.01)
    assert found[:, 2].std() == pytest.approx(np.sqrt(errors["deaths"].covariance(0.3)[0, 0]), rel=0.15)
    held = found[:, 4:] - np.log(0.01)
    np.testing.assert_allclose(held.std(axis=0), 0.3, rtol=0.03)
    late = np.corrcoef(found[:, 1], outputs[:, 0])[0, 1]
    assert late > 0.2 and outputs.std(axis=0) == pytest.approx([0.3, 0.3], rel=0.03)
    assert summaries.misfits == ("area", "deaths", HELD)


def test_floors_are_a_quarter_of_what_is_usual_and_one_for_counts(summaries: Summaries) -> None:
    assert summaries.floors == {"area": 100.0, "deaths": 1.0}

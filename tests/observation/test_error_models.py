"""Error models against published examples, exact formulas and large samples."""

from __future__ import annotations

import math
from datetime import date
from importlib import resources

import numpy as np
import pytest
from scipy import stats

from polemos.core.errors import InputError, UsageError
from polemos.observation import counting_noise, sourced_data
from polemos.observation.missing_months import MissingMonths, over_spans
from polemos.observation.reporting_delay import first_over_later, known_months, known_on
from polemos.observation.reporting_error import KINDS, reporting_error
from polemos.observation.source_bias import source_bias

REFERENCES = resources.files("polemos.observation").joinpath("data", "references.bib").read_text(encoding="utf-8")
UNIFORM = (np.arange(200_000) + 0.5) / 200_000


def test_reporting_error_gives_the_published_example():
    error = reporting_error(13, "sb")
    assert (error.loc, error.scale, error.weight) == pytest.approx((12.86, 3.96, 0.525), rel=1e-3)
    assert error.quantile(np.array([0.05, 0.5, 0.95])) == pytest.approx([9.6, 13.0, 21.5], abs=0.1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("deaths", [0, 1, 2, 3, 7, 13, 40, 200, 1001, 25_000])
def test_quantiles_undo_the_distribution(kind, deaths):
    error = reporting_error(deaths, kind)
    shares = np.linspace(0.01, 0.99, 99)
    values = error.quantile(shares)
    assert np.all(np.diff(values) >= 0) and values[0] >= 0
    assert np.all(error.cdf(values + 1e-6) >= shares - 1e-9)
    draws = error.draw(UNIFORM)
    assert np.mean(draws == deaths) == pytest.approx(float(error.weight), abs=0.01) or deaths == 0
    assert np.mean(draws <= deaths * 1.5) == pytest.approx(float(error.cdf(deaths * 1.5)), abs=0.01)


def test_reporting_error_works_on_arrays_and_refuses_unknown_types():
    error = reporting_error(np.array([[1.0, 5.0], [9.0, 800.0]]), "ns")
    assert error.quantile(0.5).shape == (2, 2)
    with pytest.raises(UsageError, match="choose one of"):
        reporting_error(3, "war")


def test_bias_factor_has_the_median_and_spread_of_its_prior():
    bias = source_bias("kill_claims")
    factors = bias.factor(UNIFORM)
    assert np.median(factors) == pytest.approx(1.5, rel=1e-3)
    assert np.log(factors).std() == pytest.approx(0.38, rel=1e-2)
    assert np.quantile(factors, [0.05, 0.95]) == pytest.approx([0.80, 2.80], abs=0.02)


def test_figures_of_one_source_are_wrong_together():
    reported = source_bias("area_ihs").reported(np.full((4, 6), 100.0), np.array([0.1, 0.3, 0.5, 0.9]))
    assert np.ptp(reported, axis=1) == pytest.approx(0.0)
    assert reported[2] == pytest.approx(100.0)


def test_bias_density_is_the_lognormal_one():
    bias = source_bias("area_controlled_IQ_SY_rand")
    wanted = stats.lognorm(0.2, scale=45_000).logpdf(60_000)
    assert bias.log_density(60_000, 45_000) == pytest.approx(wanted)
    assert bias.log_density(0, 45_000) == -np.inf
    with pytest.raises(InputError, match="no bias is known"):
        source_bias("hearsay")


@pytest.mark.parametrize(("mean", "size"), [(0.4, 0.5), (12.0, 2.0), (300.0, 7.5), (5.0, 1e6)])
def test_counting_noise_is_the_negative_binomial(mean, size):
    counts = np.arange(60)
    wanted = stats.nbinom(size, size / (size + mean)).logpmf(counts)
    assert counting_noise.log_probability(counts, mean, size) == pytest.approx(wanted, rel=1e-6, abs=1e-6)
    drawn = counting_noise.draw(np.full(100_000, mean), size, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(mean, rel=0.03)
    assert drawn.var() == pytest.approx(mean + mean**2 / size, rel=0.08)


def test_counting_noise_at_a_mean_of_zero_and_its_size():
    assert counting_noise.log_probability([0, 1], 0.0, 2.0).tolist() == [0.0, -np.inf]
    drawn = counting_noise.draw(np.full(200_000, 20.0), 4.0, np.random.default_rng(2))
    assert counting_noise.size_of(drawn) == pytest.approx(4.0, rel=0.05)
    assert counting_noise.size_of([3, 3, 3]) == math.inf
    with pytest.raises(InputError, match="above zero"):
        counting_noise.draw(1.0, 0.0, np.random.default_rng(3))


def test_silences_have_their_long_run_share_and_probability():
    silence = MissingMonths(begins=0.1, ends=0.4)
    known = silence.reported(np.random.default_rng(4).random((4000, 60)))
    assert 1 - known.mean() == pytest.approx(0.2, abs=0.01)
    assert known[:, 0].mean() == pytest.approx(0.8, abs=0.03)
    runs = [[bool(a), bool(b), bool(c)] for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    assert sum(math.exp(silence.log_probability(run)) for run in runs) == pytest.approx(1.0)


def test_figures_by_year_are_sums_of_months():
    monthly = np.arange(48.0).reshape(2, 24)
    assert over_spans(monthly, [(0, 11), (12, 23)]).tolist() == [[66.0, 210.0], [354.0, 498.0]]
    with pytest.raises(InputError, match="within the months"):
        over_spans(monthly, [(20, 24)])


def test_what_was_known_when():
    assert known_on(date(2017, 3, 20), "2016-12") == "nothing"
    assert known_on(date(2017, 6, 30), "2016-12") == "final"
    assert known_on(date(2021, 2, 19), "2021-01") == "nothing"
    assert known_on(date(2021, 2, 20), "2021-01") == "candidate"
    assert known_on(date(2022, 1, 20), "2021-12") == "candidate"
    assert known_months(date(2014, 6, 30), ("2012-01", "2013-12", "2014-01")).tolist() == [True, True, False]


def test_first_releases_hold_less_than_later_ones():
    median, log_sd = first_over_later("ged_state_based")
    assert 0.6 < median < 1 and log_sd > 0.2
    assert first_over_later("ibc_civilians") == (pytest.approx(17_049 / 20_218, abs=1e-3), 0.2)
    with pytest.raises(InputError, match="no revision"):
        first_over_later("publication")


@pytest.mark.parametrize(
    "name", ["source_bias", "reporting_delay", "printed_range", "misfit_of_forecasts", "holding_error"]
)
def test_every_number_has_its_source(name):
    for entry in sourced_data.table(name).values():
        assert {"cite", "locator", "basis"} <= set(entry["source"])
        assert entry["source"]["basis"] in ("read", "derived", "recalled", "elicited")
        assert f"{{{entry['source']['cite']}," in REFERENCES

"""Scores against formulas, against another library, and against slow but obvious versions."""

import numpy as np
import pytest
import scoringrules as sr
from scipy import integrate, special, stats

from polemos.scoring.scores.brier import threshold_brier
from polemos.scoring.scores.closed_form import (
    crps_atoms,
    crps_gaussian,
    crps_negative_binomial,
    crps_poisson,
    log_score_gaussian,
    log_score_negative_binomial,
    log_score_poisson,
)
from polemos.scoring.scores.coverage import covered
from polemos.scoring.scores.crps import crps
from polemos.scoring.scores.date_log_score import date_log_score
from polemos.scoring.scores.energy import energy_score
from polemos.scoring.scores.fair_crps import fair_crps
from polemos.scoring.scores.honest_ignorance import honest_ignorance
from polemos.scoring.scores.ignorance import ignorance, which_bin
from polemos.scoring.scores.interval import interval_score
from polemos.scoring.scores.log_crps import log_crps
from polemos.scoring.scores.pit import pit, rank_histogram
from polemos.scoring.scores.quantile import pinball, quantile_crps
from polemos.scoring.scores.threshold_crps import threshold_crps
from polemos.scoring.scores.variogram import variogram_score

LUCK = np.random.default_rng(3)
DRAWS = LUCK.negative_binomial(0.7, 0.02, (40, 60)).astype(float)
OBSERVED = LUCK.negative_binomial(0.7, 0.02, 40).astype(float)


def pairwise_crps(draws, observed):
    return np.abs(draws - observed).mean() - 0.5 * np.abs(draws[:, None] - draws[None, :]).mean()


def test_crps_equals_the_table_of_all_pairs():
    slow = [pairwise_crps(d, y) for d, y in zip(DRAWS, OBSERVED, strict=True)]
    assert crps(DRAWS, OBSERVED) == pytest.approx(slow, abs=1e-9)


def test_ensemble_scores_agree_with_scoringrules():
    assert crps(DRAWS, OBSERVED) == pytest.approx(sr.crps_ensemble(OBSERVED, DRAWS, estimator="nrg"), abs=1e-8)
    assert fair_crps(DRAWS, OBSERVED) == pytest.approx(sr.crps_ensemble(OBSERVED, DRAWS, estimator="fair"), abs=1e-8)
    theirs = sr.twcrps_ensemble(OBSERVED, DRAWS, a=25.0, b=np.inf, estimator="nrg")
    assert threshold_crps(DRAWS, OBSERVED, 25.0) == pytest.approx(theirs, abs=1e-8)
    paths, path = DRAWS[:12].T, OBSERVED[:12]
    assert energy_score(paths, path) == pytest.approx(float(sr.es_ensemble(path, paths, estimator="nrg")), abs=1e-8)
    theirs = float(sr.vs_ensemble(path, paths, p=0.5, estimator="nrg"))
    assert variogram_score(paths, path) == pytest.approx(theirs, rel=1e-10)


def test_interval_and_quantile_scores_agree_with_scoringrules():
    low, high = np.quantile(DRAWS, [0.05, 0.95], axis=1)
    assert interval_score(DRAWS, OBSERVED) == pytest.approx(sr.interval_score(OBSERVED, low, high, 0.1), abs=1e-8)
    levels = np.array([0.1, 0.5, 0.9])
    values = np.quantile(DRAWS, levels, axis=1).T
    assert pinball(values, levels, OBSERVED) == pytest.approx(
        sr.quantile_score(OBSERVED[:, None], values, levels), abs=1e-8
    )
    assert quantile_crps(values, levels, OBSERVED) == pytest.approx(2 * pinball(values, levels, OBSERVED).mean(axis=1))


@pytest.mark.parametrize("y", [0.0, 3.0, 40.0])
def test_closed_forms_agree_with_scoringrules_and_with_the_integral(y):
    observed = np.array([y])
    mean, sd = np.array([4.0]), np.array([2.5])
    assert crps_gaussian(mean, sd, observed) == pytest.approx(sr.crps_normal(y, 4.0, 2.5), abs=1e-8)
    assert crps_poisson(mean, observed) == pytest.approx(sr.crps_poisson(y, 4.0), abs=1e-8)
    size, p = np.array([0.8]), np.array([0.1])
    atoms = np.arange(3000.0)
    exact = crps_atoms(atoms, stats.nbinom.pmf(atoms, 0.8, 0.1), y)
    assert crps_negative_binomial(size, p, observed)[0] == pytest.approx(exact, abs=1e-8)
    assert crps_poisson(mean, observed)[0] == pytest.approx(
        crps_atoms(atoms, stats.poisson.pmf(atoms, 4.0), y), abs=1e-8
    )
    integral = integrate.quad(lambda x: (stats.norm.cdf(x, 4, 2.5) - (x >= y)) ** 2, -40, 90, points=[y], limit=400)[0]
    assert crps_gaussian(mean, sd, observed)[0] == pytest.approx(integral, abs=1e-7)


def test_log_scores_are_minus_the_log_density():
    y = np.array([3.0])
    assert log_score_gaussian(np.array([4.0]), np.array([2.5]), y) == pytest.approx(
        sr.logs_normal(y, 4.0, 2.5), abs=1e-8
    )
    assert log_score_poisson(np.array([4.0]), y)[0] == pytest.approx(4.0 - 3 * np.log(4.0) + np.log(6.0), abs=1e-10)
    ours = log_score_negative_binomial(np.array([0.8]), np.array([0.1]), y)
    exact = special.gammaln(0.8) + special.gammaln(4.0) - special.gammaln(3.8) - 0.8 * np.log(0.1) - 3 * np.log(0.9)
    assert ours[0] == pytest.approx(exact, abs=1e-8)


def test_ensemble_of_equal_atoms_is_its_own_closed_form():
    for draws, y in zip(DRAWS, OBSERVED, strict=True):
        assert crps(draws[None], np.array([y]))[0] == pytest.approx(crps_atoms(draws, np.full(60, 1 / 60), y), abs=1e-9)


def test_fair_crps_of_a_small_ensemble_is_unbiased_and_plain_crps_is_not():
    luck = np.random.default_rng(8)
    draws, y = luck.normal(size=(200_000, 3)), luck.normal(size=200_000)
    truth = 1 / np.sqrt(np.pi)
    assert fair_crps(draws, y).mean() == pytest.approx(truth, abs=0.005)
    assert crps(draws, y).mean() > truth + 0.15


def test_ignorance_has_the_published_bounds_and_bins():
    sure = np.zeros((1, 1000))
    assert ignorance(sure, np.array([0.0]))[0] == pytest.approx(0.01434, abs=1e-5)
    assert ignorance(sure, np.array([7.0]))[0] == pytest.approx(9.98157, abs=1e-5)
    edges = np.array([0, 1, 2, 3, 5, 6, 10, 11, 25, 26, 50, 51, 100, 101, 250, 251, 500, 501, 1000, 1001, 1e9])
    assert which_bin(edges).tolist() == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10]


def test_resampling_changes_small_ensembles_only():
    assert honest_ignorance(DRAWS, OBSERVED) != pytest.approx(ignorance(DRAWS, OBSERVED))
    many = np.repeat(DRAWS[:, :50], 20, axis=1)
    assert honest_ignorance(many, OBSERVED) == pytest.approx(ignorance(many, OBSERVED), abs=1e-12)
    assert honest_ignorance(DRAWS[:, :50], OBSERVED) == pytest.approx(ignorance(many, OBSERVED), abs=1e-12)


def test_log_crps_is_the_crps_of_logs():
    assert log_crps(DRAWS, OBSERVED) == pytest.approx(
        sr.crps_ensemble(np.log1p(OBSERVED), np.log1p(DRAWS), estimator="nrg")
    )


def test_pit_of_a_right_count_forecast_is_uniform_and_of_a_wrong_one_is_not():
    luck = np.random.default_rng(1)
    draws = luck.poisson(0.4, (20_000, 99)).astype(float)
    right = rank_histogram(pit(draws, luck.poisson(0.4, 20_000).astype(float)), 10)
    wrong = rank_histogram(pit(draws, luck.poisson(1.5, 20_000).astype(float)), 10)
    assert right.sum() == 20_000
    assert np.abs(right - 2000).max() < 200
    assert wrong[-1] > 4000


def test_coverage_counts_the_ends_and_brier_squares_the_miss():
    draws = np.tile(np.arange(101.0), (3, 1))
    assert covered(draws, np.array([5.0, 95.0, 96.0]), 0.9).tolist() == [1.0, 1.0, 0.0]
    assert threshold_brier(draws, np.array([0.0, 80.0, 80.0]), 51.0) == pytest.approx(
        [(50 / 101) ** 2, *[(51 / 101) ** 2] * 2]
    )


def test_log_score_for_dates_is_finite_and_falls_with_the_probability_of_the_month():
    draws = np.array([10.0] * 60 + [12.0] * 30 + [np.nan] * 10)
    assert date_log_score(draws, 10.0, 9, 12) == pytest.approx(-np.log2(60.2 / 101))
    assert date_log_score(draws, np.nan, 9, 12) == pytest.approx(-np.log2(10.2 / 101))
    assert np.isfinite(date_log_score(draws, 11.0, 9, 12))

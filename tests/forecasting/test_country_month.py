"""The country-month forecaster, part by part, on made-up records whose right answer is known."""

import numpy as np
import pytest

from polemos.core.calendar import month_number
from polemos.core.errors import InputError
from polemos.forecasting.country_month.artefacts import without_spikes, without_summaries
from polemos.forecasting.country_month.donors import Scene, lend, weighted_quantiles
from polemos.forecasting.country_month.features import recent_mean, scatter, worst
from polemos.forecasting.country_month.forecaster import CountryMonth
from polemos.forecasting.country_month.peace import peace
from polemos.forecasting.country_month.pool import in_paths, pool, shares
from polemos.forecasting.country_month.weights import PARTS, weights_at
from polemos.forecasting.history import History
from polemos.forecasting.methods import method

JANUARY = month_number("2010-01")


def test_a_december_summary_is_set_apart_and_a_june_battle_is_not():
    values = np.full((36, 2), 2000.0)
    values[11, 0] = 17_000.0
    values[17, 1] = 17_000.0
    out = without_summaries(values, JANUARY)
    assert out[11, 0] == 2000.0
    assert out[17, 1] == 17_000.0
    assert np.array_equal(np.delete(out, 11, axis=0), np.delete(values, 11, axis=0))


def test_a_lone_spike_is_cut_but_not_in_the_last_month_and_not_in_a_war():
    values = np.full((40, 3), 20.0)
    values[20, 0] = 5000.0
    values[39, 1] = 5000.0
    values[20:26, 2] = 5000.0
    out = without_spikes(values)
    assert out[20, 0] == 100.0
    assert out[39, 1] == 5000.0
    assert np.all(out[20:26, 2] == 5000.0)


def test_features_use_the_past_only():
    counts = np.random.default_rng(1).poisson(5, (50, 2)).astype(float)
    changed = counts.copy()
    changed[30:] = 999
    for feature in (lambda c: recent_mean(c, 6), scatter, worst):
        assert np.array_equal(feature(counts)[:30], feature(changed)[:30])
    assert recent_mean(counts, 6)[20, 0] == pytest.approx(counts[15:21, 0].mean())


def test_donors_lend_their_change_on_this_countrys_level():
    logs = np.zeros((30, 2))
    logs[:, 0] = np.log1p(100.0)
    logs[10:13, 0] = np.log1p(50.0)
    logs[:, 1] = np.log1p(1000.0)
    usable = np.zeros((30, 2), dtype=bool)
    usable[9, 0] = True
    scene = Scene(logs[..., None], logs, logs, usable)
    draws = lend(scene, np.array([1]), (1, 5), 10)
    expected = np.rint(np.expm1(np.log1p(1000.0) + np.log1p(50.0) - np.log1p(100.0)))
    assert np.all(draws[0] == expected)
    assert np.all(draws[1] == 1000.0)


def test_weighted_quantiles_repeat_values_by_their_weight():
    out = weighted_quantiles(np.array([[5.0, 1.0, 9.0]]), np.array([[1.0, 2.0, 1.0]]), 8)
    assert out.tolist() == [[1, 1, 1, 1, 5, 5, 9, 9]]


def test_peace_is_broken_as_often_as_it_was():
    counts = np.zeros((400, 50))
    counts[300, :20] = 7.0
    draws = peace(counts, (3,), 2000)[0]
    calm_months = 30 * 337 + 20 * 240
    assert (draws[30] > 0).mean() == pytest.approx(20 / calm_months, abs=1 / 2000)
    assert np.all(draws[10] == 0)


def test_the_pool_takes_its_shares_and_paths_keep_the_marginals():
    assert shares(np.array([0.5, 0.3, 0.2]), 11).tolist() == [6, 3, 2]
    low, high = np.zeros((4, 100)), np.full((4, 100), 9.0)
    mixed = pool([low, high], np.array([0.25, 0.75]))
    assert (mixed == 9.0).mean() == 0.75
    values = np.sort(np.random.default_rng(0).gamma(1, 1, (6, 3, 4000)), axis=-1)
    paths = in_paths(values, 0.9, np.random.default_rng(1))
    assert np.array_equal(np.sort(paths, axis=-1), values)
    assert np.corrcoef(paths[2, 0], paths[3, 0])[0, 1] > 0.8
    assert abs(np.corrcoef(paths[2, 0], paths[3, 1])[0, 1]) < 0.1


def test_weights_sum_to_one_at_every_lead_and_without_any_part():
    for lead in range(1, 40):
        assert weights_at(lead).sum() == pytest.approx(1.0)
        assert weights_at(lead, PARTS[:6]).sum() == pytest.approx(1.0)
        assert np.all(weights_at(lead, PARTS[:6])[:6] == 0)


def test_a_short_history_is_refused():
    short = History("ged_sb", np.array(["1"]), JANUARY, np.ones((100, 1)))
    with pytest.raises(InputError, match="forecasting 14 months ahead needs 134 months of history"):
        method("country-month").paths(short, (14,), 10, 1)


def test_steady_wars_go_on_and_silent_places_stay_mostly_silent():
    luck = np.random.default_rng(5)
    values = luck.poisson(np.array([0.0, 0.0, 2.0, 30.0, 300.0]) * np.ones((240, 5))).astype(float)
    history = History("ged_sb", np.array(list("abcde")), JANUARY, values)
    draws = CountryMonth().paths(history, (1, 12, 36), 400, 1)
    assert np.all(draws[:, :2] == 0)
    assert np.median(draws[:, 3], axis=-1) == pytest.approx([30, 30, 30], rel=0.2)
    assert np.median(draws[:, 4], axis=-1) == pytest.approx([300, 300, 300], rel=0.2)

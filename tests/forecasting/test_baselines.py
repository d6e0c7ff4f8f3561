"""Baselines: exact where they can be, bounded everywhere, and told nothing after the origin."""

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from polemos.cli import cli
from polemos.core.calendar import month_number
from polemos.core.errors import InputError, UsageError
from polemos.forecasting.baselines.hawkes import fit
from polemos.forecasting.baselines.negative_binomial import quantile_draws
from polemos.forecasting.baselines.state_space import kalman
from polemos.forecasting.bounds import bounds
from polemos.forecasting.forecaster import forecast
from polemos.forecasting.history import History, read_history
from polemos.forecasting.methods import METHODS, method
from polemos.scoring.protocol import prepare
from polemos.scoring.read import read_forecast, read_observed
from polemos.scoring.sheet import score

FIRST = month_number("2000-01")
LEADS = (3, 4, 5)


@pytest.fixture(scope="module")
def history():
    luck = np.random.default_rng(2)
    months, units = 180, 12
    level = np.exp(np.cumsum(luck.normal(0, 0.25, (months, units)), axis=0) + np.linspace(-3, 4, units))
    values = luck.poisson(level * luck.gamma(1.5, 1 / 1.5, (months, units))).astype(float)
    values[:, 0] = 0
    values[:150, 1] = np.nan
    return History("ged_sb", np.array([str(i) for i in range(units)]), FIRST, values)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_gives_whole_bounded_numbers_and_repeats_itself(history, name):
    one, two = (forecast(method(name), history, LEADS, 40, seed=5) for _ in range(2))
    assert one.draws.shape == (3 * 12, 40)
    assert np.array_equal(one.draws, two.draws)
    assert np.all(one.draws >= 0)
    assert np.array_equal(one.draws, np.floor(one.draws))
    assert one.lead.tolist() == [3] * 12 + [4] * 12 + [5] * 12


@pytest.mark.parametrize("name", METHODS)
def test_no_method_knows_what_came_after_the_origin(history, name):
    origin = FIRST + 160
    changed = history.values.copy()
    changed[161:] = 9999
    other = History(history.target, history.unit, FIRST, changed)
    now, then = (forecast(method(name), h.until(origin), LEADS, 30) for h in (history, other))
    assert np.array_equal(now.draws, then.draws)


@pytest.mark.parametrize("name", ["exponential-trend", "hawkes", "m00", "country-month"])
def test_no_draw_explodes(history, name):
    draws = forecast(method(name), history, LEADS, 200).draws.reshape(3, 12, 200)
    past = history.values[-240:]
    most = np.maximum(3 * np.nanmax(past, axis=0), np.quantile(past[~np.isnan(past)], 0.999))
    assert np.all(draws <= most[None, :, None])
    assert np.array_equal(bounds(history), np.floor(most))


def test_conflictology_is_the_last_twelve_months_in_order(history):
    table = forecast(method("conflictology-12"), history, LEADS)
    assert np.array_equal(table.draws[:12], history.last(12).T)
    many = forecast(method("conflictology-12"), history, LEADS, 24)
    assert np.array_equal(many.draws[0], np.repeat(np.sort(history.last(12)[:, 0]), 2))


def test_negative_binomial_draws_have_the_moments_of_the_window():
    past = np.array([[3.0, 0.0], [10.0, 0.0], [1.0, 0.0], [26.0, 0.0], [8.0, 0.0], [12.0, 0.0]])
    draws = quantile_draws(past, 20_000)
    assert draws[0].mean() == pytest.approx(past[:, 0].mean(), rel=0.005)
    assert draws[0].var() == pytest.approx(past[:, 0].var(ddof=1), rel=0.02)
    assert np.all(draws[1] == 0)


def test_the_kalman_filter_agrees_with_the_joint_gaussian():
    past = np.random.default_rng(4).normal(2, 1, (7, 1))
    likelihood, state, _ = kalman(past, 0.3, 0.0, 0.5, 0.9)
    months = np.arange(7)
    growth = np.array([sum(0.9**k for k in range(1, m + 1)) for m in months])
    cover = 1.0 + 0.01 * np.outer(growth, growth) + 0.09 * np.minimum.outer(months, months)
    noisy = cover + 0.25 * np.eye(7)
    # The filter starts at the first value with variance 1 and does not see that value again.
    error = past[1:, 0] - past[0, 0]
    seen = noisy[1:, 1:]
    exact = -0.5 * (error @ np.linalg.solve(seen, error) + np.linalg.slogdet(2 * np.pi * seen)[1])
    assert likelihood[0] == pytest.approx(exact, rel=1e-9)
    assert state[0, 0] == pytest.approx(past[0, 0] + cover[-1, 1:] @ np.linalg.solve(seen, error), rel=1e-9)


def test_hawkes_finds_its_own_parameters():
    luck = np.random.default_rng(6)
    memory, counts = 20.0, []
    for _ in range(6000):
        counts.append(luck.poisson(4.0 + 0.8 * memory))
        memory = 0.5 * memory + 0.5 * counts[-1]
    base, branching, fade, _, _ = fit(np.array(counts, dtype=float)[:, None])
    assert branching[0] == pytest.approx(0.8, abs=0.05)
    assert base[0] == pytest.approx(4.0, abs=1.0)
    assert fade[0] == 0.5


def test_a_history_with_holes_or_doubles_is_refused():
    rows = pd.DataFrame(
        [(m, u, 1) for m in range(400, 406) for u in (7, 8)], columns=["month_id", "country_id", "ged_sb"]
    )
    with pytest.raises(InputError, match=r"no 2013-06 for unit 8"):
        read_history(rows[~((rows.month_id == 402) & (rows.country_id == 8))])
    with pytest.raises(InputError, match=r"row 13: a unit-month appears once \(it is 'unit 7, 2013-04'\)"):
        read_history(pd.concat([rows, rows.iloc[[0]]], ignore_index=True))
    with pytest.raises(InputError, match="inside the history, 2013-04 to 2013-09"):
        read_history(rows).until(month_number("2013-12"))


def test_unknown_methods_and_leads_are_named():
    with pytest.raises(UsageError, match="There is no method 'oracle'; there are zero"):
        method("oracle")


@pytest.mark.parametrize(
    ("name", "draws", "relative"),
    [("zero", 0, 1e-9), ("conflictology-12", 0, 0.003), ("last", 1000, 0.006), ("bootstrap-240", 1000, 0.003)],
)
def test_the_challenges_benchmarks_are_made_again_from_history(views, name, draws, relative):
    """Exactly up to the revisions of the data (four countries in 2018, two in 2019) and Monte Carlo error."""
    printed = {
        "zero": (24.130, 23.019, 32.041, 87.339),
        "last": (20.173, 9.480, 23.698, 85.605),
        "bootstrap-240": (23.577, 22.458, 31.417, 86.626),
        "conflictology-12": (14.483, 9.146, 21.339, 76.849),
    }[name]
    whole = read_history(views / "cm_ged_sb_1990_2021.parquet")
    for year, value in zip(range(2018, 2022), printed, strict=True):
        truth = read_observed(views / f"actuals/cm/window=Y{year}/cm_actuals_{year}.parquet")
        known = whole.until(month_number(f"{year - 1}-10"))
        table = prepare(forecast(method(name), known, tuple(range(3, 15)), draws), truth)
        assert score(table, truth, ("crps",)).mean("crps") == pytest.approx(value, rel=relative, abs=5e-4)


def test_conflictology_equals_the_submission_draw_by_draw_but_for_revisions(views):
    whole = read_history(views / "cm_ged_sb_1990_2021.parquet")
    for year, revised in ((2018, 4), (2019, 2), (2020, 0), (2021, 0)):
        theirs = read_forecast(
            views / f"submissions/bm_conflictology/cm/window=Y{year}/bm_conflictology_cm_{year}.parquet"
        )
        known = whole.until(month_number(f"{year - 1}-10"))
        ours = forecast(method("conflictology-12"), known, tuple(range(3, 15)))
        assert ours.unit.tolist() == theirs.unit.tolist()
        same = np.all(np.sort(ours.draws[:191], axis=1) == np.sort(theirs.draws[:191], axis=1), axis=1)
        assert (~same).sum() == revised


def test_the_command_line_writes_the_challenges_layout(views, tmp_path):
    call = ["forecast", "country-month", "--history", str(views / "cm_ged_sb_1990_2021.parquet"), "--origin", "2015-10"]
    call += ["--lead", "3:14", "--draws", "50", "--out", str(tmp_path)]
    result = CliRunner().invoke(cli, call, catch_exceptions=False)
    assert result.exit_code == 0
    table = pd.read_parquet(tmp_path / "cm/window=Y2016/cm_Y2016.parquet")
    assert list(table.columns) == ["month_id", "country_id", "draw", "outcome"]
    assert len(table) == 191 * 12 * 50
    assert table.outcome.dtype == np.int32
    assert table.month_id.min() == 433
    assert "stand at their bound" in result.stderr

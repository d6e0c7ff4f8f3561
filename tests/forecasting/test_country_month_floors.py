"""The country-month forecaster on the windows 2018-2021 holds its floors. It was chosen before these were looked at."""

import numpy as np
import pytest

from polemos.core.calendar import month_number
from polemos.forecasting.bounds import bounds
from polemos.forecasting.forecaster import forecast
from polemos.forecasting.history import read_history
from polemos.forecasting.methods import method
from polemos.scoring.protocol import prepare
from polemos.scoring.read import read_observed
from polemos.scoring.sheet import join, score

NAMES = ("crps", "log_crps", "ignorance", "mis_90", "coverage_90")
ETHIOPIA = "57"


@pytest.fixture(scope="module")
def windows(views):
    whole = read_history(views / "cm_ged_sb_1990_2021.parquet")
    found = []
    for year in range(2018, 2022):
        truth = read_observed(views / f"actuals/cm/window=Y{year}/cm_actuals_{year}.parquet")
        known = whole.until(month_number(f"{year - 1}-10"))
        tables = [forecast(method(name), known, tuple(range(3, 15))) for name in ("country-month", "conflictology-12")]
        sheets = [score(prepare(table, truth), truth, NAMES) for table in tables]
        found.append((known, tables[0], *sheets))
    return found


def test_the_floors_hold(windows):
    ours, rival = (join([window[i] for window in windows]) for i in (2, 3))
    elsewhere = ours.unit != ETHIOPIA
    assert ours.mean("crps") <= 29.9
    assert ours.scores["crps"][elsewhere].sum() / ours.unit.size <= 13.9
    assert ours.mean("log_crps") < rival.mean("log_crps")
    assert ours.mean("ignorance") <= 0.58
    assert ours.mean("mis_90") <= 490


def test_intervals_cover_where_people_died_in_the_last_five_years(windows):
    inside = [
        sheet.scores["coverage_90"][np.isin(sheet.unit, known.unit[known.last(60).sum(axis=0) > 0])]
        for known, _, sheet, _ in windows
    ]
    assert 0.85 <= np.concatenate(inside).mean() <= 0.95


def test_all_191_countries_and_no_draw_above_its_bound(windows):
    for known, table, _, _ in windows:
        assert table.draws.shape == (12 * 191, 1000)
        assert np.all(table.draws <= np.tile(bounds(known), 12)[:, None])

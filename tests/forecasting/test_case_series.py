"""Rows of a case become a history that every baseline can forecast, gaps, quarters and years included."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from polemos.forecasting.case_baselines import case_baselines
from polemos.forecasting.case_series import baseline_draws, history_of, periods_of
from polemos.observation.panel import Row

MONTH = Row("deaths", "d", 0, 0, "mean", 7.0, None, None, "deaths/month", date(2013, 1, 1), "", "count", 30.0)


def months(*values: float) -> list[Row]:
    return [replace(MONTH, first=i, last=i, value=value) for i, value in enumerate(values)]


def test_gaps_are_bridged_in_logs() -> None:
    rows = [row for row in months(3.0, 0.0, 0.0, 31.0) if row.first in (0, 3)]
    history = history_of(rows, periods_of(rows))
    assert history is not None
    assert history.values[:, 0] == pytest.approx(np.expm1(np.linspace(np.log(4), np.log(32), 4)))


def test_the_finest_row_of_a_month_counts() -> None:
    rows = [*months(5.0, 6.0), replace(MONTH, first=0, last=11, value=100.0)]
    history = history_of(rows, periods_of(months(1.0)))
    assert history is not None
    assert history.values[:3, 0] == pytest.approx([5.0, 6.0, 100.0]) and len(history.values) == 12


def test_quarters_add_up_and_a_month_in_them_does_not_exist() -> None:
    rows = [replace(MONTH, first=3 * i, last=3 * i + 2, read="sum", value=float(i)) for i in range(5)]
    periods = periods_of(rows)
    assert (periods.step, periods.adds) == (3, True)
    history = history_of(rows, periods)
    assert history is not None and history.values[:, 0] == pytest.approx(range(5))
    year = replace(MONTH, first=15, last=26, read="sum")
    draws = np.ones((20, 7))
    assert periods.at(year, draws, 5) == pytest.approx([4.0] * 7)


@pytest.mark.parametrize(
    "known", [months(500.0), months(2.0, 3.0, 0.0, 8.0), months(*[0.0] * 30), months(3e6, 2e6, 1e6)]
)
def test_every_baseline_forecasts_whatever_is_known(known: list[Row]) -> None:
    history = history_of(known, periods_of(known))
    assert history is not None
    for name, method in case_baselines(1).items():
        draws = baseline_draws(method, history, 60, 50, 1)
        assert draws.shape == (60 - history.origin, 50) and np.isfinite(draws).all() and (draws >= 0).all(), name

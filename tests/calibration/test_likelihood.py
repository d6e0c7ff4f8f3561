"""The likelihood of histories: the sum of its parts, counted once, and nothing where figures cannot be compared."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from polemos.calibration.design import Design
from polemos.calibration.errors import errors_of
from polemos.calibration.likelihood import NOWHERE, Likelihood
from polemos.calibration.summaries import HELD, Summaries, summaries_of
from polemos.observation.holding_error import holding_log_likelihood
from polemos.observation.panel import Panel, Row, Spell, reported_shares

AREA = Row("area", "area_a", 2, 2, "end", 900.0, None, None, "km2", date(2013, 6, 1), "area_ihs", "lognormal", 0.1)
DEATHS = Row("deaths", "deaths_a", 1, 1, "mean", 40.0, None, None, "1", date(2013, 6, 1), "", "count", 5.0)
SPELLS = (Spell("beta", date(2013, 2, 10), date(2013, 5, 20), date(2013, 5, 25), 3.0),)
MONTHS = 12


def _summaries() -> Summaries:
    quantities: Any = tuple(type("Q", (), {"name": name, "needs": {}})() for name in ("area", "deaths"))
    design = Design(Panel("2013-01", ("alpha", "beta"), (AREA, DEATHS), SPELLS), quantities, MONTHS)
    return summaries_of(design, np.full((5, 2), 400.0), np.array([[1.0, 1.0]]))


def _read(rows: list[list[float]], held: np.ndarray) -> dict[str, Any]:
    return {"rows": np.array(rows), "held": np.packbits(held, axis=-1)}


def test_it_is_the_sum_over_targets_and_single_places() -> None:
    summaries, held = _summaries(), np.zeros((2, MONTHS, 2), np.uint8)
    held[0, 2:5, 1] = held[1, :, 0] = 1
    found = Likelihood(summaries)(_read([[900.0, 40.0], [100.0, 400.0]], held), MONTHS)
    design = summaries.design
    due = holding_log_likelihood(
        design.shares(np.packbits(held, axis=-1)), reported_shares(design.panel, design.windows)
    )
    for target, own in errors_of(summaries).items():
        if target != HELD:
            logs = np.log(np.array([[900.0, 40.0], [100.0, 400.0]])[:, own.at] + summaries.floors[target])
            due = due + own.over_misfits(summaries.observed()[own.at] - logs)[0]
    np.testing.assert_allclose(found, due)
    assert found[0] > found[1] + 2.0


def test_a_history_beyond_comparison_agrees_with_nothing() -> None:
    held = np.zeros((2, MONTHS, 2), np.uint8)
    found = Likelihood(_summaries())(_read([[np.inf, 40.0], [900.0, np.nan]], held), MONTHS)
    np.testing.assert_array_equal(found, [NOWHERE, NOWHERE])


def test_before_a_month_only_figures_and_looks_that_ended_there_count() -> None:
    held = np.zeros((2, MONTHS, 2), np.uint8)
    held[0, 2:5, 1] = held[1, 6:, 0] = 1
    likelihood, read = Likelihood(_summaries()), _read([[900.0, 40.0], [100.0, 40.0]], held)
    np.testing.assert_array_equal(likelihood(read, 0), [0.0, 0.0])
    np.testing.assert_array_equal(np.diff(likelihood(read, 2)), [0.0])
    area = Likelihood(_summaries())(read, 3)
    assert area[0] > area[1] + 1.0, "the figure of month 2 is told once that month is over"
    places = np.diff(likelihood(read, 6) - area)
    assert places < -0.1, "the second history did not hold what was held in the first half-year"
    assert np.diff(likelihood(read, MONTHS) - likelihood(read, 6)) < -0.1, "nor was the place held that it holds later"
    np.testing.assert_array_equal(likelihood(read, MONTHS - 1), likelihood(read, 6))

"""A panel passes only what was known, and reads a run as its rows and spells were reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from polemos.core.errors import InputError
from polemos.observation.panel import Panel, Row, Spell, reported_shares, simulated, simulated_shares

ROW = Row("deaths", "deaths_a", 2, 3, "sum", 10.0, None, None, "deaths", date(2013, 6, 1), "", "count", 5.0)
SPELL = Spell("beta", date(2013, 2, 10), date(2013, 5, 20), date(2013, 5, 25), 3.0)
PANEL = Panel("2013-01", ("alpha", "beta"), (ROW, replace(ROW, first=0, last=0, known_from=date(2013, 2, 1))), (SPELL,))


def test_a_figure_enters_on_the_day_it_was_known() -> None:
    assert [len(PANEL.until(day).rows) for day in (date(2013, 1, 31), date(2013, 2, 1), date(2013, 6, 1))] == [0, 1, 2]


def test_a_loss_is_unknown_before_its_report_and_a_gain_before_its_day() -> None:
    assert PANEL.until(date(2013, 2, 9)).spells == ()
    assert PANEL.until(date(2013, 5, 24)).spells == (replace(SPELL, lost=None),)
    assert PANEL.until(date(2013, 5, 25)).spells == (SPELL,)


@pytest.mark.parametrize(("read", "value"), [("end", 3.0), ("mean", 2.5), ("sum", 5.0)])
def test_a_row_reads_its_months(read: str, value: float) -> None:
    series = {"deaths": np.arange(8.0).reshape(2, 4)}
    row = replace(ROW, read=read)  # type: ignore[arg-type]
    assert simulated([row], series)[0] == pytest.approx([value])


def test_a_row_beyond_the_run_is_refused() -> None:
    with pytest.raises(InputError, match="is not in the run"):
        simulated([replace(ROW, last=4)], {"deaths": np.zeros((2, 4))})


def test_spells_and_a_run_with_the_same_dates_give_the_same_shares() -> None:
    windows = [(0, 2), (3, 5)]
    holder = np.full((1, 6, 2), 2)
    holder[:, 1:4, 1] = 1  # held at the ends of February, March and April
    expected = np.array([[0.0, 2 / 3], [0.0, 1 / 3]])
    np.testing.assert_allclose(reported_shares(PANEL, windows), expected)
    np.testing.assert_allclose(simulated_shares(holder, windows)[0], expected)

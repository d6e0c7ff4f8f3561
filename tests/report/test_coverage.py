"""Coverage on numbers that can be counted by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from made_up import figure

from polemos.report.coverage import by_knowledge, coverage, place_of, total
from polemos.report.facts import Target

LABELS = ("2014-01", "2014-02")
VALUES = np.repeat(np.arange(101.0)[:, None], 2, axis=1)  # 25 to 75 is the 50 % range, 5 to 95 the 90 % range


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (25, "in 50 %"),
        (75, "in 50 %"),
        (24.9, "in 90 %"),
        (75.1, "in 90 %"),
        (95, "in 90 %"),
        (95.1, "outside"),
        (4, "outside"),
    ],
)
def test_a_figure_falls_where_counting_says(value, found):
    assert place_of(figure("a", "2014-02-10", value), VALUES, LABELS) == found


def test_figures_outside_the_run_are_not_counted():
    dots = [
        figure("a", "2014-01-01", 50),
        figure("a", "2014-01-01", 10),
        figure("a", "2014-01-01", 99),
        figure("a", "2019-01-01", 50),
    ]
    found = coverage("a", dots, VALUES, LABELS)
    assert (found.dots, found.inside50, found.inside90) == (3, 1, 2)
    assert total([found, found]).dots == 6


def test_missing_draws_do_not_count():
    values = np.vstack([VALUES, np.full((20, 2), np.nan)])
    assert place_of(figure("a", "2014-02-10", 25), values, LABELS) == "in 50 %"
    assert place_of(figure("a", "2014-02-10", 24), values, LABELS) == "in 90 %"


def test_figures_are_parted_at_the_information_cut():
    target = Target("a", "A", "1", ("a",))
    dots = [
        figure("a", "2014-01-01", 50, known_from=date(2017, 3, 20)),
        figure("a", "2014-01-01", 99, known_from=date(2017, 3, 21)),
    ]
    early, late = by_knowledge([target], {"a": dots}, {"a": VALUES}, LABELS, date(2017, 3, 20))
    assert (early.dots, early.inside90) == (1, 1)
    assert (late.dots, late.inside90) == (1, 0)

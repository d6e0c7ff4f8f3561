"""Outcome expressions: known answers, and that nothing outside the grammar is evaluated."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.core.errors import InputError
from polemos.observation.expression import evaluate, series_in

MONTHS = ("2014-01", "2014-02", "2014-03", "2014-04")
SERIES = {"deaths": np.array([[1.0, 2.0, 3.0, 4.0], [10.0, 0.0, 5.0, 5.0]]), "area": np.array([[8.0] * 4, [2.0] * 4])}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("total(deaths)", [10, 20]),
        ('total(deaths, "2014-02", "2014-03")', [5, 5]),
        ('mean(deaths, "2014-03", "2014-04")', [3.5, 5]),
        ("peak(deaths) - least(deaths)", [3, 10]),
        ('last(deaths, "2014-01", "2014-02")', [2, 0]),
        ('total(deaths, "2014-03")', [3, 5]),
        ('least_quarter(deaths, "2014-02", "2014-04")', [9, 10]),
        ("least_quarter(deaths)", [6, 15]),
        ("-(total(deaths) / last(area)) * 2 + 1", [-1.5, -19]),
        ("7", [7, 7]),
    ],
)
def test_known_answers(text: str, answer: list[float]) -> None:
    assert evaluate(text, SERIES, MONTHS).tolist() == answer


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("total(death)", "perhaps 'deaths' is meant"),
        ("total(deaths, 2014)", "months stand in quotes"),
        ('total(deaths, "2013-12", "2014-02")', "outside the run"),
        ('total(deaths, "2014-03", "2014-02")', "end before they start"),
        ('total(deaths, "2014-3")', "written YYYY-MM"),
        ("deaths", "must be numbers"),
        ("sum(deaths)", "must be numbers"),
        ("__import__('os').system('true')", "must be numbers"),
        ("total(deaths).real", "must be numbers"),
        ("(lambda: 1)()", "must be numbers"),
        ("2 ** 9999999", "must be numbers"),
        ("total(", "must be numbers"),
        ("True", "must be numbers"),
        ("1 + " * 400 + "1", "at most 500 characters"),
    ],
)
def test_everything_else_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        evaluate(text, SERIES, MONTHS)


def test_series_are_told_in_order() -> None:
    assert series_in("total(deaths) / peak(area) + mean(deaths)") == ("deaths", "area")

"""What readers call an observed series, against names given by hand."""

from __future__ import annotations

from datetime import date

import pytest

from polemos.report.facts import Figure
from polemos.report.series_names import series_names, short_authors


def figure(series: str, source: str) -> Figure:
    day = date(2015, 1, 1)
    return Figure(series, day, 1.0, 1.0, 1.0, "1", "read", source, "", day)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("Sundberg, Ralph and Melander, Erik", "Sundberg and Melander"),
        ("Wing, Joel", "Wing"),
        ("A, Bo and C, Du and E, Fu", "A and others"),
        ("CNN, by ANI", "CNN, by ANI"),
        ("Stars and Stripes, Associated Press", "Stars and Stripes, Associated Press"),
        ("International Organization for Migration", "International Organization for Migration"),
        ("", ""),
    ],
)
def test_persons_are_shortened_and_bodies_are_not(given: str, told: str) -> None:
    assert short_authors(given) == told


def test_a_series_is_named_by_who_counted_it() -> None:
    rows = [figure("area_ihs", "ihs"), figure("area_rand", "rand;un"), *(figure("men", k) for k in "ccab")]
    names = series_names(["area_ihs", "area_rand", "men", "bare_one"], rows, {"ihs": "IHS", "rand": "Jones"})
    assert names == {
        "area_ihs": "IHS",
        "area_rand": "Jones, un",
        "men": "c and 2 other sources",
        "bare_one": "bare one",
    }


def test_the_same_author_twice_is_told_apart_by_what_differs() -> None:
    rows = [figure(name, "k") for name in ("attacks_iq_month", "attacks_iq_year_mean")]
    names = series_names([row.series for row in rows], rows, {"k": "Knights"})
    assert list(names.values()) == ["Knights (month)", "Knights (year mean)"]
    shorter = [figure("deaths", "k"), figure("deaths_mean", "k")]
    assert list(series_names(["deaths", "deaths_mean"], shorter, {"k": "K"}).values()) == ["K", "K (mean)"]

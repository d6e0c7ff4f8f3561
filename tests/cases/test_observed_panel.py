"""The observed panel: every figure beside its months, in its target's unit, with its source's error; nothing early."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from polemos.cases.load import load_case
from polemos.cases.observed import load_figures
from polemos.cases.origin import at_origin, rests_on_later
from polemos.cases.panel import observed_panel
from polemos.cases.resolve import resolve
from polemos.cases.row_errors import coders_size, row_error
from polemos.core.errors import UsageError
from polemos.observation.source_bias import source_bias
from small_case import change

CUT = date(2017, 3, 20)


def test_every_figure_of_a_target_is_one_row_or_counted_in_one() -> None:
    case = load_case("islamic-state")
    panel = observed_panel(case)
    figures = Counter(figure.series for figure in load_figures(case))
    for row in panel.rows:
        assert row.read == "sum" or sum(r.series == row.series for r in panel.rows) <= figures[row.series]
    assert sum(row.series == "deaths_is_dyads_IQ" for row in panel.rows) == 84
    assert {spell.place for spell in panel.spells} >= {"mosul", "raqqa"}


def test_nothing_published_after_the_origin_passes() -> None:
    known = observed_panel(load_case("islamic-state")).until(CUT)
    assert known.rows and all(row.known_from <= CUT for row in known.rows)
    deaths = [row.last for row in known.rows if row.series == "deaths_is_dyads_IQ"]
    assert max(deaths) == 47, "deaths by month are known to December 2015: the final release comes in June"
    assert all(spell.lost is None or spell.lost <= CUT for spell in known.spells)


def test_a_mean_of_a_year_is_read_over_its_year() -> None:
    rows = {row.series: row for row in observed_panel(load_case("islamic-state")).rows}
    year = rows["deaths_is_dyads_IQ_year_mean"]
    assert (year.first, year.last, year.read) == (84, 95, "mean")


def test_attacks_are_gathered_by_quarter_and_known_with_their_last_month() -> None:
    case = load_case("islamic-state")
    rows = {row.first: row for row in observed_panel(case, judging=True).rows if row.target == "attacks_west"}
    third = rows[54]
    assert (third.last, third.read, third.value) == (56, "sum", 7.0), "July to September 2016"
    assert third.known_from == date(2016, 10, 30) and third.noise == "count"
    assert sum(row.value for row in rows.values()) == 55
    assert "attacks_west" not in observed_panel(case).targets, "nothing is learned twice from one list"


def test_a_state_is_read_at_the_nearest_end_of_a_month(small_case: Path) -> None:
    (row,) = observed_panel(load_case(small_case)).rows
    assert (row.first, row.last, row.read) == (4, 4, "end"), "15 June is nearest to the end of May"
    change(small_case, "figures/area.csv", "2013-06-15", "2013-06-16")
    assert observed_panel(load_case(small_case)).rows[0].last == 5


def test_a_figure_is_converted_to_its_targets_unit(small_case: Path) -> None:
    before = observed_panel(load_case(small_case)).rows[0]
    change(small_case, "targets.toml", 'unit = "km2"', 'unit = "metre**2"')
    after = observed_panel(load_case(small_case)).rows[0]
    assert after.value == pytest.approx(1e6 * before.value) and after.spread == before.spread


def test_errors_come_from_the_source_that_prints_the_series() -> None:
    models = ({"model": "source_bias", "name": "area_ihs"}, {"model": "source_bias", "name": "area_rand"})
    assert row_error("area_controlled_IQ_SY_rand", models).bias == "area_rand"
    assert row_error("something_else", models).bias == "area_ihs"
    assert row_error("anything", ()).bias == ""
    for row in observed_panel(load_case("islamic-state")).rows:
        assert row.bias == "" or source_bias(row.bias).log_sd > 0


def test_a_printed_range_is_read_as_ninety_percent(small_case: Path) -> None:
    row = observed_panel(load_case(small_case)).rows[0]
    assert row.spread == pytest.approx(math.log(500 / 300) / (2 * 1.6448536), rel=1e-6)


def test_the_coders_spread_is_that_of_their_answers() -> None:
    assert 1 / math.sqrt(coders_size("sb")) == pytest.approx(0.17, abs=0.03)


def test_at_an_origin_a_driver_ends_where_its_published_record_ends() -> None:
    case = at_origin(load_case("islamic-state"), CUT)
    drivers = resolve(case).drivers
    assert drivers["weapons"].observed == (62, 62) and drivers["other_wars"].observed == (48, 48)
    assert resolve(case).information_cut == CUT and rests_on_later(case, CUT) == ()
    early = resolve(at_origin(case, date(2014, 6, 1))).drivers["weapons"]
    assert {value for month in early.values for value in month} == {0.0}, "no strike was known of"


def test_rows_after_the_origin_change_nothing(small_case: Path) -> None:
    origin = date(2013, 8, 15)
    before = resolve(at_origin(load_case(small_case), origin)).canonical
    change(small_case, "drivers/weapons.csv", "northland,200", "northland,999")
    assert resolve(at_origin(load_case(small_case), origin)).canonical == before


def test_an_origin_outside_the_case_is_refused(small_case: Path) -> None:
    with pytest.raises(UsageError, match="must be a day of the case"):
        at_origin(load_case(small_case), date(2031, 1, 1))

"""What panels promise, on a few made-up events whose answer is known by hand."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from polemos.core.errors import InputError, UsageError
from polemos.events.actors import ActorNames, read_actor_names
from polemos.events.months import month_id, month_text
from polemos.events.priogrid import cell
from polemos.events.publishing import known_from, published
from polemos.events.table import EventTable


def events(*rows: dict[str, object]) -> EventTable:
    """Events of which only what matters is said."""
    usual = {
        "date_start": date(2016, 1, 5), "date_end": date(2016, 1, 5), "low": 1, "best": 2, "high": 4,
        "type_of_violence": 1, "country": "Iraq", "country_id": 645, "where_prec": 1, "side_a": "A", "side_b": "B",
        "latitude": 33.3, "longitude": 44.4, "adm_1": "X", "dyad_name": "A - B",
    }  # fmt: skip
    full = [{"id": str(number), **usual, **row} for number, row in enumerate(rows)]
    return EventTable.from_frame(pa.Table.from_pylist(full))


YEAR_LONG = {"date_start": date(2016, 1, 1), "date_end": date(2016, 12, 31), "low": 5, "best": 1000, "high": 1003}


def test_a_year_long_event_is_spread_over_its_days_in_whole_deaths_that_add_up():
    panel = events(YEAR_LONG).to_panel(by=("month",)).to_pandas()
    days = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    assert len(panel) == 12
    assert (panel.low.sum(), panel.best.sum(), panel.high.sum(), panel.events.sum()) == (5, 1000, 1003, 1)
    assert np.abs(panel.best.to_numpy() - 1000 * days / 366).max() < 1


def test_a_summary_event_can_be_set_aside_under_its_year_or_dropped():
    aside = events(YEAR_LONG, {}).to_panel(by=("month",), summary_events="aside").to_pandas()
    assert aside[["period", "part", "best"]].to_numpy().tolist() == [["2016", "aside", 1000], ["2016-01", "counted", 2]]
    assert events(YEAR_LONG, {}).to_panel(by=("month",), summary_events="drop").total() == 2


def test_an_event_of_31_days_is_whole_and_one_of_32_is_spread():
    whole = events({"date_start": date(2016, 1, 15), "date_end": date(2016, 2, 14), "best": 62})
    spread = events({"date_start": date(2016, 1, 15), "date_end": date(2016, 2, 15), "best": 64})
    assert whole.to_panel(by=("month",)).to_pandas().best.tolist() == [62]
    assert spread.to_panel(by=("month",)).to_pandas().best.tolist() == [34, 30]


def test_periods_and_month_numbers():
    table = events({"date_start": date(2018, 1, 3), "date_end": date(2018, 1, 3)})
    month = table.to_panel(by=("month",)).to_pandas().iloc[0]
    assert (month.period, month.month_id) == ("2018-01", 457)
    assert table.to_panel(by=("quarter",)).to_pandas().period.tolist() == ["2018-Q1"]
    assert month_id("1980-01") == 1 and month_text(457) == "2018-01"
    assert [month_id(month_text(n)) for n in range(1, 600)] == list(range(1, 600))


def test_imprecise_places_stay_in_their_country_unplaced():
    table = events({}, {"where_prec": 6, "best": 50}, {"adm_1": None, "best": 7})
    panel = table.to_panel(by=("year", "admin1")).to_pandas()
    placed, unplaced = panel[panel.part == "counted"], panel[panel.part == "unplaced"]
    assert (placed.adm_1.tolist(), placed.best.tolist()) == (["X"], [2])
    assert (unplaced.country.tolist(), unplaced.best.sum()) == (["Iraq"], 57)


def test_where_prec_decides_what_counts_as_placed():
    table = events({"where_prec": 3}, {"where_prec": 1})
    parts = table.to_panel(by=("year", "priogrid"), where_prec=(1,)).about["parts"]
    assert parts["counted"]["events"] == parts["unplaced"]["events"] == 1
    assert table.to_panel(by=("year", "country"), where_prec=(1,)).total("events") == 1


def test_filters_by_type_dyad_actor_and_country():
    table = events({}, {"type_of_violence": 3}, {"side_b": "C", "dyad_name": "A - C"}, {"country": "Syria"})
    assert table.to_panel(by=("year",), types=("os",)).total("events") == 1
    assert table.to_panel(by=("year",), dyads=("A - C",)).total("events") == 1
    assert table.to_panel(by=("year",), actors=("C",)).total("events") == 1
    assert table.to_panel(by=("year",), without=("C",)).total("events") == 3
    assert table.to_panel(by=("year",), countries=("Syria",)).total("events") == 1
    with pytest.raises(InputError, match="no event passes"):
        table.to_panel(by=("year",), actors=("nobody",))


def test_a_quote_in_a_name_is_no_way_into_the_query():
    table = events({"side_a": "O'Neill's men'); DROP VIEW events; --"})
    assert table.to_panel(by=("year",), actors=("O'Neill's men'); DROP VIEW events; --",)).total("events") == 1


def test_names_of_a_case_stand_for_those_of_the_source(tmp_path):
    (tmp_path / "event_actors.csv").write_text("name,actor\nA,movement\nB,state\n")
    names = read_actor_names(tmp_path / "event_actors.csv")
    panel = events({}, {"side_b": "C"}).to_panel(by=("year", "sides"), names=names, actors=("movement",)).to_pandas()
    assert sorted(panel.side_b) == ["C", "state"] and set(panel.side_a) == {"movement"}


@pytest.mark.parametrize("text", ["name,who\nA,x\n", "name,actor\nA,x\nA,y\n", "name,actor\nA,\n"])
def test_a_bad_table_of_names_is_refused(tmp_path, text):
    (tmp_path / "event_actors.csv").write_text(text)
    with pytest.raises(InputError, match="line"):
        read_actor_names(tmp_path / "event_actors.csv")


@pytest.mark.parametrize(
    "choices", [{"by": ("month", "year")}, {"by": ("country",)}, {"by": ("month", "admin1", "place")},
                {"estimate": "mean"}, {"summary_events": "guess"}, {"types": ("sb", "war")}, {"by": ("decade",)}],
)  # fmt: skip
def test_choices_that_make_no_sense_are_refused(choices):
    with pytest.raises(UsageError):
        events({}).to_panel(**choices)


def test_the_estimate_stands_in_value_and_the_making_in_the_file(tmp_path):
    panel = events({}, {"country": "=Iraq"}).to_panel(estimate="high", summary_events="aside")
    assert panel.total() == 8
    panel.write(tmp_path / "p.parquet")
    about = json.loads(pq.read_schema(tmp_path / "p.parquet").metadata[b"polemos"])
    assert (about["choices"]["estimate"], about["choices"]["summary_events"]) == ("high", "aside")
    panel.write(tmp_path / "p.csv")
    frame = pd.read_csv(tmp_path / "p.csv")
    assert set(frame.country) == {"Iraq", "'=Iraq"} and frame.value.tolist() == [4, 4]
    assert json.loads((tmp_path / "p.json").read_text())["choices"]["estimate"] == "high"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["p.csv", "p.json", "p.parquet"]


def test_cells_of_the_grid():
    assert cell([33.355813, -90, 90], [43.786124, -180, 180]).tolist() == [177568, 1, 259200]
    assert cell([np.nan], [1.0]).tolist() == [0]


def test_when_releases_became_public():
    assert published("ucdp-ged", "19.1") == date(2019, 6, 2)
    assert published("ucdp-ged", "27.1") == date(2027, 6, 30)
    assert published("ucdp-candidate", "23.0.10") == date(2023, 11, 20)
    assert published("ucdp-candidate", "23.0.12") == date(2024, 1, 20)
    assert published("acled", "2024-01-01") is None
    assert known_from([("ucdp-ged", "19.1"), ("ucdp-ged", "20.1")]) == date(2020, 6, 16)
    assert known_from([("ucdp-ged", "19.1"), ("ucdp-ged", "odd")]) is None


def test_a_frame_without_a_needed_column_is_refused():
    with pytest.raises(InputError, match="column best"):
        EventTable.from_frame(
            pd.DataFrame({"id": ["1"], "low": [1]}).assign(date_start=date(2016, 1, 1), date_end=None)
        )


def test_no_names_change_nothing():
    assert ActorNames().rename_sql() == "SELECT * FROM raw"

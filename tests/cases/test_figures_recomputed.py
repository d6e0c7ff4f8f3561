"""Deaths and drivers of the worked case are recomputed from the events; no driver knows where a place was taken."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from case_data import DRIVER_ROWS, DRIVERS, parquet, rows_of, series, shared, value_by_month

MONTHS = list(calendar.month_name)[1:]
Event = dict[str, Any]


def by_month(events: Iterable[Event], column: str = "best") -> dict[str, float]:
    """Deaths a month; an event longer than 31 days is spread over its days, others count where they begin."""
    found: dict[str, float] = defaultdict(float)
    for event in events:
        start, end = (date.fromisoformat(str(event[key])[:10]) for key in ("date_start", "date_end"))
        best = float(event["best"])
        deaths = {"low": min, "high": max}.get(column, lambda value, _: value)(float(event[column]), best)
        days = [start + timedelta(days=i) for i in range((end - start).days + 1)]
        for day in days if len(days) > 31 else days[:1]:
            found[f"{day:%Y-%m}"] += deaths / (len(days) if len(days) > 31 else 1)
    return found


def in_dyads(events: Iterable[Event], with_is: bool) -> list[Event]:
    """State-based and non-state events with, or without, IS as a side."""
    fights = [event for event in events if int(event["type_of_violence"]) in (1, 2)]
    return [event for event in fights if ("IS" in (event["side_a"], event["side_b"])) is with_is]


def assert_months(expected: dict[str, float], found: dict[str, float]) -> None:
    assert len(found) > 40
    for month, value in found.items():
        assert value == pytest.approx(expected.get(month, 0.0), abs=0.051, rel=1e-4), month


def test_deaths_in_iraq_are_recomputed_from_the_events() -> None:
    events = rows_of(shared("data", "ucdp", "ged_iraq_1989_2018.csv"))[1:]
    own = [event for event in events if int(event["year"]) >= 2012]
    for column in ("best", "low", "high"):
        shown = value_by_month("deaths_is_dyads_IQ", "value" if column == "best" else column)
        assert_months(by_month(in_dyads(own, True), column), shown)
    monthly = [row for row in DRIVER_ROWS["other_wars"] if row["country"] == "iraq" and row["date"] < "2019"]
    assert_months(by_month(in_dyads(own, False)), {row["date"][:7]: float(row["value"]) for row in monthly})
    civil = [event | {"best": event["deaths_civilians"]} for event in own if event["where_coordinates"] == "Mosul town"]
    shown = value_by_month("ucdp_civilian_deaths_mosul")
    expected = by_month(civil)
    assert all(shown[month] == pytest.approx(expected.get(month, 0.0), abs=0.051) for month in shown)
    assert shown["2017-03"] > 900


def test_deaths_in_syria_are_recomputed_from_the_events() -> None:
    events = [event for event in parquet("ged_iraq_syria.parquet") if event["country"] == "Syria"]
    for column in ("best", "low", "high"):
        shown = value_by_month("deaths_is_dyads_SY", "value" if column == "best" else column)
        assert_months(by_month(in_dyads(events, True), column), shown)
    dated = [
        row for row in DRIVER_ROWS["other_wars"] if row["country"] == "syria" and "2016" <= row["date"] < "2019-12"
    ]
    assert_months(by_month(in_dyads(events, False)), {row["date"][:7]: float(row["value"]) for row in dated})


def test_one_sided_deaths_are_recomputed_from_the_events() -> None:
    iraq = rows_of(shared("data", "ucdp", "ged_iraq_1989_2018.csv"))[1:]
    iraq = [event for event in iraq if int(event["year"]) >= 2012]
    syria = [event for event in parquet("ged_iraq_syria.parquet") if event["country"] == "Syria"]
    for name, events in (("one_sided_IS_IQ", iraq), ("one_sided_IS_SY", syria)):
        own = [e for e in events if int(e["type_of_violence"]) == 3 and e["side_a"] == "IS"]
        for column in ("best", "low", "high"):
            assert_months(by_month(own, column), value_by_month(name, "value" if column == "best" else column))


def test_yearly_deaths_in_syria_are_recomputed_from_the_reduced_events() -> None:
    events = [e for e in parquet("ged_iraq_syria_reduced_2003_2019.parquet") if e["country"] == "Syria"]
    totals = {
        row["year_cy"]: float(row["sb_total_deaths_best_cy"] + row["ns_total_deaths_best_cy"])
        for row in parquet("ucdp_country_year_v25_1.parquet")
        if row["country_cy"] == "Syria"
    }
    for year in range(2012, 2016):
        own = [event for event in events if event["year"] == year]
        inside = sum(event["best"] for event in own if "IS" in (event["side_a"], event["side_b"]))
        share = inside / sum(event["best"] for event in own)
        assert value_by_month("deaths_is_dyads_SY_year")[f"{year}-12"] == inside
        mean = value_by_month("deaths_is_dyads_SY_year_mean")[f"{year}-07"]
        assert mean == pytest.approx(totals[year] * share / 12, abs=0.051)
        others = [
            float(r["value"])
            for r in DRIVER_ROWS["other_wars"]
            if (r["country"], r["date"][:4]) == ("syria", str(year))
        ]
        assert others == pytest.approx([totals[year] * (1 - share) / 12] * 12, abs=0.051)


def test_weapons_split_the_monthly_totals_and_keep_the_strikes_to_date() -> None:
    totals = value_by_month("weapons_released_OIR")
    split: dict[str, dict[str, float]] = defaultdict(dict)
    for row in DRIVER_ROWS["weapons"]:
        split[row["date"][:7]][row["country"]] = float(row["value"])
    for month, total in totals.items():
        russia = sum(split[month].values()) - total
        due = (
            0
            if month < "2015-10"
            else 200
            if month < "2016-04"
            else 150
            if month < "2017-05"
            else 700
            if month < "2018"
            else 40
        )
        assert russia == pytest.approx(due, abs=1.5), month
    early = [month for month in totals if month <= "2016-07"]
    share = sum(split[month]["iraq"] for month in early) / sum(totals[month] for month in early)
    strikes = [float(series(f"coalition_strikes_{c}_cumulative")[0]["value"]) for c in ("IQ", "SY")]
    assert share == pytest.approx(strikes[0] / sum(strikes), abs=0.001)


def test_every_driver_has_a_rule_bounds_and_a_note() -> None:
    assert set(DRIVERS) >= {"weapons", "border_open", "sponsor_support", "other_wars"}
    for name, entry in DRIVERS.items():
        assert entry["rule"]["kind"] and len(entry["note"]) > 200, name
        for row in DRIVER_ROWS[name]:
            # A month's value may rest on an act made public in the month before, never on one from earlier.
            lead = date.fromisoformat(row["date"]) - date.fromisoformat(row["known_from"])
            at_rest = all(float(r["value"]) == 0.0 for r in DRIVER_ROWS[name])
            assert (at_rest or (row["low"] and row["high"])) and lead.days <= 31
            if entry["unit"] == "1" and not at_rest:
                assert 0 <= float(row["low"]) <= float(row["high"]) <= 1, (name, row)


def test_no_driver_tells_where_or_when_a_place_was_taken() -> None:
    spells = rows_of(shared("science", "facts", "places.csv"))
    days = {spell[key] for spell in spells for key in ("date_gained", "date_lost", "assault_start") if spell[key]}
    spoken = {f"{int(d[8:])} {MONTHS[int(d[5:7]) - 1]} {d[:4]}" for d in days}
    names = {re.sub(r" \d$| \(.*\)$", "", spell["place"]) for spell in spells}
    for name in ("border_open", "sponsor_support"):
        assert not {row["date"] for row in DRIVER_ROWS[name]} & days, name
    for name, rows in DRIVER_ROWS.items():
        for row in rows:
            assert not [
                text for text in days | spoken | names if re.search(rf"\b{re.escape(text)}\b", row["locator"])
            ], (name, row)

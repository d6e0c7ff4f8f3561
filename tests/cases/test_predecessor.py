"""The earlier life cycle as a case of its own: made of a folder alone, recomputed from the events, known no earlier."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path

import pytest
from case_data import rows_of, shared
from test_figures_recomputed import assert_months, by_month, in_dyads

from polemos import cli
from polemos.cases.load import find_folder, load_case
from polemos.cases.observed import load_figures, load_outcomes
from polemos.cases.panel import observed_panel
from polemos.cases.resolve import resolve
from polemos.ensemble.reading import Ensemble

CASE = find_folder("aqi-iraq")
CUT = date(2012, 12, 31)


def polemos(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["polemos", *words])
    try:
        cli.main()
    except SystemExit as leaving:
        return int(str(leaving.code or 0))
    return 0


def months_of(path: Path, column: str) -> dict[str, float]:
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["date"][:7]: float(row[column]) for row in csv.DictReader(handle)}


def test_it_validates_and_runs_two_months(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert polemos(monkeypatch, "validate", "aqi-iraq") == 0
    assert "72 places" in capsys.readouterr().out
    out = tmp_path / "run"
    words = ("run", "aqi-iraq", "--draws", "4", "--until", "2004-02", "--quiet", "--out", str(out))
    assert polemos(monkeypatch, *words) == 0
    dataset = Ensemble.open(out).dataset
    assert dataset.sizes["month"] == 2 and (dataset["deaths_dyads_iraq"].values > 0).any()


def test_it_uses_shipped_mechanisms_and_none_of_the_world_abroad() -> None:
    first, own = (resolve(load_case(name)) for name in ("islamic-state", "aqi-iraq"))
    assert set(own.mechanisms) < set(first.mechanisms)
    assert not {"InspiredAttacks", "DirectedAttacks", "CellsAbroad", "MediaAttention"} & set(own.mechanisms)
    assert {"CoreOfBelievers", "Exits", "GrievanceRecruitment", "ForeignRecruitment"} <= set(own.mechanisms)
    assert own.dims["country"] == ("iraq",)


def test_deaths_and_other_wars_are_recomputed_from_the_events() -> None:
    events = rows_of(shared("data", "ucdp", "ged_iraq_1989_2018.csv"))[1:]
    own = [event for event in events if 2003 <= int(event["year"]) <= 2014]
    killing = [event for event in own if int(event["type_of_violence"]) == 3 and event["side_a"] == "IS"]
    tables = {
        "figures/deaths_is_dyads.csv": in_dyads(own, True),
        "figures/one_sided.csv": killing,
        "drivers/other_wars.csv": in_dyads(own, False),
    }
    for name, part in tables.items():
        for column in ("best", "low", "high"):
            found = months_of(CASE / name, "value" if column == "best" else column)
            assert len(found) == 132, name
            assert_months(by_month(part, column), found)


def test_the_record_shows_a_fall_and_a_return() -> None:
    found = months_of(CASE / "figures" / "deaths_is_dyads.csv", "value")
    year = {y: sum(v for month, v in found.items() if month[:4] == str(y)) for y in range(2004, 2015)}
    assert max(year, key=lambda y: year[y] if y < 2008 else 0.0) == 2006
    assert year[2012] < 0.25 * year[2006] and year[2013] > 2.0 * year[2012]


def test_nothing_later_than_the_end_of_2012_is_learned_from() -> None:
    known = observed_panel(load_case("aqi-iraq"), judging=True).until(CUT)
    assert known.rows and all(row.known_from <= CUT for row in known.rows)
    assert max(row.last for row in known.rows if row.target == "deaths_dyads_iraq") == 95, "2012 comes out in June 2013"
    assert "attacks_iraq" not in known.targets, "incidents a day were published in 2018"
    assert {spell.place for spell in known.spells} == {"fallujah", "tal_afar", "al_qaim", "ramadi", "baqubah"}


def test_every_prior_in_force_rests_on_nothing_later_than_the_cut() -> None:
    case = load_case("aqi-iraq")
    late = [e for m in case.mechanisms.values() for e in m.parameters.values() if e.known_from > CUT]
    assert len(late) == 27 and all(entry.prior_before is not None for entry in late)
    assert all(entry.known_from <= CUT for entry in case.initial.values())


def test_figures_lie_in_order_and_are_known_after_they_happened() -> None:
    case = load_case("aqi-iraq")
    figures = load_figures(case)
    assert len(figures) > 300
    for figure in figures:
        assert figure.known_from >= figure.date, figure
        assert figure.low is None or figure.low <= figure.value, figure
        assert figure.high is None or figure.value <= figure.high, figure
    assert all(o.known_from >= (o.date_gained or o.known_from) for o in load_outcomes(case))


def test_people_of_2004_add_up() -> None:
    people = sum(place.population for place in load_case("aqi-iraq").places)
    assert people == pytest.approx(27_139_585, rel=1e-5)

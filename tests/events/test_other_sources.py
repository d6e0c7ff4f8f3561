"""ACLED exports and tables of one's own: what they lack is derived by a stated rule or mapped by the user."""

from __future__ import annotations

import random

import pytest
from click.testing import CliRunner

from polemos.cli import cli
from polemos.core.errors import InputError, UsageError
from polemos.events.importing import Import, import_events, read_events
from polemos.events.reading import open_events

ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,inter1,actor2,inter2,"
    "country,iso,admin1,location,latitude,longitude,geo_precision,fatalities,notes"
)


def acled(*rows: str) -> str:
    return "\n".join([ACLED, *rows]) + "\n"


def acled_row(number, day="05 January 2019", kind="Battles", inter1="1", inter2="2", place="36.3,43.1", deaths=3):
    return (
        f"IRQ{number},{day},2019,1,Political violence,{kind},Armed clash,Army,{inter1},Islamic State,{inter2},"
        f"Iraq,368,Ninewa,Mosul,{place},2,{deaths},text"
    )


def test_acled_dates_types_and_precisions(tmp_path):
    rows = [
        acled_row(1), acled_row(2, day="2019-02-28", inter1="2", inter2="3"),
        acled_row(3, kind="Violence against civilians"), acled_row(4, kind="Protests", deaths=0),
        acled_row(5, inter1="Rebel group", inter2="State forces"),
    ]  # fmt: skip
    (tmp_path / "a.csv").write_text(acled(*rows))
    table = read_events(tmp_path / "a.csv")
    found = table.to_arrow()
    assert table.receipt is not None and table.receipt.source == "acled"
    assert found.column("type_of_violence").to_pylist() == [1, 2, 3, None, 1]
    assert found.column("date_start")[1].as_py().isoformat() == "2019-02-28"
    assert set(found.column("where_prec").to_pylist()) == {2}
    assert found.column("priogrid_gid")[0].as_py() == 181887
    assert table.to_panel(by=("year",)).total() == 12
    assert table.receipt.derived == ["acled_precision", "acled_type", "single_estimate"]


def test_acled_defects_are_named(tmp_path):
    rows = [acled_row(1), acled_row(2, day="31 February 2019"), acled_row(3, kind="Skirmish"), acled_row(1)]
    (tmp_path / "a.csv").write_text(acled(*rows))
    table = read_events(tmp_path / "a.csv")
    assert {(f.line, f.column) for f in table.findings} == {(3, "date_start"), (4, "event_type"), (5, "id")}


def test_exchanged_coordinates_are_noted_where_only_the_neighbours_can_tell(tmp_path):
    rng = random.Random(3)
    places = [f"{rng.uniform(33, 36.5):.3f},{rng.uniform(41, 45):.3f}" for _ in range(60)]
    places[40] = ",".join(reversed(places[40].split(",")))
    rows = [acled_row(number, place=place) for number, place in enumerate(places)]
    (tmp_path / "a.csv").write_text(acled(*rows))
    incoming = Import(open_events(tmp_path / "a.csv"))
    assert sum(table.num_rows for table in incoming.tables()) == 60
    assert [(f.line, f.column, f.severity) for f in incoming.findings] == [(42, "latitude", "noted")]


OWN = """Ref;Tag;Land;Tote;Art
1;03.04.2017;Irak;7;staatlich
2;31.11.2017;Irak;2;einseitig
3;05.04.2017;Irak;1;einseitig
"""
MAPPING = """
[columns]
id = "Ref"
date_start = "Tag"
country = "Land"
best = "Tote"
type_of_violence = "Art"
[codes.type_of_violence]
staatlich = 1
einseitig = 3
[dates]
formats = ["%d.%m.%Y"]
[about]
title = "Chronicle"
licence = "CC0"
citation = "Own work"
release = "2018"
"""


def test_a_table_of_ones_own_is_mapped(tmp_path):
    (tmp_path / "own.csv").write_text(OWN)
    (tmp_path / "map.toml").write_text(MAPPING)
    store = str(tmp_path / "store")
    arguments = ["import", str(tmp_path / "own.csv"), "--mapping", str(tmp_path / "map.toml"), "--store", store]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert "3 read = 2 accepted + 1 rejected" in done.output and "Chronicle, release 2018" in done.output
    panel = CliRunner().invoke(cli, ["panel", "--store", store, "--by", "year,type"])
    assert "2017,os,counted,1,1,1,1,1," in panel.output and "2017,sb,counted,1,7,7,7,7," in panel.output


@pytest.mark.parametrize(
    ("mapping", "words"),
    [({"colums": {}}, "no table of this name"), ({"columns": {"deaths": "Tote"}}, "no column of an event table"),
     ({"about": {"author": "me"}}, "knows title"), ({"columns": {"best": "Tote"}}, "column id")],
)  # fmt: skip
def test_a_bad_mapping_is_refused(tmp_path, mapping, words):
    (tmp_path / "own.csv").write_text(OWN)
    with pytest.raises(InputError, match=words):
        read_events(tmp_path / "own.csv", mapping=mapping)


def test_an_unknown_source_is_refused(tmp_path, store):
    (tmp_path / "own.csv").write_text(OWN)
    with pytest.raises(UsageError, match="choose one of"):
        import_events(tmp_path / "own.csv", store, source="gtd")
    with pytest.raises(InputError, match="no such file"):
        import_events(tmp_path / "none.csv", store)

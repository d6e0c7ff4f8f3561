"""The verbs import, events and panel on two made-up releases; questions in SQL cannot leave their cage."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import time

import pytest
from click.testing import CliRunner
from defects import HEADER, ROWS, render, sample

from polemos.cli import cli
from polemos.core.errors import InputError, ResourceLimitError, UsageError
from polemos.events.importing import import_events
from polemos.events.query import ask
from polemos.events.store import Store
from polemos.events.table import EventTable


@pytest.fixture
def two(tmp_path):
    """A store with releases 24.1 and 25.1: one event dropped, one added, one changed."""
    rows = sample(random.Random(11))
    later = [list(row) for row in rows[1:]]
    later[0][HEADER.index("where_prec")] = "1" if rows[1][HEADER.index("where_prec")] != "1" else "2"
    new = list(rows[0])
    new[0] = "999999"
    new[HEADER.index("side_b")] = "<script>alert(1)</script>"
    (tmp_path / "ged241.csv").write_bytes(render(rows))
    (tmp_path / "ged251.csv").write_bytes(render([*later, new]))
    store = Store(tmp_path / "store")
    for name in ("ged241.csv", "ged251.csv"):
        import_events(tmp_path / name, store)
    return store


def run(store, *arguments):
    done = CliRunner().invoke(cli, [*arguments, "--store", str(store.folder)])
    assert done.exit_code == 0, done.output + repr(done.exception)
    return done.stdout


def test_list_shows_both_releases_apart(two):
    names = [line.split("\t")[0] for line in run(two, "events", "list").splitlines()]
    assert [name.rsplit("-", 1)[0] for name in names] == ["ucdp-ged-24.1", "ucdp-ged-25.1"]
    assert [r["accepted"] for r in json.loads(run(two, "events", "list", "--json"))] == [ROWS, ROWS]


def test_releases_are_never_mixed_unasked(two):
    with pytest.raises(InputError, match="never mixed unasked"):
        EventTable.from_store(two)
    with pytest.raises(InputError, match="share 29 events"):
        EventTable.from_store(two, ["ucdp-ged-24.1", "ucdp-ged-25.1"])


def test_diff_finds_what_was_added_dropped_and_changed(two, tmp_path):
    table = run(two, "events", "diff", "ucdp-ged-24.1", "ucdp-ged-25.1", "--out", str(tmp_path / "d.csv"))
    changes = list(csv.DictReader((tmp_path / "d.csv").open()))
    assert sorted(row["change"] for row in changes) == ["added", "changed", "dropped"]
    changed = next(row for row in changes if row["change"] == "changed")
    assert changed["fields"] == "where_prec"
    rows = list(csv.DictReader(io.StringIO(table)))
    assert sum(int(row["difference"]) for row in rows) == 0 and {"events_before", "best_after"} <= set(rows[0])


def test_show_writes_a_page_in_which_nothing_runs(two, tmp_path):
    table = run(two, "events", "show", "ucdp-ged-25.1", "--html", str(tmp_path / "p.html"))
    assert table.startswith("period,country,country_id,type,part,events,low,best,high")
    page = (tmp_path / "p.html").read_text()
    assert "<script" not in page and "http" not in re.sub(r"http-equiv", "", page)
    assert "take no position on any boundary" in page and f"{ROWS} rows read" in page


def test_remove_takes_one_dataset_out(two):
    run(two, "events", "remove", "ucdp-ged-24.1")
    assert [name[:13] for name in two.names()] == ["ucdp-ged-25.1"]
    assert not (two.folder / "aside").exists()


def test_a_question_in_sql_is_answered(two):
    answer = run(two, "events", "sql", "SELECT count(*) AS n FROM events", "--dataset", "ucdp-ged-25.1")
    assert answer == f"n\n{ROWS}\n"


CAGE = """DROP VIEW events
COPY events TO 'x.csv'
SELECT 1; SELECT 2
ATTACH 'x.db'
INSTALL httpfs
LOAD httpfs
SET memory_limit='9GB'
CREATE TABLE t AS SELECT 1
PRAGMA database_list
EXPORT DATABASE 'x'
CALL pragma_version()""".splitlines()


@pytest.mark.parametrize("question", CAGE)
def test_only_one_select_is_taken(two, question):
    with pytest.raises((UsageError, InputError)):
        ask(EventTable.from_store(two, ["ucdp-ged-25.1"]), question)


FILES = """read_csv('/etc/passwd')
read_text('/etc/hostname')
'/etc/passwd'
glob('/*')
read_parquet('/tmp/*')
read_csv('https://example.org/x.csv')
sqlite_scan('x', 'y')""".splitlines()


@pytest.mark.parametrize("table", FILES)
def test_no_file_and_no_network_can_be_reached(two, table):
    with pytest.raises(InputError, match="SQL"):
        ask(EventTable.from_store(two, ["ucdp-ged-25.1"]), f"SELECT * FROM {table}")


def test_rows_and_time_are_bounded(two):
    table = EventTable.from_store(two, ["ucdp-ged-25.1"])
    answer, more = ask(table, "SELECT id FROM events", rows=7)
    assert (answer.num_rows, more) == (7, True)
    begun = time.monotonic()
    with pytest.raises(ResourceLimitError, match="longer than"):
        ask(table, "SELECT count(*) FROM range(1000000000) a, range(1000000) b", seconds=0.5)
    assert time.monotonic() - begun < 5


def test_errors_end_with_the_code_for_bad_input(tmp_path):
    from subprocess import run as start
    from sys import executable

    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    program = "from polemos.cli import main; main()"
    command = [executable, "-c", program, "import", str(tmp_path / "x.csv"), "--store", str(tmp_path / "s")]
    done = start(command, capture_output=True, text=True)
    assert done.returncode == 3 and "no known source" in done.stderr and done.stdout == ""


def test_json_receipts_are_data_on_stdout(tmp_path):
    (tmp_path / "ged251.csv").write_bytes(render(sample(random.Random(2))))
    found = json.loads(run(Store(tmp_path / "store"), "import", str(tmp_path / "ged251.csv"), "--json"))
    assert (found["rows_read"], found["accepted"], found["rejected"]) == (ROWS, ROWS, 0)
    assert found["licence"] == "CC BY 4.0" and len(found["sha256"]) == 64


def test_the_reject_file_names_line_column_value_and_rule(tmp_path):
    rows = sample(random.Random(2))
    rows[4][HEADER.index("best")] = "=1+1"
    (tmp_path / "ged251.csv").write_bytes(render(rows))
    run(Store(tmp_path / "store"), "import", str(tmp_path / "ged251.csv"), "--rejects", str(tmp_path / "rejects.csv"))
    named = list(csv.DictReader((tmp_path / "rejects.csv").open()))
    assert named == [
        {"line": "6", "column": "best", "value": "'=1+1", "rule": "the cell is a whole number", "severity": "rejected"}
    ]

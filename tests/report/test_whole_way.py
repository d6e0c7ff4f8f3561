"""From a case folder through a run to the table and the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader import Reader

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.errors import PolemosError
from polemos.report import write_report
from polemos.report.reading import table_of


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    from polemos.ensemble.run import run_ensemble
    from small_case import write_small_case

    folder = tmp_path_factory.mktemp("case")
    case = load_case(write_small_case(folder))
    out = folder / "run"
    run_ensemble(resolve(case, "2014-03"), 6, 1, out)
    return case, out, write_report(out, case)


def test_the_page_stands_in_the_run_folder_and_reads(done):
    case, out, path = done
    assert path == out / "report.html"
    text = path.read_text(encoding="utf-8")
    read = Reader(text)
    assert read.broken == []
    assert "A small case" in read.text("h1")
    assert "SmallRecruitment.propensity" in read.text("table")
    assert resolve(case, "2014-03").hash in read.text("dd")


def test_the_page_is_the_same_when_written_again_and_nothing_else_is_left(done):
    case, out, path = done
    before, names = path.read_bytes(), sorted(p.name for p in out.iterdir())
    write_report(out, case)
    assert path.read_bytes() == before
    assert sorted(p.name for p in out.iterdir()) == names
    assert not [name for name in names if name.endswith(".part")]


def test_the_table_sets_the_figure_beside_the_run(done):
    from polemos.ensemble.reading import Ensemble

    case, out, _ = done
    rows = table_of(case, Ensemble.open(out).dataset)
    assert [row.half_year for row in rows] == ["2013 H1", "2013 H2", "2014 H1"]
    assert rows[0].unit == "km2"
    assert [(dot.value, dot.low, dot.high, dot.source) for dot in rows[0].observed] == [(400.0, 300.0, 500.0, "atlas")]


def test_a_folder_without_a_run_is_refused(done, tmp_path: Path):
    with pytest.raises(PolemosError):
        write_report(tmp_path, done[0])
    assert list(tmp_path.iterdir()) == []

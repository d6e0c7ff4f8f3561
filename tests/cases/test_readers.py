"""The readers of tables, references and units, on texts made to mislead them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.cases.csv_rows import read_rows, split_line
from polemos.cases.fields import last_day
from polemos.cases.problems import Problems
from polemos.cases.references import read_references
from polemos.cases.units import meaning, same_unit
from polemos.core.errors import InputError

FIELD = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x85\u2028\u2029"), max_size=12)


@given(st.lists(FIELD, min_size=1, max_size=6))
def test_any_line_that_pythons_writer_makes_is_read_back(fields: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(fields)
    assert split_line(out.getvalue(), "t.csv, line 1") == fields


@pytest.mark.parametrize("line", ['"a', '"a"b', 'a"b', '"a""', 'x,"y', '"a" ,b'])
def test_malformed_quotes_are_refused(line: str) -> None:
    with pytest.raises(InputError, match=r"t.csv, line 1, character \d"):
        split_line(line, "t.csv, line 1")


def test_a_carriage_return_inside_a_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n1,2\r3,4\n")
    problems = Problems()
    assert list(read_rows(path, ("a", "b"), problems)) == []
    assert "line 2, character 4" in str(problems[0])


def test_one_bad_line_does_not_hide_the_next(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b\n1\n2,3\n"4,5\n6,7\n')
    problems = Problems()
    rows = list(read_rows(path, ("a", "b"), problems))
    assert [(row.line, row.fields["a"]) for row in rows] == [(3, "2"), (5, "6")] and len(problems) == 2


def test_references_are_read_with_nested_braces_and_bare_years(tmp_path: Path) -> None:
    path = tmp_path / "r.bib"
    path.write_text(
        '% note\n@Article{key:1+a,\n title={The {UN} {{report}}}, year=2014, author="A and B"}\n@comment{x}\n'
    )
    found = read_references(path, Problems())
    assert list(found) == ["key:1+a"] and found["key:1+a"].kind == "article"
    assert found["key:1+a"].fields == {"title": "The UN report", "year": "2014", "author": "A and B"}


@pytest.mark.parametrize("text", ["@misc{a, title}", "@misc{a, title=}", "@misc{, title={x}}", "@misc{a, title={x}"])
def test_broken_references_are_refused_with_their_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "r.bib"
    path.write_text("\n" + text)
    problems = Problems()
    with problems.collecting():
        read_references(path, problems)
    assert len(problems) == 1 and "r.bib, line 2" in str(problems[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1/month", "month**-1"),
        ("1 / month", "1/month"),
        ("USD/person/month", "USD/(person*month)"),
        ("km2", "km**2"),
        ("persons", "person"),
        ("deaths/month", "death/month"),
        ("1", "share"),
        ("12/year", "1/month"),
    ],
)
def test_units_that_mean_the_same(one: str, other: str) -> None:
    assert same_unit(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1/month", "1/day"), ("person", "death"), ("km", "km2"), ("1", "percent"), ("USD", "USD/month"), ("1", "person")],
)
def test_units_that_do_not(one: str, other: str) -> None:
    assert meaning(one) is not None and meaning(other) is not None and not same_unit(one, other)


@pytest.mark.parametrize(
    "text",
    [
        "mnth",
        "1/mnth",
        "km2 month foo",
        "person per",
        "/",
        "__import__('os')",
        "nan",
        "[time]",
        "9**9**9**9",
        "km**99",
        "0",
        "-1",
    ],
)
def test_texts_that_are_no_units(text: str) -> None:
    assert meaning(text) is None and not same_unit(text, text)


@pytest.mark.parametrize(
    "text", ["2014-00", "2014-13", "2014-02-30", "14-02-03", "2014-2-3", "2014-02-03T00:00", "", "2014-", "0000"]
)
def test_dates_that_do_not_exist(text: str) -> None:
    with pytest.raises(ValueError):
        last_day(text)

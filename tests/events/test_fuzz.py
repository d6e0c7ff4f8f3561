"""Files with bytes turned at random, and texts of every kind: nothing crashes, hangs or gets lost uncounted."""

from __future__ import annotations

import csv
import io
import random
import time

import pytest
from defects import HEADER, render, sample
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polemos.core.errors import InputError
from polemos.events.findings import neutral
from polemos.events.importing import Import
from polemos.events.quoting import split_record
from polemos.events.reading import open_events

ROUNDS = 250
BUDGET = 30.0
TOO_LONG = 5.0
PIECES = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xe9",
    b'""',
    b'","',
    b"=1+1",
    b"#",
    b"9" * 30,
    b"-",
    b"\xef\xbb\xbf",
]


def damage(rng: random.Random, data: bytes) -> bytes:
    """A few random edits: bytes replaced, pieces put in, stretches cut out or repeated."""
    text = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(len(text))
        kind = rng.randrange(4)
        if kind == 0:
            text[at] = rng.randrange(256)
        elif kind == 1:
            text[at:at] = rng.choice(PIECES)
        elif kind == 2:
            del text[at : at + rng.choice((1, 3, 200))]
        else:
            text[at:at] = text[max(0, at - 50) : at]
    return bytes(text)


def test_damaged_files_neither_crash_nor_hang(tmp_path):
    rng = random.Random(99)
    path, begun, slowest = tmp_path / "ged251.csv", time.process_time(), 0.0
    for done in range(ROUNDS):
        path.write_bytes(damage(rng, render(sample(rng))))
        start = time.process_time()
        try:
            incoming = Import(open_events(path))
            kept = sum(table.num_rows for table in incoming.tables())
            opened = incoming.opened
            assert opened.read == opened.accepted + opened.rejected
            assert kept == opened.accepted
            named = {f.line for f in incoming.findings if f.severity == "rejected"}
            assert len(named) <= opened.rejected
        except InputError as error:
            assert str(path) in str(error)
        slowest = max(slowest, time.process_time() - start)
        if time.process_time() - begun > BUDGET:
            assert done > 50
            break
    assert slowest < TOO_LONG


CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CELLS, min_size=3, max_size=3))
def test_any_text_in_a_cell_comes_back_as_it_was(tmp_path, texts):
    rows = [list(row) for row in sample(random.Random(1))[:3]]
    for row, text in zip(rows, texts, strict=True):
        row[HEADER.index("source_headline")] = text
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([HEADER, *rows])
    path = tmp_path / "ged251.csv"
    path.write_bytes(out.getvalue().encode())
    incoming = Import(open_events(path))
    found = [cell for table in incoming.tables() for cell in table.column("source_headline").to_pylist()]
    assert found == [text or None for text in texts]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=20), min_size=1, max_size=8))
def test_records_split_as_they_were_joined(cells):
    out = io.StringIO()
    csv.writer(out, lineterminator="", quoting=csv.QUOTE_ALL).writerow(cells)
    assert split_record(out.getvalue(), ",") == (cells, "")


@given(st.text(max_size=20))
def test_a_neutral_text_is_never_a_formula(text):
    safe = neutral(text)
    assert safe == text or safe == "'" + text
    if safe and safe[0] in "=@\t\r":
        pytest.fail(safe)
    if safe and safe[0] in "+-":
        float(safe)


@pytest.mark.parametrize("number", ["-1", "+2.5", "-1e5", "-0.003", "17", "3.5e-7"])
def test_numbers_stay_numbers(number):
    assert neutral(number) == number


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|x", "-x", "-1_0", "\t=1", "-inf-1"])
def test_formulas_are_neutralised(text):
    assert neutral(text) == "'" + text

"""Five hundred seeded defects: each is named by line and column, costs its own row, and breaks nothing else."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from defects import HEADER, KINDS, ROWS, Flawed, render, sample
from event_samples import sound_rows

from polemos.core.errors import InputError
from polemos.events.importing import Import, import_events
from polemos.events.reading import open_events

DEFECTS = 500
TOO_LONG = 5.0


def judge(path: Path, flawed: Flawed) -> tuple[bool, bool]:
    """Whether the defect was named where it is, and whether nothing else was lost."""
    path.write_bytes(flawed.data)
    incoming = Import(open_events(path))
    kept = sum(table.num_rows for table in incoming.tables())
    opened = incoming.opened
    assert opened.read == opened.accepted + opened.rejected
    named = any(f.line == flawed.line and f.column in flawed.columns for f in incoming.findings)
    return named, kept == flawed.rows - flawed.left_out


def test_five_hundred_defects_are_named_by_line_and_column(tmp_path):
    rng = random.Random(20)
    kinds = list(KINDS)
    unnamed, costly, slowest = [], [], 0.0
    for number in range(DEFECTS):
        kind = kinds[number % len(kinds)]
        begun = time.process_time()
        named, only = judge(tmp_path / "ged251.csv", KINDS[kind](rng))
        slowest = max(slowest, time.process_time() - begun)
        unnamed += [] if named else [kind]
        costly += [] if only else [kind]
    assert len(unnamed) <= DEFECTS // 100, sorted(unnamed)
    assert len(costly) <= DEFECTS // 100, sorted(costly)
    assert slowest < TOO_LONG


def test_many_defects_in_one_file_are_all_named(tmp_path):
    rng = random.Random(5)
    kinds = [k for k in KINDS if k not in ("identifier twice", "endless line", "huge cell")]
    lines, wanted = [render([]).rstrip(b"\n")], []
    for kind in kinds * 3:
        flawed = KINDS[kind](rng)
        own = flawed.data.split(b"\n")[flawed.line - 1]
        number = str(len(lines) + 10_000).encode()
        own = own if kind.startswith("identifier") else number + own[own.index(b",") :]
        lines.append(own)
        wanted.append((len(lines), flawed.columns))
        spacer = sound_rows(1)[0]
        lines.append(render([[str(len(lines) + 20_000), *spacer[1:]]]).split(b"\n")[1])
    path = tmp_path / "ged251.csv"
    path.write_bytes(b"\n".join(lines) + b"\n")
    incoming = Import(open_events(path))
    kept = sum(table.num_rows for table in incoming.tables())
    named = {(f.line, f.column) for f in incoming.findings}
    missed = [line for line, columns in wanted if not any((line, c) in named for c in columns)]
    assert len(missed) <= len(wanted) // 100, missed
    assert kept >= len(wanted)


def test_permuted_columns_give_the_same_events(tmp_path):
    rows = sample(random.Random(1))
    order = random.Random(2).sample(range(len(HEADER)), len(HEADER))
    (tmp_path / "ged251.csv").write_bytes(render(rows))
    (tmp_path / "ged251b.csv").write_bytes(
        render([[row[i] for i in order] for row in rows], [HEADER[i] for i in order])
    )
    tables = [pa.concat_tables(Import(open_events(tmp_path / n)).tables()) for n in ("ged251.csv", "ged251b.csv")]
    assert tables[0].to_pylist() == tables[1].to_pylist()


@pytest.mark.parametrize("column", ["best", "date_start", "dyad_name", "latitude", "country", "side_b"])
def test_missing_column_is_named(tmp_path, column):
    at = HEADER.index(column)
    rows = [row[:at] + row[at + 1 :] for row in sample(random.Random(1))]
    path = tmp_path / "ged251.csv"
    path.write_bytes(render(rows, [name for name in HEADER if name != column]))
    with pytest.raises(InputError, match=f"line 1.*{column}"):
        open_events(path)


def test_headers_exchanged_over_the_columns_are_named(tmp_path):
    header = list(HEADER)
    a, b = header.index("latitude"), header.index("longitude")
    header[a], header[b] = header[b], header[a]
    (tmp_path / "ged251.csv").write_bytes(render(sample(random.Random(1)), header))
    with pytest.raises(InputError, match="line 2, column latitude"):
        incoming = Import(open_events(tmp_path / "ged251.csv"))
        list(incoming.tables())
        incoming.receipt()


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


SOUND = render(sample(random.Random(4)))
ARCHIVES = {
    "cut short": (packed({"ged251.csv": SOUND})[:-400], "damaged or cut short"),
    "bytes turned": (
        packed({"ged251.csv": SOUND})[:300] + b"\xff" * 60 + packed({"ged251.csv": SOUND})[360:],
        "damaged",
    ),
    "bomb": (packed({"ged251.csv": SOUND + b"0" * 60_000_000}), "more than 100 times"),
    "climbing": (packed({"../ged251.csv": SOUND}), "outside the archive"),
    "absolute": (packed({"/tmp/ged251.csv": SOUND}), "outside the archive"),
    "drive": (packed({"C:\\ged251.csv": SOUND}), "outside the archive"),
    "two tables": (packed({"a.csv": SOUND, "b.csv": SOUND}), "one CSV file"),
    "no table": (packed({"readme.md": b"hello"}), "one CSV file"),
    "no zip at all": (b"PK\x03\x04 but not a zip", "damaged"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_hostile_archives_are_refused(tmp_path, store, name):
    data, words = ARCHIVES[name]
    path = tmp_path / "in" / "ged251.zip"
    path.parent.mkdir()
    path.write_bytes(data)
    begun = time.process_time()
    with pytest.raises(InputError, match=words):
        import_events(path, store)
    assert time.process_time() - begun < TOO_LONG
    assert {p.name for p in tmp_path.rglob("*") if p.is_file()} <= {"ged251.zip", "lock"}
    assert store.names() == []


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path, store):
    data = bytearray(packed({"ged251.csv": SOUND + b"0" * 60_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(mark) + at
        data[start : start + 4] = (2_000_000).to_bytes(4, "little")
    (tmp_path / "ged251.zip").write_bytes(bytes(data))
    with pytest.raises(InputError):
        import_events(tmp_path / "ged251.zip", store)


FILES = {
    "empty": (b"", "is empty"),
    "blank": (b"\n\n  \n", "is empty"),
    "header only": (render([]), "none of 0 rows"),
    "utf-16": (SOUND.decode().encode("utf-16"), "UTF-16"),
    "no table": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "header"),
    "one long line": (b"x" * 3_000_000, "header"),
    "column twice": (SOUND.replace(b"gwnob", b"best", 1), "two columns"),
    "web page": (b"<!DOCTYPE html><html><body>Not found</body></html>", "no known source"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_event_file_is_refused(tmp_path, store, name):
    data, words = FILES[name]
    (tmp_path / "ged251.csv").write_bytes(data)
    with pytest.raises(InputError, match=words):
        import_events(tmp_path / "ged251.csv", store)
    assert store.names() == []


def test_damaged_parquet_is_refused(tmp_path, store):
    table = pa_csv.read_csv(io.BytesIO(SOUND))
    path = tmp_path / "ged251.parquet"
    pq.write_table(table, path)
    assert import_events(path, store).accepted == ROWS
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match="Parquet file is damaged"):
        import_events(path, store)


VARIANTS = {
    "byte order mark": b"\xef\xbb\xbf" + SOUND,
    "carriage returns": SOUND.replace(b"\n", b"\r\n"),
    "old Macintosh": SOUND.replace(b"\n", b"\r"),
    "no last line end": SOUND.rstrip(b"\n"),
    "blank last lines": SOUND + b"\n\n",
    "Latin-1": SOUND.decode().encode("cp1252"),
    "HXL tags": SOUND.replace(b"\n", b"\n" + b"#id" + b",#x" * 48 + b"\n", 1),
    "old names": SOUND.replace(b",best,high,low,", b",best_est,high_est,low_est,", 1),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_harmless_variants_give_the_same_events(tmp_path, name):
    (tmp_path / "ged251.csv").write_bytes(SOUND)
    (tmp_path / "ged251b.csv").write_bytes(VARIANTS[name])
    tables = [pa.concat_tables(Import(open_events(tmp_path / n)).tables()) for n in ("ged251.csv", "ged251b.csv")]
    plain = [table.drop_columns(["line"]).to_pylist() for table in tables]
    assert plain[0] == plain[1]


def test_blank_lines_are_no_rows_and_lines_are_still_counted(tmp_path):
    rows = sample(random.Random(1))
    rows[20][HEADER.index("best")] = "many"
    lines = render(rows).splitlines(keepends=True)
    (tmp_path / "ged251.csv").write_bytes(b"".join([*lines[:9], b"\n\r\n\n", *lines[9:]]))
    incoming = Import(open_events(tmp_path / "ged251.csv"))
    assert sum(table.num_rows for table in incoming.tables()) == ROWS - 1
    assert (incoming.opened.read, [f.line for f in incoming.findings]) == (ROWS, [25])


HOPELESS = {
    "quotes": b'"\n',
    "pairs": b'"a"b\n',
    "open": b'"' + b"x\n" * 50,
    "short rows": b"1,2,3\n",
    "triple": b'"""\n',
}


@pytest.mark.parametrize("name", HOPELESS)
def test_a_hopeless_file_is_given_up_quickly(tmp_path, name):
    (tmp_path / "ged251.csv").write_bytes(SOUND + HOPELESS[name] * (2_000_000 // len(HOPELESS[name])))
    begun = time.process_time()
    with pytest.raises(InputError, match=r"rows of one stretch are broken.*nothing was imported"):
        list(Import(open_events(tmp_path / "ged251.csv")).tables())
    assert time.process_time() - begun < 2 * TOO_LONG


def test_semicolons_are_recognised(tmp_path):
    text = SOUND.decode().replace(";", " ")
    rows = [line.split(",") for line in text.splitlines() if '"' not in line]
    (tmp_path / "ged251.csv").write_text("\n".join(";".join(row) for row in rows))
    incoming = Import(open_events(tmp_path / "ged251.csv"))
    assert sum(t.num_rows for t in incoming.tables()) == len(rows) - 1

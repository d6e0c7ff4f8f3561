"""Seeded defects: each kind puts one known flaw into a sound file and says where it must be named."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass

from event_samples import GENERATOR, sound_rows

HEADER: list[str] = list(GENERATOR.HEADER)
ROWS = 30
BASE = sound_rows(400)


@dataclass
class Flawed:
    """A file with one flaw: its bytes, the line, the columns that may be named, whether the row is left out."""

    data: bytes
    line: int
    columns: set[str]
    left_out: bool = True
    rows: int = ROWS


def render(rows: list[list[str]], header: list[str] = HEADER) -> bytes:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def sample(rng: random.Random) -> list[list[str]]:
    """Sound rows, with identifiers of their own."""
    return [list(row) for row in rng.sample(BASE, ROWS)]


def cell(
    column: str, value: Callable[[random.Random, list[str]], str], left_out: bool = True, also: str = ""
) -> Callable[..., Flawed]:
    """A flaw in one cell; `also` is a second column that shows it."""

    def make(rng: random.Random) -> Flawed:
        rows, at = sample(rng), rng.randrange(ROWS)
        rows[at][HEADER.index(column)] = value(rng, rows[at])
        return Flawed(render(rows), at + 2, {column, also or column}, left_out)

    return make


def one_of(*values: str) -> Callable[[random.Random, list[str]], str]:
    return lambda rng, row: rng.choice(values)


def raw(change: Callable[[random.Random, list[bytes], int], set[str]], left_out: bool = True) -> Callable[..., Flawed]:
    """A flaw in the bytes of one line; `change` edits the line and says the columns that may be named."""

    def make(rng: random.Random) -> Flawed:
        lines = render(sample(rng)).splitlines(keepends=True)
        at = rng.randrange(1, ROWS - 1)
        columns = change(rng, lines, at)
        return Flawed(b"".join(lines), at + 1, columns, left_out)

    return make


def _fields(line: bytes) -> list[bytes]:
    """Fields as they stand, quotes and all."""
    found, field, quoted = [], b"", False
    for byte in (line.rstrip(b"\n")[i : i + 1] for i in range(len(line.rstrip(b"\n")))):
        quoted ^= byte == b'"'
        if byte == b"," and not quoted:
            found.append(field)
            field = b""
        else:
            field += byte
    return [*found, field]


def _edit(column: str, change: Callable[[bytes], bytes]) -> Callable[[random.Random, list[bytes], int], set[str]]:
    def edit(rng: random.Random, lines: list[bytes], at: int) -> set[str]:
        fields = _fields(lines[at])
        index = HEADER.index(column)
        fields[index] = change(fields[index])
        lines[at] = b",".join(fields) + b"\n"
        return {column}

    return edit


def drop_cell(rng: random.Random, lines: list[bytes], at: int) -> set[str]:
    fields = _fields(lines[at])
    del fields[rng.randrange(len(fields))]
    lines[at] = b",".join(fields) + b"\n"
    return set(HEADER)


def add_cell(rng: random.Random, lines: list[bytes], at: int) -> set[str]:
    lines[at] = lines[at].rstrip(b"\n") + b",surplus\n"
    return {*HEADER, "(field 50)"}


def exchange_cells(rng: random.Random, lines: list[bytes], at: int) -> set[str]:
    """Two columns of one row change places."""
    first, second = rng.choice([("latitude", "where_prec"), ("country", "country_id"), ("date_start", "best")])
    fields = _fields(lines[at])
    a, b = HEADER.index(first), HEADER.index(second)
    fields[a], fields[b] = fields[b], fields[a]
    lines[at] = b",".join(fields) + b"\n"
    return {first, second}


def swap_point(rng: random.Random) -> Flawed:
    rows, at = sample(rng), rng.randrange(ROWS)
    a, b = HEADER.index("latitude"), HEADER.index("longitude")
    rows[at][a], rows[at][b] = rows[at][b], rows[at][a]
    return Flawed(render(rows), at + 2, {"latitude", "longitude"})


def swap_dates(rng: random.Random) -> Flawed:
    rows, at = sample(rng), rng.randrange(ROWS)
    year = rows[at][HEADER.index("year")]
    rows[at][HEADER.index("date_start")] = f"{year}-06-20"
    rows[at][HEADER.index("date_end")] = f"{year}-06-{rng.randrange(10, 20)}"
    return Flawed(render(rows), at + 2, {"date_start", "date_end"})


def duplicate(rng: random.Random) -> Flawed:
    rows = sample(rng)
    first, second = sorted(rng.sample(range(ROWS), 2))
    rows[second][0] = rows[first][0]
    return Flawed(render(rows), second + 2, {"id"})


def estimates(column: str, other: str) -> Callable[[random.Random], Flawed]:
    """Low above best, or best above high: UCDP publishes such rows, so they are noted and kept."""

    def make(rng: random.Random) -> Flawed:
        rows, at = sample(rng), rng.randrange(ROWS)
        value = int(rows[at][HEADER.index(other)])
        rows[at][HEADER.index(column)] = str(value + 5 if column == "low" else 0)
        if column == "high":
            for name in ("best", "deaths_a"):
                rows[at][HEADER.index(name)] = "7"
        return Flawed(render(rows), at + 2, {"low", "high", "best"}, left_out=False)

    return make


def endless(rng: random.Random, lines: list[bytes], at: int) -> set[str]:
    """A line of more bytes than a row may have."""
    _edit("side_b", lambda text: text + b"y" * 2_500_000)(rng, lines, at)
    return {"id"}


KINDS: dict[str, Callable[[random.Random], Flawed]] = {
    "date that does not exist": cell("date_start", one_of("2014-02-30", "2014-13-01", "2015-00-10", "1989-06-31")),
    "date in another form": cell("date_end", one_of("14/02/2014", "Feb 3 2014", "2014-1-5", "20140105", "41653")),
    "no date": cell("date_start", one_of("", "unknown", "n/a")),
    "year of another event": cell("year", one_of("1970", "2077", "20014"), also="date_start"),
    "end before start": swap_dates,
    "latitude out of range": cell("latitude", one_of("95.2", "-91", "335.5", "nan", "inf", "1e9")),
    "longitude out of range": cell("longitude", one_of("190.5", "-181", "43786124", "-inf")),
    "coordinate no number": cell("latitude", one_of("33,35", "33.3N", "N33", "33 21 05", "0x21", "--5")),
    "coordinates exchanged": swap_point,
    "identifier twice": duplicate,
    "identifier no number": cell("id", one_of("abc", "12-7", "", "-4", "1e5")),
    "low above best": estimates("low", "best"),
    "best above high": estimates("high", "best"),
    "deaths negative": cell("best", one_of("-1", "-200")),
    "deaths no whole number": cell("high", one_of("3.5", "1,000", "ten", "1e3", "", "NaN", "12?")),
    "deaths beyond measure": cell("best", one_of("99999999999", "9223372036854775808", "10" * 30)),
    "unknown type": cell("type_of_violence", one_of("4", "0", "-1", "state", "")),
    "unknown precision": cell("where_prec", one_of("8", "0", "exact", "")),
    "unknown country": cell("country_id", one_of("999", "1", "646", "IRQ")),
    "unknown region": cell("region", one_of("Middle-earth", "EUROPE?", "Oceania")),
    "no country": cell("country", one_of("")),
    "formula in a number": cell("best", one_of("=1+1", "=SUM(A1:A9)", "+cmd|' /C calc'!A0", "@7")),
    "formula in a text": cell(
        "source_headline", one_of("=cmd|' /C calc'!A0", "@SUM(1)", "-x+1", "+HYPERLINK(1)"), left_out=False
    ),
    "quote never closed": raw(_edit("where_coordinates", lambda text: b'"' + text)),
    "quote in the open": raw(_edit("where_coordinates", lambda text: text[:3] + b'"' + text[3:])),
    "two quotes in the open": raw(_edit("adm_1", lambda text: text[:2] + b'"' + text[2:4] + b'"' + text[4:])),
    "text after a quote": raw(_edit("adm_2", lambda text: b'"' + text + b'"x')),
    "NUL byte": raw(_edit("where_description", lambda text: text[:4] + b"\0" + text[4:])),
    "huge cell": raw(_edit("source_original", lambda text: text + b"x" * 200_000)),
    "endless line": raw(endless),
    "other encoding": raw(_edit("where_coordinates", lambda text: text + b" B\xe9n\xed")),
    "cell missing": raw(drop_cell),
    "cell too many": raw(add_cell),
    "cells exchanged": raw(exchange_cells),
    "carriage return inside": raw(_edit("adm_1", lambda text: text[:3] + b"\r" + text[3:])),
}  # fmt: skip

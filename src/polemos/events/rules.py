"""Rules that join several cells of an event: order of dates, order of estimates, the point against its cell and text.

Each rule takes a typed batch and gives (row, column, rule, severity) for every row that breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from polemos.events.findings import Severity
from polemos.events.priogrid import cell


@dataclass(frozen=True)
class Breach:
    """A row of a batch that breaks a rule, and the column that shows it."""

    row: int
    column: str
    rule: str
    severity: Severity = "rejected"


Rule = Callable[[pa.Table], Iterator[Breach]]


def numbers(batch: pa.Table, name: str) -> np.ndarray:
    """A numeric or date column as floats; nulls, and a column that is not there, are NaN."""
    if name not in batch.column_names:
        return np.full(batch.num_rows, np.nan)
    column = batch.column(name)
    if pa.types.is_date32(column.type):
        column = pc.cast(column, pa.int32())
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(), dtype=np.float64)


def _where(mask: np.ndarray) -> list[int]:
    return [int(row) for row in np.flatnonzero(mask)]


def dates_in_order(batch: pa.Table) -> Iterator[Breach]:
    """An event does not end before it starts, and lies in the year it is booked in."""
    start, end, year = numbers(batch, "date_start"), numbers(batch, "date_end"), numbers(batch, "year")
    for row in _where(end < start):
        yield Breach(row, "date_end", "an event ends on or after the day it starts")
    first, last = _year(start), _year(end)
    for row in _where((year < first) | (year > last)):
        yield Breach(row, "date_start", "the dates lie in the year of the event")


def _year(days: np.ndarray) -> np.ndarray:
    known = np.nan_to_num(days, nan=0.0).astype("datetime64[D]").astype("datetime64[Y]").astype(np.float64) + 1970
    return np.where(np.isnan(days), np.nan, known)


def low_above_best(batch: pa.Table) -> Iterator[Breach]:
    """The low estimate is at most the best."""
    for row in _where(numbers(batch, "low") > numbers(batch, "best")):
        yield Breach(row, "low", "the low estimate is at most the best estimate")


def best_above_high(batch: pa.Table) -> Iterator[Breach]:
    """The best estimate is at most the high."""
    for row in _where(numbers(batch, "best") > numbers(batch, "high")):
        yield Breach(row, "high", "the high estimate is at least the best estimate")


def parts_make_the_whole(batch: pa.Table) -> Iterator[Breach]:
    """The deaths of the sides, of civilians and of unknowns add up to the best estimate."""
    parts = sum(numbers(batch, name) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"))
    total = numbers(batch, "best")
    for row in _where((parts != total) & ~np.isnan(parts) & ~np.isnan(total)):
        yield Breach(row, "best", "the deaths by side add up to the best estimate", "noted")


def point_in_its_cell(batch: pa.Table) -> Iterator[Breach]:
    """Latitude and longitude fall in the PRIO-GRID cell of the row; told apart: exchanged, or elsewhere."""
    north, east, given = (numbers(batch, name) for name in ("latitude", "longitude", "priogrid_gid"))
    known = ~np.isnan(given) & ~np.isnan(north) & ~np.isnan(east)
    for row in _where(known & (cell(north, east) != given)):
        turned = cell(east[row : row + 1], north[row : row + 1])[0] == given[row]
        yield _displaced(row, "latitude" if turned else "priogrid_gid", turned)


def point_in_its_text(batch: pa.Table) -> Iterator[Breach]:
    """Latitude and longitude are those of the point's text, to a hundredth of a degree."""
    if "geom_wkt" not in batch.column_names:
        return
    pairs = pc.extract_regex(batch.column("geom_wkt"), r"^\s*POINT\s*\((?P<east>-?[\d.]+)\s+(?P<north>-?[\d.]+)\)\s*$")
    east, north = (_parsed(pc.struct_field(pairs, name)) for name in ("east", "north"))
    own_east, own_north = numbers(batch, "longitude"), numbers(batch, "latitude")
    off = (np.abs(east - own_east) > 0.01) | (np.abs(north - own_north) > 0.01)
    for row in _where(off):
        turned = abs(east[row] - own_north[row]) <= 0.01 and abs(north[row] - own_east[row]) <= 0.01
        yield _displaced(row, "latitude" if turned else "geom_wkt", bool(turned))


def _parsed(texts: pa.ChunkedArray) -> np.ndarray:
    try:
        return np.asarray(pc.cast(texts, pa.float64()).to_numpy(), dtype=np.float64)
    except pa.ArrowInvalid:
        return np.full(len(texts), np.nan)


def _displaced(row: int, column: str, turned: bool) -> Breach:
    if turned:
        return Breach(row, column, "latitude and longitude are exchanged: the row's own cell or text says so")
    return Breach(row, column, "the point lies where the row's own cell or text says", "noted")


RULES: tuple[Rule, ...] = (
    dates_in_order,
    low_above_best,
    best_above_high,
    parts_make_the_whole,
    point_in_its_cell,
    point_in_its_text,
)

"""Text columns into typed ones, a column at a time; every cell that does not parse is found by its row.

Assumes a block is small (some thousand rows), so that the distinct dates of a block can be parsed one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from polemos.events.schema import ARROW, Column

_INTEGER = r"^\s*[+-]?\d{1,18}(\.0+)?\s*$"
_NUMBER = r"^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\s*$"
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?(Z|\+00:00)?$")
_BEHIND = pa.array(["", " 00:00:00.000", " 00:00:00", None])
_FLAGS = {"1": True, "true": True, "t": True, "0": False, "false": False, "f": False}


@dataclass(frozen=True)
class Typed:
    """A typed column, and for each cell that is wrong its row and the rule it breaks."""

    values: pa.Array
    wrong: dict[int, str]


def typed(column: Column, cells: pa.Array, date_formats: tuple[str, ...]) -> Typed:
    """Parse the cells of one column; a wrong cell becomes null and is reported."""
    if column.kind == "text":
        return Typed(cells, {})
    if column.kind == "date" and (days := _plain_days(cells, date_formats)) is not None:
        return Typed(days, {})
    if column.kind == "date":
        return _by_value(cells, lambda text: _date(text, date_formats), "date", "a date reads YYYY-MM-DD and exists")
    if column.kind == "flag":
        return _by_value(cells, lambda text: _FLAGS.get(text.strip().lower()), "flag", "a flag is 0, 1, true or false")
    return _numeric(column, cells)


def _numeric(column: Column, cells: pa.Array) -> Typed:
    values, wrong = _cast(cells, column.kind)
    if column.low is None or column.high is None:
        return Typed(values, wrong)
    plain = np.asarray(pc.fill_null(values, int(column.low)).to_numpy(zero_copy_only=False))
    rule = f"a {column.name} lies between {column.low:g} and {column.high:g}"
    outside = np.flatnonzero(~((plain >= column.low) & (plain <= column.high)))
    for row in outside.tolist():
        wrong.setdefault(row, rule)
    return Typed(values, wrong)


def _cast(cells: pa.Array, kind: str) -> tuple[pa.Array, dict[int, str]]:
    try:
        return pc.cast(cells, ARROW[kind]), {}
    except pa.ArrowInvalid:
        pass
    good = pc.fill_null(pc.match_substring_regex(cells, _INTEGER if kind == "integer" else _NUMBER), True)
    bad = np.flatnonzero(~np.asarray(good.to_numpy(zero_copy_only=False), dtype=bool)).tolist()
    kept = pc.utf8_trim_whitespace(pc.if_else(good, cells, pa.scalar(None, pa.string())))
    if kind == "integer":
        kept = pc.replace_substring_regex(kept, r"\.0+$", "")
    kept = pc.replace_substring_regex(kept, r"^\+", "")
    word = "a whole number" if kind == "integer" else "a number"
    return pc.cast(kept, ARROW[kind]), dict.fromkeys(bad, f"the cell is {word}")


def _by_value(cells: pa.Array, parse: Callable[[str], Any], kind: str, rule: str) -> Typed:
    """Parse each distinct text once."""
    coded = pc.dictionary_encode(cells)
    texts = coded.dictionary.to_pylist()
    parsed = [parse(text) for text in texts]
    values = pc.take(pa.array(parsed, ARROW[kind]), coded.indices)
    failed = [index for index, value in enumerate(parsed) if value is None]
    if not failed:
        return Typed(values, {})
    codes = np.asarray(pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False))
    return Typed(values, dict.fromkeys(np.flatnonzero(np.isin(codes, failed)).tolist(), rule))


def _plain_days(cells: pa.Array, formats: tuple[str, ...]) -> pa.Array | None:
    """All cells at once where each reads YYYY-MM-DD, with or without midnight behind it; else None."""
    if formats != ("%Y-%m-%d",) or not pc.all(pc.is_in(pc.utf8_slice_codeunits(cells, 10), _BEHIND)).as_py():
        return None
    try:
        days = pc.cast(pc.utf8_slice_codeunits(cells, 0, 10), pa.date32())
    except pa.ArrowInvalid:
        return None
    span = pc.min_max(days).as_py()
    return days if span["min"] and 1900 <= span["min"].year and span["max"].year <= 2100 else None


@lru_cache(maxsize=1 << 16)
def _date(text: str, formats: tuple[str, ...]) -> date | None:
    day = _MIDNIGHT.sub("", text.strip())
    for form in formats:
        try:
            found = datetime.strptime(day, form).date()
        except ValueError:
            continue
        return found if 1900 <= found.year <= 2100 and _written_out(day, form) else None
    return None


def _written_out(day: str, form: str) -> bool:
    """Refuses 2014-1-5 where 2014-01-05 is the format: such dates are often a swapped day and month."""
    return form != "%Y-%m-%d" or len(day) == 10

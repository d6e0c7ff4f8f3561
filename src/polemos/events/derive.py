"""Columns that a source lacks and its own columns tell; each says what it assumes, and the receipt names it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Columns = dict[str, pa.Array]


def whole_year(columns: Columns, lines: np.ndarray) -> None:
    """Only the year is known: the event lasts from 1 January to 31 December, at the lowest precision of dates."""
    years = np.asarray(pc.fill_null(columns["year"], 1970).to_numpy(zero_copy_only=False), dtype=np.int64)
    starts = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    ends = (years - 1969).astype("datetime64[Y]").astype("datetime64[D]") - np.timedelta64(1, "D")
    columns["date_start"], columns["date_end"] = pa.array(starts), pa.array(ends)
    columns["date_prec"] = pa.array(np.full(len(years), 5, dtype=np.int64))


def type_from_sides(columns: Columns, lines: np.ndarray) -> None:
    """The type of violence by its sides: civilians are a side (3), a government is (1), neither is (2)."""
    names = [columns["side_a"], columns["side_b"]]
    civilian = _either([pc.equal(name, "Civilians") for name in names])
    state = _either([pc.starts_with(name, "Government of ") for name in names])
    kinds = pc.if_else(civilian, 3, pc.if_else(state, 1, 2))
    columns["type_of_violence"] = pc.cast(kinds, pa.int64())


def _either(masks: list[pa.Array]) -> pa.Array:
    return pc.or_(*(pc.fill_null(mask, False) for mask in masks))


def single_estimate(columns: Columns, lines: np.ndarray) -> None:
    """A source with one number gives no range: low and high are that number, and an event without an end is a day."""
    for name in ("low", "high"):
        columns[name] = _filled(columns.get(name), columns["best"])
    columns["date_end"] = _filled(columns.get("date_end"), columns["date_start"])


def _filled(own: pa.Array | None, other: pa.Array) -> pa.Array:
    return other if own is None else pc.coalesce(own, other)


def row_id(columns: Columns, lines: np.ndarray) -> None:
    """The source numbers no events: the row of the file is the identifier."""
    columns["id"] = pc.cast(pa.array(lines), pa.string())


def country_from_iso3(columns: Columns, lines: np.ndarray) -> None:
    """The three-letter code stands for the country's name."""
    columns["country"] = columns["iso3"]


def acled_precision(columns: Columns, lines: np.ndarray) -> None:
    """ACLED's precisions in UCDP's scale: day, week, month are 1, 3, 4; exact, near, region are 1, 2, 4."""
    for ours, theirs, scale in (("date_prec", "time_precision", (1, 3, 4)), ("where_prec", "geo_precision", (1, 2, 4))):
        if theirs in columns:
            columns[ours] = _recoded(columns[theirs], {str(i + 1): value for i, value in enumerate(scale)})


def _recoded(cells: pa.Array, scale: dict[str, int]) -> pa.Array:
    found = pc.index_in(pc.utf8_trim_whitespace(cells), pa.array(list(scale)))
    return pc.take(pa.array(list(scale.values()), pa.int64()), found)


def acled_type(columns: Columns, lines: np.ndarray) -> None:
    """Violence against civilians is 3; battles and explosions are 1 with state forces (actor code 1, 8), else 2.

    Protests, riots and strategic developments have no type. The newer exports write the actor codes as words.
    """
    kind = columns["event_type"]
    fighting = pc.is_in(kind, pa.array(["Battles", "Explosions/Remote violence"]))
    against = pc.equal(kind, "Violence against civilians")
    states = pa.array(["1", "8", "State forces", "State Forces", "External/Other forces", "External/Other Forces"])
    sides = [columns[name] for name in ("inter1", "inter2") if name in columns]
    state = _either([pc.is_in(side, states) for side in sides]) if len(sides) == 2 else pa.scalar(False)
    nothing = pa.scalar(None, pa.int64())
    kinds = pc.if_else(against, 3, pc.if_else(fighting, pc.if_else(state, 1, 2), nothing))
    columns["type_of_violence"] = pc.cast(kinds, pa.int64())


DERIVE: dict[str, Callable[[Columns, np.ndarray], None]] = {
    "whole_year": whole_year,
    "type_from_sides": type_from_sides,
    "single_estimate": single_estimate,
    "row_id": row_id,
    "country_from_iso3": country_from_iso3,
    "acled_precision": acled_precision,
    "acled_type": acled_type,
}

"""The tidy form: origin, target, unit, period, draw, value; a quantile forecast has `level` in place of `draw`."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from polemos.core.errors import InputError
from polemos.scoring.assemble import Long, assemble
from polemos.scoring.forecast import Forecast, Observed, QuantileForecast
from polemos.scoring.frames import amounts, coded, numbers
from polemos.scoring.months import Months, parse


def is_tidy(names: set[str]) -> bool:
    """Whether these columns are a tidy forecast."""
    return {"target", "unit", "period", "value"} <= names and ("draw" in names or "level" in names)


def read_tidy(table: pa.Table, where: str) -> Forecast | QuantileForecast:
    """Assumes periods and origins are written YYYY-MM; one target and one origin per file."""
    target = one_of(table, "target", where)
    origin = parse(one_of(table, "origin", where), where) if "origin" in table.column_names else None
    member = "draw" if "draw" in table.column_names else "level"
    unit, labels = coded(table, "unit", where)
    period = months_of(table, "period", where)
    members_in = numbers(table, member, where)
    value = amounts(table, "value", where)
    names, months, members, values = assemble(Long(where, unit, labels, period, members_in, member, value))
    if member == "draw":
        return Forecast(target, origin, names, months, values)
    return QuantileForecast(target, origin, names, months, members, values)


def read_tidy_observed(table: pa.Table, where: str) -> Observed:
    """Observed values: unit, period, value (and target, where given, the same in every row)."""
    target = one_of(table, "target", where) if "target" in table.column_names else "observed"
    unit, labels = coded(table, "unit", where)
    period = months_of(table, "period", where)
    value = amounts(table, "value", where)
    names, months, _, values = assemble(Long(where, unit, labels, period, np.zeros(unit.size), "value", value))
    return Observed(target, names, months, values[:, 0])


def one_of(table: pa.Table, name: str, where: str) -> str:
    """The single text that a column holds; refuses a mixture, naming the first row that differs."""
    codes, labels = coded(table, name, where)
    if not codes.size:
        raise InputError(where, "a table has rows", value="none")
    other = np.flatnonzero(codes != codes[0])
    if other.size:
        rule = f"a file holds one {name}, here '{labels[int(codes[0])]}'"
        fix = f"write one file for each {name}"
        raise InputError(f"{where}, row {other[0] + 1}", rule, value=labels[int(codes[other[0]])], fix=fix)
    return labels[int(codes[0])]


def months_of(table: pa.Table, name: str, where: str) -> Months:
    """A column of months as month numbers; refuses a malformed one, naming the row."""
    codes, labels = coded(table, name, where)
    numbered = np.zeros(len(labels), dtype=np.int64)
    for code, label in enumerate(labels):
        try:
            numbered[code] = parse(label, where)
        except InputError as error:
            row = int(np.flatnonzero(codes == code)[0]) + 1
            raise InputError(f"{where}, row {row}, '{name}'", error.rule, value=label, fix=error.fix) from None
    return numbered[codes]

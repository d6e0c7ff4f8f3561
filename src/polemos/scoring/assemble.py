"""Long columns (unit, period, member, value) -> one row per unit-month, one column per draw or quantile level.

Refuses, naming the row: duplicated cells, and unit-months with more or fewer members than the first one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError
from polemos.scoring.forecast import Floats, Units
from polemos.scoring.months import Months, month_text


@dataclass(frozen=True, eq=False)
class Long:
    """Columns of a long table: unit as (codes, labels), period as month numbers, member (draw or level), value."""

    where: str
    unit: NDArray[np.int64]
    labels: list[str]
    period: Months
    member: Floats
    member_name: str
    value: Floats


def assemble(long: Long) -> tuple[Units, Months, Floats, Floats]:
    """(unit, period, members, values): rows in (period, unit) order, columns in rising order of member."""
    if not long.value.size:
        raise InputError(long.where, "a table has rows", value="none")
    rank, names = unit_order(long.labels)
    members, column = np.unique(long.member, return_inverse=True)
    row_key = (long.period - long.period.min()) * len(names) + rank[long.unit]
    key = row_key * members.size + column
    if not np.all(key[1:] > key[:-1]):
        order = np.argsort(key, kind="stable")
        _refuse_duplicates(long, order, key)
    else:
        order = np.arange(key.size)
    first = _equal_blocks(long, row_key[order], members, order)
    values = long.value[order].reshape(-1, members.size)
    return names[rank[long.unit[first]]], long.period[first], members, values


def unit_order(labels: list[str]) -> tuple[NDArray[np.int64], Units]:
    """(rank of each label, labels in order); units written as whole numbers are ordered as numbers."""
    digits = all(label.isdigit() for label in labels)
    order = sorted(range(len(labels)), key=lambda i: int(labels[i]) if digits else labels[i])
    rank = np.empty(len(labels), dtype=np.int64)
    rank[order] = np.arange(len(labels))
    return rank, np.array([labels[i] for i in order], dtype=np.str_)


def _refuse_duplicates(long: Long, order: NDArray[np.int64], key: NDArray[np.int64]) -> None:
    twice = np.flatnonzero(np.diff(key[order]) == 0)
    if twice.size:
        row = int(order[twice[0] + 1])
        rule = f"a unit, month and {long.member_name} appear once"
        raise InputError(f"{long.where}, row {row + 1}", rule, value=_cell(long, row), fix="remove the second row")


def _equal_blocks(
    long: Long, row_key: NDArray[np.int64], members: Floats, order: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The first source row of every unit-month, after checking that each has every member."""
    starts = np.flatnonzero(np.concatenate([[True], row_key[1:] != row_key[:-1]]))
    counts = np.diff(np.concatenate([starts, [row_key.size]]))
    bad = np.flatnonzero(counts != members.size)
    if bad.size:
        row = int(order[starts[bad[0]]])
        rule = f"every unit-month has the same {members.size} values of '{long.member_name}'"
        got = f"{counts[bad[0]]} for {_cell(long, row)}"
        raise InputError(f"{long.where}, row {row + 1}", rule, value=got, fix="give every unit-month the same draws")
    return np.asarray(order[starts])


def _cell(long: Long, row: int) -> str:
    month = month_text(int(long.period[row]))
    return f"unit {long.labels[int(long.unit[row])]}, {month}, {long.member_name} {long.member[row]:g}"

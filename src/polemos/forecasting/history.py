"""What is known at an origin: monthly counts by unit, nothing later. Every forecaster gets this and only this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from polemos.core.calendar import month_text
from polemos.core.errors import InputError
from polemos.scoring.forecast import Floats, Units
from polemos.scoring.frames import amounts, coded, integers, open_table
from polemos.scoring.months import from_views


@dataclass(frozen=True, eq=False)
class History:
    """Counts by month and unit. Shapes: unit (units,), values (months, units), NaN before a unit exists.

    `first` is the number of the first month; the last month is the origin.
    """

    target: str
    unit: Units
    first: int
    values: Floats

    @property
    def origin(self) -> int:
        """The number of the last month."""
        return self.first + len(self.values) - 1

    def until(self, origin: int) -> History:
        """The history up to an origin, with the units that exist then; refuses an origin outside the history."""
        if not self.first <= origin <= self.origin:
            span = f"{month_text(self.first)} to {month_text(self.origin)}"
            raise InputError("origin", f"it lies inside the history, {span}", value=month_text(origin))
        values = self.values[: origin - self.first + 1]
        alive = ~np.isnan(values[-1])
        return History(self.target, self.unit[alive], self.first, values[:, alive])

    def last(self, months: int) -> Floats:
        """The last months (fewer if the history is shorter); months before a unit existed count as 0."""
        return np.nan_to_num(self.values[-months:], nan=0.0)


def read_history(source: Any, target: str = "ged_sb") -> History:
    """Columns month_id, country_id and the target; refuses duplicates and gaps, naming unit and month."""
    table, where = open_table(source)
    period = from_views(integers(table, "month_id", where), where)
    codes, labels = coded(table, "country_id", where)
    counts = amounts(table, target, where)
    if not counts.size:
        raise InputError(where, "a history has rows", value="none")
    from polemos.scoring.assemble import unit_order

    rank, units = unit_order(labels)
    first = int(period.min())
    values = np.full((int(period.max()) - first + 1, units.size), np.nan)
    seen = np.zeros(values.shape, dtype=np.int64)
    np.add.at(seen, (period - first, rank[codes]), 1)
    twice = np.flatnonzero(seen[period - first, rank[codes]] > 1)
    if twice.size:
        row = int(twice[-1])
        who = f"unit {labels[int(codes[row])]}, {month_text(int(period[row]))}"
        raise InputError(f"{where}, row {row + 1}", "a unit-month appears once", value=who, fix="remove one row")
    values[period - first, rank[codes]] = counts
    _refuse_gaps(values, units, first, where)
    return History(target, units, first, values)


def _refuse_gaps(values: Floats, units: Units, first: int, where: str) -> None:
    """Between a unit's first and last month none is missing: a month without deaths is a row with 0."""
    known = ~np.isnan(values)
    after_first = np.maximum.accumulate(known, axis=0)
    before_last = np.maximum.accumulate(known[::-1], axis=0)[::-1]
    holes = np.argwhere(after_first & before_last & ~known)
    if holes.size:
        month, unit = holes[0]
        who = f"no {month_text(first + int(month))} for unit {units[unit]}"
        raise InputError(
            where, "a unit's months follow one another", value=who, fix="write a row with 0 if nobody died"
        )

"""A driver's observed values as one value per month: interpolated between rows, continued by its rule after the last.

Assumes a row's value holds for the whole month of its date ('step': until the next row's month; 'linear': straight to
it). Months before the first row have the value `before`, as has a label without a row.
"""

from __future__ import annotations

from collections.abc import Sequence

from polemos.cases.driver_rows import driver_labels, month_of
from polemos.cases.resolved import ResolvedDriver
from polemos.cases.schema import Case, CaseFile, DriverEntry, DriverRow, Rule
from polemos.core.calendar import month_number

Points = Sequence[tuple[int, float]]


def resolve_driver(name: str, case: Case, months: int) -> ResolvedDriver:
    """The named driver over the first `months` months of the case."""
    entry, rows = case.drivers[name], case.driver_rows[name]
    header = CaseFile(case=case.header, dims=case.dims, actors=case.actors)
    points = [_points(rows, label, case.header.start) for label in driver_labels(entry, header)]
    points = [own or [(0, entry.before)] for own in points]
    paths = [monthly(entry, own, months) for own in points]
    return ResolvedDriver(
        unit=entry.unit,
        dims=entry.dims,
        each_place=entry.each_place,
        values=tuple(zip(*paths, strict=True)),
        observed=tuple(own[-1][0] + 1 for own in points),
        basis=entry.basis,
        source=entry.source,
        note=entry.note,
    )


def _points(rows: Sequence[DriverRow], label: str, start: str) -> Points:
    first = month_number(start)
    return sorted((month_of(row.date) - first, row.value) for row in rows if row.label == label)


def monthly(entry: DriverEntry, points: Points, months: int) -> tuple[float, ...]:
    """The value in each of `months` months; `points` are (month, value), sorted, at least one."""
    last = points[-1][0]
    observed = [_between(entry, points, month) for month in range(last + 1)]
    return tuple(
        observed[month] if month <= last else _ruled(entry.rule, observed, month - last) for month in range(months)
    )


def _between(entry: DriverEntry, points: Points, month: int) -> float:
    earlier = [point for point in points if point[0] <= month]
    if not earlier:
        return entry.before
    (left, value), later = earlier[-1], points[len(earlier) :]
    if entry.interpolation == "step" or left == month or not later:
        return value
    right, next_value = later[0]
    return value + (next_value - value) * (month - left) / (right - left)


def _ruled(rule: Rule, observed: Sequence[float], ahead: int) -> float:
    if rule.kind == "last":
        return observed[-1]
    if rule.kind == "mean":
        recent = observed[-rule.months :]
        return float(sum(recent) / len(recent))
    if rule.kind == "decay":
        return float(observed[-1] * 0.5 ** (ahead / rule.half_life))
    return 0.0

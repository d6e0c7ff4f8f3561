"""The observed path of each driver, checked against the case's span and labels."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from polemos.cases.csv_rows import Row
from polemos.cases.entries import labels_of
from polemos.cases.files import shown
from polemos.cases.problems import Problems, nearest
from polemos.cases.schema import CaseFile, DriverEntry, DriverRow
from polemos.cases.tables import read_driver
from polemos.core.calendar import month_number
from polemos.core.errors import InputError

Rows = list[tuple[Row, DriverRow]]


def read_driver_rows(
    folder: Path, drivers: dict[str, DriverEntry], case: CaseFile | None, problems: Problems
) -> dict[str, Rows]:
    """The rows of every driver; without a header nothing but the rows themselves is checked."""
    found: dict[str, Rows] = {}
    for name, driver in drivers.items():
        found[name] = []
        with problems.collecting():
            before = len(problems)
            found[name] = read_driver(folder / driver.file, driver.dims, problems)
            if case is not None:
                _check_rows(found[name], driver, case, problems)
            if case is not None and len(problems) == before:
                _check_labels(found[name], driver, case, shown(folder / driver.file))
    return found


def driver_labels(driver: DriverEntry, case: CaseFile) -> tuple[str, ...]:
    """The labels a driver needs a path for; one empty label for a driver without dimensions."""
    return labels_of(driver.dims[0], case) if driver.dims else ("",)


def month_of(day: date) -> int:
    """The number of the month a day falls in."""
    return day.year * 12 + day.month - 1


def check_within(day: date, case: CaseFile, where: str) -> None:
    """Refuse a day outside the case's span."""
    if not month_number(case.case.start) <= month_of(day) <= month_number(case.case.end):
        raise InputError(
            where,
            f"lies outside the case's span, {case.case.start} to {case.case.end}",
            value=str(day),
            fix="remove the row, or widen the span in case.toml",
        )


def _check_rows(rows: Rows, driver: DriverEntry, case: CaseFile, problems: Problems) -> None:
    labels, seen = driver_labels(driver, case), set[tuple[str, int]]()
    for row, record in rows:
        with problems.collecting():
            check_within(record.date, case, row.where("date"))
            if record.label not in labels:
                fix = nearest(record.label, labels) or "correct it"
                raise InputError(
                    row.where(driver.dims[0]), f"must be a {driver.dims[0]} of case.toml", value=record.label, fix=fix
                )
            if (record.label, month_of(record.date)) in seen:
                raise InputError(
                    row.where("date"), "the month stands twice", value=str(record.date), fix="remove one of the rows"
                )
        seen.add((record.label, month_of(record.date)))


def _check_labels(rows: Rows, driver: DriverEntry, case: CaseFile, where: str) -> None:
    present = {record.label for _, record in rows}
    for label in driver_labels(driver, case):
        if label not in present:
            raise InputError(
                where,
                "every label needs at least one row",
                value=label or "no row",
                fix="add a row with its first value",
            )

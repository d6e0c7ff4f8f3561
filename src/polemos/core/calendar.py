"""Time as the model keeps it: whole months, each cut into the same number of equal steps.

Assumes every month is 1/12 of a year (30.44 days); dates inside a month are rounded down to the month for drivers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from polemos.core.errors import InputError

DAYS_PER_MONTH = 365.25 / 12
LONGEST_STEP_DAYS = 7.0


def month_number(month: str, where: str = "month") -> int:
    """Months since year 0 of a text like '2014-06'."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", month)
    if not match or not 1 <= int(match[2]) <= 12:
        raise InputError(where, "a month is written YYYY-MM", value=month, fix="write it like 2014-06")
    return int(match[1]) * 12 + int(match[2]) - 1


def month_text(number: int) -> str:
    """The inverse of `month_number`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


@dataclass(frozen=True)
class Calendar:
    """The first month, how many months follow, and the steps in each."""

    start: str
    months: int
    steps_per_month: int

    def __post_init__(self) -> None:
        month_number(self.start, "calendar.start")
        if self.months < 1:
            raise InputError("calendar.months", "a run is at least one month long", value=self.months)
        if self.steps_per_month < 1:
            raise InputError("calendar.steps_per_month", "a month has at least one step", value=self.steps_per_month)

    @property
    def step(self) -> float:
        """Length of a step in months."""
        return 1.0 / self.steps_per_month

    @property
    def labels(self) -> tuple[str, ...]:
        """The months of the run, 'YYYY-MM'."""
        first = month_number(self.start)
        return tuple(month_text(first + i) for i in range(self.months))

    def index(self, when: date | str) -> int:
        """Which month of the run a date falls in (may lie outside 0..months-1)."""
        text = when if isinstance(when, str) else f"{when.year:04d}-{when.month:02d}"
        return month_number(text[:7]) - month_number(self.start)

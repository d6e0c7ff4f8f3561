"""Reporting delay: what of a period was known on a day, and how much of it a first release holds.

Assumes the habits of UCDP: a candidate release about the 20th of the next month (worldwide from October 2020), the
yearly one by the end of June of the next year. The ratio first / later is lognormal around those seen so far.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError
from polemos.observation.sourced_data import table

Known = Literal["final", "candidate", "nothing"]
WORLD = date(2020, 10, 1)


def known_on(day: date, month: str) -> Known:
    """What UCDP had published on a day about a month written YYYY-MM."""
    year, number = int(month[:4]), int(month[5:7])
    habit = table("reporting_delay")["publication"]
    if day >= date(year + 1, habit["final_month"], 30):
        return "final"
    next_month = date(year + number // 12, number % 12 + 1, habit["candidate_day"])
    return "candidate" if date(year, number, 1) >= WORLD and day >= next_month else "nothing"


def known_months(day: date, months: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which months have any figure on that day."""
    return np.array([known_on(day, month) != "nothing" for month in months])


def first_over_later(name: str) -> tuple[float, float]:
    """Median and log-sd of first / later for a series of `reporting_delay.toml`; sd 0.2 where one year is known."""
    entry = table("reporting_delay").get(name, {})
    if "ratios" not in entry:
        raise InputError(f"reporting delay {name}", "no revision of such a series is known")
    logs = np.log(list(entry["ratios"].values()))
    return float(np.exp(np.median(logs))), float(logs.std(ddof=1)) if len(logs) > 1 else 0.2

"""Months as scores count them: one integer per month (`core.calendar.month_number`), and the VIEWS month_id.

VIEWS counts from 1 = January 1980; 457 = January 2018.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.calendar import month_number, month_text
from polemos.core.errors import InputError

Months = NDArray[np.int64]

VIEWS_OFFSET = 1980 * 12 - 1
LAST_SENSIBLE_ID = 1200


def from_views(month_id: NDArray[np.int64], where: str) -> Months:
    """Month numbers of VIEWS month_ids; refuses ids outside 1..1200 (1980-2079), naming the row."""
    bad = np.flatnonzero((month_id < 1) | (month_id > LAST_SENSIBLE_ID))
    if bad.size:
        fix = "month_id 1 is January 1980 and 457 is January 2018"
        raise InputError(
            f"{where}, row {bad[0] + 1}", "a month_id lies in 1..1200", value=int(month_id[bad[0]]), fix=fix
        )
    return np.asarray(month_id, dtype=np.int64) + VIEWS_OFFSET


def to_views(months: Months) -> Months:
    """VIEWS month_ids of month numbers."""
    return np.asarray(months, dtype=np.int64) - VIEWS_OFFSET


def parse(text: str, where: str) -> int:
    """The month number of a text 'YYYY-MM' or 'YYYY-MM-DD' (the day is dropped)."""
    return month_number(text[:7] if len(text) == 10 else text, where)


__all__ = ["Months", "from_views", "month_number", "month_text", "parse", "to_views"]

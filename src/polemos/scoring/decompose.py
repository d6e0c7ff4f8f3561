"""Where a score comes from: its mean and its share of the total by unit, by month, by lead or by window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import UsageError
from polemos.scoring.months import month_text
from polemos.scoring.sheet import Sheet

PARTS = ("unit", "month", "lead", "year")


@dataclass(frozen=True)
class Part:
    """One group of rows: how many, the mean score in it, and its share of the sum over all rows."""

    name: str
    rows: int
    mean: float
    share: float


def decompose(sheet: Sheet, by: str, name: str = "crps") -> list[Part]:
    """Parts in order of time or lead; units by falling share."""
    labels, index = np.unique(_groups(sheet, by), return_inverse=True)
    scores = sheet.scores[name]
    sums, rows = np.bincount(index, scores), np.bincount(index)
    total = float(scores.sum()) or 1.0
    parts = [
        Part(_label(by, label), int(n), float(s / n), float(s / total))
        for label, n, s in zip(labels.tolist(), rows, sums, strict=True)
    ]
    return sorted(parts, key=lambda part: -part.share) if by == "unit" else parts


def _groups(sheet: Sheet, by: str) -> NDArray[Any]:
    if by == "unit":
        return sheet.unit
    if by == "month":
        return sheet.period
    if by == "year":
        return sheet.period // 12
    if by == "lead":
        if sheet.lead is None:
            raise UsageError("The origin of the forecast is not known, so it has no leads; give --origin YYYY-MM.")
        return sheet.lead
    raise UsageError(f"A score is taken apart by {', '.join(PARTS)}, not by '{by}'.")


def _label(by: str, label: Any) -> str:
    return month_text(int(label)) if by == "month" else str(label)

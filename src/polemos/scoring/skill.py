"""Paired skill: 1 - score / baseline's score, with an interval from a block bootstrap.

A block is one unit's whole path (all its months in all windows): months of a war are not independent, and mean CRPS is
the score of a few countries, so the interval says what it would be had other countries been at war. Blocks may be
months instead. The pairs stay together, so the interval is of the difference, not of two separate scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polemos.core.errors import InputError, UsageError
from polemos.scoring.forecast import Floats
from polemos.scoring.sheet import Sheet

BLOCKS = ("unit", "month", "quarter")


@dataclass(frozen=True)
class Skill:
    """Share of the baseline's score that is saved (negative: lost), and its central interval."""

    score: str
    value: float
    low: float
    high: float
    level: float
    blocks: int


def paired_skill(
    sheet: Sheet,
    baseline: Sheet,
    name: str = "crps",
    *,
    blocks: str = "unit",
    resamples: int = 2000,
    level: float = 0.9,
) -> Skill:
    """Skill of `sheet` against `baseline` on one score; both must have the same rows. Seed fixed."""
    if not (np.array_equal(sheet.unit, baseline.unit) and np.array_equal(sheet.period, baseline.period)):
        raise InputError("baseline", "it is about the same unit-months as the forecast", fix="forecast the same rows")
    if blocks not in BLOCKS:
        raise UsageError(f"Blocks of the bootstrap are {', '.join(BLOCKS)}, not '{blocks}'.")
    time = sheet.period // 3 if blocks == "quarter" else sheet.period
    _, index = np.unique(sheet.unit if blocks == "unit" else time, return_inverse=True)
    count = int(index.max()) + 1
    ours = np.bincount(index, sheet.scores[name], count)
    theirs = np.bincount(index, baseline.scores[name], count)
    pick = np.random.default_rng(0).multinomial(count, np.full(count, 1.0 / count), size=resamples).astype(np.float64)
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(_skill(pick @ ours, pick @ theirs), [tail, 1.0 - tail])
    total = _skill(ours.sum(keepdims=True), theirs.sum(keepdims=True))
    return Skill(name, float(total[0]), float(low), float(high), level, count)


def _skill(ours: Floats, theirs: Floats) -> Floats:
    """1 - ours / theirs; 0 where both are perfect."""
    ratio = np.divide(ours, theirs, out=np.ones_like(ours), where=theirs > 0)
    return np.asarray(1.0 - ratio)

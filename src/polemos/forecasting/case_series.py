"""A target of a case as a series of equal periods, so that every baseline can forecast it.

Assumes the period is what most rows span (a month, or a quarter). A row over more periods stands for each of them where
nothing finer is known, several rows of a period are averaged, and gaps are bridged by straight lines in log(1 + value):
baselines know nothing of gaps. A record of fewer than `FEWEST` periods is taken to have begun at its first value.
What was last known may lie long before the origin.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polemos.core.errors import InputError
from polemos.forecasting.forecaster import Forecaster
from polemos.forecasting.history import History
from polemos.observation.panel import Row
from polemos.scoring.forecast import Floats

STEPS = (1, 3)
FEWEST = 4


@dataclass(frozen=True)
class Periods:
    """The periods of a target: `step` months long, numbered from the run's first month; `adds`: values add up."""

    target: str
    step: int
    adds: bool

    def covered(self, row: Row) -> tuple[int, int]:
        """First and last period that a row lies in."""
        return row.first // self.step, row.last // self.step

    def value(self, row: Row) -> float:
        """A row's value for one period."""
        first, last = self.covered(row)
        return row.value / (last - first + 1) if self.adds else row.value

    def at(self, row: Row, draws: Floats, start: int) -> Floats:
        """What draws (period, draw), of which the first is period `start`, say of a row: (draw,)."""
        first, last = self.covered(row)
        part = draws[first - start : last - start + 1]
        return np.asarray(part.sum(axis=0) if self.adds else part.mean(axis=0))


def periods_of(rows: Sequence[Row]) -> Periods:
    """The periods of the rows of one target."""
    if not rows:
        raise InputError("periods", "a target has rows")
    spans = Counter(row.last - row.first + 1 for row in rows)
    step = max(STEPS, key=lambda size: (spans.get(size, 0), -size))
    return Periods(rows[0].target, step, rows[0].read == "sum")


def history_of(rows: Sequence[Row], periods: Periods) -> History | None:
    """What rows known at an origin make of a history, one unit; None without a row."""
    found: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        first, last = periods.covered(row)
        for period in range(first, last + 1):
            found[period][last - first].append(periods.value(row))
    if not found:
        return None
    at = sorted(found)
    finest = [found[period][min(found[period])] for period in at]
    logs = [float(np.mean(np.log1p(values))) for values in finest]
    first = min(at[0], at[-1] + 1 - FEWEST)
    values = np.expm1(np.interp(np.arange(first, at[-1] + 1), at, logs))
    return History(periods.target, np.array([periods.target]), first, values[:, None])


def baseline_draws(method: Forecaster, history: History, last: int, draws: int, seed: int) -> Floats:
    """Draws (period, draw) of a baseline from the period after the history's last one to period `last`."""
    leads = tuple(range(1, last - history.origin + 1))
    values = method.paths(history, leads, draws, seed)[:, 0]
    return np.asarray(values)

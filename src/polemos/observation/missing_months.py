"""Missing months: a month without a report is unknown, not zero, and a figure over several months is their sum.

Assumes reports stop and start by chance: each month a silence begins with probability `begins` and ends with `ends`,
whatever happens in that month. Leaves out that silence is likelier where the fighting is worst.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polemos.core.errors import InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class MissingMonths:
    """Probabilities per month that a silence begins, and that it ends; both in (0, 1)."""

    begins: float
    ends: float

    def share(self) -> float:
        """The share of months without a report in the long run."""
        return self.begins / (self.begins + self.ends)

    def reported(self, uniform: ArrayLike) -> Flags:
        """Which months are reported, from one uniform number per month (draw, month)."""
        u = np.asarray(uniform, dtype=np.float64)
        known = np.empty(u.shape, dtype=bool)
        silent = u[..., 0] < self.share()
        known[..., 0] = ~silent
        for month in range(1, u.shape[-1]):
            silent = np.where(silent, u[..., month] >= self.ends, u[..., month] < self.begins)
            known[..., month] = ~silent
        return known

    def log_probability(self, reported: ArrayLike) -> float:
        """Log probability of a run of months reported (true) and not (false)."""
        known = np.asarray(reported, dtype=bool)
        chance = np.log([self.share(), 1 - self.share()])[int(known[0])]
        steps = np.log([[1 - self.ends, self.ends], [self.begins, 1 - self.begins]])
        return float(chance + sum(steps[int(a), int(b)] for a, b in pairwise(known)))


def over_spans(monthly: ArrayLike, spans: Sequence[tuple[int, int]]) -> Floats:
    """Sums of monthly values (draw, month) over spans of months [first, last]: (draw, span), for figures by year."""
    values = np.asarray(monthly, dtype=np.float64)
    for first, last in spans:
        if not 0 <= first <= last < values.shape[-1]:
            raise InputError(f"span {first} to {last}", "a span lies within the months of the run")
    return np.stack([values[..., first : last + 1].sum(axis=-1) for first, last in spans], axis=-1)

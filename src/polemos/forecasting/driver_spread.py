"""Drivers after an origin: each follows its rule, and each draw departs from it by a walk of its own.

Assumes the log of a driver wanders as widely as its own record did from one year to the next (months at which it was
zero left out; a label without such a record borrows the others'), never beyond three times the record's maximum, and a
share never beyond 1. Before the end of its published record nothing is changed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from polemos.cases.resolved import ResolvedCase, ResolvedDriver
from polemos.core.seeds import host_uniform

Floats = NDArray[np.float64]
YEAR = 12
TIMES = 3.0


def driver_paths(resolved: ResolvedCase, seed: int, draw_ids: NDArray[np.integer]) -> dict[str, Floats]:
    """'driver.<name>' -> (draws, months, *dims), in each driver's unit."""
    from scipy.special import ndtri

    found = {}
    for name, driver in sorted(resolved.drivers.items()):
        months, labels = len(driver.values), len(driver.observed)
        luck = ndtri(host_uniform(seed, draw_ids, f"driver.{name}", months * labels))
        paths = spread(driver, np.asarray(luck).reshape(-1, months, labels))
        if driver.each_place:
            paths = np.repeat(paths, len(resolved.places), axis=2)
        found[f"driver.{name}"] = paths if driver.dims or driver.each_place else paths[..., 0]
    return found


def spread(driver: ResolvedDriver, luck: Floats) -> Floats:
    """Paths (draws, months, labels) from standard normal numbers of that shape."""
    values = np.array(driver.values, dtype=np.float64)
    after = np.arange(len(values))[:, None] >= np.array(driver.observed)[None, :]
    walk = np.cumsum(np.where(after, luck * monthly_sd(driver), 0.0), axis=1)
    record = np.where(after, 0.0, values).max(axis=0)
    most = 1.0 if driver.unit == "1" else np.maximum(TIMES * record, values.max(axis=0))
    return np.where(after, np.minimum(values * np.exp(walk), most), values)


def monthly_sd(driver: ResolvedDriver) -> Floats:
    """The sd of a month's change in log, (label,), from changes over a year in the published record."""
    own = [_yearly(np.array([row[i] for row in driver.values[:known]])) for i, known in enumerate(driver.observed)]
    pooled = np.concatenate(own)
    return np.array([_root(changes if len(changes) else pooled) for changes in own]) / math.sqrt(YEAR)


def _yearly(record: Floats) -> Floats:
    both = (record[YEAR:] > 0) & (record[:-YEAR] > 0) if len(record) > YEAR else np.zeros(0, dtype=bool)
    return np.log(record[YEAR:][both] / record[:-YEAR][both]) if both.any() else np.zeros(0)


def _root(changes: Floats) -> float:
    return math.sqrt(float((changes**2).mean())) if len(changes) else 0.0


def driver_summary(paths: Mapping[str, Floats]) -> dict[str, tuple[float, float, float]]:
    """The 5th, 50th and 95th percentile of each driver in the last month, over draws and labels."""
    shares = (0.05, 0.5, 0.95)
    return {name: tuple(float(q) for q in np.quantile(path[:, -1], shares)) for name, path in paths.items()}  # type: ignore[misc]

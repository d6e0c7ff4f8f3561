"""What a run wrote, read back: months, recorded quantities, and who holds what.

Assumes dimensions `draw`, `month` and, for `holder`, `place`; holder codes are 0 nobody, 1 movement, 2 rival. The
memory used for `holder` does not grow with the number of draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from polemos.report.bands import Floats
from polemos.report.facts import Target

if TYPE_CHECKING:
    import xarray as xr

NOBODY, MOVEMENT, RIVAL = 0, 1, 2
BLOCK = 256


@dataclass(frozen=True)
class Holding:
    """Shares of draws, each (month, place) for the chosen months, and what was ever held, by place.

    `ever` is the share of draws in which the movement holds the place at the end of at least one month; `first` the
    5th, 50th and 95th percentile of the first such month's index, over those draws (not a number if there are none).
    """

    places: tuple[str, ...]
    months: tuple[str, ...]
    movement: Floats
    nobody: Floats
    rival: Floats
    ever: Floats
    first: Floats


def month_labels(dataset: xr.Dataset) -> tuple[str, ...]:
    """The months of a run as 'YYYY-MM', whether they are kept as text or as dates."""
    values = dataset["month"].values
    if np.issubdtype(values.dtype, np.datetime64):
        values = values.astype("datetime64[M]")
    return tuple(str(value)[:7] for value in values)


def recorded(dataset: xr.Dataset, target: Target) -> Floats | None:
    """The (draw, month) values of a target, which a run keeps under the target's name; None if the run has none."""
    if target.name not in dataset or set(dataset[target.name].dims) != {"draw", "month"}:
        return None
    return np.asarray(dataset[target.name].transpose("draw", "month").values, dtype=np.float64)


def holding(dataset: xr.Dataset, months: tuple[str, ...]) -> Holding:
    """Who holds what in the chosen months, and what was ever held."""
    labels = month_labels(dataset)
    chosen = [labels.index(month) for month in months]
    places = tuple(str(name) for name in dataset["place"].values)
    counts = np.zeros((3, len(chosen), len(places)))
    firsts: list[NDArray[np.int64]] = []
    draws = 0
    for block in _blocks(dataset):
        draws += len(block)
        for code in (NOBODY, MOVEMENT, RIVAL):
            counts[code] += (block[:, chosen] == code).sum(axis=0)
        held = block == MOVEMENT
        firsts.append(np.where(held.any(axis=1), held.argmax(axis=1), -1))
    nobody, movement, rival = counts / max(draws, 1)
    first = np.concatenate(firsts) if firsts else np.zeros((0, len(places)), np.int64)
    return Holding(places, months, movement, nobody, rival, (first >= 0).mean(axis=0), _first_months(first))


def _first_months(first: NDArray[np.int64]) -> Floats:
    out = np.full((3, first.shape[1]), np.nan)
    for place in range(first.shape[1]):
        mine = first[:, place][first[:, place] >= 0]
        if len(mine):
            out[:, place] = np.quantile(mine, (0.05, 0.5, 0.95))
    return out


def _blocks(dataset: xr.Dataset) -> Iterator[NDArray[np.uint8]]:
    holder = dataset["holder"].transpose("draw", "month", "place")
    for start in range(0, holder.sizes["draw"], BLOCK):
        yield np.asarray(holder.isel(draw=slice(start, start + BLOCK)).values)

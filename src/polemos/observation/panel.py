"""The panel that a model is fitted to: rows of reported figures, spells of holding places, and how each of them errs.

Assumes each row errs apart from the others once its source's factor and its target's misfit are given, and that a place
without a spell was never held. A panel knows no model: `simulated` reads the same rows off a run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError
from polemos.observation.sums import held

Floats = NDArray[np.float64]
Read = Literal["end", "mean", "sum"]
Noise = Literal["lognormal", "count"]


@dataclass(frozen=True)
class Row:
    """One reported figure of a target: what it says, over which months of the run, and since when it was known.

    target: the simulated series, by name. series: the figures it is one of. first, last: months of the run, both
    inside. read: the last month's value, the mean or the sum over the months. bias: the name of its source's factor
    in `source_bias` ('' for none; rows of one name share one factor). noise: 'lognormal' with `spread` the sd of the
    log, or 'count' with `spread` the size of the negative binomial.
    """

    target: str
    series: str
    first: int
    last: int
    read: Read
    value: float
    low: float | None
    high: float | None
    unit: str
    known_from: date
    bias: str
    noise: Noise
    spread: float

    def __post_init__(self) -> None:
        if (
            self.first > self.last
            or self.read not in ("end", "mean", "sum")
            or self.noise not in ("lognormal", "count")
        ):
            raise InputError(
                f"panel, {self.series} months {self.first} to {self.last}", "is not a row that can be read"
            )
        if not self.spread > 0 or self.value < 0:
            raise InputError(f"panel, {self.series} months {self.first} to {self.last}", "spread > 0, value >= 0")


@dataclass(frozen=True)
class Spell:
    """A time for which the movement held a place: days gained and lost (None: not known to be lost) and their sd."""

    place: str
    gained: date
    lost: date | None
    known_from: date
    days_sd: float

    def until(self, day: date) -> Spell | None:
        """What was known of it on a day: a gain from its own day, the rest from the day of the report."""
        if self.gained > day:
            return None
        return self if self.known_from <= day and (self.lost is None or self.lost <= day) else replace(self, lost=None)


@dataclass(frozen=True)
class Panel:
    """Rows and spells of a case; months count from `start` (YYYY-MM), `places` are all places of the model in order."""

    start: str
    places: tuple[str, ...]
    rows: tuple[Row, ...]
    spells: tuple[Spell, ...] = ()

    def until(self, day: date) -> Panel:
        """What had been published by a day; nothing later, whatever it says."""
        months = (day.year - int(self.start[:4])) * 12 + day.month - int(self.start[5:7])
        rows = tuple(row for row in self.rows if row.known_from <= day and row.last <= months)
        spells = tuple(known for spell in self.spells if (known := spell.until(day)) is not None)
        return replace(self, rows=rows, spells=spells)

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets of its rows, in alphabetical order."""
        return tuple(sorted({row.target for row in self.rows}))


def simulated(rows: Sequence[Row], series: Mapping[str, NDArray[Any]]) -> Floats:
    """What a run says where the rows report: series of arrays (draw, month) by target -> (draw, row), rows' units.

    Raises InputError for a target that the run lacks or months that it does not reach.
    """
    found = []
    for row in rows:
        if row.target not in series or row.last >= series[row.target].shape[1]:
            known = f"the run has {', '.join(sorted(series))}"
            raise InputError(
                f"panel, {row.series} to month {row.last}", "is not in the run", value=row.target, fix=known
            )
        months = np.asarray(series[row.target][:, row.first : row.last + 1], dtype=np.float64)
        found.append({"end": months[:, -1], "mean": months.mean(axis=1), "sum": months.sum(axis=1)}[row.read])
    return np.stack(found, axis=1) if found else np.empty((len(next(iter(series.values()))), 0))


def simulated_shares(holder: NDArray[Any], windows: Sequence[tuple[int, int]]) -> Floats:
    """The share of month ends in each window [first, last] at which each place is held: (draw, window, place)."""
    held_then = held(holder)
    return np.stack([held_then[:, first : last + 1].mean(axis=1) for first, last in windows], axis=1)


def reported_shares(panel: Panel, windows: Sequence[tuple[int, int]]) -> Floats:
    """The same from the panel's spells: (window, place); a place counts as held at a month's end as its dates say."""
    ends = np.zeros((max(last for _, last in windows) + 1, len(panel.places)))
    for spell in panel.spells:
        first, last = _month(panel, spell.gained), len(ends) if spell.lost is None else _month(panel, spell.lost)
        ends[max(first, 0) : max(last, 0), panel.places.index(spell.place)] = 1.0
    return np.stack([ends[first : last + 1].mean(axis=0) for first, last in windows])


def _month(panel: Panel, day: date) -> int:
    return (day.year - int(panel.start[:4])) * 12 + day.month - int(panel.start[5:7])

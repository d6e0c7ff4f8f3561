"""Scenario discovery: which policies and outside conditions separate histories that end without the movement from those
in which it is back.

Assumes every driver's path that is not zero is multiplied by a factor drawn evenly from 0 (none) to 2 (twice as much).
Gone: at the end no place is held and members are fewer than a tenth of their peak. Back: at the end more places are
held than at the least since the peak, or members are half as many again as at their least since their peak; not gone.
These lines are choices; both are within the model.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from polemos.cases.schema import Case
from polemos.core.seeds import host_uniform
from polemos.scenarios.boxes import Box, Floats, find_box
from polemos.scenarios.histories import Draws, Histories, Progress, histories
from polemos.scenarios.paths import multiplied
from polemos.scenarios.scenario import BASELINE, Scenario

MOST = 2.0
GONE, BACK = 0.1, 1.5


@dataclass(frozen=True)
class Discovery:
    """A box for each ending, the shares of endings, civilians killed (median) in each, and how many draws."""

    draws: int
    source: str
    boxes: Mapping[str, Box]
    killed: Mapping[str, float]


def discover(
    case: Case,
    draws: Draws,
    until: str | None = None,
    workers: int | None = None,
    tell: Progress | None = None,
    folder: Path | None = None,
) -> Discovery:
    """Simulate draws with factors of their own on every driver, and find the boxes."""
    applied = Scenario(BASELINE).apply(case, until)
    levers = tuple(sorted(n for n, driver in applied.model.drivers.items() if np.any(np.asarray(driver.values) > 0.0)))
    factors = factors_of(draws, levers)
    paths = {f"driver.{n}": multiplied(applied.model, n, factors[:, i]) for i, n in enumerate(levers)}
    run = histories(applied, dataclasses.replace(draws, theta={**draws.theta, **paths}), workers, tell, folder)
    flags = endings(run)
    killed = run.series["civilians_killed"].sum(axis=1)
    found = {name: find_box(factors, levers, flag) for name, flag in flags.items()}
    middle = {name: float(np.median(killed[flag])) if flag.any() else float("nan") for name, flag in flags.items()}
    return Discovery(len(draws), draws.source, found, middle)


def factors_of(draws: Draws, levers: Sequence[str]) -> Floats:
    """A factor for each draw and lever, (draw, lever), keyed by the draw's row: its luck may be keyed by the month."""
    rows = np.arange(len(draws))
    return MOST * np.stack([host_uniform(draws.seed, rows, f"factor.{n}", 1)[:, 0] for n in levers], axis=1)


def endings(run: Histories) -> dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Which draws end with the movement gone, and in which it is back; each (draw,)."""
    members = np.asarray(run.series["fighters"], dtype=np.float64)
    places = np.stack([held for name, held in sorted(run.series.items()) if name.startswith("held_")], axis=2)
    count: Floats = places.sum(axis=2, dtype=np.float64)
    gone = (count[:, -1] == 0) & (members[:, -1] < GONE * np.maximum(members.max(axis=1), 1.0))
    more_places, more_members = count[:, -1] > _least(count), members[:, -1] > BACK * _least(members)
    return {"gone": gone, "back": (more_places | more_members) & ~gone}


def _least(values: Floats) -> Floats:
    """The least since the peak, per draw."""
    since = np.arange(values.shape[1])[None, :] >= values.argmax(axis=1)[:, None]
    return np.asarray(np.where(since, values, np.inf).min(axis=1))

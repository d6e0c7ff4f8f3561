"""Whether an emulated answer may be shown: held against fresh runs of settings that it was not learned from.

Assumes a setting is as hard as others that move as many levers. In every region (one lever moved, two, more) and for
every month of a chart, or every outcome, an answer is shown only if in all fresh settings of the region its median lies
within a tenth of the run's sd over draws and both ends of its band within a tenth of the band's width. A difference
that cannot be seen on the chart counts as none. A region with few fresh settings is never shown.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.scenarios.gaussian_process import Floats
from polemos.scenarios.lever_design import moved
from polemos.scenarios.lever_emulator import LeverEmulator, told_parts, unseen
from polemos.scenarios.lever_runs import Told

MEDIAN, BAND = 0.1, 0.1
REGIONS = ("one lever", "two levers", "three or more")
FEWEST = 5


@dataclass(frozen=True)
class Line:
    """One part in one region: fresh settings, the share of them right in all rows, the share of rows right in all of
    them (which are shown), and the largest error of the median in sds and of the band in widths, each the 95th
    percentile over settings and rows."""

    part: str
    region: str
    settings: int
    whole: float
    shown: float
    median_error: float
    band_error: float


def region_of(setting: Floats) -> int:
    """Which region a setting lies in; -1 at rest, where nothing is emulated."""
    return min(int(moved(setting)), len(REGIONS)) - 1


def checked(emulator: LeverEmulator, rows: Floats, told: Sequence[Told]) -> tuple[LeverEmulator, tuple[Line, ...]]:
    """The emulator with what it may show, and the table of the check, from fresh settings (setting, lever)."""
    where = np.array([region_of(row) for row in rows])
    answers = [emulator(row) for row in rows]
    parts, lines = {}, []
    for name, part in emulator.parts.items():
        pairs = [(answer[name], *told_parts(run)[name]) for answer, run in zip(answers, told, strict=True)]
        errors = np.stack([errors_of(*pair, name) for pair in pairs])
        right = np.asarray((errors <= np.array([MEDIAN, BAND])).all(axis=2))
        shown = np.zeros((len(REGIONS), len(part.rest)), bool)
        for k, region in enumerate(REGIONS):
            here = np.asarray(where == k)
            if here.sum() >= FEWEST:
                shown[k] = right[here].all(axis=0)
            if here.any():
                lines.append(_line(name, region, right[here], shown[k], errors[here]))
        parts[name] = dataclasses.replace(part, shown=shown)
    return dataclasses.replace(emulator, parts=parts), tuple(lines)


def errors_of(answer: Floats, run: Floats, sd: Floats, name: str) -> Floats:
    """(row, 2): the median's error in sds, and the larger error of the band's ends in its widths; 0 where unseen."""
    small, width = unseen(run, name), run[:, 2] - run[:, 0]
    off = np.abs(answer - run)
    off = np.where(off <= small[:, None], 0.0, off)
    tiny = np.maximum(small, 1e-12)
    median = off[:, 1] / np.maximum(sd, tiny)
    band = off[:, [0, 2]].max(axis=1) / np.maximum(width, tiny)
    return np.stack([median, band], axis=1)


def _line(name: str, region: str, right: NDArray[np.bool_], shown: NDArray[np.bool_], errors: Floats) -> Line:
    median, band = (float(e) for e in np.quantile(errors.reshape(-1, 2), 0.95, axis=0))
    return Line(name, region, len(right), float(right.all(axis=1).mean()), float(shown.mean()), median, band)

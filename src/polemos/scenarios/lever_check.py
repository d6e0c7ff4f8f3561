"""Whether an emulated answer may be shown: held against fresh runs of settings that it was not learned from.

Assumes a setting is as hard as others that move the same lever. For every lever and for every month of a chart, or
every outcome, an answer is shown only if in all fresh settings of the lever its median lies within a tenth of the run's
sd over draws and both ends of its band within a tenth of the band's width. A difference that cannot be seen on the
chart counts as none. A lever with few fresh settings is never shown, and nor are settings that move two.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.scenarios.gaussian_process import Floats
from polemos.scenarios.lever_emulator import LeverEmulator, told_parts, unseen
from polemos.scenarios.lever_runs import Told

MEDIAN, BAND = 0.1, 0.1
FEWEST = 5


@dataclass(frozen=True)
class Line:
    """One part with one lever moved: fresh settings, the share of them right in all rows, and the share of rows right
    in all of them (which are shown). again: of the rows that all other fresh settings let through, the share right in
    the one left out. The errors of the median in sds and of the band in widths are 95th percentiles over both."""

    part: str
    lever: str
    settings: int
    whole: float
    shown: float
    again: float
    median_error: float
    band_error: float


def lever_of(setting: Floats) -> int:
    """Which lever a setting moves; -1 at rest, where nothing is emulated, and -2 for two and more."""
    at = np.flatnonzero(~np.isnan(setting))
    return int(at[0]) if len(at) == 1 else -2 if len(at) else -1


def checked(emulator: LeverEmulator, rows: Floats, told: Sequence[Told]) -> tuple[LeverEmulator, tuple[Line, ...]]:
    """The emulator with what it may show, and the table of the check, from fresh settings (setting, lever)."""
    where = np.array([lever_of(row) for row in rows])
    answers = [emulator(row) for row in rows]
    parts, lines = {}, []
    for name, part in emulator.parts.items():
        pairs = [(answer[name], *told_parts(run)[name]) for answer, run in zip(answers, told, strict=True)]
        errors = np.stack([errors_of(*pair, name) for pair in pairs])
        right = np.asarray((errors <= np.array([MEDIAN, BAND])).all(axis=2))
        shown = np.zeros((len(emulator.tops), len(part.rest)), bool)
        for k, lever in enumerate(emulator.about["levers"]):
            here = np.asarray(where == k)
            if here.sum() >= FEWEST:
                shown[k] = right[here].all(axis=0)
            if here.any():
                lines.append(_line(name, lever, right[here], shown[k], errors[here]))
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


def _line(name: str, lever: str, right: NDArray[np.bool_], shown: NDArray[np.bool_], errors: Floats) -> Line:
    median, band = (float(e) for e in np.quantile(errors.reshape(-1, 2), 0.95, axis=0))
    whole, let_through = float(right.all(axis=1).mean()), float(shown.mean())
    return Line(name, lever, len(right), whole, let_through, _again(right), median, band)


def _again(right: NDArray[np.bool_]) -> float:
    """Of what the other settings (setting, row) let through, how much is right in the one left out; 1 of nothing."""
    others = [np.delete(right, k, axis=0).all(axis=0) for k in range(len(right))]
    kept = [row[other] for row, other in zip(right, others, strict=True)]
    return float(np.concatenate(kept).mean()) if any(len(part) for part in kept) else 1.0

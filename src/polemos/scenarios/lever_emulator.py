"""Quantiles of a comparison's series and outcomes as functions of the levers, learned from runs: a first answer.

Assumes the same draws and the same luck in every setting, so that quantiles change smoothly with the levers. What is
learned is the departure from the run with all levers at rest, in standard deviations of the draws, along a few common
directions. Leaves out every scenario that is no setting of the levers, and what the check on fresh settings refused.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError
from polemos.scenarios.gaussian_process import Floats, Process, covariance, learn
from polemos.scenarios.lever_runs import Told

FORM = "polemos lever emulator 1"
OUTCOME = "outcome"
# Directions are kept until this share of the variance is left out, or this many.
LEFT_OUT, MOST_DIRECTIONS = 1e-3, 12
# What cannot be seen on a chart: a thousandth of its height.
UNSEEN = 1e-3


@dataclass(frozen=True)
class Part:
    """One chart, or one outcome: (row, quantile) at rest, what departures are measured in (row,), directions
    (direction, row * quantile), and a process for each. shown (lever, row): what the check let through."""

    rest: Floats
    scale: Floats
    directions: Floats
    processes: tuple[Process, ...]
    shown: NDArray[np.bool_]


@dataclass(frozen=True)
class LeverEmulator:
    """rows (setting, lever): the settings learned from, as shares of the levers' ranges; rests (lever,) likewise; parts
    by name of series, and one for each outcome. about: key, levers, months, titles, what the draws are, the check."""

    rows: Floats
    rests: Floats
    tops: Floats
    parts: Mapping[str, Part]
    about: Mapping[str, Any]

    def __call__(self, setting: Floats) -> dict[str, Floats]:
        """Quantiles (row, quantile) of every part at a setting (lever,); NaN leaves a lever at rest."""
        at = (setting / self.tops)[None]
        found = {}
        for name, part in self.parts.items():
            along = [covariance(at, self.rows, self.rests, p.logs)[0] @ p.weights for p in part.processes]
            gone = np.asarray(along) @ part.directions
            values = part.rest + gone.reshape(part.rest.shape) * part.scale[:, None]
            values = np.sort(values, axis=1)
            found[name] = values if is_outcome(name) else np.maximum(values, 0.0)
        return found


def told_parts(told: Told) -> dict[str, tuple[Floats, Floats]]:
    """Quantiles (row, quantile) and sds (row,) of a run by part. A chart has a row for each month; an outcome has one
    for itself and one for its difference to the run at rest."""
    found = {name: (told.bands[name], told.sds[name]) for name in told.bands}
    return found | {outcome_name(k): (told.outcomes[k], told.outcome_sds[k]) for k in range(len(told.outcomes))}


def outcome_name(number: int) -> str:
    """What the part of an outcome is called."""
    return f"{OUTCOME} {number}"


def is_outcome(name: str) -> bool:
    """Whether a part is an outcome and not a chart."""
    return name.startswith(f"{OUTCOME} ")


def scale_of(sds: Sequence[Floats], name: str) -> Floats:
    """What departures are measured in: the median sd over settings, where there is one."""
    sd = np.asarray(np.median(sds, axis=0))
    least = np.where(sd > 0.0, sd, 1.0) if is_outcome(name) else max(UNSEEN * float(sd.max()), 1e-12)
    return np.maximum(sd, least)


def unseen(quantiles: Floats, name: str) -> Floats:
    """(row,): a difference too small to be seen, on a chart's common scale or on each outcome's own."""
    high = np.abs(quantiles).max(axis=1)
    return UNSEEN * (high if is_outcome(name) else np.full(len(high), high.max()))


def learn_parts(rows: Floats, rests: Floats, told: Sequence[Told], at_rest: Told) -> dict[str, Part]:
    """From runs at settings (setting, lever), in shares of the levers' ranges; nothing is shown before a check."""
    found = {}
    for name, (rest, _) in told_parts(at_rest).items():
        runs = [told_parts(one)[name] for one in told]
        scale = scale_of([sd for _, sd in runs], name)
        gone = np.stack([((values - rest) / scale[:, None]).ravel() for values, _ in runs])
        directions, along = _directions(gone)
        processes = tuple(learn(rows, rests, column) for column in along.T)
        found[name] = Part(rest, scale, directions, processes, np.zeros((0, len(rest)), bool))
    return found


def _directions(gone: Floats) -> tuple[Floats, Floats]:
    """Common directions of departures (setting, value), and the settings' places along them, about one in size."""
    left, sizes, right = np.linalg.svd(gone, full_matrices=False)
    missing = 1.0 - np.cumsum(sizes**2) / max(float((sizes**2).sum()), 1e-30)
    count = min(int((missing > LEFT_OUT).sum()) + 1, MOST_DIRECTIONS)
    root = np.sqrt(len(gone))
    return right[:count] * (sizes[:count] / root)[:, None], left[:, :count] * root


def content_of(emulator: LeverEmulator) -> bytes:
    """The file: the same emulator, the same bytes."""
    text = json.dumps({"form": FORM, "parts": list(emulator.parts), **emulator.about}, sort_keys=True)
    arrays: dict[str, Any] = {"about": np.frombuffer(text.encode(), np.uint8), "rows": emulator.rows}
    arrays |= {"rests": emulator.rests, "tops": emulator.tops}
    for name, part in emulator.parts.items():
        arrays |= {
            f"{name} rest": part.rest.astype(np.float32), f"{name} scale": part.scale.astype(np.float32),
            f"{name} directions": part.directions.astype(np.float16), f"{name} shown": part.shown,
            f"{name} logs": np.stack([p.logs for p in part.processes]).astype(np.float32),
            f"{name} weights": np.stack([p.weights for p in part.processes]).astype(np.float32),
            f"{name} errors": np.array([p.error for p in part.processes], np.float32),
        }  # fmt: skip
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def read_emulator(path: Path) -> LeverEmulator:
    """The emulator of a file; InputError if it is none."""
    try:
        with np.load(path, allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes())
            if about.pop("form") != FORM:
                raise ValueError("another form")
            kept = {name: np.asarray(file[name], np.float64) for name in file if not name.endswith(("about", "shown"))}
            found = {name: _part(name, kept, file[f"{name} shown"]) for name in about.pop("parts")}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        rule = "is no emulator of levers that this version reads"
        raise InputError(str(path), rule, value=str(error), fix="make it anew with `make emulator`") from error
    return LeverEmulator(kept["rows"], kept["rests"], kept["tops"], found, about)


def _part(name: str, kept: Mapping[str, Floats], shown: NDArray[np.bool_]) -> Part:
    learned = zip(kept[f"{name} logs"], kept[f"{name} weights"], kept[f"{name} errors"], strict=True)
    processes = tuple(Process(logs, weights, float(error)) for logs, weights, error in learned)
    return Part(kept[f"{name} rest"], kept[f"{name} scale"], kept[f"{name} directions"], processes, shown)

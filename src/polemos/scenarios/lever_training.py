"""From a case to a checked emulator of its levers: runs within a time, an emulator, its check, a file beside the case.

Assumes the draws of the app's comparisons: the posterior that fits the case, else the priors. The file belongs to case,
code and draws as they are; for any others it is as if it were not there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np

from polemos.cases.schema import Case
from polemos.core.errors import InputError, UsageError
from polemos.ensemble.durable import write_durably
from polemos.observation.expression import series_in
from polemos.scenarios.gaussian_process import Floats
from polemos.scenarios.histories import Draws, Simulator
from polemos.scenarios.lever_check import Line, checked
from polemos.scenarios.lever_design import design, rests
from polemos.scenarios.lever_emulator import LeverEmulator, content_of, learn_parts, read_emulator
from polemos.scenarios.lever_runs import LeverRuns, Told, key_of
from polemos.scenarios.outcomes import OUTCOMES
from polemos.scenarios.scenario import Applied

FOLDER = "emulators"
SEED, FRESH_SEED = 1, 2
FRESH = 50
# One fresh setting after this many to learn from, so that work cut short has enough of both.
EACH = 2
FEWEST = 8


def train(
    case: Case, draws: Draws, settings: int, seconds: float, work: Path, tell: Callable[[int, int], None]
) -> tuple[LeverEmulator, tuple[Line, ...]]:
    """Run, learn and check. settings: how many to learn from at most; seconds: after which no run is begun."""
    runs = LeverRuns(case, draws, work)
    rows = design(runs.levers, settings, SEED, runs.stepped)
    fresh = design(runs.levers, FRESH, FRESH_SEED, runs.stepped, fresh=True)
    rest = np.full((1, len(runs.levers)), np.nan)
    runs.make(np.concatenate([rest, _mixed(rows, fresh)]), time.monotonic() + seconds, tell)
    at_rest, learned, held = runs.made(rest), runs.made(rows), runs.made(fresh)
    if not at_rest or len(learned) < FEWEST:
        raise UsageError(f"{len(learned)} of {settings} settings are there, too few to learn from; give it more time.")
    tops = np.array([lever.top for lever in runs.levers.values()])
    shares = rows[list(learned)] / tops, rests(runs.levers) / tops
    found = learn_parts(*shares, list(learned.values()), at_rest[0])
    emulator = LeverEmulator(*shares, tops, found, _about(case, runs, draws, at_rest[0]))
    emulator, lines = checked(emulator, fresh[list(held)], list(held.values()))
    told = {"settings": len(learned), "fresh": len(held), "check": [asdict(line) for line in lines]}
    return LeverEmulator(*shares, tops, emulator.parts, {**emulator.about, **told}), lines


def keep(case: Case, emulator: LeverEmulator) -> Path:
    """Write it into the case's folder, in place of any other."""
    file = case.folder / FOLDER / "levers.npz"
    file.parent.mkdir(exist_ok=True)
    write_durably(file, content_of(emulator))
    return file


def emulator_of(case: Case, base: Applied, draws: Draws) -> LeverEmulator | None:
    """The emulator in the case's folder, if it was made with this case, code and draws."""
    file = case.folder / FOLDER / "levers.npz"
    if not file.is_file():
        return None
    try:
        found = read_emulator(file)
    except InputError:
        return None
    return found if found.about["key"] == key_of(base, draws) else None


def _mixed(rows: Floats, fresh: Floats) -> Floats:
    """Both, a fresh one after every few."""
    order = sorted(
        [*((k, row) for k, row in enumerate(rows)), *((EACH * (k + 1) - 0.5, row) for k, row in enumerate(fresh))],
        key=lambda pair: pair[0],
    )
    return np.array([row for _, row in order])


def _about(case: Case, runs: LeverRuns, draws: Draws, at_rest: Told) -> dict[str, object]:
    names = set(at_rest.bands)
    answered = [o for o in OUTCOMES if set(series_in(o.expression)) <= names]
    return {
        "key": runs.key,
        "case": case.header.name,
        "draws": len(draws),
        "draws_from": draws.source,
        "levers": list(runs.levers),
        "months": list(runs.base.model.calendar.labels),
        "units": {name: unit for name, unit in Simulator(runs.base).units.items() if name in names},
        "outcomes": [{"outcome": o.title, "unit": o.unit, "civilian": o.civilian} for o in answered],
    }

"""A first answer to two scenarios, in milliseconds, from the case's emulator; or why there is none.

Assumes the emulator beside the case was made with the case, the code and the draws that a comparison would use now;
else there is no answer, and the comparison has to be computed. What the emulator's check did not let through is left
out, and is named. The side that is the baseline is a run, not emulated.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from pydantic import ValidationError

from polemos.cases.load import load_case
from polemos.cases.schema import Case
from polemos.report.numbers import unit_text
from polemos.scenarios.gaussian_process import Floats
from polemos.scenarios.lever_check import lever_of
from polemos.scenarios.lever_design import Levers, setting_of
from polemos.scenarios.lever_emulator import LeverEmulator, outcome_name
from polemos.scenarios.lever_training import emulator_of
from polemos.scenarios.levers import levers_of
from polemos.scenarios.outcomes import SHOWN
from polemos.scenarios.scenario import BASELINE, Scenario, names_of, scenario
from polemos.scenarios.schema import ScenarioFile
from polemos.scenarios.sources import draws_of
from polemos.web.documents.rounding import short, shorts

DRAWS, SEED = 200, 1
# A chart with fewer of its months than this is no picture, and is left to the run whole.
LEAST = 0.5
NO_EMULATOR = "no emulator was made for the case, the code and the draws as they are"


@dataclass(frozen=True)
class Known:
    """A case with its levers, and its emulator if there is one that fits."""

    case: Case
    levers: Levers
    emulator: LeverEmulator | None


@dataclass
class FirstAnswers:
    """What is known of each case, looked at again only when a file of the case has changed."""

    _known: dict[str, tuple[float, Known]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def known(self, where: str | Path) -> Known:
        """A case by its folder or a shipped case's name."""
        with self._lock:
            at = self._known.get(str(where))
            if at is None or at[0] != _changed(at[1].case.folder):
                found = _look(where)
                at = self._known[str(where)] = (_changed(found.case.folder), found)
            return at[1]

    def answer(self, where: str | Path, a: str, b: str) -> dict[str, Any]:
        """Both sides' series and outcomes as far as the check let them through; `why` instead if there is none."""
        known = self.known(where)
        if known.emulator is None:
            return _none(NO_EMULATOR)
        settings = []
        for text in (a, b):
            setting, why = _setting(known, text)
            if setting is None:
                return _none(why)
            settings.append(setting)
        moved = [lever_of(setting) for setting in settings]
        if moved[1] == -1:
            return _none("nothing is changed")
        if -2 in moved:
            return _none("more than one lever is moved, and the emulator knows each alone")
        return _document(known.emulator, *settings)


def _look(where: str | Path) -> Known:
    case = load_case(where)
    base = Scenario(BASELINE).apply(case)
    levers = levers_of(base.model)
    try:
        emulator = emulator_of(case, base, draws_of(str(where), DRAWS, SEED, None, None, False))
    except KeyError:
        emulator = None
    return Known(case, levers, emulator)


def _changed(folder: Path) -> float:
    return max((file.stat().st_mtime for file in folder.rglob("*") if file.is_file()), default=0.0)


def _setting(known: Known, text: str) -> tuple[Floats | None, str]:
    """The setting that a side is, or None and why it is none; what a comparison would refuse is no setting either."""
    if text == BASELINE or text in names_of(known.case):
        return setting_of(scenario(known.case, text), known.levers)
    try:
        file = ScenarioFile.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError):
        return None, "the scenario is not complete"
    if any(act.target not in known.levers for act in file.acts):
        return None, "the scenario names no lever"
    return setting_of(Scenario("own", (("own", file),)), known.levers)


def _none(why: str) -> dict[str, Any]:
    return {"why": why, "series": [], "rows": [], "computing": []}


def _document(emulator: LeverEmulator, a: Floats, b: Floats) -> dict[str, Any]:
    sides = {side: emulator(setting) for side, setting in (("a", a), ("b", b))}
    seen = {side: _shown(emulator, setting) for side, setting in (("a", a), ("b", b))}
    about = emulator.about
    names = [name for name in SHOWN if name in emulator.parts]
    drawn = [name for name in names if all(seen[side][name].mean() >= LEAST for side in sides)]
    rows = _rows(emulator, sides, seen, is_baseline=lever_of(a) < 0)
    left = [row["outcome"] for row in rows if row["b"] is None]
    return {
        "why": "",
        "settings": about["settings"], "fresh": about["fresh"], "draws": about["draws"],
        "draws_from": about["draws_from"], "is_run": lever_of(a) < 0, "lever": about["levers"][max(lever_of(b), 0)],
        "months": about["months"],
        "series": [_series(name, sides, seen, about["units"].get(name, "")) for name in drawn],
        "rows": [row for row in rows if row["b"] is not None],
        "computing": [SHOWN[name] for name in names if name not in drawn] + left,
    }  # fmt: skip


def _shown(emulator: LeverEmulator, setting: Floats) -> dict[str, Any]:
    """(row,) of each part: what may be shown at a setting; at rest all of it, for that is a run."""
    lever = lever_of(setting)
    return {
        name: np.ones(len(part.rest), bool) if lever < 0 else part.shown[lever] for name, part in emulator.parts.items()
    }


def _series(name: str, sides: dict[str, dict[str, Floats]], seen: dict[str, Any], unit: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "title": SHOWN[name], "unit": unit_text(unit)}
    for side, parts in sides.items():
        values = np.where(seen[side][name][:, None], parts[name], np.nan)
        low, middle, high = values.T
        found[side] = {"median": shorts(middle), "bands": {"80": [shorts(low), shorts(high)]}}
    found["high"] = float(max(np.nanmax(np.where(seen[s][name], parts[name][:, 2], 0.0)) for s, parts in sides.items()))
    return found


def _rows(
    emulator: LeverEmulator, sides: dict[str, dict[str, Floats]], seen: dict[str, Any], is_baseline: bool
) -> list[dict[str, Any]]:
    found = []
    for k, outcome in enumerate(emulator.about["outcomes"]):
        row, name = dict(outcome), outcome_name(k)
        for side in sides:
            row[side] = _spread(sides[side][name][0]) if seen[side][name][0] else None
        row["difference"] = _spread(sides["b"][name][1]) if is_baseline and seen["b"][name][1] else None
        found.append(row)
    return found


def _spread(values: Floats) -> dict[str, Any]:
    low, median, high = values
    return {"median": short(median), "low": short(low), "high": short(high)}

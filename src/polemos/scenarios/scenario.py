"""A scenario: read from a file or by name, joined with others by '+', checked against a case, and applied to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from polemos.cases.build import build
from polemos.cases.claims import Claim, load_claims
from polemos.cases.files import read_toml, shown
from polemos.cases.header import known_keys
from polemos.cases.problems import Problems, nearest, translate
from polemos.cases.resolve import resolve
from polemos.cases.resolved import ResolvedCase
from polemos.cases.schema import Case
from polemos.core.errors import InputError, UsageError
from polemos.core.intervention import Condition, Intervention
from polemos.core.model import Model
from polemos.scenarios.contradictions import Placed, check_contradictions, span
from polemos.scenarios.levers import check_act, parameters_off
from polemos.scenarios.paths import changed_drivers
from polemos.scenarios.schema import Act, ScenarioFile, When

BASELINE = "baseline"
LABELS = ("identified", "partly identified", "not identified")


@dataclass(frozen=True)
class Applied:
    """A case under a scenario: its model with changed drivers, acts laid over its run, parameters set to 0."""

    resolved: ResolvedCase
    model: Model
    interventions: tuple[Intervention, ...]
    off: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """A named list of changes; the baseline has none. `parts` are the files it is made of, with where they stand."""

    name: str
    parts: tuple[tuple[str, ScenarioFile], ...] = ()

    @property
    def title(self) -> str:
        """What it is, in words."""
        return " + ".join(file.title for _, file in self.parts) or "as it was"

    @property
    def identification(self) -> str:
        """How far the data could tell the effect: the weakest label of its parts."""
        found = [file.identification for _, file in self.parts]
        return max(found, key=LABELS.index, default=LABELS[0])

    @property
    def because(self) -> str:
        """Why it has that label."""
        return " ".join(dict.fromkeys(file.because for _, file in self.parts))

    def apply(self, case: Case, until: str | None = None) -> Applied:
        """The case under this scenario; InputError names the place of what does not fit."""
        resolved = resolve(case, until)
        return self.laid_over(resolved, build(resolved), load_claims(case))

    def laid_over(self, resolved: ResolvedCase, model: Model, claims: Sequence[Claim]) -> Applied:
        """The same for a case that is built already."""
        off = [n for where, file in self.parts for n in parameters_off(file.off, claims, where)]
        placed = [
            Placed(act, f"{where}, acts.{number}")
            for where, file in self.parts
            for number, act in enumerate(file.acts, start=1)
        ]
        for act, where in placed:
            check_act(act, model, where)
        check_contradictions(placed, model.calendar)
        paths = [act for act, _ in placed if act.when is None and act.target in model.drivers]
        changed = dataclasses.replace(model, drivers=changed_drivers(model, paths))
        laid_over = tuple(_intervention(act, model).checked(changed) for act, _ in placed if act not in paths)
        return Applied(resolved, changed, laid_over, tuple(dict.fromkeys(off)))


def scenario(case: Case, name: str) -> Scenario:
    """A scenario of a case by name, a file by path, 'baseline', or several joined by '+'."""
    if name == BASELINE:
        return Scenario(BASELINE)
    words = [word.strip() for word in name.split("+")]
    if len(set(words)) < len(words) or not all(words) or (BASELINE in words):
        raise UsageError(f"scenario: '{name}' joins a name twice, an empty one or the baseline; name each part once.")
    return Scenario("+".join(Path(word).stem for word in words), tuple(_part(case, word) for word in words))


def names_of(case: Case) -> tuple[str, ...]:
    """The scenarios that stand in the case's folder."""
    return tuple(sorted(path.stem for path in (case.folder / "scenarios").glob("*.toml")))


def scenario_problems(case: Case) -> list[InputError]:
    """What is wrong with the scenarios in the case's folder: the first broken rule of each."""
    names = names_of(case)
    if not names:
        return []
    resolved = resolve(case)
    model, claims, found = build(resolved), load_claims(case), Problems()
    for name in names:
        with found.collecting():
            scenario(case, name).laid_over(resolved, model, claims)
    return list(found)


def read_scenario(path: Path) -> ScenarioFile:
    """A scenario file; the first broken rule is raised with its place and fix."""
    from pydantic import ValidationError

    raw = read_toml(path)
    try:
        return ScenarioFile.model_validate(raw)
    except ValidationError as error:
        raise translate(error, raw, shown(path), known_keys(ScenarioFile, Act, When))[0] from None


def _part(case: Case, word: str) -> tuple[str, ScenarioFile]:
    path = Path(word) if word.endswith(".toml") else case.folder / "scenarios" / f"{word}.toml"
    if not path.is_file():
        names: Sequence[str] = names_of(case)
        fix = nearest(word, names) or f"choose from {', '.join(names) or 'none'}, or give a file's path (.toml)"
        raise InputError(f"scenario of {case.header.name}", "there is no scenario of this name", value=word, fix=fix)
    return shown(path), read_scenario(path)


def _intervention(act: Act, model: Model) -> Intervention:
    first, end = span(act, model.calendar)
    last = None if end == model.calendar.months else model.calendar.labels[end]
    low = act.low if act.how == "clamp" else act.value
    condition = None if act.when is None else Condition(act.when.quantity, act.when.above, act.when.below)
    start, label = model.calendar.labels[first], act.label or None
    return Intervention(act.target, act.how, float(low or 0.0), start, last, act.high, label, condition)

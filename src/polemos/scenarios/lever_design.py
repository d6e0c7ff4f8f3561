"""Settings of the levers of policy and protection, as rows of numbers: which a scenario is, and which to try.

Assumes a lever is moved for the whole run and for all its labels, as its slider moves it; a scenario with months, one
label, a condition, another kind of act or a mechanism off is no setting. A row has a number for each lever in the order
of their names; NaN leaves a lever at rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from polemos.scenarios.levers import Lever
from polemos.scenarios.scenario import Scenario
from polemos.scenarios.schema import Act, ScenarioFile

Floats = NDArray[np.float64]
Levers = Mapping[str, Lever]
# Its multiples fill 0 to 1 evenly from the first on.
GOLDEN = 0.6180339887498949
# An act on a stock is compiled into the model, so a design gives such a lever few values, and a check others.
STEPS, FRESH_STEPS = (0.0, 0.5, 1.0), (0.25, 0.75, 0.9, 0.1, 0.4)


def setting_of(scenario: Scenario, levers: Levers) -> tuple[Floats | None, str]:
    """The row that a scenario is, or None and why it is none."""
    row = np.full(len(levers), np.nan)
    order = list(levers)
    for _, file in scenario.parts:
        if file.off:
            return None, "a mechanism is switched off"
        for act in file.acts:
            plain = act.start is None and act.end is None and not act.label and act.when is None
            if not plain:
                return None, f"{act.target} is changed in part of the run or for one label"
            lever = levers[act.target]
            if act.how != lever.how or act.value is None:
                return None, f"{act.target} is changed by '{act.how}'"
            if not 0.0 <= act.value <= lever.top:
                return None, f"{act.target} lies beyond its slider"
            if not np.isnan(row[order.index(act.target)]):
                return None, f"{act.target} is changed twice"
            row[order.index(act.target)] = act.value
    return at_rest(row, levers), ""


def scenario_of(row: Floats, levers: Levers) -> Scenario:
    """The scenario that a row is; a row at rest is the baseline."""
    acts = tuple(
        Act(target=name, how=lever.how, value=float(value), unit=lever.unit if lever.how == "set" else "")
        for (name, lever), value in zip(levers.items(), row, strict=True)
        if not np.isnan(value)
    )
    if not acts:
        return Scenario("baseline")
    file = ScenarioFile(
        title="a setting", question="What if?", identification="not identified", because="one of many", acts=acts
    )
    return Scenario("setting", (("setting", file),))


def at_rest(row: Floats, levers: Levers) -> Floats:
    """The row with NaN where a lever is moved to where it rests."""
    return np.where(row == rests(levers), np.nan, row)


def rests(levers: Levers) -> Floats:
    """Where each lever rests: a factor at 1, a path that never changes at its value; NaN where no value is rest."""
    found = [1.0 if lever.how == "scale" else lever.rest for lever in levers.values()]
    return np.array([np.nan if rest is None else rest for rest in found])


def design(levers: Levers, count: int, seed: int, stepped: Sequence[str] = (), fresh: bool = False) -> Floats:
    """At most `count` settings (setting, lever), one lever moved in each: what people try first, and what few runs can
    teach.

    A lever's values fill its range evenly, however many there are; to learn from, its ends come first. Levers named in
    `stepped` take one of a few values, others than these where `fresh`, and none twice. A shorter design is the
    beginning of a longer one.
    """
    luck = np.random.Generator(np.random.Philox([seed, 1]))
    shifts, at_ease = luck.random(len(levers)), rests(levers)
    rows: list[Floats] = []
    for turn in range(count):
        for k in luck.permutation(len(levers)):
            lever, name = list(levers.values())[k], list(levers)[k]
            given = (FRESH_STEPS if fresh else STEPS) if name in stepped else ()
            share = _share(turn, shifts[k], given, () if fresh else _ends(at_ease[k] / lever.top), name in stepped)
            if share is not None:
                rows.append(np.where(np.arange(len(levers)) == k, share * lever.top, np.nan))
        if len(rows) >= count:
            break
    return np.array(rows[:count]).reshape(-1, len(levers))


def _ends(rest: float) -> tuple[float, ...]:
    return tuple(end for end in (0.0, 1.0) if end != rest)


def _share(turn: int, shift: float, steps: Sequence[float], ends: Sequence[float], is_stepped: bool) -> float | None:
    """Where in its range a lever stands when its turn comes; None where its steps are used up."""
    if is_stepped:
        return steps[turn] if turn < len(steps) else None
    return ends[turn] if turn < len(ends) else (shift + (turn - len(ends)) * GOLDEN) % 1.0

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
# How many levers a setting moves, and for what share of the settings: one lever is what people try first.
MOVED = {1: 0.45, 2: 0.3, 3: 0.15, 4: 0.1}
# Its multiples fill 0 to 1 evenly from the first on.
GOLDEN = 0.6180339887498949
# An act on a stock is compiled into the model, so a design gives such a lever few values, and a check others.
STEPS, FRESH_STEPS = (0.0, 0.5, 1.0), (0.25, 0.75)


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


def moved(rows: Floats) -> NDArray[np.int64]:
    """How many levers each row moves."""
    return np.asarray((~np.isnan(rows)).sum(axis=-1), dtype=np.int64)


def inputs(rows: Floats, levers: Levers) -> Floats:
    """What a regression reads (setting, input): for each lever its distance from rest, in half ranges; where it has no
    value of rest, a flag that it is moved, and its distance from the middle."""
    columns: list[Floats] = []
    for k, (lever, rest) in enumerate(zip(levers.values(), rests(levers), strict=True)):
        value, still = rows[:, k], np.isnan(rows[:, k])
        if np.isnan(rest):
            columns.append((~still).astype(np.float64))
        middle = lever.top / 2.0 if np.isnan(rest) else rest
        columns.append(np.where(still, 0.0, 2.0 * (value - middle) / lever.top))
    return np.stack(columns, axis=1)


def design(levers: Levers, count: int, seed: int, stepped: Sequence[str] = (), fresh: bool = False) -> Floats:
    """Settings (count, lever), spread over the levers' ranges by a scrambled Sobol sequence.

    Levers named in `stepped` take one of a few values, others than these where `fresh`. A shorter design is the
    beginning of a longer one.
    """
    from scipy.stats import qmc

    whole = 1 << max(count - 1, 1).bit_length()
    points = qmc.Sobol(len(levers), seed=np.random.Generator(np.random.Philox(seed))).random(whole)
    tops = np.array([lever.top for lever in levers.values()])
    rows = np.full((count, len(levers)), np.nan)
    for at, chosen in enumerate(_chosen(len(levers), count, seed)):
        rows[at, chosen] = points[at, chosen] * tops[chosen]
    steps = np.array(FRESH_STEPS if fresh else STEPS)
    for k, name in enumerate(levers):
        if name in stepped:
            nearest = np.abs(rows[:, k : k + 1] / tops[k] - steps).argmin(axis=1)
            rows[:, k] = np.where(np.isnan(rows[:, k]), np.nan, steps[nearest] * tops[k])
    return rows


def _chosen(levers: int, count: int, seed: int) -> list[NDArray[np.int64]]:
    """Which levers each setting moves: all equally often, in shuffled rounds."""
    luck = np.random.Generator(np.random.Philox([seed, 1]))
    edges = np.cumsum([*MOVED.values()])
    sizes = np.array([*MOVED])[np.searchsorted(edges[:-1], (np.arange(count) + 0.5) * GOLDEN % 1.0, side="right")]
    waiting: list[int] = []
    found = []
    for size in sizes:
        mine: set[int] = set()
        while len(mine) < min(int(size), levers):
            waiting = waiting or [int(k) for k in luck.permutation(levers)]
            mine.add(waiting.pop())
        found.append(np.array(sorted(mine)))
    return found

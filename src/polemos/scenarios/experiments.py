"""Results that other models of armed movements published, put to this one: each an experiment with a distribution.

Assumes a published result speaks of a direction; an experiment turns it into one number per draw that is above zero
where our model shows the same. Policies are driver paths times a factor, shifted, or cut off; parameters inside are
switched off or left. Sources: Clancy (2018), Anderson (2011), Kress and Szechtman (2009), Gutfraind (2009).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from polemos.cases.schema import Case
from polemos.core.intervention import Intervention
from polemos.scenarios.compare import Floats, Spread
from polemos.scenarios.drawn_levers import factor_of, with_factors
from polemos.scenarios.histories import Draws, Histories, Runner
from polemos.scenarios.paths import changed_drivers
from polemos.scenarios.scenario import BASELINE, Applied, Scenario
from polemos.scenarios.schema import Act

CAN = 0.05
MOSTLY = 0.5
FEWEST = 20


@dataclass(frozen=True)
class Answer:
    """A published result, our number for it over draws, how many draws had one, what share of them lies above 0."""

    model: str
    result: str
    number: str
    spread: Spread
    draws: int
    above: float
    claimed: float

    @property
    def agrees(self) -> str:
        """Whether our model agrees: most draws for a tendency, some for a possibility."""
        if self.draws < FEWEST:
            return "cannot say: too few draws in which the question arises"
        return "agrees" if self.above >= self.claimed else "does not agree"


@dataclass
class Lab:
    """One case and one set of draws; runs are made once and kept. Factors multiply drivers' whole paths."""

    case: Case
    draws: Draws
    workers: int | None = None
    kept: dict[str, Histories] = field(default_factory=dict)

    def baseline(self) -> Applied:
        """The case as it was."""
        return Scenario(BASELINE).apply(self.case)

    def factors(self, conditions: Mapping[str, tuple[Mapping[str, float], Sequence[str]]]) -> None:
        """Run conditions by name: (factors on drivers, parameters switched off), with one compiled model."""
        applied = self.baseline()
        names = tuple(applied.model.drivers)
        made = dataclasses.replace(applied, model=with_factors(applied.model))
        with Runner(made, self.workers) as run:
            for name, (factors, off) in conditions.items():
                theta = {k: np.zeros_like(v) if k in off else v for k, v in self.draws.theta.items()}
                theta |= {factor_of(n): np.full(len(self.draws), factors.get(n, 1.0)) for n in names}
                self.kept[name] = run(dataclasses.replace(self.draws, theta=theta))

    def acts(self, name: str, acts: Sequence[Act]) -> None:
        """Run with acts laid over drivers' paths."""
        applied = self.baseline()
        model = dataclasses.replace(applied.model, drivers=changed_drivers(applied.model, acts))
        with Runner(dataclasses.replace(applied, model=model), self.workers) as run:
            self.kept[name] = run(self.draws)

    def imposed(self, name: str, acts: Sequence[Intervention]) -> None:
        """Run with interventions on flows."""
        applied = dataclasses.replace(self.baseline(), interventions=tuple(acts))
        with Runner(applied, self.workers) as run:
            self.kept[name] = run(self.draws)

    def ruled(self, name: str) -> Floats:
        """Person-years ruled, per draw."""
        months: Floats = np.asarray(self.kept[name].series["people_ruled"], dtype=np.float64).sum(axis=1)
        return months / 12.0

    def members(self, name: str, month: int = -1) -> Floats:
        """Members at the end of a month, per draw."""
        return np.asarray(self.kept[name].series["fighters"], dtype=np.float64)[:, month]

    def peak(self, name: str) -> Floats:
        """Most members at any month's end, per draw."""
        most: Floats = np.asarray(self.kept[name].series["fighters"], dtype=np.float64).max(axis=1)
        return most


def answer(model: str, result: str, number: str, values: Floats, claimed: float = MOSTLY) -> Answer:
    """From one number per draw; draws in which the question does not arise are NaN and left out."""
    kept = values[np.isfinite(values)]
    spread = Spread.of(kept) if len(kept) else Spread(np.nan, np.nan, np.nan)
    above = float((kept > 0).mean()) if len(kept) else np.nan
    return Answer(model, result, number, spread, len(kept), above, claimed)


Experiment = Callable[[Lab], Answer]

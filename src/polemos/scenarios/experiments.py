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

from polemos.core.intervention import Intervention
from polemos.scenarios.compare import Floats, Spread
from polemos.scenarios.histories import Draws, Histories, Simulator
from polemos.scenarios.paths import changed_drivers, multiplied
from polemos.scenarios.scenario import Applied
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
    """One case and one set of draws; every run is made once and kept by name, all on the same luck."""

    base: Applied
    draws: Draws
    simulate: Simulator
    kept: dict[str, Histories] = field(default_factory=dict)

    def factors(self, name: str, factors: Mapping[str, float], off: tuple[str, ...] = ()) -> None:
        """Run with factors on drivers' whole paths, and parameters switched off."""
        paths = {
            f"driver.{n}": multiplied(self.base.model, n, np.full(len(self.draws), factor))
            for n, factor in factors.items()
        }
        draws = dataclasses.replace(self.draws, theta={**self.draws.theta, **paths})
        self.kept[name] = self.simulate(dataclasses.replace(self.base, off=off), draws)

    def acts(self, name: str, acts: Sequence[Act]) -> None:
        """Run with acts laid over drivers' paths."""
        model = dataclasses.replace(self.base.model, drivers=changed_drivers(self.base.model, acts))
        self.kept[name] = self.simulate(dataclasses.replace(self.base, model=model), self.draws)

    def imposed(self, name: str, acts: Sequence[Intervention]) -> None:
        """Run with interventions on flows."""
        self.kept[name] = self.simulate(dataclasses.replace(self.base, interventions=tuple(acts)), self.draws)

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

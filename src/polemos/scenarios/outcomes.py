"""What a comparison looks at: harm to civilians always, then area, people, force and violence where a run has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError
from polemos.observation.expression import evaluate, series_in
from polemos.scenarios.histories import Histories


@dataclass(frozen=True)
class Outcome:
    """A number per draw: an expression over a run's series (see `polemos.observation.expression`)."""

    title: str
    unit: str
    expression: str
    civilian: bool = False

    def of(self, run: Histories) -> NDArray[np.float64]:
        """One number per draw."""
        return evaluate(self.expression, run.series, run.months, f"outcome {self.title}")


OUTCOMES = (
    Outcome("civilians killed", "person", "total(civilians_killed)", civilian=True),
    Outcome("civilians displaced, at the peak", "person", "peak(people_displaced)", civilian=True),
    Outcome("civilians displaced, at the end", "person", "last(people_displaced)", civilian=True),
    Outcome("people ruled, at the peak", "person", "peak(people_ruled)"),
    Outcome("people ruled, at the end", "person", "last(people_ruled)"),
    Outcome("area held, at the peak", "km2", "peak(area_control)"),
    Outcome("area held, at the end", "km2", "last(area_control)"),
    Outcome("fighters, at the peak", "person", "peak(fighters)"),
    Outcome("fighters, at the end", "person", "last(fighters)"),
    Outcome("deaths in fights", "person", "total(deaths_dyads)"),
    Outcome("foreigners who came", "person", "total(foreign_inflow)"),
)
# The monthly series that a comparison draws, civilians first.
SHOWN = {
    "civilians_killed": "Civilians killed",
    "people_displaced": "Civilians displaced",
    "people_ruled": "People ruled",
    "area_control": "Area under control",
    "fighters": "Fighters",
    "deaths_dyads": "Deaths in fights with the movement as a side",
    "foreign_inflow": "Foreign fighters arriving",
}


def outcomes_of(run: Histories, more: Iterable[Outcome] = ()) -> tuple[Outcome, ...]:
    """The outcomes that a run can answer; without civilians there is no comparison."""
    found = tuple(o for o in (*OUTCOMES, *more) if set(series_in(o.expression)) <= set(run.series))
    if not any(o.civilian for o in found):
        rule = "records neither civilians killed nor displaced, and nothing is compared without them"
        raise InputError("the case's model", rule, fix="use mechanisms with these stocks")
    return found

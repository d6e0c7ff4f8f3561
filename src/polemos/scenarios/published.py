"""The published results, one function each; `run_all` makes the runs that they share and asks them in order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from polemos.cases.schema import Case
from polemos.core.calendar import month_number, month_text
from polemos.core.intervention import Intervention
from polemos.scenarios.experiments import CAN, Answer, Experiment, Lab, answer
from polemos.scenarios.histories import Draws, Simulator
from polemos.scenarios.scenario import BASELINE, Scenario
from polemos.scenarios.schema import Act

EMERGING, LOOPS = "E-SAM (Clancy 2018)", "Anderson (2011)"
FORCE, LEADERS = "Kress and Szechtman (2009)", "Gutfraind (2009)"
FIRE, HELP, BORDER, WARS = "weapons", "sponsor_support", "border_open", "other_wars"
PERSON_YEARS = "person-years ruled"
YEAR = 12


CONDITIONS: Mapping[str, Mapping[str, float]] = {
    "as it was": {},
    "no fire": {FIRE: 0.0},
    "double fire": {FIRE: 2.0},
    "force": {FIRE: 4.0, HELP: 2.0},
    "never": {FIRE: 0.0, HELP: 0.0},
    "closed": {BORDER: 0.0},
    "peace": {WARS: 0.0},
    "closed and peace": {BORDER: 0.0, WARS: 0.0},
}


def run_all(
    case: Case, draws: Draws, withdrawn: str, struck: str, workers: int | None = None, folder: Path | None = None
) -> tuple[Answer, ...]:
    """Every experiment. withdrawn: the month from which help and air power are gone; struck: the month in which most of
    the hidden core is lost; folder: runs that lie there are not made again."""
    base = Scenario(BASELINE).apply(case)
    with Simulator(base, workers, folder) as simulate:
        lab = Lab(base, draws, simulate)
        for name, factors in CONDITIONS.items():
            lab.factors(name, factors)
        lab.factors("trusted", {}, ("GarrisonCollapse.alien",))
        for name, by in (("a year earlier", -YEAR), ("a year later", YEAR)):
            lab.acts(name, [Act(target=target, how="shift", by=by) for target in (FIRE, HELP)])
        gone = [Act(target=target, how="set", value=0.0, start=withdrawn) for target in (FIRE, HELP)]
        lab.acts("withdrawn", gone)
        blow = Intervention("CoreOfBelievers.core_leaves", "scale", 60.0, struck, _next(struck))
        lab.imposed("struck", [blow.checked(base.model)])
        return (*(experiment(lab) for experiment in EXPERIMENTS), short_lived(lab, struck))


def envelope(lab: Lab) -> Answer:
    """What is ruled at the peak, against the whole of the case."""
    run, model = lab.kept["as it was"], lab.base.model
    people = np.asarray(model.initial["civilians"].weights) * (model.initial["civilians"].total or 1.0)
    own = np.asarray(model.attributes["constituency"].values)
    held = np.stack([run.series[f"held_{place}"] for place in model.dims["place"]], axis=2)
    month = run.series["people_ruled"].argmax(axis=1)
    there = held[np.arange(len(month)), month].astype(np.float64)
    ruled = there @ people
    share = np.divide(there @ (people * own), ruled, out=np.full(len(ruled), np.nan), where=ruled > 0)
    number = "share of its own community among people ruled at the peak, less its share in all people"
    return answer(
        EMERGING, "expansion stays within an ethnographic envelope", number, share - own @ people / people.sum()
    )


def windows(lab: Lab) -> Answer:
    """The same policy a year earlier and a year later."""
    gained = lab.ruled("as it was") - lab.ruled("a year earlier")
    lost = lab.ruled("a year later") - lab.ruled("as it was")
    number = f"{PERSON_YEARS} with intervention a year later, less with it a year earlier"
    return answer(EMERGING, "timing matters: the same policy does more at an earlier time", number, gained + lost)


def legitimacy(lab: Lab) -> Answer:
    """Garrisons that are no strangers where they stand."""
    number = f"{PERSON_YEARS} as it was, less with garrisons that their surroundings take for their own"
    values = lab.ruled("as it was") - lab.ruled("trusted")
    return answer(EMERGING, "the legitimacy of actors matters", number, values)


def diminishing(lab: Lab) -> Answer:
    """The first helping of fire against the second."""
    first, second = lab.ruled("no fire") - lab.ruled("as it was"), lab.ruled("as it was") - lab.ruled("double fire")
    number = f"{PERSON_YEARS} that the air war took away, less what as much again takes away"
    return answer(EMERGING, "combat has marginally diminishing returns", number, first - second)


def withdrawal(lab: Lab) -> Answer:
    """Help and air power that end early, against none at all."""
    number = "members at the end with intervention withdrawn early, less with none ever"
    values = lab.members("withdrawn") - lab.members("never")
    return answer(LOOPS, "early withdrawal can be worse than no intervention", number, values, claimed=CAN)


def bundles(lab: Lab) -> Answer:
    """Closed borders and peace together, against the sum of each alone."""
    base = lab.members("as it was")
    alone = (base - lab.members("closed")) + (base - lab.members("peace"))
    number = "members fewer at the end with borders closed and the other wars over, less the sum of each alone"
    return answer(
        LOOPS, "a bundle of policies beats the sum of its parts", number, base - lab.members("closed and peace") - alone
    )


def contained(lab: Lab) -> Answer:
    """Much more force: what is ruled falls, who is left is not nobody."""
    ruled = lab.ruled("force") < lab.ruled("as it was")
    left = lab.members("force") / np.maximum(lab.peak("force"), 1.0)
    number = "members at the end over the peak, less 0.01, under four times the fire and twice the help"
    return answer(FORCE, "force alone contains but does not eradicate", number, np.where(ruled, left - 0.01, np.nan))


EXPERIMENTS: tuple[Experiment, ...] = (envelope, windows, legitimacy, diminishing, withdrawal, bundles, contained)


def short_lived(lab: Lab, struck: str) -> Answer:
    """How much of the loss is left two years after."""
    run = lab.kept["as it was"]
    first = run.months.index(struck)
    last = min(first + 2 * YEAR, len(run.months) - 1)
    lost = [1.0 - lab.members("struck", at) / np.maximum(lab.members("as it was", at), 1.0) for at in (first, last)]
    left = np.divide(lost[1], lost[0], out=np.full(len(lost[0]), np.nan), where=lost[0] > 0.02)
    number = (
        "one half, less the share of the loss of members that is left two years after most of the hidden core was lost"
    )
    return answer(LEADERS, "the loss of leaders alone is short-lived", number, 0.5 - left)


def _next(month: str) -> str:
    return month_text(month_number(month) + 1)

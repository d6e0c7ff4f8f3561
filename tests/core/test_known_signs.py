"""What studies found in sign, as configurations of the real engine: C1 to C3, C5 and T7 of the review of models.

C4 stands in `tests/mechanisms/test_grievance.py`. A sign says that a case exists, not how often.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from polemos.core.engine import compile_model
from polemos.core.intervention import Intervention
from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.stock import Stock
from polemos.mechanisms.air_power import AirPower
from polemos.mechanisms.grievance_recruitment import GrievanceRecruitment
from polemos.mechanisms.sweeps import Sweeps
from tiny_models import alone, exact, lanes_of, tiny_model

Array = np.ndarray[Any, Any]
FACTS = {"held": 0.0, "constituency": 1.0, "anger": 1.0}


def hidden(months: int, members: Any, lanes: int, acts: tuple[Intervention, ...] = (), **values: Any) -> Array:
    """Members in hiding at each month's end, shape (lanes, months): recruits by contact, sweeps by 1,000 troops."""
    start = {"civilians": 1e5, "underground": members, "garrison": 1000.0}
    model = tiny_model(GrievanceRecruitment, Sweeps, months=months, start=start, facts=FACTS)
    given = {"GrievanceRecruitment__contact": 0.1, "GrievanceRecruitment__ceiling": 0.02, "Sweeps__bystander": 0.0}
    theta = lanes_of(model, lanes, **given, **values)
    return alone(exact(model, {"underground": "end"}, lanes, acts), theta)["underground"].sum(axis=(2, 3))


def test_leaving_early_can_be_worse_than_never_coming() -> None:
    """C1 (Anderson 2011): blind sweeps for half a year, then none, leave more members than no sweeps at all."""
    leaving = Intervention("Sweeps.raids", "scale", 0.0, "2013-07")
    never, blind, seeing = hidden(
        18,
        np.array([[0.0], [100.0], [0.0]]),
        3,
        (leaving,),
        Sweeps__raids=np.array([0.0, 0.1, 0.1]),
        Sweeps__intelligence=np.array([0.0, 0.0, 0.5]),
        Sweeps__trace=50.0,
        Sweeps__backlash=0.3,
    )[:, -1]
    assert blind > 1.05 * never
    assert seeing < 0.95 * never


def test_more_troops_and_better_intelligence_do_more_together_than_apart() -> None:
    """C2 (Biddle, Friedman and Shapiro 2012): the interaction of surge and awakening is positive."""
    base, surge, awakening, both = hidden(
        1,
        np.array([[0.0], [1000.0], [0.0]]),
        4,
        Sweeps__raids=np.array([0.1, 0.2, 0.1, 0.2]),
        Sweeps__intelligence=np.array([0.1, 0.1, 0.3, 0.3]),
        Sweeps__trace=50.0,
        Sweeps__backlash=0.0,
    )[:, -1]
    assert base - both > 1.3 * ((base - surge) + (base - awakening))


@pytest.mark.parametrize(("label", "blow", "recovers"), [("core", 5.0 * 175.0, True), (None, 3.0 * 1575.0, False)])
def test_losing_the_core_alone_is_made_good_and_losing_most_members_is_not(
    label: str | None, blow: float, recovers: bool
) -> None:
    """C3 (Gutfraind 2009), with the core for leaders: strength decides, since sweeps find a small force more easily."""
    first_month = Intervention("Sweeps.underground_lost", "add", blow, "2013-01", "2013-02", label=label)
    members = hidden(
        48,
        np.array([[175.0], [1575.0], [0.0]]),
        1,
        (first_month,),
        Sweeps__raids=0.1,
        Sweeps__intelligence=0.2,
        Sweeps__trace=50.0,
        Sweeps__backlash=0.0,
    )[0]
    assert members[0] < 1700.0
    assert members[-1] > 1650.0 if recovers else members[-1] < 20.0


def test_each_further_weapon_does_less() -> None:
    """C5: losses of those who hold ground rise with weapons, and by less each time."""
    air = AirPower(lethality=0.5, spacing=10.0, focus=4.0, visible_force=1000.0)
    fighters = np.array([[300.0], [100.0], [50.0]])
    lost = [np.asarray(air.killed_from_the_air(fighters, np.array([w]))).sum() for w in np.linspace(0.0, 400.0, 41)]
    assert (np.diff(lost) > 0.0).all() and (np.diff(lost, 2) < 0.0).all()


RED, BLUE = Stock("red", "person"), Stock("blue", "person")
POOL, FALLEN = Stock("pool", "person"), Stock("fallen", "person", starts_at_zero=True)


@dataclass(frozen=True)
class Replacing(Mechanism):
    """Two sides lose to each other's fire; each calls up as many as it loses."""

    stocks = (RED, BLUE, POOL, FALLEN)

    fire: Any = parameter("1/month", "losses per opponent")

    @flow("red", "fallen")
    def red_lost(self, blue: Any) -> Any:
        return self.fire * blue

    @flow("blue", "fallen")
    def blue_lost(self, red: Any) -> Any:
        return self.fire * red

    @flow("pool", "red")
    def red_joins(self, blue: Any) -> Any:
        return self.fire * blue

    @flow("pool", "blue")
    def blue_joins(self, red: Any) -> Any:
        return self.fire * red


@dataclass(frozen=True)
class Winning(Mechanism):
    """The same fire; each side draws as many as it has hit."""

    stocks = (RED, BLUE, POOL, FALLEN)

    fire: Any = parameter("1/month", "losses per opponent")

    @flow("red", "fallen")
    def red_lost(self, blue: Any) -> Any:
        return self.fire * blue

    @flow("blue", "fallen")
    def blue_lost(self, red: Any) -> Any:
        return self.fire * red

    @flow("pool", "red")
    def red_joins(self, red: Any) -> Any:
        return self.fire * red

    @flow("pool", "blue")
    def blue_joins(self, blue: Any) -> Any:
        return self.fire * blue


def spread(rule: type[Mechanism]) -> float:
    """Standard deviation over 64 draws of the log of red over blue after two years, from equal sides."""
    model = tiny_model(rule, months=24, start={"red": 300.0, "blue": 300.0, "pool": 1e6})
    simulate = compile_model(model, {"red": "end", "blue": "end"})
    out = simulate({f"{rule.__name__}.fire": np.full(64, 0.05)}, 7, np.arange(64))
    return float(np.std(np.log(out["red"][:, -1] + 1.0) - np.log(out["blue"][:, -1] + 1.0)))


def test_recruits_drawn_by_victory_widen_the_forecast() -> None:
    """T7 (Rinaldi and others 2022): wider where recruits follow the damage done than where they replace losses."""
    assert spread(Winning) > 2.0 * spread(Replacing)

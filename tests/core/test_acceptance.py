"""Signs that the literature reports, as experiments through the real engine: they must come out of the loops.

Anderson (2011): troops withdrawn too early leave an insurgency stronger than none would have. Biddle, Friedman and
Shapiro (2012): more troops and the awakening do more together than apart. Gutfraind (2009): a group recovers from the
loss of leaders and not from the same loss of strength among foot soldiers. The first and the last are written as small
mechanisms here, the second is the shipped one. Double precision, without luck. Numbers are made up, of the right size.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from polemos.core.engine import compile_model
from polemos.core.mechanism import Mechanism, flow
from polemos.core.stock import Stock
from polemos.mechanisms.sweeps import Sweeps
from tiny_models import LOCAL, alone, exact, lanes_of, tiny_model

VAST = 1e12
Array = np.ndarray[Any, Any]
POOL, GONE = Stock("pool", "person", (), "people outside"), Stock("gone", "person", (), "dead, held or at home")


@dataclass(frozen=True)
class Occupation(Mechanism):
    """Troops anger people at once and learn whom to hold slowly; anger lasts, and draws recruits to those who hide."""

    stocks = (POOL, GONE, Stock("hidden", "person"), Stock("anger", "1"), Stock("knowledge", "1"))

    @flow(None, "anger", luck="amount")
    def angered(self, troops: Any) -> Any:
        return 0.3 * troops

    @flow("anger", None, luck="amount")
    def forgiven(self, anger: Any) -> Any:
        return anger / 24.0

    @flow(None, "knowledge", luck="amount")
    def learned(self, knowledge: Any, troops: Any) -> Any:
        return troops * (1.0 - knowledge) / 18.0

    @flow("pool", "hidden")
    def joined(self, hidden: Any, anger: Any) -> Any:
        return (0.03 + 0.01 * anger) * hidden

    @flow("hidden", "gone")
    def left(self, hidden: Any, knowledge: Any, troops: Any) -> Any:
        return (0.02 + 0.2 * knowledge * troops) * hidden


def test_troops_withdrawn_early_leave_more_hidden_fighters_than_none_at_all() -> None:
    """Ten years; troops from the seventh month on for no, twelve or ninety-six months."""
    months, stay = np.arange(120), np.array([[0], [12], [96]])
    troops = ((months >= 6) & (months < 6 + stay)).astype(float)
    model = tiny_model(Occupation, months=120, start={"pool": VAST, "hidden": 1000.0}, paths={"troops": 0.0 * months})
    run = compile_model(model, {"hidden": "end"}, "expectation", float64=True, lanes=3, drawn=("troops",))
    none, early, late = alone(run, {"driver.troops": troops})["hidden"][:, -1]
    assert early > 1.1 * none, "troops who leave early have angered people and learned little"
    assert late < 0.5 * none, "troops who stay have learned whom to hold"


def test_surge_and_awakening_do_more_together_than_apart() -> None:
    """Sweeps of a place with 100,000 people; the awakening names more of those who hide. A year."""
    cases = np.array(list(itertools.product((0.05, 0.2), (0.1, 0.3, 0.6), (0, 1), (0, 1))))
    known, backlash, surge, awakening = cases.T
    start = {"garrison": None, "underground": 2000.0 * LOCAL, "civilians": 1e5}
    model = tiny_model(Sweeps, months=12, start=start, facts={"held": 0.0})
    theta = lanes_of(
        model,
        len(cases),
        Sweeps__raids=0.1,
        Sweeps__intelligence=known + 0.3 * awakening,
        Sweeps__trace=50.0,
        Sweeps__bystander=0.1,
        Sweeps__backlash=backlash,
    )
    theta["initial.garrison"] = 1000.0 * (1.0 + surge)
    left = alone(exact(model, {"underground": "end"}, len(cases)), theta)["underground"][:, -1].sum(axis=(1, 2))
    base, awake, surged, both = left.reshape(6, 4).T
    assert ((base - both) > (base - surged) + (base - awake)).all()
    assert surged[2] > base[2], "more troops who know nobody make more enemies than they take"


# Gutfraind: dL/dt = p F - d L - b, dF/dt = r (m L + F) - (p + d) F - k; strength m L + F.

PROMOTION, EXIT, GROWTH, WORTH = 0.1, 0.1, 0.3, 5.0
CAUGHT_LEADERS, CAUGHT_SOLDIERS = 40.0, 200.0  # what balances 100 leaders and 500 foot soldiers
LEADERS, SOLDIERS, LOST_STRENGTH = 150.0, 750.0, 450.0


@dataclass(frozen=True)
class TwoRanks(Mechanism):
    """Leaders and foot soldiers under steady removal."""

    stocks = (POOL, GONE, Stock("leaders", "person"), Stock("soldiers", "person"))

    @flow("pool", "soldiers")
    def joined(self, leaders: Any, soldiers: Any) -> Any:
        return GROWTH * (WORTH * leaders + soldiers)

    @flow("soldiers", "leaders", per_head=True)
    def promoted(self) -> Any:
        return PROMOTION

    @flow("leaders", "gone")
    def leaders_lost(self, leaders: Any) -> Any:
        return EXIT * leaders + CAUGHT_LEADERS * (leaders > 0.0)

    @flow("soldiers", "gone")
    def soldiers_lost(self, soldiers: Any) -> Any:
        return EXIT * soldiers + CAUGHT_SOLDIERS * (soldiers > 0.0)


def ranks(starts: list[tuple[float, float]]) -> Array:
    """Leaders and foot soldiers by month for two years; shape (starts, months, 2)."""
    model = tiny_model(TwoRanks, months=24, start={"pool": VAST, "leaders": None, "soldiers": None})
    theta = {"initial.leaders": np.array([s[0] for s in starts]), "initial.soldiers": np.array([s[1] for s in starts])}
    out = alone(exact(model, {"leaders": "end", "soldiers": "end"}, len(starts)), theta)
    return np.stack([out["leaders"], out["soldiers"]], axis=2)


def by_eigenvectors(leaders: float, soldiers: float, months: int) -> tuple[float, float]:
    """The linear system in closed form, about its balance of 100 leaders and 500 foot soldiers."""
    matrix = np.array([[-EXIT, PROMOTION], [GROWTH * WORTH, GROWTH - PROMOTION - EXIT]])
    values, vectors = np.linalg.eig(matrix)
    assert sorted(values) == pytest.approx([-0.4, 0.4])
    balance = np.array([100.0, 500.0])
    parts = np.linalg.solve(vectors, np.array([leaders, soldiers]) - balance)
    moved = balance + (vectors * np.exp(values * months)) @ parts
    return float(moved[0]), float(moved[1])


def test_a_group_recovers_from_the_loss_of_leaders_and_not_from_that_of_foot_soldiers() -> None:
    starts = [(LEADERS, SOLDIERS), (LEADERS - LOST_STRENGTH / WORTH, SOLDIERS), (LEADERS, SOLDIERS - LOST_STRENGTH)]
    untouched, no_leaders, no_soldiers = ranks(starts)
    assert untouched[5] == pytest.approx(by_eigenvectors(LEADERS, SOLDIERS, 6), rel=1e-3)
    assert (no_leaders[-1] > [LEADERS, SOLDIERS]).all()
    assert no_soldiers[-1].sum() < 1.0

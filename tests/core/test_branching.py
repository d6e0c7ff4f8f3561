"""A history may change its luck from a month on: before it is the old history to the byte, after it another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from polemos.core.calendar import Calendar
from polemos.core.engine import compile_model
from polemos.core.mechanism import Mechanism, flow
from polemos.core.model import Initial, Model
from polemos.core.parameter import parameter
from polemos.core.stock import Stock

MONTHS, BRANCH, IDS = 8, 5, np.arange(6)


@dataclass(frozen=True)
class Dying(Mechanism):
    """People die."""

    stocks = (Stock("alive", "person", ("place",)), Stock("dead", "person", ("place",), starts_at_zero=True))

    hazard: Any = parameter("1/month", "share that dies in a month")

    @flow("alive", "dead", per_head=True)
    def deaths(self) -> Any:
        """Per month."""
        return self.hazard


def run(ids: np.ndarray) -> np.ndarray:
    model = Model(
        dims={"place": ("alpha", "beta")},
        mechanisms=(Dying,),
        attributes={},
        drivers={},
        initial={"alive": Initial("alive", "person", np.full(2, 500.0), 1.0)},
        calendar=Calendar("2014-01", MONTHS, 2),
    )
    theta = {"Dying.hazard": np.full(len(ids), 0.1)}
    return compile_model(model, {"dead": "end"})(theta, 7, ids)["dead"]


def test_luck_by_month_that_never_changes_is_that_of_the_draw():
    np.testing.assert_array_equal(run(np.repeat(IDS[:, None], MONTHS, axis=1)), run(IDS))


def test_a_branch_keeps_what_was_before_it():
    ids = np.repeat(IDS[:, None], MONTHS, axis=1)
    ids[:, BRANCH:] += 100
    old, new = run(IDS), run(ids)
    np.testing.assert_array_equal(old[:, :BRANCH], new[:, :BRANCH])
    assert (old[:, BRANCH:] != new[:, BRANCH:]).any(axis=(1, 2)).all()

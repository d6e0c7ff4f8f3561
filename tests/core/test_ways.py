"""Flows from one stock to one end are counted together: the parts add up, each has its share, and none is disturbed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from polemos.core.engine import compile_model
from polemos.core.exchange import route
from polemos.core.mechanism import Mechanism, flow
from polemos.core.stock import Stock
from polemos.core.ways import downstream
from tiny_models import exact, lanes_of, tiny_model

CROWD = Stock("crowd", "person", ("kind", "place"), "people of three kinds")
DEAD = Stock("dead", "person", ("place",), "the dead", starts_at_zero=True)
FLED = Stock("fled", "person", ("kind", "place"), "those who fled", starts_at_zero=True)
START = np.array([[300.0], [40.0], [5.0]])
LANES, MONTHS = 2000, 2
WATERS = tuple(Stock(name, "USD", (), name, starts_at_zero=True) for name in ("high", "middle", "low", "left", "right"))


@dataclass(frozen=True)
class Chain(Mechanism):
    """Two falls in a row, and a ring."""

    stocks = WATERS

    @flow("high", "middle", luck="amount")
    def first_fall(self) -> Any:
        return 1.0

    @flow("middle", "low", luck="amount")
    def second_fall(self) -> Any:
        return 1.0

    @flow("left", "right", luck="amount")
    def over(self) -> Any:
        return 1.0

    @flow("right", "left", luck="amount")
    def back(self) -> Any:
        return 1.0


@dataclass(frozen=True)
class Fever(Mechanism):
    """Kills everybody alike."""

    stocks = (CROWD, DEAD)

    @flow("crowd", "dead", per_head=True)
    def killed(self) -> Any:
        return 0.3


@dataclass(frozen=True)
class Feud(Mechanism):
    """Kills only the first kind."""

    stocks = (CROWD, DEAD)

    @flow("crowd[core]", "dead", per_head=True)
    def slain(self) -> Any:
        return 0.6


@dataclass(frozen=True)
class Hunger(Mechanism):
    """Kills, and drives away."""

    stocks = (CROWD, DEAD, FLED)

    @flow("crowd", "dead", per_head=True)
    def starved(self) -> Any:
        return 0.1

    @flow("crowd", "fled", per_head=True)
    def gone(self) -> Any:
        return 0.2


@dataclass(frozen=True)
class Harmless(Mechanism):
    """Takes nobody."""

    stocks = (CROWD, DEAD)

    @flow("crowd", "dead", per_head=True)
    def spared(self) -> Any:
        return 0.0


EVERY = {"crowd": "end", "dead": "end", "fled": "end"}
FLOWS = {"Fever.killed": "sum", "Hunger.starved": "sum", "Hunger.gone": "sum"}


def ran(*mechanisms: type[Mechanism], record: dict[str, str], lanes: int = LANES) -> dict[str, Any]:
    model = tiny_model(*mechanisms, months=MONTHS, start={"crowd": START})
    return compile_model(model, record, lanes=lanes)(lanes_of(model, lanes), 5, np.arange(lanes))


def test_the_parts_add_up_and_have_their_shares() -> None:
    out = ran(Fever, Hunger, Harmless, record={**EVERY, **FLOWS, "Harmless.spared": "sum"})
    killed, starved = (out[name].sum(axis=1) for name in ("Fever.killed", "Hunger.starved"))
    np.testing.assert_array_equal((killed + starved).sum(axis=1), out["dead"][:, -1])
    assert np.all(out["Harmless.spared"] == 0.0)
    np.testing.assert_array_equal(out["Hunger.gone"].sum(axis=1), out["fled"][:, -1])
    dead, chance = float(out["dead"][:, -1].sum()), 1.0 - np.exp(-0.6 * MONTHS)
    assert float(killed.sum()) / dead == pytest.approx(0.75, abs=4.0 * np.sqrt(0.75 * 0.25 / dead))
    assert dead / LANES == pytest.approx(START.sum() * chance * 2.0 / 3.0, rel=0.005)
    own = 0.5 * chance  # whoever dies of fever is a binomial count again
    np.testing.assert_allclose(killed.var(axis=0), START * own * (1.0 - own), rtol=0.15)


def test_recording_a_part_changes_nothing_else() -> None:
    plain, told = (ran(Fever, Hunger, record=r, lanes=64) for r in (EVERY, {**EVERY, **FLOWS}))
    for name in EVERY:
        np.testing.assert_array_equal(plain[name], told[name])


def test_a_flow_that_takes_nobody_disturbs_nobody() -> None:
    without, with_it = (ran(*m, record=EVERY, lanes=64) for m in ((Feud, Hunger), (Feud, Hunger, Harmless)))
    for name in EVERY:
        np.testing.assert_array_equal(without[name], with_it[name])


def test_without_luck_the_parts_are_in_proportion_to_the_rates() -> None:
    model = tiny_model(Fever, Hunger, months=MONTHS, start={"crowd": START})
    out = exact(model, {**EVERY, **FLOWS})(lanes_of(model), 1, np.arange(1))
    np.testing.assert_allclose(out["Fever.killed"], 3.0 * out["Hunger.starved"], rtol=1e-12)
    parts = out["Fever.killed"] + out["Hunger.starved"]
    np.testing.assert_allclose(parts.sum(axis=(1, 2)), out["dead"][:, -1], rtol=1e-12)


def test_a_stock_comes_after_those_that_flow_into_it_and_a_ring_is_broken_somewhere() -> None:
    model = tiny_model(Chain, months=1)
    moves = [route(model, name, mark) for name, (_, mark) in sorted(model.flows().items())]
    assert downstream(moves, ("low", "middle", "high")) == ["high", "middle", "low"]
    assert sorted(downstream(moves, ("left", "right"))) == ["left", "right"]

"""A tiny model for the real engine: three places change hands by chance, people join and die. Also a program to kill.

Called as a program, tiny_experiment.py OUT DRAWS WORKERS CHUNK runs the experiment into OUT.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np

from polemos.core.calendar import Calendar
from polemos.core.engine import Simulation, compile_model
from polemos.core.mechanism import Mechanism, derived, flow, transition
from polemos.core.model import Attribute, Initial, Model
from polemos.core.parameter import parameter
from polemos.core.seeds import host_uniform
from polemos.core.stock import Stock
from polemos.ensemble.experiment import Experiment, default_record
from polemos.ensemble.run import run_experiment
from polemos.observation.choice import Asked, choose
from polemos.observation.registry import all_quantities

PLACES = ("mosul", "raqqa", "kafr_zita")
PLACE = ("place",)
TARGETS = {"towns": Asked("cities_held", numbers={"threshold": 50_000.0})}


@dataclass(frozen=True)
class Joining(Mechanism):
    """Civilians join, fighters die, civilians die."""

    stocks = (
        Stock("civilians", "person", PLACE),
        Stock("fighters", "person", ("place", "kind")),
        Stock("underground", "person", ("place", "kind"), starts_at_zero=True),
        Stock("vanguard", "person", ("kind",), starts_at_zero=True),
        Stock("movement_killed", "person", PLACE, starts_at_zero=True),
        Stock("killed_by_fire", "person", PLACE, starts_at_zero=True),
    )

    propensity: Any = parameter("1/month", "share of civilians who join")

    @flow(source="civilians", sink="fighters[local]", raised_by=("civilians",))
    def recruits(self, civilians: Any) -> Any:
        """Persons per month."""
        return self.propensity * civilians

    @flow(source="fighters", sink="movement_killed", raised_by=("fighters",))
    def losses(self, fighters: Any) -> Any:
        """Persons per month."""
        return 0.1 * fighters

    @flow(source="civilians", sink="killed_by_fire", raised_by=("civilians",))
    def harm(self, civilians: Any) -> Any:
        """Persons per month."""
        return 0.001 * civilians

    @derived(unit="USD/month", raised_by=("civilians",))
    def revenue(self, civilians: Any) -> Any:
        """USD per month."""
        return 0.7 * civilians.sum()


@dataclass(frozen=True)
class Fortune(Mechanism):
    """Places change hands by luck."""

    stocks = (Stock("holder", "1", PLACE, "who holds: 0 nobody, 1 the movement, 2 a rival", high=2.0, code=True),)

    chance: Any = parameter("1", "chance to change hands in a step")

    @transition(changes=("holder",), streams=("coin",))
    def switch(self, holder: Any, coin: Any) -> Any:
        """The new holder."""
        return jnp.where(coin < self.chance, jnp.mod(holder + 1.0, 3.0), holder)


def tiny_model(*mechanisms: type[Mechanism]) -> Model:
    """The model: six months, two steps a month."""
    mechanisms = mechanisms or (Joining, Fortune)
    stocks = {stock.name for mechanism in mechanisms for stock in mechanism.stocks}
    facts = {
        "area_settled": Attribute(np.array([100.0, 50.0, 7.0]), "km2", PLACE),
        "area_desert": Attribute(np.array([10.0, 500.0, 0.0]), "km2", PLACE),
        "town_population": Attribute(np.array([1_400_000.0, 50_000.0, 49_999.0]), "person", PLACE),
        "in_country": Attribute(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]), "1", ("country", "place")),
    }
    initial = {
        "civilians": Initial("civilians", "person", np.array([0.7, 0.2, 0.1]), 150_000.0),
        "fighters": Initial("fighters", "person", np.full((3, 2), 1.0 / 6.0), None),
        "holder": Initial("holder", "1", np.array([2.0, 1.0, 0.0]), 1.0),
    }
    dims = {"place": PLACES, "kind": ("core", "local"), "country": ("iraq", "syria")}
    initial = {name: start for name, start in initial.items() if name in stocks}
    return Model(dims, mechanisms, facts, {}, initial, Calendar("2012-01", 6, 2))


class TinyExperiment(Experiment):
    """Compiles its model once a process."""

    def compile(self) -> Simulation:
        """The engine for this record."""
        return _compiled(self.model.mechanisms, tuple(self.record.items()), self.lanes)


@cache
def _compiled(mechanisms: tuple[type[Mechanism], ...], record: tuple[tuple[str, str], ...], lanes: int) -> Simulation:
    return compile_model(tiny_model(*mechanisms), dict(record), lanes=lanes)


def parameters_from(seed: int) -> Callable[[Any], dict[str, Any]]:
    """Values for the parameters by draw number."""

    def parameters(draw_ids: Any) -> dict[str, Any]:
        names = ("Joining.propensity", "Fortune.chance", "initial.fighters")
        first, second, third = (host_uniform(seed, draw_ids, name, 1)[:, 0] for name in names)
        return dict(zip(names, (0.01 * first, 0.3 * second, 100.0 + 1000.0 * third), strict=True))

    return parameters


def tiny_experiment(draws: int = 70, seed: int = 3, **changes: Any) -> Experiment:
    """The experiment; `changes` replace fields."""
    model = changes.get("model") or tiny_model()
    quantities, left_out = choose(all_quantities(), model, TARGETS)
    fields: dict[str, Any] = {
        "case_name": "tiny",
        "case_hash": "0" * 64,
        "model": model,
        "parameters": parameters_from(seed),
        "seed": seed,
        "draws": draws,
        "kept": default_record(model),
        "quantities": quantities,
        "left_out": left_out,
        "lanes": 16,
    }
    return TinyExperiment(**(fields | changes))


def brittle_experiment(draws: int) -> Experiment:
    """Only luck, and a pause in every chunk, so that there is time to be killed in."""
    parameters = parameters_from(3)

    def slowly(draw_ids: Any) -> Any:
        time.sleep(0.004)
        return parameters(draw_ids)

    return tiny_experiment(draws, model=tiny_model(Fortune), parameters=slowly)


def run_brittle(out: Path, draws: int, workers: int, cache: Path, word: Any) -> None:
    """Run the brittle experiment in a child that is to be killed; `word` is sent when it has saved a chunk."""
    os.environ["POLEMOS_CACHE"] = str(cache)
    seen = []

    def tell(done: int, _: int) -> None:
        seen.append(done)
        if len(seen) == 2:
            word.send("saved")

    run_experiment(brittle_experiment(draws), out, workers=workers, chunk=4, progress=tell)


def main() -> None:
    """Run as a program."""
    out, draws, workers, chunk = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    run_experiment(tiny_experiment(draws), out, workers=workers, chunk=chunk)


if __name__ == "__main__":
    main()

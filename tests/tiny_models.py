"""Small models of one to a few places made of shipped mechanisms; whatever else they read is given as plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from polemos.core.calendar import Calendar
from polemos.core.engine import Simulation, compile_model
from polemos.core.mechanism import Mechanism
from polemos.core.model import Attribute, Driver, Initial, Model

DIMS = {"kind": ("core", "local", "foreign"), "rival": ("army",), "country": ("land",), "place": ("alpha",)}
PLACE, RIVAL, COUNTRY = ("place",), ("rival",), ("country",)
FACT_DIMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("built_up", "constituency", "held", "weapons_on", "area_settled", "area_desert"), PLACE),
    **dict.fromkeys(
        ("movement_influence", "rival_influence", "troops_wanted", "wanted", "anger", "shock_force", "harm", "killing"),
        PLACE,
    ),
    **dict.fromkeys(("sponsor_support", "front_share"), RIVAL),
    **dict.fromkeys(("weapons", "other_wars", "kept_up"), COUNTRY),
    **dict.fromkeys(("owner_of", "front_of", "reach"), ("rival", "place")),
    "in_country": ("country", "place"),
    "adjacency": ("place", "place"),
    "kind_core": ("kind",),
}
DRIVERS = (
    "weapons", "border_open", "sponsor_support", "other_wars", "donor_support", "fire_restraint", "open_corridors",
)  # fmt: skip
LOCAL = np.array([[0.0], [1.0], [0.0]])


def tiny_model(
    *mechanisms: type[Mechanism],
    months: int = 1,
    steps: int = 10,
    dims: Mapping[str, tuple[str, ...]] = DIMS,
    start: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    paths: Mapping[str, Any] | None = None,
) -> Model:
    """A model; `start` gives stocks (None: a total drawn per lane, all at the first element), `facts` what is read
    (those that a case gives as drivers are drivers here, constant), `paths` drivers with one row per month."""

    def shape(of: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(len(dims[d]) for d in of)

    facts, start = facts or {}, start or {}
    stocks = {s.name: s for m in mechanisms for s in m.stocks}
    initial = {}
    for name, stock in stocks.items():
        value = start.get(name, 0.0)
        if value is None:
            first = np.zeros(shape(stock.dims))
            first.flat[0] = 1.0
            initial[name] = Initial(name, stock.unit, first, None)
        else:
            initial[name] = Initial(name, stock.unit, np.broadcast_to(np.asarray(value, float), shape(stock.dims)), 1.0)
    attributes, drivers = {}, {}
    for name, value in facts.items():
        of = FACT_DIMS.get(name, ())
        if name in DRIVERS:
            drivers[name] = Driver(np.broadcast_to(np.asarray(value, float), (months, *shape(of))), "1", of)
        else:
            attributes[name] = Attribute(np.broadcast_to(np.asarray(value, float), shape(of)), "1", of)
    for name, rows in (paths or {}).items():
        of = FACT_DIMS.get(name, ())
        drivers[name] = Driver(np.asarray(rows, float).reshape(months, *shape(of)), "1", of)
    return Model(dict(dims), mechanisms, attributes, drivers, initial, Calendar("2013-01", months, steps))


def lanes_of(model: Model, lanes: int = 1, **values: Any) -> dict[str, np.ndarray[Any, Any]]:
    """Parameter draws: 'Class__name' (or 'initial__stock') to one value for all lanes or one for each."""
    theta = {}
    for key, value in values.items():
        name = key.replace("__", ".")
        dims = model.shape(model.parameters[name].dims) if name in model.parameters else ()
        rows = np.asarray(value, float)
        rows = rows.reshape(rows.shape[0], *[1] * len(dims)) if rows.ndim == 1 and len(rows) == lanes else rows
        theta[name] = np.broadcast_to(rows, (lanes, *dims)).copy()
    missing = set(model.parameters) - set(theta)
    assert not missing, f"no value for {sorted(missing)}"
    return theta


def exact(model: Model, record: Mapping[str, str], lanes: int = 1, interventions: Any = ()) -> Simulation:
    """The engine without luck, in double precision."""
    return compile_model(
        model, record, mode="expectation", float64=True, lanes=lanes, interventions=tuple(interventions)
    )


def alone(simulation: Simulation, theta: Mapping[str, Any], seed: int = 1) -> dict[str, np.ndarray[Any, Any]]:
    """Run every lane once."""
    return simulation(theta, seed, np.arange(simulation.lanes))

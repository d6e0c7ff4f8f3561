"""`ResolvedCase` in, `Model` out. Nothing is read from disk: outcomes and figures cannot reach the model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from polemos.cases.absent import neutral_values
from polemos.cases.fit import FROM_PLACES, fit_problems, mechanism_classes
from polemos.cases.problems import Problems
from polemos.cases.resolved import ResolvedCase, ResolvedInitial
from polemos.core.calendar import Calendar
from polemos.core.model import Attribute, Driver, Initial, Model
from polemos.core.stock import Stock

HOLDER_CODES = {"nobody": 0.0, "movement": 1.0, "rival": 2.0}
MEANINGS = {
    "area_settled": "settled land of a place and its hinterland",
    "area_desert": "empty land that goes with a place",
    "built_up": "built-up area of a place",
    "town_population": "people of the town alone, without its hinterland",
    "community": "share of a place's people who belong to a community",
    "constituency": "share of a place's people who belong to the community that the movement draws on",
    "in_country": "1 where a place lies in a country, else 0",
    "adjacency": "1 between two places with a road between them, else 0; symmetric, 0 on the diagonal",
    "reach": "how far a rival's ground troops can operate at a place, 0 to 1",
}
AREAS = ("area_settled", "area_desert", "built_up")
ATTRIBUTES = (*AREAS, "town_population", "community", "constituency", "in_country", "adjacency", "reach")
Floats = NDArray[np.float64]


def build(resolved: ResolvedCase) -> Model:
    """The model of a case, checked."""
    problems = Problems()
    mechanisms = mechanism_classes(resolved, problems)
    fit_problems(resolved, mechanisms, problems)
    problems.raise_first()
    stocks = {stock.name: stock for mechanism in mechanisms for stock in mechanism.stocks}
    return Model(
        dims=dict(resolved.dims),
        mechanisms=tuple(mechanisms),
        attributes=_attributes(resolved),
        drivers=_drivers(resolved),
        initial=_initial(resolved, stocks),
        calendar=Calendar(resolved.start, resolved.months, resolved.steps_per_month),
        constants=neutral_values(resolved),
    )


def _attributes(resolved: ResolvedCase) -> dict[str, Attribute]:
    found = {name: Attribute(_column(resolved, name), "km2", ("place",)) for name in AREAS}
    found["town_population"] = Attribute(_column(resolved, "town_population"), "person", ("place",))
    communities = resolved.dims["community"]
    shares = np.array([[place.communities[name] for place in resolved.places] for name in communities])
    shares = shares / shares.sum(axis=0)
    found["community"] = Attribute(shares, "1", ("community", "place"))
    found["constituency"] = Attribute(shares[communities.index(resolved.constituency)], "1", ("place",))
    places, countries = resolved.dims["place"], resolved.dims["country"]
    country = [place.country for place in resolved.places]
    within = np.array([[float(own == other) for other in countries] for own in country])
    found["in_country"] = Attribute(within.T, "1", ("country", "place"))
    adjacency = np.zeros((len(places), len(places)))
    for edge in resolved.edges:
        a, b = places.index(edge.a), places.index(edge.b)
        adjacency[a, b] = adjacency[b, a] = 1.0
    found["adjacency"] = Attribute(adjacency, "1", ("place", "place"))
    found["reach"] = Attribute(np.array(resolved.reach, dtype=np.float64).T, "1", ("rival", "place"))
    kinds = resolved.dims["kind"]
    told = {name: replace(attribute, doc=MEANINGS[name]) for name, attribute in found.items()}
    return told | {kind_name(kind): _kind(kind, kinds) for kind in kinds}


def kind_name(kind: str) -> str:
    """The attribute that marks one kind of fighters."""
    return f"kind_{kind}"


def _kind(kind: str, kinds: tuple[str, ...]) -> Attribute:
    marks = np.array([float(kind == other) for other in kinds])
    return Attribute(marks, "1", ("kind",), f"1 for fighters of the kind {kind}, else 0")


def _column(resolved: ResolvedCase, name: str) -> Floats:
    return np.array([getattr(place, name) for place in resolved.places], dtype=np.float64)


def _drivers(resolved: ResolvedCase) -> dict[str, Driver]:
    found = {}
    for name, driver in resolved.drivers.items():
        values = np.array(driver.values, dtype=np.float64)
        if driver.each_place:
            found[name] = Driver(np.repeat(values, len(resolved.places), axis=1), driver.unit, ("place",))
        else:
            found[name] = Driver(values if driver.dims else values[:, 0], driver.unit, driver.dims)
    return found


def _initial(resolved: ResolvedCase, stocks: dict[str, Stock]) -> dict[str, Initial]:
    found = {name: _from_entry(name, entry, stocks[name]) for name, entry in resolved.initial.items()}
    for name in FROM_PLACES:
        if name in stocks:
            found[name] = _from_places(name, resolved)
    return found


def _from_entry(name: str, entry: ResolvedInitial, stock: Stock) -> Initial:
    weights = np.ones(())
    for dim in stock.dims:
        weights = weights[..., None] * np.array(entry.weights[dim], dtype=np.float64)
    return Initial(name, stock.unit, weights, entry.value)


def _from_places(name: str, resolved: ResolvedCase) -> Initial:
    if name == "civilians":
        people = np.round(_column(resolved, "population"))
        return Initial(name, "person", people / people.sum(), float(people.sum()))
    if name == "holder":
        return Initial(name, "1", np.array([HOLDER_CODES[place.holder_at_start] for place in resolved.places]), 1.0)
    rivals = resolved.dims["rival"]
    codes = np.array([rivals.index(place.owner_at_start) for place in resolved.places], dtype=np.float64)
    return Initial(name, "1", codes, 1.0)

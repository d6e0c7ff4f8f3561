"""The organisation-level core of a case: its mechanisms that make sense without places, over one place that holds all.

A mechanism belongs to it if, while no battle is on, nothing in its equations refers to what is left out: who holds a
place and borders on which, and troops that belong to a rival by place. What mechanisms left out would derive has its
neutral value, as if they were switched off. The share of people ruled is given as a path. Assumes one community mix for
all. Leaves out switches, luck and events with sizes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.cases.build import build
from polemos.cases.draw import medians
from polemos.cases.resolved import ResolvedCase
from polemos.core.errors import InputError
from polemos.core.mechanism import Derived, Flow, Mark, Mechanism, Transition
from polemos.core.model import Attribute, Driver, Initial, Model
from polemos.core.start import initial_state
from polemos.report.xmile.expression import quantity
from polemos.report.xmile.tracing import Elements, elements, traced

RULED, WHOLE = "held", "all_places"
Values = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Core:
    """The reduced model, one value for each parameter (medians of the priors), and what was left out."""

    model: Model
    theta: Values
    left_out: tuple[str, ...]


def core_of(resolved: ResolvedCase, ruled: NDArray[np.float64]) -> Core:
    """The core of a case; `ruled` is the share of people ruled, one value a month. InputError if nothing is left."""
    whole = build(resolved)
    inside = core_mechanisms(whole)
    if not inside:
        raise InputError("export", "the case has no mechanism that makes sense without places")
    theta = medians(resolved)
    dims = {**whole.dims, "place": (WHOLE,)}
    wanted = {name for m in inside for mark in m.marks() for name in mark.reads}
    derived = {mark.name for m in inside for mark in m.marks() if isinstance(mark, Derived)}
    stocks = {stock.name for m in inside for stock in m.stocks}
    given = wanted - derived - stocks - {*whole.drivers, RULED, "step"}
    model = Model(
        dims=dims,
        mechanisms=inside,
        attributes={name: _gathered(whole, name) for name in sorted(given)},
        drivers={**_read_drivers(whole, wanted), RULED: Driver(np.reshape(ruled, (-1, 1)), "1", ("place",))},
        initial=_starts(whole, theta, stocks),
        calendar=whole.calendar,
    )
    left = tuple(m.__name__ for m in whole.mechanisms if m not in inside)
    return Core(model, {k: v for k, v in theta.items() if k in model.parameters}, left)


def core_mechanisms(whole: Model) -> tuple[type[Mechanism], ...]:
    """The mechanisms of a model that belong to the core; those that do nothing in it are left out too."""
    one = dataclasses.replace(whole, dims={**whole.dims, "place": (WHOLE,)}, initial=_zeros(whole))
    candidates = {m: _refers(one, m) for m in whole.mechanisms if _plain(m)}
    owned = {mark.name: m for m in whole.mechanisms for mark in m.marks() if isinstance(mark, Derived)}
    inside = {m for m, refers in candidates.items() if refers is not None}
    while True:
        out = {m for m in inside if not all(_known(whole, n, owned, inside) for n in candidates[m] or ())}
        if not out:
            return tuple(m for m in whole.mechanisms if m in inside)
        inside -= out


def symbols(model: Model, name: str, prefix: str = "") -> Elements:
    """A quantity's elements as names: 'fighters_local'; battles are off, so their codes are 0."""
    stock = model.stocks.get(name)
    dims = model.unit_and_dims(name)[1]
    filled = np.empty(model.shape(dims), object)
    for at in np.ndindex(filled.shape):
        filled[at] = quantity(prefix + element_name(model, name, dims, at))
    return elements(np.zeros(filled.shape)) if stock is not None and stock.code and stock.starts_at_zero else filled


def element_name(model: Model, name: str, dims: tuple[str, ...], at: tuple[int, ...]) -> str:
    """The name of one element, without the one place."""
    labels = [model.dims[dim][i] for dim, i in zip(dims, at, strict=True) if dim != "place"]
    return "_".join([name.replace(".", "_"), *labels])


def computed(
    model: Model, mechanism: type[Mechanism], mark: Mark, of_stocks: str = "", of_derived: str = ""
) -> Elements:
    """What a method returns, in terms of names; prefixes stand before those of stocks and derived quantities."""
    prefixes = dict.fromkeys(model.stocks, of_stocks) | dict.fromkeys(model.derived(), of_derived)
    reads = {name: symbols(model, name, prefixes.get(name, "")) for name in mark.reads if name != "step"}
    if "step" in mark.reads:
        reads["step"] = elements(model.calendar.step)
    own = {name: parameter_symbols(model, mechanism, name) for name in mechanism.parameters()}

    def method(**given: Any) -> Any:
        made = mechanism(**{name: given.pop(f"self.{name}") for name in own})
        return getattr(made, mark.name)(**given)

    return traced(f"{mechanism.__name__}.{mark.name}", method, reads | {f"self.{n}": v for n, v in own.items()})


def parameter_symbols(model: Model, mechanism: type[Mechanism], name: str) -> Elements:
    """A parameter's elements as names: 'Narrative_lag'."""
    dims = mechanism.parameters()[name].dims
    filled = np.empty(model.shape(dims), object)
    for at in np.ndindex(filled.shape):
        filled[at] = quantity(element_name(model, f"{mechanism.__name__}.{name}", dims, at))
    return filled


def _plain(mechanism: type[Mechanism]) -> bool:
    flows = [mark for mark in mechanism.marks() if isinstance(mark, Flow)]
    switches = any(isinstance(mark, Transition) for mark in mechanism.marks())
    return not switches and not any(flow.via or flow.luck in ("events", "sizes") for flow in flows)


def _refers(one: Model, mechanism: type[Mechanism]) -> set[str] | None:
    """The names that a mechanism's equations and moves refer to; None if all its flows stand still."""
    found: set[str] = set()
    moves = False
    for mark in mechanism.marks():
        results = computed(one, mechanism, mark)
        names = set().union(*(expression.names for _, expression in np.ndenumerate(results)))
        told = {read for read in mark.reads if names & _names(one, read)}
        still = all(e.constant and e.value == 0.0 for _, e in np.ndenumerate(results))
        if isinstance(mark, Flow) and not still:
            told |= {end.stock for end in (mark.source, mark.sink) if end is not None}
        moves = moves or isinstance(mark, Derived) or not still
        found |= told if not (isinstance(mark, Flow) and still) else set()
    return found if moves else None


def _names(model: Model, read: str) -> set[str]:
    if read == "step":
        return set()
    return set().union(*(e.names for _, e in np.ndenumerate(symbols(model, read))))


def _known(whole: Model, name: str, owned: Mapping[str, type[Mechanism]], inside: set[type[Mechanism]]) -> bool:
    if name == RULED:
        return True
    if name in whole.stocks:
        routed = {
            end.stock for _, flow in whole.flows().values() if flow.via for end in (flow.source, flow.sink) if end
        }
        placed = "place" in whole.stocks[name].dims
        return not placed or (whole.stocks[name].counted and name not in routed)
    if name in owned:
        return owned[name] in inside or whole.derived()[name][1].neutral is not None
    return "place" not in whole.unit_and_dims(name)[1] or whole.unit_and_dims(name)[1] == ("place",)


def _gathered(whole: Model, name: str) -> Attribute:
    """A fact over one place: shares by population, land and people summed; what is left out at its neutral value."""
    unit, dims = whole.unit_and_dims(name)
    if name in whole.attributes and dims == ("place",):
        people, values = whole.initial["civilians"].weights, np.asarray(whole.attributes[name].values, np.float64)
        gathered = np.average(values, weights=people) if unit == "1" else values.sum()
        return Attribute(np.array([gathered]), unit, dims)
    if name in whole.attributes and "place" not in dims:
        return Attribute(whole.attributes[name].values, unit, dims)
    neutral = whole.derived()[name][1].neutral if name in whole.derived() else None
    shape = [1 if dim == "place" else len(whole.dims[dim]) for dim in dims]
    return Attribute(np.full(shape, neutral or 0.0), unit, dims)


def _read_drivers(whole: Model, wanted: set[str]) -> dict[str, Driver]:
    return {name: driver for name, driver in whole.drivers.items() if name in wanted}


def _starts(whole: Model, theta: Values, stocks: set[str]) -> dict[str, Initial]:
    state = initial_state(whole, theta, 1)
    found = {}
    for name in sorted(stocks):
        stock, value = whole.stocks[name], state[name][0]
        if "place" in stock.dims:
            value = value.sum(axis=stock.dims.index("place"), keepdims=True)
        kept = np.zeros_like(value) if stock.code else value
        found[name] = Initial(name, stock.unit, kept, 1.0)
    return found


def _zeros(whole: Model) -> dict[str, Initial]:
    return {name: Initial(name, stock.unit, 0.0) for name, stock in whole.stocks.items()}

"""Ways out: flows by which people go from one stock to one end are counted together and told apart afterwards.

Only 'chance' flows are joined: each person leaves apart, so the sum of several such counts is such a count itself, and
given the sum the parts are again conditional counts. A step needs the sums only; the parts are drawn for those flows
that somebody asks for. Flows that move people together, or move no people, stay as they are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.counts import binomial_count
from polemos.core.exchange import TINY, Route, collapse, elements, from_stock, route
from polemos.core.luck import Luck
from polemos.core.model import Model


@dataclass(frozen=True)
class Way:
    """Several flows as one: `route` is all of them together, `parts` are the flows, by name."""

    route: Route
    parts: tuple[Route, ...]


def ways_out(model: Model, routes: Iterable[Route]) -> tuple[Way, ...]:
    """All flows, those with the same source, sink and luck for each person joined to one."""
    doors: dict[tuple[object, ...], list[Route]] = {}
    for r in routes:
        doors.setdefault(_door(r), []).append(r)
    found = []
    for door, parts in doors.items():
        labels = {r.flow.source.label for r in parts if r.flow.source is not None}
        whole = None in labels or len(door) == 1
        for label in [None] if whole else sorted(labels, key=str):
            own = [r for r in parts if whole or (r.flow.source is not None and r.flow.source.label == label)]
            found.append(_joined(model, own, label))
    return tuple(found)


def joined_rate(model: Model, way: Way, rates: Mapping[str, Array]) -> Array:
    """The rate of all flows of a way together, in the frame of its route."""
    parts = [_in_frame(model, way, r, rates[r.name]) for r in way.parts]
    return sum(parts[1:], parts[0])


def part_of(
    model: Model, way: Way, wanted: Route, amount: Array, rates: Mapping[str, Array], luck: Luck | None
) -> Array:
    """The amount of one flow of a way, of which `amount` left in all; without luck its expected share."""
    if len(way.parts) == 1:
        return amount
    own = [_in_frame(model, way, r, rates[r.name]) for r in way.parts]
    left, found = amount, amount
    for position, r in enumerate(way.parts):
        chance = own[position] / jnp.maximum(sum(own[position + 1 :], own[position]), TINY)
        if luck is None:
            found = left * chance
        elif position == len(way.parts) - 1:
            found = left
        else:
            found = binomial_count(left, jnp.clip(chance, 0.0, 1.0), luck(r.name, elements(model, way.route)))
        if r == wanted:
            break
        left = left - found
    same = wanted.flow.source == way.route.flow.source
    return found if same else from_stock(model, wanted.flow.source, found)


def _door(r: Route) -> tuple[object, ...]:
    if r.flow.source is None or r.flow.luck != "chance" or r.dispatch:
        return (r.name,)
    return r.flow.source.stock, r.flow.sink, r.flow.via


def _joined(model: Model, parts: list[Route], label: str | None) -> Way:
    first = parts[0]
    if len(_door(first)) == 1:
        return Way(first, (first,))
    assert first.flow.source is not None
    end = dataclasses.replace(first.flow.source, label=label)
    name = f"{end} > {first.flow.sink}"
    flow = dataclasses.replace(first.flow, name=name, reads=(), source=end, per_head=False)
    return Way(route(model, name, flow), tuple(parts))


def _in_frame(model: Model, way: Way, r: Route, value: Array) -> Array:
    return value if r.flow.source == way.route.flow.source else collapse(model, r, value, {})


def downstream(moves: Iterable[Route], stocks: Iterable[str]) -> list[str]:
    """These stocks, each after those that flow into it, as far as none flows back: what comes to it is then final."""
    into = {(r.flow.source.stock, r.flow.sink.stock) for r in moves if r.flow.source and r.flow.sink}
    left, found = sorted(stocks), list[str]()
    while left:
        free = [s for s in left if not any((other, s) in into for other in left if other != s)]
        found += free or left[:1]
        left = [s for s in left if s not in found]
    return found

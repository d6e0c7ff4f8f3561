"""Who leaves the stocks of people in one step, in whole numbers.

The flows out of a stock draw one after the other from those still there, with the chance of leaving this way given that
one has not left another way: together a multinomial count. The first 'chance' flow of every stock is drawn in one go
with the first of all others, then the second, and so on; 'order' flows and those shared out over places come last.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import jax.numpy as jnp
from jax import Array

from polemos.core.apart import apart
from polemos.core.counts import binomial_count, whole_amount
from polemos.core.exchange import TINY, Content, Route, collapse, from_stock, leaving_share, spread
from polemos.core.model import Model

Luck = Callable[[tuple[tuple[str, int], ...]], Array]


@dataclass
class Source:
    """A stock of people: its content, its flows, and what has been decided of them so far."""

    model: Model
    content: Array
    share: Array
    at_source: Mapping[str, Array]
    rates: Mapping[str, Array]
    vias: Mapping[str, Array]
    routes: list[Route]
    amounts: dict[str, Array] = field(default_factory=dict)

    @property
    def single(self) -> list[Route]:
        """The flows decided person by person."""
        return [r for r in self.routes if r.flow.luck == "chance" and not r.dispatch]

    @property
    def together(self) -> list[Route]:
        """The flows of people who move together."""
        return [r for r in self.routes if r.flow.luck != "chance" or r.dispatch]

    def asked(self, r: Route) -> tuple[Array, Array]:
        """How many are still there to leave by a flow, and the chance of each, in the flow's frame."""
        left, taken = self.content, jnp.zeros_like(self.content)
        for name, amount in self.amounts.items():
            earlier = next(e for e in self.routes if e.name == name)
            left = left - collapse(self.model, earlier, amount, self.vias)
            taken = taken + self.at_source[name]
        others = jnp.maximum(1.0 - self.share * taken, TINY)
        chance = jnp.clip(self.share * self.at_source[r.name] / others, 0.0, 1.0)
        return from_stock(self.model, r.flow.source, left), from_stock(self.model, r.flow.source, chance)

    def moved_together(self, r: Route, luck: Luck) -> Array:
        """A whole amount near the expected one; where its parts ask for more than there are, they are rounded down."""
        here, chance = self.asked(r)
        shape = r.shape(self.model)
        draws = luck(((r.name, math.prod(shape)),)).reshape(shape)
        if not r.dispatch:
            return jnp.minimum(whole_amount(here * chance, draws), here)
        rate = self.rates[r.name]
        total = from_stock(self.model, r.flow.source, collapse(self.model, r, rate, self.vias))
        expected = rate * spread(self.model, r, here * chance / jnp.maximum(total, TINY), self.vias)
        tried = whole_amount(expected, draws)
        asked = from_stock(self.model, r.flow.source, collapse(self.model, r, tried, self.vias))
        fits = spread(self.model, r, (asked <= here).astype(expected.dtype), self.vias)
        return jnp.where(fits > 0.5, tried, jnp.floor(expected))


def source(
    model: Model,
    content: Content,
    routes: list[Route],
    rates: Mapping[str, Array],
    vias: Mapping[str, Array],
    step: float,
    clock: Array,
) -> Source:
    """A stock with the hazards that act on it, before anybody has left."""
    at_source = {r.name: apart(clock, partial(collapse, model, r, rates[r.name], vias)) for r in routes if r.dispatch}
    at_source |= {r.name: collapse(model, r, rates[r.name], vias) for r in routes if not r.dispatch}
    share = apart(clock, lambda: leaving_share(list(at_source.values()), content, step))
    return Source(model, content.start, share, at_source, rates, vias, routes)


def whole_outflows(sources: list[Source], luck: Luck, clock: Array) -> dict[str, Array]:
    """The whole amount of every flow out of these stocks, in the flow's own frame."""
    for turn in range(max((len(s.single) for s in sources), default=0)):
        _draw([(s, s.single[turn]) for s in sources if turn < len(s.single)], luck, clock)
    for s in sources:
        for r in s.together:
            s.amounts[r.name] = apart(clock, partial(s.moved_together, r, luck))
    return {name: amount for s in sources for name, amount in s.amounts.items()}


def _draw(pairs: list[tuple[Source, Route]], luck: Luck, clock: Array) -> None:
    """Decide one flow of each of several stocks."""
    shapes = [from_stock(s.model, r.flow.source, s.content).shape for s, r in pairs]
    sizes = [math.prod(shape) for shape in shapes]
    streams = tuple((r.name, size) for (_, r), size in zip(pairs, sizes, strict=True))

    def asked() -> tuple[Array, Array]:
        numbers, chances = zip(*(s.asked(r) for s, r in pairs), strict=True)
        return jnp.concatenate([n.ravel() for n in numbers]), jnp.concatenate([c.ravel() for c in chances])

    numbers, chances = apart(clock, asked)
    hit = apart(clock, lambda: binomial_count(numbers, chances, luck(streams)))
    first = 0
    for (s, r), shape, size in zip(pairs, shapes, sizes, strict=True):
        s.amounts[r.name] = hit[first : first + size].reshape(shape)
        first += size

"""Who leaves the stocks of people in one step, in whole numbers.

The ways out of a stock draw one after the other from those still there, with the chance of leaving this way given that
one has not left another way: together a multinomial count. 'order' flows and those shared out over places come last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import jax.numpy as jnp
from jax import Array

from polemos.core.apart import apart
from polemos.core.counts import binomial_count, whole_amount
from polemos.core.exchange import TINY, Content, Route, collapse, elements, from_stock, leaving_share, spread
from polemos.core.luck import Luck
from polemos.core.model import Model


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
        """The flows decided person by person, in the order of their sinks, whoever else leaves."""
        return sorted((r for r in self.routes if not _together(r)), key=lambda r: (str(r.flow.sink), r.name))

    def count(self, r: Route, luck: Luck) -> Array:
        """How many leave one way of those who have not left by an earlier one."""
        assert r.flow.source is not None
        part = partial(from_stock, self.model, r.flow.source)
        left, share = part(self.content), part(self.share)
        taken = jnp.zeros_like(left)
        for e in self.single[: self.single.index(r)]:
            if None in (_label(e), _label(r)) or _label(e) == _label(r):
                left = left - self._seen(r, e, self.amounts[e.name])
                taken = taken + self._seen(r, e, self.rates[e.name])
        chance = share * self.rates[r.name] / jnp.maximum(1.0 - share * taken, TINY)
        stream = f"{r.flow.source.stock} > {r.flow.sink}"
        return binomial_count(left, jnp.clip(chance, 0.0, 1.0), luck(stream, elements(self.model, r)))

    def _seen(self, r: Route, earlier: Route, value: Array) -> Array:
        """What belongs to an earlier flow, in the frame of this one."""
        if _label(earlier) == _label(r):
            return value
        if _label(r) is None:
            return collapse(self.model, earlier, value, self.vias)
        return from_stock(self.model, r.flow.source, value)

    def after(self, decided: list[Route]) -> tuple[Array, Array]:
        """How many are still there once these flows are decided, and the sum of the rates of these flows."""
        left, taken = self.content, jnp.zeros_like(self.content)
        for r in decided:
            left = left - collapse(self.model, r, self.amounts[r.name], self.vias)
            taken = taken + self.at_source[r.name]
        return left, taken

    def moved_together(self, r: Route, left: Array, taken: Array, luck: Luck) -> Array:
        """A whole amount near the expected one; where its parts ask for more than there are, they are rounded down."""
        part = partial(from_stock, self.model, r.flow.source)
        chance = self.share * self.at_source[r.name] / jnp.maximum(1.0 - self.share * taken, TINY)
        here, chance = part(left), part(jnp.clip(chance, 0.0, 1.0))
        draws = luck(r.name, elements(self.model, r))
        if not r.dispatch:
            return jnp.minimum(whole_amount(here * chance, draws), here)
        rate = self.rates[r.name]
        per_rate = here * chance / jnp.maximum(part(self.at_source[r.name]), TINY)
        expected = rate * spread(self.model, r, per_rate, self.vias)
        tried = whole_amount(expected, draws)
        asked = part(collapse(self.model, r, tried, self.vias))
        fits = spread(self.model, r, (asked <= here).astype(expected.dtype), self.vias)
        return jnp.where(fits > 0.5, tried, jnp.floor(expected))


def _together(r: Route) -> bool:
    return r.flow.luck != "chance" or r.dispatch


def _label(r: Route) -> str | None:
    return None if r.flow.source is None else r.flow.source.label


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
    for s in sources:
        for r in s.single:
            s.amounts[r.name] = apart(clock, partial(s.count, r, luck))
        together = [r for r in s.routes if _together(r)]
        for r in together:
            left, taken = apart(clock, partial(s.after, [e for e in s.routes if e.name in s.amounts]))
            s.amounts[r.name] = apart(clock, partial(s.moved_together, r, left, taken, luck))
    return {name: amount for s in sources for name, amount in s.amounts.items()}

"""One step of a model as pure functions of arrays: rates, amounts, the new state, transitions.

Every rate, derived quantity, count and new stock is computed apart (see `polemos.core.apart`), so that it is computed
once. Only what is read by something is computed at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import jax.numpy as jnp
from jax import Array

from polemos.core.apart import apart
from polemos.core.events import event_counts, mean_size, total_sizes
from polemos.core.exchange import Content, Route, arrivals, departures, expected_outflows, touched
from polemos.core.imposed import Imposed
from polemos.core.leaving import source, whole_outflows
from polemos.core.luck import Elements, Luck, numbered, uniform
from polemos.core.mechanism import Mechanism
from polemos.core.model import Model
from polemos.core.ways import Way, downstream, joined_rate, part_of, ways_out

State = dict[str, Array]
Values = dict[str, Array]


@dataclass(frozen=True)
class Readable:
    """What mechanisms see at one instant."""

    values: Values
    mechanisms: dict[str, Mechanism]
    acts: Array


@dataclass(frozen=True)
class Program:
    """A model made ready to step; `kept` names the derived quantities and flows that are recorded, `drawn` the drivers
    of which each draw has a path of its own, 'driver.<name>' among its parameters."""

    model: Model
    routes: tuple[Route, ...]
    imposed: Imposed
    counted: bool
    dtype: Any
    kept: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()

    def readable(self, state: State, month: Array, theta: Values, clock: Array, wanted: Iterable[str]) -> Readable:
        """What a mechanism can read (of derived quantities those wanted), the mechanisms, the active interventions."""
        values: Values = {n: jnp.asarray(a.values, self.dtype) for n, a in self.model.attributes.items()}
        shapes = {n: self.model.shape(c.dims) for n, c in self.model.constants.items()}
        values |= {n: jnp.full(shapes[n], c.value, self.dtype) for n, c in self.model.constants.items()}
        values |= {n: self._path(n, theta)[month] for n in self.model.drivers}
        values |= state
        values["step"] = jnp.asarray(self.model.calendar.step, self.dtype)
        conditions = self.imposed.conditions
        plain = self._derive(values, self._instances(theta), clock, conditions) if conditions else values
        acts = self.imposed.active(clock, plain)
        values |= {n: self.imposed.apply(n, values[n], acts) for n in self.model.drivers}
        theta = {k: self.imposed.apply(k, v, acts) for k, v in theta.items()}
        instances = self._instances(theta)
        return Readable(self._derive(values, instances, clock, wanted), instances, acts)

    def _path(self, name: str, theta: Values) -> Array:
        own = name in self.drawn
        return theta[f"driver.{name}"] if own else jnp.asarray(self.model.drivers[name].values, self.dtype)

    def _instances(self, theta: Values) -> dict[str, Mechanism]:
        return {
            m.__name__: m(**{name: theta[f"{m.__name__}.{name}"] for name in m.parameters()})
            for m in self.model.mechanisms
        }

    def _derive(
        self, values: Values, instances: Mapping[str, Mechanism], clock: Array, wanted: Iterable[str]
    ) -> Values:
        values = dict(values)
        derived = self.model.derived()
        needed = self._needed(wanted)
        for name in self.model.derived_order():
            if name in needed:
                owner, mark = derived[name]
                method = getattr(instances[owner.__name__], name)
                given = {r: values[r] for r in mark.reads}
                values[name] = apart(clock, partial(self._shaped, method, given, self.model.shape(mark.dims)))
        return values

    def _needed(self, wanted: Iterable[str]) -> set[str]:
        """The derived quantities among `wanted`, and those that they read in turn."""
        derived = self.model.derived()
        needed: set[str] = set()
        open_names = [n for n in wanted if n in derived]
        while open_names:
            name = open_names.pop()
            if name not in needed:
                needed.add(name)
                open_names += [n for n in derived[name][1].reads if n in derived]
        return needed

    def _shaped(self, method: Any, given: Values, shape: tuple[int, ...]) -> Array:
        return jnp.broadcast_to(jnp.asarray(method(**given), self.dtype), shape)

    def rates(self, state: State, month: Array, theta: Values, clock: Array) -> tuple[Values, Readable]:
        """The rate of every flow and way out in its frame, never negative, and what was read for it."""
        reads = {n for r in self.routes for n in (*r.flow.reads, *([r.flow.via] if r.flow.via else []))}
        seen = self.readable(state, month, theta, clock, {*reads, *self.kept})
        found = {r.name: apart(clock, partial(self._rate, r, state, seen)) for r in self.routes if not r.flow.of}
        for r in self.sized:
            found[r.name] = apart(clock, partial(self._rate_of_sizes, r, found[r.events], seen))
        for way in self.ways:
            if len(way.parts) > 1:
                found[way.route.name] = apart(clock, partial(joined_rate, self.model, way, found))
            else:
                found[way.route.name] = found[way.parts[0].name]
        return found, seen

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """All flows, those out of one stock to one end joined."""
        return ways_out(self.model, self.routes)

    @property
    def moves(self) -> tuple[Route, ...]:
        """What moves in a step, as flows."""
        return tuple(way.route for way in self.ways)

    @property
    def sized(self) -> tuple[Route, ...]:
        """The flows that add up sizes of events."""
        return tuple(r for r in self.routes if r.flow.of)

    def _derived_in(self, seen: Readable) -> Values:
        return {n: seen.values[n] for n in self.model.derived() if n in seen.values}

    def _size(self, r: Route, seen: Readable, uniform: Array) -> Array:
        """The size of one event in the flow's frame; `uniform` has the frame's shape."""
        owner, method = r.name.split(".")
        given = {n: seen.values[n] for n in r.flow.reads} | {str(r.flow.stream): uniform}
        size = self._shaped(getattr(seen.mechanisms[owner], method), given, r.shape(self.model))
        return jnp.maximum(self.imposed.apply(r.name, size, seen.acts), 0.0)

    def _rate_of_sizes(self, r: Route, rate: Array, seen: Readable) -> Array:
        return rate * mean_size(partial(self._size, r, seen), r.shape(self.model), self.dtype)

    def _rate(self, r: Route, state: State, seen: Readable) -> Array:
        owner, method = r.name.split(".")
        given = {n: seen.values[n] for n in r.flow.reads}
        rate = self._shaped(getattr(seen.mechanisms[owner], method), given, r.shape(self.model))
        if r.flow.per_head:
            rate = rate * touched(self.model, r, state)
        return jnp.maximum(self.imposed.apply(r.name, rate, seen.acts), 0.0)

    def half(self, state: State, rates: Values, derived: Values, clock: Array) -> dict[str, Content]:
        """Every stock after half a step without luck."""
        length = self.model.calendar.step / 2
        amounts = {r.name: rates[r.name] * length for r in self.moves if r.flow.source is None}
        hazards = {}
        for stock, routes in self._outflows().items():
            content = Content(state[stock], state[stock])
            gone, hazards[stock] = expected_outflows(self.model, content, routes, rates, derived, length, clock)
            amounts |= gone
        come = self.coming(amounts, derived, clock)
        middle = self.applied(state, amounts, come, derived, clock)
        return {n: Content(state[n], middle[n], come.get(n), hazards.get(n)) for n in state}

    def moved(
        self, contents: dict[str, Content], rates: Values, seen: Readable, luck: Luck | None, clock: Array
    ) -> Values:
        """The amount of every flow in one step."""
        length, derived = self.model.calendar.step, self._derived_in(seen)
        amounts = {r.name: rates[r.name] * length for r in self.moves if r.flow.source is None}
        if luck is not None:
            amounts |= self._happened(amounts, seen, luck, clock)
        people, rest = [], {}
        for stock, routes in self._outflows().items():
            given = (self.model, contents[stock], routes, rates, derived, length, clock)
            if luck is not None and self.model.stocks[stock].counted:
                people.append(source(*given))
            else:
                rest[stock] = given
        for given in rest.values():
            amounts |= expected_outflows(*given)[0]
        for stock in downstream(self.moves, rest):
            for sure in self.coming(amounts, derived, clock, [stock]).values():
                amounts |= expected_outflows(*rest[stock], sure)[0]
        return amounts | (whole_outflows(people, luck, clock) if luck is not None else {})

    def _happened(self, expected: Values, seen: Readable, luck: Luck, clock: Array) -> Values:
        """Whole numbers of events in place of those expected, and the sizes that they turn out to have."""
        counts = {
            r.name: apart(clock, partial(event_counts, r.name, expected[r.name], luck))
            for r in self.moves
            if r.flow.luck == "events"
        }
        for r in self.sized:
            size, stream = partial(self._size, r, seen), f"{r.events}.{r.flow.stream}"
            counts[r.name] = apart(clock, partial(total_sizes, stream, counts[r.events], size, luck))
        return counts

    def _outflows(self) -> dict[str, list[Route]]:
        """The flows out of every stock that has some."""
        found: dict[str, list[Route]] = {}
        for r in self.moves:
            if r.flow.source is not None:
                found.setdefault(r.flow.source.stock, []).append(r)
        return found

    def coming(self, amounts: Values, derived: Values, clock: Array, stocks: Iterable[str] | None = None) -> Values:
        """What arrives in every one of these stocks (by default all) that some of these amounts flow into."""
        wanted = self.model.stocks if stocks is None else set(stocks)
        into: dict[str, list[Route]] = {}
        for r in self.moves:
            if r.flow.sink is not None and r.flow.sink.stock in wanted and r.name in amounts:
                into.setdefault(r.flow.sink.stock, []).append(r)

        def total(routes: list[Route]) -> Array:
            parts = [arrivals(self.model, r, amounts[r.name], derived) for r in routes]
            return sum(parts[1:], parts[0])

        return {stock: apart(clock, partial(total, routes)) for stock, routes in sorted(into.items())}

    def applied(self, state: State, amounts: Values, coming: Values, derived: Values, clock: Array) -> State:
        """The state after amounts have left their sources and what comes has reached the sinks."""
        return {n: apart(clock, partial(self._changed, n, state[n], amounts, coming, derived)) for n in state}

    def _changed(self, name: str, value: Array, amounts: Values, coming: Values, derived: Values) -> Array:
        for r in self.moves:
            if r.flow.source is not None and r.flow.source.stock == name:
                value = value - departures(self.model, r, amounts[r.name], derived)
        if name in coming:
            value = value + coming[name]
        return jnp.clip(value, self.model.stocks[name].low, self.model.stocks[name].high)

    def step(
        self, state: State, month: Array, clock: Array, theta: Values, draw: Array, seed_word: Array
    ) -> tuple[State, Values, Values]:
        """One step: the new state, the amounts moved, and the derived quantities in the middle of the step."""

        def luck(stream: str, elements: Elements) -> Array:
            return uniform(seed_word, draw, clock, stream, elements).astype(self.dtype)

        rates, seen = self.rates(state, month, theta, clock)
        contents = self.half(state, rates, self._derived_in(seen), clock)
        if self.model.transitions():
            switched = self._switched({n: c.middle for n, c in contents.items()}, month, clock, theta, luck)
            state = state | switched
            contents |= {n: Content(value, value) for n, value in switched.items()}
        rates, seen = self.rates({n: c.middle for n, c in contents.items()}, month, theta, clock)
        amounts = self.moved(contents, rates, seen, luck if self.counted else None, clock)
        derived = self._derived_in(seen)
        new = self.applied(state, amounts, self.coming(amounts, derived, clock), derived, clock)
        amounts |= self.told_apart(amounts, rates, luck if self.counted else None, clock)
        return {n: self.imposed.apply(n, v, seen.acts) for n, v in new.items()}, amounts, derived

    def told_apart(self, amounts: Values, rates: Values, luck: Luck | None, clock: Array) -> Values:
        """The amounts of the recorded flows that left by a way together with others."""
        return {
            r.name: apart(clock, partial(part_of, self.model, way, r, amounts[way.route.name], rates, luck))
            for way in self.ways
            for r in way.parts
            if r.name in self.kept
        }

    def _switched(self, state: State, month: Array, clock: Array, theta: Values, luck: Luck) -> State:
        """What transitions make of the stocks that they set, decided once from this state."""
        transitions = sorted(self.model.transitions().items())
        wanted = {n for _, (_, mark) in transitions for n in mark.reads}
        seen = self.readable(state, month, theta, clock, wanted)
        new = dict(state)
        for name, (owner, mark) in transitions:
            shape = self.model.shape(self.model.stocks[mark.changes[0]].dims)
            given = {r: seen.values[r] for r in mark.reads}
            method = getattr(seen.mechanisms[owner.__name__], mark.name)
            before = {s: (state[s], new[s]) for s in mark.changes}
            new |= apart(clock, partial(self._switch, name, mark.streams, method, given, before, shape, luck))
        return {name: new[name] for _, (_, mark) in transitions for name in mark.changes}

    def _switch(
        self,
        name: str,
        streams: tuple[str, ...],
        method: Any,
        given: Values,
        before: Mapping[str, tuple[Array, Array]],
        shape: tuple[int, ...],
        luck: Luck,
    ) -> State:
        results = method(**given, **{s: luck(f"{name}.{s}", numbered(shape)) for s in streams})
        results = results if isinstance(results, tuple) else (results,)
        new = {}
        for (changed, (old, latest)), value in zip(before.items(), results, strict=True):
            # An element that an earlier transition (by name) has switched in this step stays as it left it.
            new[changed] = jnp.where(latest != old, latest, jnp.asarray(value, self.dtype))
        return new

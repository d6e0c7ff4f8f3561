"""The engine: one compiled step, scanned over time and mapped over draws.

A step: rates are computed from the state, again from the expected middle of the step, then applied (see
`polemos.core.exchange`); transitions are decided once at its end. Draws are padded to a fixed lane width, so the same
draw gives the same bytes whatever ran beside it. 'expectation' mode has no luck; float64 is for known answers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

if "XLA_FLAGS" not in os.environ:
    # One thread inside a computation: two chunks then run side by side, one a core.
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import jax
import jax.numpy as jnp
from jax import Array

from polemos.core.apart import apart
from polemos.core.errors import InputError
from polemos.core.exchange import Luck, Route, arrivals, departures, outflows, route, touched
from polemos.core.imposed import Imposed
from polemos.core.intervention import Intervention
from polemos.core.luck import MOST_ELEMENTS, MOST_STEPS, uniform
from polemos.core.mechanism import Mechanism
from polemos.core.model import Model
from polemos.core.seeds import seed_words
from polemos.core.start import initial_state

State = dict[str, Array]
Values = dict[str, Array]
MODES = ("counts", "expectation")
RECORDS = ("end", "gain", "mean", "sum")
LANES = 64


@dataclass(frozen=True)
class Readable:
    """What mechanisms see at one instant."""

    values: Values
    mechanisms: dict[str, Mechanism]
    acts: Array


@dataclass(frozen=True)
class Program:
    """A model made ready to step; pure functions of arrays."""

    model: Model
    routes: tuple[Route, ...]
    imposed: Imposed
    counted: bool
    dtype: Any

    def readable(self, state: State, month: Array, theta: Values, clock: Array) -> Readable:
        """Everything a mechanism can read, the mechanisms with their parameter values, and the active interventions."""
        values: Values = {n: jnp.asarray(a.values, self.dtype) for n, a in self.model.attributes.items()}
        values |= {n: jnp.asarray(c, self.dtype) for n, c in self.model.constants.items()}
        values |= {n: jnp.asarray(d.values, self.dtype)[month] for n, d in self.model.drivers.items()}
        values |= state
        values["step"] = jnp.asarray(self.model.calendar.step, self.dtype)
        plain = self._derive(values, self._instances(theta)) if self.imposed.conditional else values
        acts = self.imposed.active(clock, plain)
        values |= {n: self.imposed.apply(n, values[n], acts) for n in self.model.drivers}
        theta = {k: self.imposed.apply(k, v, acts) for k, v in theta.items()}
        instances = self._instances(theta)
        return Readable(self._derive(values, instances), instances, acts)

    def _instances(self, theta: Values) -> dict[str, Mechanism]:
        return {
            m.__name__: m(**{name: theta[f"{m.__name__}.{name}"] for name in m.parameters()})
            for m in self.model.mechanisms
        }

    def _derive(self, values: Values, instances: Mapping[str, Mechanism]) -> Values:
        values = dict(values)
        derived = self.model.derived()
        for name in self.model.derived_order():
            owner, mark = derived[name]
            result = getattr(instances[owner.__name__], name)(**{r: values[r] for r in mark.reads})
            values[name] = jnp.broadcast_to(jnp.asarray(result, self.dtype), self.model.shape(mark.dims))
        return values

    def rates(self, state: State, month: Array, theta: Values, clock: Array) -> tuple[Values, Values, Array]:
        """The rate of every flow in its frame, never negative; all derived quantities; the active interventions."""
        seen = self.readable(state, month, theta, clock)
        found = {}
        for r in self.routes:
            owner, method = r.name.split(".")
            rate = getattr(seen.mechanisms[owner], method)(**{n: seen.values[n] for n in r.flow.reads})
            rate = jnp.broadcast_to(jnp.asarray(rate, self.dtype), r.shape(self.model))
            if r.flow.per_head:
                rate = rate * touched(self.model, r, state)
            found[r.name] = jnp.maximum(self.imposed.apply(r.name, rate, seen.acts), 0.0)
        return found, {n: seen.values[n] for n in self.model.derived()}, seen.acts

    def moved(
        self, state: State, middle: State, rates: Values, derived: Values, step: float, luck: Luck | None, clock: Array
    ) -> Values:
        """The amount of every flow in one step."""
        amounts = {r.name: rates[r.name] * step for r in self.routes if r.flow.source is None}
        for stock in self.model.stocks:
            routes = [r for r in self.routes if r.flow.source is not None and r.flow.source.stock == stock]
            if routes:
                amounts |= apart(
                    clock,
                    partial(
                        outflows, self.model, stock, state[stock], middle[stock], routes, rates, derived, step, luck
                    ),
                )
        return amounts

    def applied(self, state: State, amounts: Values, derived: Values) -> State:
        """The state after amounts have left their sources and reached their sinks."""
        new = dict(state)
        for r in self.routes:
            amount = amounts[r.name]
            if r.flow.source is not None:
                new[r.flow.source.stock] = new[r.flow.source.stock] - departures(self.model, r, amount, derived)
            if r.flow.sink is not None:
                new[r.flow.sink.stock] = new[r.flow.sink.stock] + arrivals(self.model, r, amount, derived)
        return {n: jnp.clip(v, self.model.stocks[n].low, self.model.stocks[n].high) for n, v in new.items()}

    def step(
        self, state: State, month: Array, clock: Array, theta: Values, draw: Array, seed_word: Array
    ) -> tuple[State, Values, Values]:
        """One step: the new state, the amounts moved, and the derived quantities in the middle of the step."""

        def luck(stream: str, shape: tuple[int, ...]) -> Array:
            return uniform(seed_word, draw, clock, stream, shape).astype(self.dtype)

        length = self.model.calendar.step
        rates, derived, _ = apart(clock, lambda: self.rates(state, month, theta, clock))
        half = self.moved(state, state, rates, derived, length / 2, None, clock)
        middle = apart(clock, lambda: self.applied(state, half, derived))
        rates, derived, acts = apart(clock, lambda: self.rates(middle, month, theta, clock))
        amounts = self.moved(state, middle, rates, derived, length, luck if self.counted else None, clock)
        new = apart(clock, lambda: self.applied(state, amounts, derived))
        if self.model.transitions():
            new = apart(clock, lambda: self._switched(new, month, clock, theta, luck))
        return {n: self.imposed.apply(n, v, acts) for n, v in new.items()}, amounts, derived

    def _switched(self, state: State, month: Array, clock: Array, theta: Values, luck: Luck) -> State:
        seen = self.readable(state, month, theta, clock)
        new = dict(state)
        for name, (owner, mark) in sorted(self.model.transitions().items()):
            shape = self.model.shape(self.model.stocks[mark.changes[0]].dims)
            given = {r: seen.values[r] for r in mark.reads}
            given |= {s: luck(f"{name}.{s}", shape) for s in mark.streams}
            results = getattr(seen.mechanisms[owner.__name__], mark.name)(**given)
            results = results if isinstance(results, tuple) else (results,)
            for changed, value in zip(mark.changes, results, strict=True):
                # An element that an earlier transition (by name) has switched in this step stays as it left it.
                value = jnp.asarray(value, self.dtype)
                new[changed] = jnp.where(new[changed] != state[changed], new[changed], value)
        return new


@dataclass(frozen=True)
class Simulation:
    """A compiled model: call it with parameter draws, a seed and draw numbers."""

    program: Program
    record: Mapping[str, str]
    lanes: int
    float64: bool
    run: Callable[..., dict[str, Array]]

    def __call__(
        self, theta: Mapping[str, np.ndarray[Any, Any]], seed: int, draw_ids: np.ndarray[Any, Any]
    ) -> dict[str, np.ndarray[Any, Any]]:
        """Simulate draws; `theta` holds one row per draw. Returns arrays (draws, months, *dims) by recorded name."""
        parts = []
        for first in range(0, len(draw_ids), self.lanes):
            rows = np.arange(first, min(first + self.lanes, len(draw_ids)))
            parts.append(self._lanes(theta, seed, draw_ids, rows))
        return {name: np.concatenate([p[name] for p in parts]) for name in self.record}

    def _lanes(self, theta: Any, seed: int, draw_ids: Any, rows: Any) -> dict[str, np.ndarray[Any, Any]]:
        padded = np.concatenate([rows, np.repeat(rows[-1:], self.lanes - len(rows))])
        model = self.program.model
        needed = {k: np.asarray(theta[k])[padded] for k in model.parameters}
        state = initial_state(model, {k: np.asarray(v)[padded] for k, v in theta.items()}, self.lanes)
        word = np.uint32(seed_words(seed, "")[0])
        with jax.enable_x64(self.float64):
            dtype = self.program.dtype
            out = self.run(
                {k: jnp.asarray(v, dtype) for k, v in needed.items()},
                {k: jnp.asarray(v, dtype) for k, v in state.items()},
                jnp.asarray(np.asarray(draw_ids)[padded], jnp.uint32),
                word,
            )
            return {k: np.asarray(v)[: len(rows)] for k, v in out.items()}


def compile_model(
    model: Model,
    record: Mapping[str, str],
    mode: str = "counts",
    float64: bool = False,
    lanes: int = LANES,
    interventions: Sequence[Intervention] = (),
) -> Simulation:
    """Prepare a model to run. `record` maps a stock, derived quantity or 'Class.flow' to how a month is kept:
    'end' (value at the month's end), 'gain' (increase over the month), 'mean' (over its steps), 'sum' (of a flow)."""
    _check(model, record, mode)
    routes = tuple(route(model, name, mark) for name, (_, mark) in sorted(model.flows().items()))
    imposed = Imposed(model, tuple(i.checked(model) for i in interventions))
    program = Program(model, routes, imposed, mode == "counts", jnp.float64 if float64 else jnp.float32)

    def run_draw(theta: Values, state: State, draw: Array, seed_word: Array) -> dict[str, Array]:
        return _scan(program, record, theta, state, draw, seed_word)

    run = jax.jit(jax.vmap(run_draw, in_axes=(0, 0, 0, None)))
    return Simulation(program, dict(record), lanes, float64, run)


def _check(model: Model, record: Mapping[str, str], mode: str) -> None:
    if mode not in MODES:
        raise InputError("mode", f"is one of {', '.join(MODES)}", value=mode, fix="choose one of these")
    known = {*model.stocks, *model.derived()}
    for name, how in record.items():
        if how not in RECORDS or (name not in model.flows() if how == "sum" else name not in known):
            raise InputError(f"record {name}", "the model has nothing of this name to keep in this way", value=how)
        if how == "gain" and name not in model.stocks:
            raise InputError(f"record {name}", "a gain is kept of stocks only", value=how)
    largest = max((int(np.prod(model.shape(s.dims))) for s in model.stocks.values()), default=1)
    if largest > MOST_ELEMENTS or model.calendar.months * model.calendar.steps_per_month > MOST_STEPS:
        raise InputError("model", f"has more than {MOST_ELEMENTS} elements in a stock or {MOST_STEPS} steps")


def _scan(
    program: Program, record: Mapping[str, str], theta: Values, state: State, draw: Array, seed_word: Array
) -> dict[str, Array]:
    model = program.model
    per_month = model.calendar.steps_per_month
    running = {n: how for n, how in record.items() if how in ("mean", "sum")}

    def month_of(state: State, month: Array) -> tuple[State, dict[str, Array]]:
        kept = {n: jnp.zeros(_record_shape(program, n), program.dtype) for n in running}

        def one_step(i: Array, carry: tuple[State, Values]) -> tuple[State, Values]:
            state, kept = carry
            new, amounts, derived = program.step(state, month, month * per_month + i, theta, draw, seed_word)
            seen = state | amounts | derived
            weight = {"mean": 1.0 / per_month, "sum": 1.0}
            return new, {n: kept[n] + weight[how] * seen[n] for n, how in running.items()}

        new, kept = jax.lax.fori_loop(0, per_month, one_step, (state, kept))
        values = program.readable(new, month, theta, (month + 1) * per_month - 1).values
        out = dict(kept)
        for name, how in record.items():
            if how == "end":
                out[name] = values[name]
            elif how == "gain":
                out[name] = new[name] - state[name]
        return new, out

    _, months = jax.lax.scan(month_of, state, jnp.arange(model.calendar.months))
    return months


def _record_shape(program: Program, name: str) -> tuple[int, ...]:
    for r in program.routes:
        if r.name == name:
            return r.shape(program.model)
    return program.model.shape(program.model.unit_and_dims(name)[1])

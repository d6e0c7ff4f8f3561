"""The engine: one compiled step, scanned over time and mapped over draws.

A step: rates are computed from the state; transitions are decided once, from the expected middle of the step; rates are
computed again from that middle, then applied (see `polemos.core.exchange`). Draws are padded to a fixed lane width, so
the same draw gives the same bytes whatever ran beside it. 'expectation' mode has no luck; float64 is for known answers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

if "XLA_FLAGS" not in os.environ:
    # One thread inside a computation: two chunks then run side by side, one a core. No library for tiny products and
    # sums, vectors as wide as the processor has them, and no cutting of short sums into windows.
    os.environ["XLA_FLAGS"] = (
        "--xla_cpu_multi_thread_eigen=false --xla_cpu_experimental_ynn_fusion_type= --xla_cpu_prefer_vector_width=512 "
        "--xla_disable_hlo_passes=tree_reduction_rewriter"
    )
# The compiler splits a loop over as many threads as the back end is started with, which it reads here and nowhere else.
os.environ.setdefault("NPROC", "1")

import jax
import jax.numpy as jnp
from jax import Array

from polemos.core.errors import InputError
from polemos.core.exchange import route
from polemos.core.imposed import Imposed
from polemos.core.intervention import Intervention
from polemos.core.luck import MOST_ELEMENTS, MOST_STEPS
from polemos.core.model import Model
from polemos.core.program import Program, State, Values
from polemos.core.seeds import seed_words
from polemos.core.start import initial_state

# A computation runs in the thread that calls it, not in a queue of the back end's own.
jax.config.update("jax_cpu_enable_async_dispatch", False)  # type: ignore[no-untyped-call]

MODES = ("counts", "expectation")
RECORDS = ("end", "gain", "mean", "sum")
LANES = 64


@dataclass(frozen=True)
class Simulation:
    """A model ready to run: call it with parameter draws, a seed and draw numbers.

    `traced` is compiled at the first call; `run`, if given, is called in its place with the same arrays.
    """

    program: Program
    record: Mapping[str, str]
    lanes: int
    float64: bool
    traced: jax.stages.Wrapped
    run: Callable[..., Mapping[str, Any]] | None = None

    def __call__(
        self, theta: Mapping[str, np.ndarray[Any, Any]], seed: int, draw_ids: np.ndarray[Any, Any]
    ) -> dict[str, np.ndarray[Any, Any]]:
        """Simulate draws; `theta` holds one row per draw. Returns arrays (draws, months, *dims) by recorded name.

        draw_ids (draws,), or (draws, months) where the luck of a history changes from month to month."""
        parts = []
        for first in range(0, len(draw_ids), self.lanes):
            rows = np.arange(first, min(first + self.lanes, len(draw_ids)))
            parts.append(self._lanes(theta, seed, draw_ids, rows))
        return {name: np.concatenate([p[name] for p in parts]) for name in self.record}

    def lowered(self) -> jax.stages.Lowered:
        """The computation of one set of lanes, traced and not yet compiled."""
        model = self.program.model
        theta = {name: (self.lanes, *model.shape(spec.dims)) for name, spec in model.parameters.items()}
        theta |= {f"driver.{n}": (self.lanes, *np.shape(model.drivers[n].values)) for n in self.program.drawn}
        state = {name: (self.lanes, *model.shape(stock.dims)) for name, stock in model.stocks.items()}
        with jax.enable_x64(self.float64):
            empty = partial(np.zeros, dtype=self.program.dtype)
            values, stocks = ({name: empty(shape) for name, shape in shapes.items()} for shapes in (theta, state))
            luck = np.zeros((self.lanes, model.calendar.months), np.uint32)
            return self.traced.lower(values, stocks, luck, np.uint32(0))

    def _lanes(self, theta: Any, seed: int, draw_ids: Any, rows: Any) -> dict[str, np.ndarray[Any, Any]]:
        padded = np.concatenate([rows, np.repeat(rows[-1:], self.lanes - len(rows))])
        model, dtype = self.program.model, np.dtype(self.program.dtype)
        keys = (*model.parameters, *(f"driver.{name}" for name in self.program.drawn))
        needed = {k: np.asarray(theta[k])[padded].astype(dtype) for k in keys}
        state = initial_state(model, {k: np.asarray(v)[padded] for k, v in theta.items()}, self.lanes)
        started = {k: v.astype(dtype) for k, v in state.items()}
        ids, word = np.asarray(draw_ids)[padded].astype(np.uint32), np.uint32(seed_words(seed, "")[0])
        draws = np.ascontiguousarray(np.broadcast_to(ids.T, (model.calendar.months, len(padded))).T)
        with jax.enable_x64(self.float64):
            out = (self.run or self.traced)(needed, started, draws, word)
        return {k: np.asarray(v)[: len(rows)] for k, v in out.items()}


def compile_model(
    model: Model,
    record: Mapping[str, str],
    mode: str = "counts",
    float64: bool = False,
    lanes: int = LANES,
    interventions: Sequence[Intervention] = (),
    drawn: Sequence[str] = (),
) -> Simulation:
    """Prepare a model to run. `record` maps a stock, derived quantity or 'Class.flow' to how a month is kept:
    'end' (value at the month's end), 'gain' (increase over the month), 'mean' (over its steps), 'sum' (of a flow).

    Each draw brings its own path of the drivers in `drawn`: theta then has 'driver.<name>', (draws, months, *dims)."""
    _check(model, record, mode)
    for name in drawn:
        if name not in model.drivers:
            raise InputError(f"drawn {name}", "the model has no such driver", fix=f"it has {', '.join(model.drivers)}")
    routes = tuple(route(model, name, mark) for name, (_, mark) in sorted(model.flows().items()))
    imposed = Imposed(model, tuple(i.checked(model) for i in interventions))
    kept = tuple(n for n in record if n not in model.stocks)
    dtype = jnp.float64 if float64 else jnp.float32
    program = Program(model, routes, imposed, mode == "counts", dtype, kept, tuple(drawn))

    def run_draw(theta: Values, state: State, draw: Array, seed_word: Array) -> dict[str, Array]:
        return _scan(program, record, theta, state, draw, seed_word)

    traced = jax.jit(jax.vmap(run_draw, in_axes=(0, 0, 0, None)))
    return Simulation(program, dict(record), lanes, float64, traced)


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
            new, amounts, derived = program.step(state, month, month * per_month + i, theta, draw[month], seed_word)
            seen = state | amounts | derived
            weight = {"mean": 1.0 / per_month, "sum": 1.0}
            return new, {n: kept[n] + weight[how] * seen[n] for n, how in running.items()}

        new, kept = jax.lax.fori_loop(0, per_month, one_step, (state, kept))
        values = program.readable(new, month, theta, (month + 1) * per_month - 1, program.kept).values
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

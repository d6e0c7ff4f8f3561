"""How flows move amounts between stocks in one step.

All outflows of a stock compete: with total hazard h the share 1 - exp(-h * step) leaves, split in proportion to the
rates. Those who arrive in a step are there for half of it on average and may leave again in it. People leave in whole
numbers (see `polemos.core.leaving`). What leaves one stock arrives in another, so people are conserved by construction.
Hazards are those of the middle of the step, which makes the expectation second-order exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.apart import apart
from polemos.core.elementary import growth
from polemos.core.errors import InputError
from polemos.core.luck import Elements, numbered
from polemos.core.mechanism import Flow
from polemos.core.model import Model
from polemos.core.stock import End

TINY = 1e-9


@dataclass(frozen=True)
class Route:
    """A flow with its geometry: the frame its rate lives in, and how each end is reached from it.

    `dispatch`: the frame is finer than the source, which is shared out over it. `via` as in `Flow`.
    """

    name: str
    flow: Flow
    frame: tuple[str, ...]
    source_dims: tuple[str, ...]
    sink_dims: tuple[str, ...]
    dispatch: bool

    def shape(self, model: Model) -> tuple[int, ...]:
        """The shape of the rate."""
        return model.shape(self.frame)

    @property
    def events(self) -> str:
        """The flow whose events this one gives sizes to."""
        return f"{self.name.split('.')[0]}.{self.flow.of}"


def route(model: Model, name: str, flow: Flow) -> Route:
    """Work out the geometry of a flow, or refuse it with a sentence."""
    source = _free_dims(model, flow.source)
    sink = _free_dims(model, flow.sink)
    if flow.source is None:
        return Route(name, flow, sink, sink, sink, False)
    if flow.per_head and flow.sink is not None and not set(sink) <= set(source):
        raise InputError(name, "is per head but shares its source out", fix="return a rate for each destination")
    if flow.sink is None:
        return Route(name, flow, source, source, source, False)
    if flow.via is not None:
        dispatch = "place" in sink
        return Route(name, flow, sink if dispatch else source, source, sink, dispatch)
    if set(sink) <= set(source):
        return Route(name, flow, source, source, sink, False)
    if set(source) < set(sink):
        return Route(name, flow, sink, source, sink, True)
    raise InputError(
        name, f"cannot go from dimensions {source} to {sink}", fix="one end's dimensions must contain the other's"
    )


@dataclass(frozen=True)
class Content:
    """What a stock holds at the step's start and in its middle.

    `come`: how much of the middle has come in the first half. `hazard`: the hazard at the start over half a step.
    """

    start: Array
    middle: Array
    come: Array | None = None
    hazard: Array | None = None


def expected_outflows(
    model: Model,
    content: Content,
    routes: list[Route],
    rates: Mapping[str, Array],
    vias: Mapping[str, Array],
    step: float,
    clock: Array,
    coming: Array | None = None,
) -> tuple[dict[str, Array], Array]:
    """The expected amount of each flow out of one stock, in the flow's own frame; and the stock's hazard.

    `coming` is what arrives in the whole step, the most that can leave of it.
    """

    def gone() -> tuple[Array, Array]:
        pushed, hazard = pressure((collapse(model, r, rates[r.name], vias) for r in routes), content, step)
        leaving = expected_to_leave(pushed, hazard, content, step, coming)
        return leaving / jnp.maximum(pushed, TINY), hazard

    here, hazard = apart(clock, gone)
    return {r.name: _expected(model, r, here, rates[r.name], vias) for r in routes}, hazard


def pressure(at_source: Iterable[Array], content: Content, step: float) -> tuple[Array, Array]:
    """The sum of the rates out of a stock, and its hazard over the step."""
    pushed = sum(at_source, jnp.zeros_like(content.middle))
    return pushed, pushed / jnp.maximum(content.middle, TINY) * step


def expected_to_leave(
    pushed: Array, hazard: Array, content: Content, step: float, coming: Array | None = None
) -> Array:
    """How much is expected to leave a stock in the step: at most what is there at its start, and what surely comes.

    Exact where the hazard is constant, and where the rate is constant whatever is there (fire by a given enemy);
    between the two, mixed by how far the hazard fell or rose from start to middle as the content did the opposite.
    """
    leaving = -growth(-hazard) * content.start
    if content.hazard is None:
        return leaving
    sure = content.start if coming is None else content.start + coming
    if content.come is not None:
        here = hazard * content.come
        leaving = leaving + (here if coming is None else jnp.minimum(here, coming))
    rise = hazard / jnp.maximum(2.0 * content.hazard, TINY) - 1.0
    fall = content.start / jnp.maximum(content.middle, TINY) - 1.0
    steady = jnp.clip(rise * fall / jnp.maximum(fall * fall, TINY), 0.0, 1.0)
    return jnp.minimum(leaving + steady * (pushed * step - leaving), sure)


def leaving_share(at_source: list[Array], content: Content, step: float) -> Array:
    """The chance of each person there at the start to leave in a step, per unit of rate."""
    pushed, hazard = pressure(at_source, content, step)
    expected = expected_to_leave(pushed, hazard, content, step)
    return expected / (jnp.maximum(content.start, 1.0) * jnp.maximum(pushed, TINY))


def touched(model: Model, r: Route, state: Mapping[str, Array]) -> Array:
    """What the source of a flow holds, in the flow's frame."""
    assert r.flow.source is not None
    return from_stock(model, r.flow.source, state[r.flow.source.stock])


def arrivals(model: Model, r: Route, amount: Array, vias: Mapping[str, Array]) -> Array:
    """The amount of a flow as an addition to its sink."""
    return _to_stock(model, r, amount, vias, source=False)


def departures(model: Model, r: Route, amount: Array, vias: Mapping[str, Array]) -> Array:
    """The amount of a flow as a subtraction from its source."""
    return _to_stock(model, r, amount, vias, source=True)


def _expected(model: Model, r: Route, per_rate: Array, rate: Array, vias: Mapping[str, Array]) -> Array:
    """The expected amount in the frame, from what leaves the source per unit of rate."""
    here = from_stock(model, r.flow.source, per_rate)
    return rate * (spread(model, r, here, vias) if r.dispatch else here)


def _free_dims(model: Model, end: End | None) -> tuple[str, ...]:
    if end is None:
        return ()
    return tuple(d for d in model.stocks[end.stock].dims if end.label is None or end.label not in model.dims[d])


def _label_position(model: Model, end: End) -> tuple[int, int]:
    dims = model.stocks[end.stock].dims
    axis = next(i for i, d in enumerate(dims) if end.label in model.dims[d])
    return axis, model.dims[dims[axis]].index(str(end.label))


def from_stock(model: Model, end: End | None, value: Array) -> Array:
    """The part of a stock-shaped array that a flow touches."""
    if end is None or end.label is None:
        return value
    axis, position = _label_position(model, end)
    return jnp.take(value, position, axis=axis)


def elements(model: Model, r: Route) -> Elements:
    """The numbers of a flow's elements: those of its source's, or of its own frame where it shares a source out."""
    if r.dispatch or r.flow.source is None or r.flow.source.label is None:
        return numbered(r.shape(model))
    axis, position = _label_position(model, r.flow.source)
    every = numbered(model.shape(model.stocks[r.flow.source.stock].dims))
    return every[(slice(None),) * axis + (position,)]


def collapse(model: Model, r: Route, value: Array, vias: Mapping[str, Array]) -> Array:
    """A frame-shaped array summed to the shape of the source stock."""
    return _to_stock(model, r, value, vias, source=True)


def _to_stock(model: Model, r: Route, value: Array, vias: Mapping[str, Array], *, source: bool) -> Array:
    end, dims = (r.flow.source, r.source_dims) if source else (r.flow.sink, r.sink_dims)
    assert end is not None
    if set(dims) < set(r.frame):
        value = value.sum(axis=tuple(i for i, d in enumerate(r.frame) if d not in dims))
    elif set(dims) != set(r.frame):
        value = vias[str(r.flow.via)] @ value
    if end.label is None:
        return value
    axis, position = _label_position(model, end)
    shape = model.shape(model.stocks[end.stock].dims)
    mask = jnp.arange(shape[axis]) == position
    return jnp.expand_dims(value, axis) * mask.reshape([-1 if i == axis else 1 for i in range(len(shape))])


def spread(model: Model, r: Route, value: Array, vias: Mapping[str, Array]) -> Array:
    """A source-shaped array repeated over the frame of a dispatch."""
    if r.flow.via is not None:
        return (vias[r.flow.via] * value[:, None]).sum(axis=0)
    shape = tuple(len(model.dims[d]) if d in r.source_dims else 1 for d in r.frame)
    assert math.prod(shape) == value.size
    return jnp.broadcast_to(value.reshape(shape), model.shape(r.frame))

"""How flows move amounts between stocks in one step.

All outflows of a stock compete: with total hazard h the share 1 - exp(-h * step) leaves, split in proportion to the
rates. People leave in whole numbers (see `polemos.core.leaving`). What leaves one stock arrives in another, so people
are conserved by construction. Hazards are those of the middle of the step, which makes the expectation second-order
exact.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.apart import apart
from polemos.core.elementary import growth
from polemos.core.errors import InputError
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


def expected_outflows(
    model: Model,
    content: Array,
    middle: Array,
    routes: list[Route],
    rates: Mapping[str, Array],
    vias: Mapping[str, Array],
    step: float,
    clock: Array,
) -> dict[str, Array]:
    """The expected amount of each flow out of one stock, in the flow's own frame."""

    def gone() -> Array:
        at_source = [collapse(model, r, rates[r.name], vias) for r in routes]
        return content * leaving_share(at_source, middle, step)

    here = apart(clock, gone)
    return {r.name: _expected(model, r, here, rates[r.name], vias) for r in routes}


def leaving_share(at_source: list[Array], middle: Array, step: float) -> Array:
    """The chance of leaving in a step, per unit of rate."""
    pushed = sum(at_source, jnp.zeros_like(middle))
    hazard = pushed / jnp.maximum(middle, TINY)
    return -growth(-hazard * step) / jnp.maximum(pushed, TINY)


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

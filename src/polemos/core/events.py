"""Events and their sizes: how often something happens in a step, in whole numbers, and how large each time.

Assumes that events of a step are independent given the rate in its middle: their number is Poisson. A size is said by
its quantile, so any distribution will do. Of the events of one element and step, the first `SLOTS` have sizes of their
own; any more share the last one's. Without luck an event has its mean size, by the midpoint rule over nodes that grow
denser towards the largest sizes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from polemos.core.counts import poisson_count
from polemos.core.luck import Luck, numbered

SLOTS = 4
NODES = 128
DENSER = 4  # the power that crowds the nodes where a heavy tail has its mass

Size = Callable[[Array], Array]


def event_counts(name: str, expected: Array, luck: Luck) -> Array:
    """Whole numbers of events where `expected` are expected, with the luck of the flow `name`; same shape."""
    return poisson_count(expected, luck(name, numbered(expected.shape)))


def total_sizes(stream: str, count: Array, size: Size, luck: Luck) -> Array:
    """The sum of the sizes of `count` events in each element; `size` maps uniform numbers to sizes of one event."""
    draws = luck(stream, numbered((SLOTS, *count.shape)))
    slots = jnp.arange(SLOTS).reshape(SLOTS, *[1] * count.ndim)
    own = jnp.clip(count - slots, 0.0, jnp.where(slots == SLOTS - 1, jnp.inf, 1.0))
    total: Array = (own * jax.vmap(size)(draws)).sum(axis=0)
    return total


def mean_size(size: Size, shape: tuple[int, ...], dtype: Any) -> Array:
    """The mean size of an event, in each element of an array of this shape."""
    rest = (np.arange(NODES) + 0.5) / NODES
    nodes = jnp.asarray(1.0 - rest**DENSER, dtype).reshape(NODES, *[1] * len(shape))
    slope = rest ** (DENSER - 1)
    weights = jnp.asarray(slope / slope.sum(), dtype).reshape(nodes.shape)
    sizes = jax.vmap(size)(jnp.broadcast_to(nodes, (NODES, *shape)))
    mean: Array = (weights * sizes).sum(axis=0)
    return mean

"""Keep parts of a step apart, so that the compiler computes each once and stores it.

Left alone, XLA fuses cheap operations into each of their readers and computes them again for every one; in a step of
some twenty flows this multiplies the work many times. A branch of a conditional is compiled by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import jax
import jax.numpy as jnp
from jax import Array

Tree = TypeVar("Tree")


def apart(clock: Array, compute: Callable[[], Tree]) -> Tree:
    """The result of `compute`, computed by itself; `clock` is the step number, never negative."""
    shapes = jax.eval_shape(compute)

    def never() -> Tree:
        empty: Tree = jax.tree.map(lambda leaf: jnp.zeros(leaf.shape, leaf.dtype), shapes)
        return empty

    result: Tree = jax.lax.cond(clock >= 0, compute, never)
    return result

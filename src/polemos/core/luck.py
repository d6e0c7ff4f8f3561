"""Counter-based luck on the device: uniform float numbers keyed by (seed, draw, step, stream, element).

No state is carried, so no order of work changes a number. Elements of one stream and step are numbered below 2**14,
steps below 2**18; the engine refuses larger models. Threefry runs 13 rounds here, which its authors found enough for
the tests of BigCrush in the 64-bit form (Salmon, Moraes, Dror & Shaw 2011); parameter draws on the host take 20.
"""

from __future__ import annotations

from collections.abc import Callable

import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from polemos.core.seeds import seed_words, threefry

ELEMENT_BITS = 14
MOST_ELEMENTS = 1 << ELEMENT_BITS
MOST_STEPS = 1 << (32 - ELEMENT_BITS)
ROUNDS = 13

Elements = NDArray[np.integer]
Luck = Callable[[str, Elements], Array]
"""The uniform numbers of a named stream for these elements, in their shape."""


def numbered(shape: tuple[int, ...]) -> Elements:
    """The numbers of the elements of an array."""
    return np.arange(np.prod(shape, dtype=int), dtype=np.uint32).reshape(shape)


def uniform(seed_word: Array, draw: Array, step: Array, stream: str, elements: Elements) -> Array:
    """Uniform float32 in (0, 1) for each element, in steps of 2**-24, never 0 or 1; uint32 words in."""
    counter = (step.astype(jnp.uint32) << ELEMENT_BITS) | jnp.asarray(elements, jnp.uint32)
    bits, _ = threefry((seed_word, jnp.uint32(seed_words(0, stream)[1])), (draw.astype(jnp.uint32), counter), ROUNDS)
    number: Array = (bits >> 9).astype(jnp.float32) * 2.0**-23 + 2.0**-24
    return number

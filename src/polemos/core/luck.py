"""Counter-based luck on the device: uniform float numbers keyed by (seed, draw, step, stream, element).

No state is carried, so no order of work changes a number. Elements of one stream and step are numbered below 2**14,
steps below 2**18; the engine refuses larger models.
"""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from polemos.core.seeds import seed_words, threefry

ELEMENT_BITS = 14
MOST_ELEMENTS = 1 << ELEMENT_BITS
MOST_STEPS = 1 << (32 - ELEMENT_BITS)


def uniform(seed_word: Array, draw: Array, step: Array, stream: str, shape: tuple[int, ...]) -> Array:
    """Uniform float32 in (0, 1) of the given shape, in steps of 2**-24, never 0 or 1; uint32 words in."""
    size = 1
    for length in shape:
        size *= length
    elements = jnp.arange(size, dtype=jnp.uint32)
    counter = (step.astype(jnp.uint32) << ELEMENT_BITS) | elements
    _, stream_word = seed_words(0, stream)
    bits, _ = threefry((seed_word, jnp.uint32(stream_word)), (draw.astype(jnp.uint32), counter))
    number: Array = (bits >> 9).astype(jnp.float32) * 2.0**-23 + 2.0**-24
    return number.reshape(shape)

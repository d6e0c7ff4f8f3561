"""Counter-based luck on the device: uniform float numbers keyed by (seed, draw, step, stream, element).

No state is carried, so no order of work changes a number. Elements of one stream and step are numbered below 2**14,
steps below 2**18; the engine refuses larger models.
"""

from __future__ import annotations

import math

import jax.numpy as jnp
import numpy as np
from jax import Array

from polemos.core.seeds import seed_words, threefry

ELEMENT_BITS = 14
MOST_ELEMENTS = 1 << ELEMENT_BITS
MOST_STEPS = 1 << (32 - ELEMENT_BITS)


def uniform(seed_word: Array, draw: Array, step: Array, stream: str, shape: tuple[int, ...]) -> Array:
    """Uniform float32 in (0, 1) of the given shape, in steps of 2**-24, never 0 or 1; uint32 words in."""
    return uniforms(seed_word, draw, step, ((stream, math.prod(shape)),)).reshape(shape)


def uniforms(seed_word: Array, draw: Array, step: Array, streams: tuple[tuple[str, int], ...]) -> Array:
    """The numbers of several streams, each given with its size, one after the other; the same as one at a time."""
    elements = np.concatenate([np.arange(size, dtype=np.uint32) for _, size in streams])
    words = np.concatenate([np.full(size, seed_words(0, name)[1], np.uint32) for name, size in streams])
    word = jnp.uint32(words[0]) if len(streams) == 1 else jnp.asarray(words)
    counter = (step.astype(jnp.uint32) << ELEMENT_BITS) | jnp.asarray(elements)
    bits, _ = threefry((seed_word, word), (draw.astype(jnp.uint32), counter))
    number: Array = (bits >> 9).astype(jnp.float32) * 2.0**-23 + 2.0**-24
    return number

"""Distributions of single numbers that depend on summaries: a mixture of normals for each, side by side.

For main outputs, whose tails are longer than normal because the misfit's size is itself unknown. Assumes nothing about
how the numbers go together: each is described apart.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.scipy.special import logsumexp, ndtr
from numpy.typing import NDArray

from polemos.calibration.conditional_gaussian import HALF_LOG_TWO_PI, NARROWEST, Weights

Floats = NDArray[np.float64]
PARTS = 4


def begin(inputs: int, outputs: int, hidden: int, seed: int) -> Weights:
    """Weights that give normals of different widths around nought, whatever the summaries."""
    first, second = jax.random.split(jax.random.PRNGKey(seed))
    widths = jnp.tile(jnp.linspace(-1.0, 0.5, PARTS), outputs)
    return {
        "in": jax.random.normal(first, (inputs, hidden)) / np.sqrt(inputs),
        "in_bias": jnp.zeros(hidden),
        "mid": jax.random.normal(second, (hidden, hidden)) / np.sqrt(hidden),
        "mid_bias": jnp.zeros(hidden),
        "out": jnp.zeros((hidden, 3 * PARTS * outputs)),
        "linear": jnp.zeros((inputs, outputs)),
        "bias": jnp.concatenate([jnp.zeros(2 * PARTS * outputs), widths]),
    }


def _parts(weights: Weights, x: Array) -> tuple[Array, Array, Array]:
    """Log shares, means and log standard deviations, (draw, output, part) each."""
    inner = jax.nn.silu(x @ weights["in"] + weights["in_bias"])
    inner = jax.nn.silu(inner @ weights["mid"] + weights["mid_bias"])
    shares, means, log_sds = jnp.split(inner @ weights["out"] + weights["bias"], 3, axis=1)
    shape = (len(x), -1, PARTS)
    means = means.reshape(shape) + (x @ weights["linear"])[:, :, None]
    return jax.nn.log_softmax(shares.reshape(shape)), means, jnp.maximum(log_sds.reshape(shape), NARROWEST)


def log_density(weights: Weights, y: Array, x: Array) -> Array:
    """The sum of the log densities of numbers (draw, output) given summaries (draw, summary), (draw,)."""
    shares, means, log_sds = _parts(weights, x)
    apart = (y[:, :, None] - means) / jnp.exp(log_sds)
    return jnp.asarray(logsumexp(shares - 0.5 * apart**2 - log_sds - HALF_LOG_TWO_PI, axis=2).sum(axis=1))


def ranks(weights: Weights, y: Floats, x: Floats) -> Floats:
    """Where numbers lie in their distributions, from 0 to 1, (draw, output)."""
    shares, means, log_sds = _parts(weights, jnp.asarray(x))
    below = ndtr((jnp.asarray(y)[:, :, None] - means) / jnp.exp(log_sds))
    return np.asarray((jnp.exp(shares) * below).sum(axis=2), dtype=np.float64)


def sds(weights: Weights, x: Floats) -> Floats:
    """Standard deviations, (draw, output)."""
    shares, means, log_sds = (np.asarray(part, dtype=np.float64) for part in _parts(weights, jnp.asarray(x)))
    mean = (np.exp(shares) * means).sum(axis=2)
    second = (np.exp(shares) * (means**2 + np.exp(2 * log_sds))).sum(axis=2)
    return np.asarray(np.sqrt(second - mean**2))

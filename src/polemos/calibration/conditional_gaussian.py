"""A normal distribution over many coordinates at once that depends on summaries: what simulated histories teach.

Means and standard deviations come from a small network with a linear part beside it; each coordinate may also lean on
those before it, so correlations are kept. Starts as the prior, N(0, 1) apart, and is as close to it as the data leave
it. Assumes that, given the data, the coordinates are jointly normal; two-humped posteriors are smoothed over.
"""

from __future__ import annotations

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Weights = dict[str, Array]
HALF_LOG_TWO_PI = 0.9189385332046727
NARROWEST = -4.0
SLOWLY = 0.1


def begin(inputs: int, outputs: int, hidden: int, seed: int) -> Weights:
    """Weights that give the prior whatever the summaries."""
    first, second = jax.random.split(jax.random.PRNGKey(seed))
    return {
        "in": jax.random.normal(first, (inputs, hidden)) / np.sqrt(inputs),
        "in_bias": jnp.zeros(hidden),
        "mid": jax.random.normal(second, (hidden, hidden)) / np.sqrt(hidden),
        "mid_bias": jnp.zeros(hidden),
        "mean": jnp.zeros((hidden, outputs)),
        "mean_linear": jnp.zeros((inputs, outputs)),
        "mean_bias": jnp.zeros(outputs),
        "log_sd": jnp.zeros((hidden, outputs)),
        "log_sd_bias": jnp.zeros(outputs),
        "lean": jnp.zeros((outputs, outputs)),
    }


def heads(weights: Weights, x: Array) -> tuple[Array, Array]:
    """Intercept and log standard deviation of each coordinate given those before it, (draw, coordinate) each."""
    inner = jax.nn.silu(x @ weights["in"] + weights["in_bias"])
    inner = jax.nn.silu(inner @ weights["mid"] + weights["mid_bias"])
    mean = inner @ weights["mean"] + x @ weights["mean_linear"] + weights["mean_bias"]
    log_sd = inner @ weights["log_sd"] + weights["log_sd_bias"]
    return mean, jnp.maximum(log_sd, NARROWEST)


def log_density(weights: Weights, z: Array, x: Array) -> Array:
    """Log density of coordinates (draw, coordinate) given summaries (draw, summary), (draw,)."""
    mean, log_sd = heads(weights, x)
    leaning = mean + z @ (SLOWLY * jnp.tril(weights["lean"], -1)).T
    return jnp.sum(-0.5 * ((z - leaning) / jnp.exp(log_sd)) ** 2 - log_sd - HALF_LOG_TWO_PI, axis=1)


@dataclass(frozen=True)
class Normals:
    """Normal distributions, one per case: means (case, coordinate); covariance T diag(spread^2) T', T for all cases."""

    mean: Floats
    spread: Floats
    turn: Floats

    @property
    def sd(self) -> Floats:
        """Standard deviations (case, coordinate)."""
        return np.asarray(np.sqrt(self.spread**2 @ (self.turn**2).T))

    def draw(self, generator: np.random.Generator) -> Floats:
        """One draw of each, (case, coordinate)."""
        return np.asarray(self.mean + (self.spread * generator.standard_normal(self.mean.shape)) @ self.turn.T)


def normal_at(weights: Weights, x: Floats) -> Normals:
    """The distributions that the network gives for summaries (case, summary)."""
    mean, log_sd = (np.asarray(part, dtype=np.float64) for part in heads(weights, jnp.asarray(x)))
    lean = SLOWLY * np.tril(np.asarray(weights["lean"], dtype=np.float64), -1)
    turn = np.asarray(np.linalg.inv(np.eye(len(lean)) - lean), dtype=np.float64)
    return Normals(mean @ turn.T, np.exp(log_sd), turn)

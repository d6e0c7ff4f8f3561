"""A small network that stands in for many runs: from parameters' ranks to the mean of outputs on a log scale.

Assumes independent inputs, each given by its rank among the draws (so any prior or posterior margin is uniform), and
that what luck and the parameters left out do averages out: the network learns a mean. Its error on runs that it has not
seen, luck included, is part of the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array
from numpy.typing import NDArray

Floats = NDArray[np.float64]
EDGE = 1e-3


@dataclass(frozen=True)
class Settings:
    """Width, passes at most and in vain, runs at a step, rate, decay."""

    hidden: int = 64
    passes: int = 400
    patience: int = 40
    batch: int = 128
    rate: float = 3e-3
    decay: float = 1e-2


@dataclass(frozen=True)
class Emulator:
    """mean, sd of log outputs (output,). fresh_error (output,): root mean square error on fresh runs, in sds of these;
    explained (output,): share of their variance that the network accounts for."""

    weights: dict[str, NDArray[Any]]
    mean: Floats
    sd: Floats
    fresh_error: Floats
    explained: Floats

    def __call__(self, u: Floats) -> Floats:
        """Log outputs (sample, output) at ranks u (sample, input) in 0 to 1."""
        return np.asarray(_forward(self.weights, _scores(u)), dtype=np.float64) * self.sd + self.mean


def ranks(values: Floats) -> Floats:
    """The rank of each value in its column, in 0 to 1 without the ends; equal values have the middle of their ranks."""
    from scipy.stats import rankdata

    return np.asarray((rankdata(values, axis=0) - 0.5) / len(values))


def learn_emulator(u: Floats, logs: Floats, fresh: int, seed: int, settings: Settings = Settings()) -> Emulator:
    """Learn from runs (run, input) -> (run, output); the last `fresh` of them are never shown, the tenth before them
    tells when to stop."""
    shown = len(u) - fresh
    mean, sd = logs[:shown].mean(axis=0), np.maximum(logs[:shown].std(axis=0), 1e-9)
    x, y = _scores(u), jnp.asarray((logs - mean) / sd, jnp.float32)
    kept = shown - max(shown // 10, 1)
    weights = _trained(x, y, kept, shown, seed, settings)
    left = np.asarray(_forward(weights, x[shown:]) - y[shown:], dtype=np.float64)
    spread = np.maximum(np.asarray(y[shown:]).std(axis=0), 1e-9)
    error = np.sqrt((left**2).mean(axis=0)) / spread
    return Emulator(weights, mean, sd, error, 1.0 - error**2)


def _scores(u: Floats) -> Array:
    from scipy.special import ndtri

    return jnp.asarray(ndtri(np.clip(u, EDGE, 1.0 - EDGE)), jnp.float32)


def _begin(inputs: int, outputs: int, hidden: int, seed: int) -> dict[str, Array]:
    one, two = jax.random.split(jax.random.PRNGKey(seed))
    return {
        "in": jax.random.normal(one, (inputs, hidden)) / np.sqrt(inputs),
        "in_bias": jnp.zeros(hidden),
        "mid": jax.random.normal(two, (hidden, hidden)) / np.sqrt(hidden),
        "mid_bias": jnp.zeros(hidden),
        "out": jnp.zeros((hidden, outputs)),
        "linear": jnp.zeros((inputs, outputs)),
        "bias": jnp.zeros(outputs),
    }


def _forward(weights: Any, x: Array) -> Array:
    inner = jax.nn.silu(x @ weights["in"] + weights["in_bias"])
    inner = jax.nn.silu(inner @ weights["mid"] + weights["mid_bias"])
    out: Array = inner @ weights["out"] + x @ weights["linear"] + weights["bias"]
    return out


def _loss(weights: Any, x: Array, y: Array) -> Array:
    return jnp.mean((_forward(weights, x) - y) ** 2)


def _trained(x: Array, y: Array, kept: int, shown: int, seed: int, settings: Settings) -> dict[str, NDArray[Any]]:
    weights: Any = _begin(x.shape[1], y.shape[1], settings.hidden, seed)
    steps = settings.passes * max(kept // settings.batch, 1)
    optimiser = optax.adamw(optax.cosine_decay_schedule(settings.rate, steps), weight_decay=settings.decay)

    @jax.jit
    def step(weights: Any, state: Any, x: Array, y: Array) -> Any:
        updates, new = optimiser.update(jax.grad(_loss)(weights, x, y), state, weights)
        return optax.apply_updates(weights, updates), new

    state, best, lost = optimiser.init(weights), weights, [np.inf]
    order = np.random.Generator(np.random.Philox(seed))
    for number in range(settings.passes):
        for rows in np.array_split(order.permutation(kept), max(kept // settings.batch, 1)):
            weights, state = step(weights, state, x[rows], y[rows])
        lost.append(float(_loss(weights, x[kept:shown], y[kept:shown])))
        best = weights if lost[-1] <= min(lost) else best
        if np.argmin(lost) < number + 1 - settings.patience:
            break
    return {name: np.asarray(value) for name, value in best.items()}

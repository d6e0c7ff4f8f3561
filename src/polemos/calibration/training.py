"""Learn a conditional distribution from simulated histories; reports are drawn anew each time, so no noise is learned.

Assumes that a tenth of the histories, set aside, tells when to stop. The same data and seed give the same weights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array
from numpy.typing import NDArray

from polemos.calibration import conditional_gaussian
from polemos.calibration.conditional_gaussian import Weights

Floats = NDArray[np.float64]
Pass = Callable[[int], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Settings:
    """How to learn: the width of the network, passes at most and in vain, histories at a step, rate, and decay."""

    hidden: int = 64
    passes: int = 100
    patience: int = 8
    batch: int = 256
    rate: float = 1e-3
    decay: float = 1e-2


@dataclass(frozen=True)
class Learned:
    """The weights at the best pass; the mean log density of what was set aside, pass by pass (the prior's first)."""

    weights: Weights
    set_aside: tuple[float, ...]


def learn(draw: Pass, seed: int, settings: Settings, family: ModuleType = conditional_gaussian) -> Learned:
    """Weights from `draw(pass)` -> (summaries, coordinates), the same histories, reports drawn anew.

    family: the distributions to choose from, a module with `begin` and `log_density`.
    """
    x, z = draw(0)
    kept = len(x) - max(len(x) // 10, 1)
    test = jnp.asarray(x[kept:], jnp.float32), jnp.asarray(z[kept:], jnp.float32)
    weights, log_density = family.begin(x.shape[1], z.shape[1], settings.hidden, seed), family.log_density
    rounds = settings.passes * max(kept // settings.batch, 1)
    optimiser = optax.chain(
        optax.clip_by_global_norm(5.0),
        optax.adamw(optax.cosine_decay_schedule(settings.rate, rounds), weight_decay=settings.decay),
    )
    step = _step_with(optimiser, log_density)
    state = optimiser.init(weights)
    best, seen = weights, [float(log_density(weights, test[1], test[0]).mean())]
    order = np.random.Generator(np.random.Philox(seed))
    for number in range(1, settings.passes + 1):
        x, z = draw(number)
        for rows in np.array_split(order.permutation(kept), max(kept // settings.batch, 1)):
            weights, state = step(weights, state, jnp.asarray(z[rows], jnp.float32), jnp.asarray(x[rows], jnp.float32))
        seen.append(float(log_density(weights, test[1], test[0]).mean()))
        best = weights if seen[-1] >= max(seen) else best
        if np.argmax(seen) <= number - settings.patience:
            break
    return Learned(best, tuple(seen))


def _step_with(
    optimiser: optax.GradientTransformation, log_density: Callable[..., Array]
) -> Callable[..., tuple[Weights, optax.OptState]]:
    def loss(weights: Weights, z: Array, x: Array) -> Array:
        return -log_density(weights, z, x).mean()

    @jax.jit
    def step(weights: Weights, state: optax.OptState, z: Array, x: Array) -> tuple[Weights, optax.OptState]:
        updates, new = optimiser.update(jax.grad(loss)(weights, z, x), state, weights)
        return optax.apply_updates(weights, updates), new

    return step

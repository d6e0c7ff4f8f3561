"""From what was reported to the chances of +1, 0 and -1 for every claim at once: a network, learned from simulations.

Assumes the simulations hold what can happen; reports are drawn anew in every pass, so their noise is not learned. A
tenth of the histories, set aside, tells when to stop; one temperature for each claim makes its chances honest there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array
from numpy.typing import NDArray

from polemos.scenarios.trial_bank import Tried
from polemos.scenarios.trial_prior import SIGNS, Floats

Weights = dict[str, Array]
FARTHEST = 4.0
NEVER = -1e9


@dataclass(frozen=True)
class Settings:
    """Width, passes at most and in vain, histories at a step, rate, decay."""

    hidden: int = 96
    passes: int = 80
    patience: int = 10
    batch: int = 64
    rate: float = 2e-3
    decay: float = 3e-2


@dataclass(frozen=True)
class Judge:
    """The learned map. log_prior (claim, 3); temperature (claim,); lost: mean cross entropy of what was set aside, pass
    by pass, the prior's first."""

    mean: Floats
    sd: Floats
    log_prior: Floats
    weights: dict[str, NDArray[Any]]
    temperature: Floats
    lost: tuple[float, ...]

    def chances(self, x: Floats) -> Floats:
        """P(+1), P(0), P(-1) for summaries (case, summary): (case, claim, 3)."""
        logits = np.asarray(_logits(self.weights, jnp.asarray(self.scaled(x), jnp.float32)), dtype=np.float64)
        return _softmax(self.log_prior + logits / self.temperature[None, :, None])

    def scaled(self, x: Floats) -> Floats:
        """Summaries in units of their spread among the histories learned from."""
        return np.asarray(np.clip((x - self.mean) / self.sd, -FARTHEST, FARTHEST))


def learn_judge(found: Tried, seed: int, settings: Settings = Settings()) -> Judge:
    """Learn from a bank of trials."""
    first = found.reported(seed, 0)
    mean, sd = first.mean(axis=0), np.maximum(first.std(axis=0), 1e-3)
    log_prior = np.where(found.trial.prior > 0.0, np.log(np.maximum(found.trial.prior, 1e-12)), NEVER)
    labels = np.stack([found.signs == sign for sign in SIGNS], axis=2).astype(np.float64)
    kept = len(found) - max(len(found) // 10, 1)
    blank = Judge(mean, sd, log_prior, _begin(first.shape[1], len(log_prior), settings.hidden, seed), _ones(found), ())

    def report(number: int) -> Floats:
        return blank.scaled(found.reported(seed, number))

    weights, lost = _trained(blank, report, labels, kept, seed, settings)
    fitted = Judge(mean, sd, log_prior, weights, _ones(found), lost)
    return _honest(fitted, found, labels, kept, seed)


def _ones(found: Tried) -> Floats:
    return np.ones(len(found.trial.charges))


def _begin(inputs: int, claims: int, hidden: int, seed: int) -> dict[str, Any]:
    one, two = jax.random.split(jax.random.PRNGKey(seed))
    return {
        "in": jax.random.normal(one, (inputs, hidden)) / np.sqrt(inputs),
        "in_bias": jnp.zeros(hidden),
        "mid": jax.random.normal(two, (hidden, hidden)) / np.sqrt(hidden),
        "mid_bias": jnp.zeros(hidden),
        "out": jnp.zeros((hidden, claims, 3)),
        "linear": jnp.zeros((inputs, claims, 3)),
        "bias": jnp.zeros((claims, 3)),
    }


def _logits(weights: Any, x: Array) -> Array:
    inner = jax.nn.silu(x @ weights["in"] + weights["in_bias"])
    inner = jax.nn.silu(inner @ weights["mid"] + weights["mid_bias"])
    straight = jnp.einsum("ni,ick->nck", x, weights["linear"])
    out: Array = jnp.einsum("nh,hck->nck", inner, weights["out"]) + straight + weights["bias"]
    return out


def _loss(weights: Any, x: Array, labels: Array, log_prior: Array) -> Array:
    logs: Array = jax.nn.log_softmax(log_prior + _logits(weights, x), axis=2)
    return -(labels * logs).sum(axis=2).mean()


def _trained(
    judge: Judge, report: Callable[[int], Floats], labels: Floats, kept: int, seed: int, settings: Settings
) -> tuple[dict[str, NDArray[Any]], tuple[float, ...]]:
    log_prior = jnp.asarray(judge.log_prior, jnp.float32)
    rounds = settings.passes * max(kept // settings.batch, 1)
    rate = optax.cosine_decay_schedule(settings.rate, rounds)
    optimiser = optax.chain(optax.clip_by_global_norm(5.0), optax.adamw(rate, weight_decay=settings.decay))

    @jax.jit
    def step(weights: Any, state: Any, x: Array, y: Array) -> Any:
        updates, new = optimiser.update(jax.grad(_loss)(weights, x, y, log_prior), state, weights)
        return optax.apply_updates(weights, updates), new

    weights: Any = judge.weights
    state, best, lost = optimiser.init(weights), weights, [_lost(weights, report(0), labels, kept, log_prior)]
    order = np.random.Generator(np.random.Philox(seed))
    for number in range(1, settings.passes + 1):
        x = report(number)
        for rows in np.array_split(order.permutation(kept), max(kept // settings.batch, 1)):
            weights, state = step(weights, state, jnp.asarray(x[rows], jnp.float32), jnp.asarray(labels[rows]))
        lost.append(_lost(weights, x, labels, kept, log_prior))
        best = weights if lost[-1] <= min(lost) else best
        if np.argmin(lost) <= number - settings.patience:
            break
    return {name: np.asarray(value) for name, value in best.items()}, tuple(lost)


def _lost(weights: Any, x: Floats, labels: Floats, kept: int, log_prior: Array) -> float:
    return float(_loss(weights, jnp.asarray(x[kept:], jnp.float32), jnp.asarray(labels[kept:]), log_prior))


def _honest(judge: Judge, found: Tried, labels: Floats, kept: int, seed: int) -> Judge:
    """One temperature per claim, the best of a grid on what was set aside; reports drawn four times."""
    grid = np.geomspace(0.25, 8.0, 41)
    rows = slice(kept, None)
    draws = [found.reported(seed, 10_000 + number, rows) for number in range(4)]
    truth = np.concatenate([labels[rows]] * 4)
    logs = []
    for one in grid:
        chances = replace(judge, temperature=np.full(len(judge.temperature), one)).chances(np.concatenate(draws))
        logs.append(np.log(np.maximum((chances * truth).sum(axis=2), 1e-12)).mean(axis=0))
    return replace(judge, temperature=grid[np.argmax(np.stack(logs), axis=0)])


def _softmax(logits: Floats) -> Floats:
    top = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(top / top.sum(axis=-1, keepdims=True))

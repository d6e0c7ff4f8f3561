"""From what was reported to the chances of +1, 0 and -1 for every claim at once: networks, learned from simulations.

Assumes the simulations hold what can happen; reports are drawn anew `DRAWN` times, so their noise is not learned. Some
networks that begin elsewhere are averaged. A tenth of the histories, set aside, tells when to stop; one temperature for
each claim makes its chances honest there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array
from numpy.typing import NDArray

from polemos.scenarios.trial_bank import Tried
from polemos.scenarios.trial_features import Features, learn_features
from polemos.scenarios.trial_prior import SIGNS, Floats

Weights = dict[str, Array]
DRAWN = 24
NEVER = -1e9


@dataclass(frozen=True)
class Settings:
    """Networks, their width, share of it left out at random in a step, passes at most and in vain, histories at a step,
    rate, decay."""

    networks: int = 4
    hidden: int = 96
    dropped: float = 0.2
    passes: int = 80
    patience: int = 12
    batch: int = 128
    rate: float = 1e-3
    decay: float = 1e-1


@dataclass(frozen=True)
class Judge:
    """The learned map. log_prior (claim, 3); temperature (claim,); lost: mean cross entropy of what was set aside, the
    prior's and that of what was learned."""

    features: Features
    log_prior: Floats
    weights: tuple[dict[str, NDArray[Any]], ...]
    temperature: Floats
    lost: tuple[float, float]

    def chances(self, x: Floats) -> Floats:
        """P(+1), P(0), P(-1) for summaries (case, summary): (case, claim, 3)."""
        seen = jnp.asarray(self.features(x), jnp.float32)
        logits = np.mean([np.asarray(_logits(one, seen), dtype=np.float64) for one in self.weights], axis=0)
        return _softmax(self.log_prior + logits / self.temperature[None, :, None])


def learn_judge(found: Tried, seed: int, settings: Settings = Settings()) -> Judge:
    """Learn from a bank of trials."""
    log_prior = np.where(found.trial.prior > 0.0, np.log(np.maximum(found.trial.prior, 1e-12)), NEVER)
    labels = np.stack([found.signs == sign for sign in SIGNS], axis=2).astype(np.float64)
    kept = len(found) - max(len(found) // 10, 1)
    first = found.reported(seed, 0)
    features = learn_features(found.true()[:kept], first[:kept], found.blocks)
    drawn = [features(first), *(features(found.reported(seed, number)) for number in range(1, DRAWN))]
    learned = [
        _trained([x.astype(np.float32) for x in drawn], labels, log_prior, kept, seed + number, settings)
        for number in range(settings.networks)
    ]
    ones = np.ones(len(log_prior))
    lost = float(-(labels[kept:] * log_prior).sum(axis=2).mean()), float(np.mean([one for _, one in learned]))
    fitted = Judge(features, log_prior, tuple(weights for weights, _ in learned), ones, lost)
    return _honest(fitted, found, labels, kept, seed)


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


def _logits(weights: Any, x: Array, thinned: Any = lambda inner, layer: inner) -> Array:
    first = thinned(jax.nn.silu(x @ weights["in"] + weights["in_bias"]), 0)
    inner = first + thinned(jax.nn.silu(first @ weights["mid"] + weights["mid_bias"]), 1)
    straight = jnp.einsum("ni,ick->nck", x, weights["linear"])
    out: Array = jnp.einsum("nh,hck->nck", inner, weights["out"]) + straight + weights["bias"]
    return out


def _cross_entropy(logits: Array, labels: Array, log_prior: Array) -> Array:
    return -(labels * jax.nn.log_softmax(log_prior + logits, axis=2)).sum(axis=2).mean()


def _trained(
    drawn: list[Any], labels: Floats, log_prior: Floats, kept: int, seed: int, settings: Settings
) -> tuple[dict[str, NDArray[Any]], float]:
    """One network, from features drawn several times, at its best pass; and its cross entropy on what was set aside."""
    prior, truth = jnp.asarray(log_prior, jnp.float32), jnp.asarray(labels, jnp.float32)
    weights: Any = _begin(drawn[0].shape[1], len(log_prior), settings.hidden, seed)
    steps = max(kept // settings.batch, 1)
    rate = optax.cosine_decay_schedule(settings.rate, settings.passes * steps)
    optimiser = optax.chain(optax.clip_by_global_norm(5.0), optax.adamw(rate, weight_decay=settings.decay))
    one_pass = _pass_with(optimiser, prior, settings.dropped)
    tested = jax.jit(lambda weights, x: _cross_entropy(_logits(weights, x), truth[kept:], prior))
    state, best, order = optimiser.init(weights), (np.inf, weights, 0), np.random.Generator(np.random.Philox(seed))
    for number in range(1, settings.passes + 1):
        x = jnp.asarray(drawn[number % len(drawn)])
        rows = jnp.asarray(order.permutation(kept)[: steps * min(settings.batch, kept)].reshape(steps, -1))
        weights, state = one_pass(
            weights, state, x[rows], truth[rows], jax.random.PRNGKey(seed * settings.passes + number)
        )
        lost = float(tested(weights, x[kept:]))
        best = (lost, weights, number) if lost < best[0] else best
        if number >= best[2] + settings.patience:
            break
    return {name: np.asarray(value) for name, value in best[1].items()}, best[0]


def _pass_with(optimiser: optax.GradientTransformation, log_prior: Array, dropped: float) -> Any:
    """All steps of one pass, compiled: x (step, case, feature), labels alike."""

    def loss(weights: Any, x: Array, labels: Array, key: Array) -> Array:
        def thinned(inner: Array, layer: int) -> Array:
            return (
                inner
                * jax.random.bernoulli(jax.random.fold_in(key, layer), 1.0 - dropped, inner.shape)
                / (1.0 - dropped)
            )

        return _cross_entropy(_logits(weights, x, thinned), labels, log_prior)

    def step(carried: Any, given: Any) -> Any:
        weights, state = carried
        updates, new = optimiser.update(jax.grad(loss)(weights, *given), state, weights)
        return (optax.apply_updates(weights, updates), new), None

    @jax.jit
    def one_pass(weights: Any, state: Any, x: Array, labels: Array, key: Array) -> Any:
        return jax.lax.scan(step, (weights, state), (x, labels, jax.random.split(key, len(x))))[0]

    return one_pass


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

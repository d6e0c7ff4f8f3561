"""Whole numbers by inversion of one uniform number: binomial counts, and amounts rounded without bias.

Small means go through the exact distribution function, summed term by term (at most `TERMS` terms, so no loop can run
away; with a mean below `SMALL_MEAN` the mass beyond is under 1e-9 and goes to the last term). Larger means use the
normal quantile with the Cornish-Fisher correction for skewness. Leaves out: correlation between persons.
"""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array
from jax.scipy.special import ndtri

TERMS = 24
SMALL_MEAN = 5.0


def binomial_count(number: Array, chance: Array, luck: Array) -> Array:
    """How many of `number` persons are hit, each with the same `chance`; the binomial quantile at `luck`.

    All arrays broadcast; `number` is whole. Returns whole numbers between 0 and `number`, same dtype.
    """
    mirrored = chance > 0.5
    rare = jnp.where(mirrored, 1.0 - chance, chance)
    point = jnp.where(mirrored, 1.0 - luck, luck)
    mean = number * rare
    count = jnp.where(mean < SMALL_MEAN, _exact(number, rare, point), _normal(mean, rare, point))
    count = jnp.clip(count, 0.0, number)
    return jnp.where(mirrored, number - count, count)


def whole_amount(expected: Array, luck: Array) -> Array:
    """The expected amount rounded up or down at random so that its mean is kept."""
    return jnp.floor(expected + luck)


def _exact(number: Array, chance: Array, point: Array) -> Array:
    odds = chance / (1.0 - chance)
    term = jnp.exp(number * jnp.log1p(-chance))
    total, count = term, jnp.zeros_like(term)
    for k in range(TERMS):
        count = count + (point > total)
        term = term * jnp.maximum(number - k, 0.0) * (odds / (k + 1))
        total = total + term
    return count


def _normal(mean: Array, chance: Array, point: Array) -> Array:
    z = ndtri(point)
    spread = jnp.sqrt(mean * (1.0 - chance))
    return jnp.floor(mean + spread * z + (1.0 - 2.0 * chance) * (z * z - 1.0) / 6.0 + 0.5)

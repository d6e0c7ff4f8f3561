"""Whole numbers by inversion of one uniform number: binomial counts, and amounts rounded without bias.

Small means go through the exact distribution function, summed term by term; values with less than `LEAST_MASS` are
not reached, so rounding of the sum cannot run the count away. Larger means use the normal quantile with the
Cornish-Fisher correction for skewness. Leaves out: correlation between persons.
"""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

TERMS = 24
SMALL_MEAN = 5.0
LEAST_MASS = 1e-8
# Giles (2010), "Approximating the erfinv function", single precision: central and tail polynomials.
CENTRAL = (
    2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
    -0.00125372503, -0.00417768164, 0.246640727, 1.50140941,
)  # fmt: skip
TAIL = (
    -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773,
    -0.0076224613, 0.00943887047, 1.00167406, 2.83297682,
)  # fmt: skip


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


def normal_quantile(point: Array) -> Array:
    """The standard normal quantile of numbers in (0, 1); absolute error below 1e-5 between 1e-7 and 1 - 1e-7."""
    x = 2.0 * point - 1.0
    w = -jnp.log((1.0 - x) * (1.0 + x))
    near, far = w - 2.5, jnp.sqrt(jnp.maximum(w, 5.0)) - 3.0
    quantile: Array = 2.0**0.5 * x * jnp.where(w < 5.0, _polynomial(CENTRAL, near), _polynomial(TAIL, far))
    return quantile


def _polynomial(coefficients: tuple[float, ...], x: Array) -> Array:
    value = jnp.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        value = value * x + coefficient
    return value


def _exact(number: Array, chance: Array, point: Array) -> Array:
    odds = chance / (1.0 - chance)
    term = jnp.exp(number * jnp.log1p(-chance))
    total, count = term, jnp.zeros_like(term)
    for k in range(TERMS):
        term = term * jnp.maximum(number - k, 0.0) * (odds / (k + 1))
        count = count + ((point > total) & (term > LEAST_MASS))
        total = total + term
    return count


def _normal(mean: Array, chance: Array, point: Array) -> Array:
    z = normal_quantile(point)
    spread = jnp.sqrt(mean * (1.0 - chance))
    return jnp.floor(mean + spread * z + (1.0 - 2.0 * chance) * (z * z - 1.0) / 6.0 + 0.5)

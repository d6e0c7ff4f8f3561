"""Exponential, logarithm and power in forms that the compiler can vectorise, for float32; float64 uses the library.

The library's `pow` and `expm1` cost 16 and 3 ns an element on one core, these about 1. Polynomials as in the Cephes
library (Moshier). Relative errors are a few times 1e-7. Only finite, ordinary arguments are meant: a power's base is
not negative.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax import Array

LOG2_E = 1.44269504088896341
LN2_HIGH, LN2_LOW = 0.693359375, -2.12194440e-4
EXP = (1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)
LOG = (
    7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
    2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
)  # fmt: skip
LARGEST = 87.0
ROOT_HALF_BITS = 0x3F3504F3


def polynomial(coefficients: tuple[float, ...], x: Array) -> Array:
    """The value of a polynomial, highest power first."""
    value = jnp.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        value = value * x + coefficient
    return value


def exponential(x: Array) -> Array:
    """e ** x; arguments are limited to 87 in size."""
    if x.dtype == jnp.float64:
        return jnp.exp(x)
    scale, rest = _split(x)
    return scale * rest + scale


def growth(x: Array) -> Array:
    """e ** x - 1 without loss of digits near 0; arguments are limited to 87 in size."""
    if x.dtype == jnp.float64:
        return jnp.expm1(x)
    scale, rest = _split(x)
    return scale * rest + (scale - 1.0)


def logarithm(x: Array) -> Array:
    """The natural logarithm of positive numbers; of 0 a number near -88."""
    if x.dtype == jnp.float64:
        return jnp.log(x)
    bits = jax.lax.bitcast_convert_type(x, jnp.int32)
    exponent = (bits - ROOT_HALF_BITS) >> 23
    m = jax.lax.bitcast_convert_type(bits - (exponent << 23), jnp.float32) - 1.0
    twos = exponent.astype(jnp.float32)
    square = m * m
    tail = polynomial(LOG, m) * m * square + LN2_LOW * twos - 0.5 * square
    return (m + tail) + LN2_HIGH * twos


def log_rest(x: Array) -> Array:
    """The logarithm of 1 - x for x from 0 to 1/2, exact to rounding also where x is tiny."""
    if x.dtype == jnp.float64:
        return jnp.log1p(-x)
    y = x / (2.0 - x)
    square = y * y
    series = polynomial((2 / 13, 2 / 11, 2 / 9, 2 / 7, 2 / 5, 2 / 3, 2.0), square)
    return -y * series


def power(base: Array, exponent: Array) -> Array:
    """base ** exponent for bases of 0 and more and exponents of 0 and more (positive bases: any exponent)."""
    if jnp.result_type(base, exponent) == jnp.float64:
        return base**exponent
    raised = exponential(exponent * logarithm(base))
    return jnp.where(base > 0.0, raised, jnp.where(exponent == 0.0, 1.0, 0.0))


def _split(x: Array) -> tuple[Array, Array]:
    """A power of two and a small number so that e ** x = scale * (1 + rest)."""
    x = jnp.clip(x, -LARGEST, LARGEST)
    twos = jnp.round(x * LOG2_E)
    r = (x - twos * LN2_HIGH) - twos * LN2_LOW
    scale = jax.lax.bitcast_convert_type((twos.astype(jnp.int32) + 127) << 23, jnp.float32)
    return scale, polynomial(EXP, r) * (r * r) + r

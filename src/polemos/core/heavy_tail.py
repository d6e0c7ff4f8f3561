"""Sizes with a heavy tail: a power law between a least and a largest size, as its quantile.

The density falls as size ** -exponent. Assumes a sharp end at the largest size, without which the mean need not exist.
"""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power

FLATTEST = 0.01


def heavy_size(luck: Array, share: Array, least: Array, worst: Array, exponent: Array) -> Array:
    """A size at the quantile `luck`: with the chance `share` from the power law, otherwise 0.

    rank = (luck - (1 - share)) / share, cut to 0..1. Where rank is above 0, the size is least * (1 - rank * (1 -
    (least / worst) ** slope)) ** (-1 / slope), at most worst, with slope = exponent - 1, at least 0.01. Arrays
    broadcast; `least` and `worst` have the unit of the result.
    """
    rank = jnp.clip((luck - (1.0 - share)) / share, 0.0, 1.0)
    slope = jnp.maximum(exponent - 1.0, FLATTEST)
    size = least * power(1.0 - rank * (1.0 - power(least / worst, slope)), -1.0 / slope)
    return jnp.where(rank > 0.0, jnp.minimum(size, worst), 0.0)

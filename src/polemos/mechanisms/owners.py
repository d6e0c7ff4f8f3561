"""Whose troops are at a place, as a table of zeros and ones that routes flows between places and rivals.

Assumes one rival's troops at a place at a time; when the owner changes, what is left of the old garrison serves the new
one. Leaves out mixed garrisons.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived
from polemos.core.shared_stocks import HOLDER, OWNER


@dataclass(frozen=True)
class Owners(Mechanism):
    """Ownership of garrisons."""

    stocks = (OWNER, HOLDER)
    claims = ("M14",)

    @derived("1", ("rival", "place"))
    def owner_of(self, owner: Array, reach: Array) -> Array:
        """1 where the rival's troops are at the place; shape (rival, place)."""
        return (owner[None, :] == jnp.arange(reach.shape[0])[:, None]) * 1.0

    @derived("1", ("rival", "place"))
    def front_of(self, holder: Array, owner_of: Array, adjacency: Array) -> Array:
        """1 where the rival holds a neighbouring place; shape (rival, place)."""
        return jnp.minimum((owner_of * (holder == 2.0)) @ adjacency, 1.0)

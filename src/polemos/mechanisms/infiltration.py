"""Infiltration: fighters on the move settle into hiding among their community near where the movement already is.

Assumes nearness along travel edges and a share of the community decide where. Leaves out distance beyond neighbours.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, UNDERGROUND, VANGUARD


@dataclass(frozen=True)
class Infiltration(Mechanism):
    """Mobile fighters become hidden ones in new places."""

    stocks = (VANGUARD, UNDERGROUND, CIVILIANS)
    claims = ("M12",)

    spreading: Array = parameter("1/month", "rate at which the vanguard sends its people into hiding")
    cell: Array = parameter("person", "members at a place at which its neighbours are half in reach")

    @flow("vanguard", "underground", raised_by=("vanguard",), luck="order")
    def settle(
        self, vanguard: Array, underground: Array, civilians: Array, constituency: Array, held: Array, adjacency: Array
    ) -> Array:
        """Persons per month; shape (kind, place)."""
        hidden = underground.sum(axis=0)
        source = jnp.maximum(held, hidden / (hidden + self.cell))
        near = jnp.minimum(source + source @ adjacency, 1.0)
        drawn = near * constituency * civilians * (1.0 - held)
        share = drawn / jnp.maximum(drawn.sum(), 1e-6)
        return self.spreading * share[None, :] * vanguard[:, None]

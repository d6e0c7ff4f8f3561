"""Coming back: where garrisons are thin and the story is good, the underground takes up arms in the open again.

Assumes those who rise join the fighters on the move, sooner the weaker the garrison is beside them, and at once where
the movement holds. Leaves out single attacks that need no rising.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import GARRISON, UNDERGROUND, VANGUARD


@dataclass(frozen=True)
class ComingBack(Mechanism):
    """Hidden fighters become mobile ones."""

    stocks = (UNDERGROUND, VANGUARD, GARRISON)
    claims = ("M12",)

    rising: Array = parameter("1/month", "rate of rising where no garrison stands against it, at standing 1")
    caution: Array = parameter("1", "soldiers that weigh as much as one hidden fighter, inverse")
    reporting: Array = parameter("1/month", "rate of coming out where the movement holds")

    @flow(
        "underground", "vanguard", raised_by=("underground", "appeal", "held"), lowered_by=("garrison",), luck="order"
    )
    def rise(self, underground: Array, garrison: Array, appeal: Array, held: Array) -> Array:
        """Persons per month; shape (kind, place)."""
        hidden = underground.sum(axis=0)
        weak = hidden / jnp.maximum(hidden + self.caution * garrison, 1e-6)
        return (self.rising * appeal * weak + self.reporting * held) * underground

"""Flight and return: people leave places that are fought over or ruled by a movement not theirs; they return slowly.

Assumes the displaced stay countable by the place they left and go home only where a rival holds and nobody attacks.
Leaves out where they are, and flight abroad.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, CIVILIANS, DISPLACED, HOLDER, OFFENSIVE


@dataclass(frozen=True)
class Displacement(Mechanism):
    """Civilians to displaced and back."""

    stocks = (CIVILIANS, DISPLACED, HOLDER, OFFENSIVE, ASSAULT)
    claims = ("M01",)

    from_battle: Array = parameter("1/month", "share who flee per month where a battle is on")
    from_rule: Array = parameter("1/month", "share of other communities who flee the movement's rule per month")
    homeward: Array = parameter("1/month", "share of the displaced who return per month once it is quiet")

    @flow("civilians", "displaced", raised_by=("held",), lowered_by=("constituency",), luck="order", per_head=True)
    def flight(self, held: Array, offensive: Array, assault: Array, constituency: Array) -> Array:
        """Share per month; shape (place,)."""
        battle = self.from_battle * jnp.maximum(offensive, assault)
        return battle + self.from_rule * held * (1.0 - constituency)

    @flow("displaced", "civilians", luck="order", per_head=True)
    def coming_home(self, holder: Array, assault: Array) -> Array:
        """Share per month; shape (place,)."""
        return self.homeward * (holder == 2.0) * (1.0 - assault)

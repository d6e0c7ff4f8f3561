"""The other wars: where rivals fight each other, places change between them; the movement meets whoever is there.

Assumes a place's chance to change hands rises with the deaths per month of the wars without the movement, and goes to
rivals in proportion to reach, support and troops, away from one that is strong there. What is left of a garrison serves
the new owner. Leaves out those wars' own fronts and sieges.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import growth
from polemos.core.mechanism import Mechanism, transition
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, HOLDER, OWNER, RESERVE


@dataclass(frozen=True)
class OtherWars(Mechanism):
    """Changes of ownership between rivals."""

    stocks = (OWNER, RESERVE, HOLDER, ASSAULT)
    claims = ("M15",)

    turnover: Array = parameter(
        "1/death", "chance that a place changes between rivals per death in its country's other wars"
    )
    unsupported: Array = parameter("1", "weight of a rival without outside support, as a share", dims=("rival",))

    @transition(("owner",), streams=("change", "choice"))
    def change_sides(
        self,
        owner: Array,
        holder: Array,
        assault: Array,
        other_wars: Array,
        in_country: Array,
        reach: Array,
        reserve: Array,
        sponsor_support: Array,
        step: Array,
        change: Array,
        choice: Array,
    ) -> Array:
        """The number of the rival whose troops are at each place; shape (place,)."""
        backing = self.unsupported + (1.0 - self.unsupported) * sponsor_support
        weight = reach * (backing * jnp.sqrt(reserve))[:, None]
        share = weight / jnp.maximum(weight.sum(axis=0, keepdims=True), 1e-6)
        picked = jnp.minimum((jnp.cumsum(share, axis=0) < choice[None, :]).sum(axis=0), reach.shape[0] - 1) * 1.0
        chance = -growth(-self.turnover * (other_wars @ in_country) * step)
        changes = (change < chance) & (holder == 2.0) & (assault == 0.0)
        return jnp.where(changes, picked, owner)

"""The other wars: where rivals fight each other, places change between them; the movement meets whoever is there.

Assumes a place's chance to change hands rises with the deaths per month of the wars without the movement, and goes to
the other rivals in proportion to reach, support and troops. Those who have fallen out with the rest of a coalition lose
places in clashes too. What is left of a garrison serves the new owner. Leaves out those wars' own fronts and sieges.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, transition
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, HOLDER, OWNER, RESERVE, SPLIT
from polemos.core.waiting import chance_of_switch


@dataclass(frozen=True)
class OtherWars(Mechanism):
    r"""Changes of ownership between rivals.

    A quiet place held by a rival changes at the rate $\text{turnover}\cdot D+\text{clash}\,x$, with $D$ deaths a month
    in the country's other wars and $x=1$ where its owner has fallen out; the new owner is drawn of the others with
    weights $\text{reach}\,(u+(1-u)\sigma)\sqrt R$.
    """

    stocks = (OWNER, RESERVE, HOLDER, ASSAULT, SPLIT)
    claims = ("M14", "M15")

    turnover: Array = parameter(
        "1/death", "chance that a place changes between rivals per death in its country's other wars"
    )
    clash: Array = parameter("1/month", "rate at which places of a rival that has fallen out change between rivals")
    unsupported: Array = parameter("1", "weight of a rival without outside support, as a share", dims=("rival",))

    @transition(("owner",), streams=("change", "choice"))
    def change_sides(
        self, owner: Array, holder: Array, assault: Array, other_wars: Array, in_country: Array, reach: Array,
        reserve: Array, sponsor_support: Array, split: Array, owner_of: Array, step: Array, change: Array,
        choice: Array,
    ) -> Array:  # fmt: skip
        """The number of the rival whose troops are at each place; shape (place,)."""
        backing = self.unsupported + (1.0 - self.unsupported) * sponsor_support
        weight = reach * (1.0 - owner_of) * (backing * jnp.sqrt(reserve))[:, None]
        share = weight / jnp.maximum(weight.sum(axis=0, keepdims=True), 1e-6)
        picked = jnp.minimum((jnp.cumsum(share, axis=0) < choice[None, :]).sum(axis=0), reach.shape[0] - 1) * 1.0
        rate = self.turnover * (other_wars @ in_country) + self.clash * (split @ owner_of)
        chance = chance_of_switch(rate, step)
        changes = (change < chance) & (holder == 2.0) & (assault == 0.0) & (weight.sum(axis=0) > 0.0)
        return jnp.where(changes, picked, owner)

"""Encirclement: besiegers close the ring around a place whose surroundings they hold; it opens when the attack ends.

Assumes the ring closes sooner the larger the besiegers' share of strength, and only as far as the roads that lead away
are not in the movement's hands. What follows stands where it acts: no help gets in, the place is cleared faster, the
attack is seldom given up, few civilians get out. Leaves out sallies, tunnels and agreed ways out for fighters.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, transition
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ENCIRCLED, FIGHTERS, GARRISON, OFFENSIVE
from polemos.core.waiting import chance_of_switch


@dataclass(frozen=True)
class Encirclement(Mechanism):
    r"""The ring around a place.

    With besiegers $G$, defenders $F$ and $h$ the share of neighbouring places that the movement holds, an attacked
    place is encircled at the rate $\text{closing}\,\frac{G}{G+F}\,(1-h)$.
    """

    stocks = (ENCIRCLED, FIGHTERS, GARRISON, OFFENSIVE)
    claims = ("M02",)

    closing: Array = parameter("1/month", "rate at which an unresisted besieger closes the ring")

    @transition(("encircled",), raised_by=("garrison",), lowered_by=("fighters",), streams=("closed",))
    def ring(
        self,
        encircled: Array,
        fighters: Array,
        garrison: Array,
        offensive: Array,
        held: Array,
        adjacency: Array,
        step: Array,
        closed: Array,
    ) -> Array:
        """1 where the ring is closed; shape (place,)."""
        open_roads = (held @ adjacency) / jnp.maximum(adjacency.sum(axis=0), 1.0)
        strength = garrison / jnp.maximum(garrison + fighters.sum(axis=0), 1e-6)
        chance = chance_of_switch(self.closing * strength * (1.0 - open_roads), step)
        return offensive * jnp.maximum(encircled, (closed < chance) * 1.0)

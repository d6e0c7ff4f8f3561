"""Flight and return: people leave places that are fought over or ruled by a movement not theirs; they return slowly.

Killing by the movement drives out others, its services keep some; out of a closed ring few get out unless corridors are
open. Assumes the displaced stay countable by the place they left and go home only where a rival holds and nobody
attacks. Leaves out where they are, and flight abroad.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, CIVILIANS, DISPLACED, ENCIRCLED, HOLDER, OFFENSIVE


@dataclass(frozen=True)
class Displacement(Mechanism):
    r"""Civilians to displaced and back.

    Flight is $[\text{from\_battle}\max(O,A)+\text{from\_rule}\,H(1-c)\,d+\text{from\_terror}\,k/C]\,
    (1-\text{trapped}\,e\,(1-\omega))$ with discontent $d$, killing $k$, ring $e$ and corridors $\omega$; return
    is `homeward`.
    """

    stocks = (CIVILIANS, DISPLACED, HOLDER, OFFENSIVE, ASSAULT, ENCIRCLED)
    claims = ("M01", "M05")

    from_battle: Array = parameter("1/month", "share who flee per month where a battle is on")
    from_rule: Array = parameter("1/month", "share of other communities who flee the movement's rule per month")
    from_terror: Array = parameter("1", "how many flee for each one whom the movement kills")
    trapped: Array = parameter("1", "share of those who would flee whom a closed ring without corridors keeps in")
    homeward: Array = parameter("1/month", "share of the displaced who return per month once it is quiet")

    @flow(
        "civilians", "displaced", raised_by=("held", "killing", "open_corridors"), lowered_by=("constituency",),
        luck="order", per_head=True,
    )  # fmt: skip
    def flight(
        self, civilians: Array, held: Array, offensive: Array, assault: Array, constituency: Array, killing: Array,
        discontent: Array, encircled: Array, open_corridors: Array,
    ) -> Array:  # fmt: skip
        """Share per month; shape (place,)."""
        battle = self.from_battle * jnp.maximum(offensive, assault)
        rule = self.from_rule * held * (1.0 - constituency) * discontent
        wanted = battle + rule + self.from_terror * killing / jnp.maximum(civilians, 1.0)
        return wanted * (1.0 - self.trapped * encircled * (1.0 - open_corridors))

    @flow("displaced", "civilians", luck="order", per_head=True)
    def coming_home(self, holder: Array, assault: Array) -> Array:
        """Share per month; shape (place,)."""
        return self.homeward * (holder == 2.0) * (1.0 - assault)

"""Foreign recruitment: sympathisers abroad come while the story draws them and the border lets them through.

Standing and border are separate factors, since inflow fell by 75-90 % while area fell by 14-25 %. Assumes a pool that
does not refill. Leaves out who recruits whom.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power
from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import SYMPATHISERS, VANGUARD


@dataclass(frozen=True)
class ForeignRecruitment(Mechanism):
    r"""Foreigners join the fighters on the move.

    $\text{zeal}\cdot\text{pool}\cdot
    a_w\,b^{\text{border\_effect}}\left[\text{spark}+(1-\text{spark})\frac{N}{N+\text{cause}}\right]$, with $a_w$ the
    appeal abroad and $b$ the border's openness.
    """

    stocks = (SYMPATHISERS, VANGUARD)
    claims = ("M09", "M16")

    zeal: Array = parameter("1/month", "share of sympathisers who come per month, border open, ruling, standing 1")
    border_effect: Array = parameter("1", "exponent of border openness")
    cause: Array = parameter("person", "people ruled at which the call to come has half its force")
    spark: Array = parameter("1", "share of that force that the war alone gives")

    @flow(
        "sympathisers", "vanguard[foreign]", raised_by=("sympathisers", "appeal_abroad", "border_open", "people_ruled")
    )
    def arrivals(self, sympathisers: Array, appeal_abroad: Array, border_open: Array, people_ruled: Array) -> Array:
        """Persons per month; shape ()."""
        call = self.spark + (1.0 - self.spark) * people_ruled / (people_ruled + self.cause)
        passage = power(jnp.maximum(border_open, 1e-6), self.border_effect) * (border_open > 0.0)
        return self.zeal * sympathisers * appeal_abroad * passage * call

"""The shrinking pocket: an attacked place is cleared quarter by quarter.

Assumes that the time to clear a place falls with the attackers' odds and grows with the number of defenders, as in a
regression over some 15 sieges (ln days = 3.6 + 0.21 ln defenders - 0.54 ln odds, residual sd 0.74), that each place
has its own tenacity for that residual, and that clearing needs fire support in part. The ground closes up again when
the attack ends. A closed ring speeds clearing; suicide vehicles in the defence slow it. Leaves out tunnels and street
plans.
"""

from __future__ import annotations

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power
from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, ENCIRCLED, FIGHTERS, GARRISON, OFFENSIVE, POCKET


@dataclass(frozen=True)
class SiegeClock(Mechanism):
    r"""Clearing of the pocket.

    With $X$ attackers and $D$ defenders (added strength of suicide vehicles in them), $-\dot
    q=\text{speed}\,\frac{(X/D)^{\text{odds\_effect}}}{\text{tenacity}\,(D/\text{reference\_defence})^{\text{size\_effect}}}
    \left(1-\text{fire\_reliance}\,O\frac{\text{fire\_half}}{W+\text{fire\_half}}\right)(1+\text{isolation}\,e)$ with
    the ring $e$; in quiet $\dot q=\text{recovery}\,(1-q)$.
    """

    stocks = (POCKET, FIGHTERS, GARRISON, OFFENSIVE, ASSAULT, ENCIRCLED)
    claims = ("M02", "M08")

    speed: Array = parameter("1/month", "share cleared per month at even odds against the reference defence")
    odds_effect: Array = parameter("1", "exponent of attackers over defenders")
    size_effect: Array = parameter("1", "exponent of defenders over the reference defence, slowing")
    reference_defence: Array = parameter("person", "defenders at which the speed is read")
    tenacity: Array = parameter("1", "how much longer than the regression a place holds out", dims=("place",))
    fire_reliance: Array = parameter("1", "share of the speed that is lost without fire support")
    fire_half: Array = parameter("weapon/month", "weapons a month on a place that give half of that share")
    isolation: Array = parameter("1", "what a closed ring adds to the speed, as a share of it")
    recovery: Array = parameter("1/month", "rate at which lost ground is regained once the attack is over")

    @flow("pocket", None, raised_by=("weapons_on",), luck="amount")
    def clearing(
        self, pocket: Array, fighters: Array, garrison: Array, offensive: Array, assault: Array, weapons_on: Array,
        encircled: Array, shock_force: Array,
    ) -> Array:  # fmt: skip
        """Share of the place cleared per month; shape (place,)."""
        movement = fighters.sum(axis=0)
        attackers = offensive * garrison + assault * movement
        defenders = jnp.maximum(offensive * (movement + shock_force) + assault * garrison, 1.0)
        slower = power(defenders / self.reference_defence, self.size_effect) * self.tenacity
        support = 1.0 - self.fire_reliance * offensive * self.fire_half / (weapons_on + self.fire_half)
        quick = (
            self.speed
            * power(attackers / defenders, self.odds_effect)
            / slower
            * support
            * (1.0 + self.isolation * encircled)
        )
        return jnp.where((attackers > 0.0) & (pocket > 0.0), quick, 0.0)

    @flow(None, "pocket", luck="amount")
    def closing_up(self, pocket: Array, offensive: Array, assault: Array) -> Array:
        """Share regained per month where nobody attacks; shape (place,)."""
        return self.recovery * (1.0 - pocket) * (1.0 - jnp.maximum(offensive, assault))

"""Going underground: fighters slip away from a place they expect to lose, and those cut off by its loss go into hiding.

Assumes the expected loss is the besiegers' share of strength, discounted by a resolve that falls with what was lost
before, and that all kinds slip away alike. Leaves out convoys, agreements to evacuate and surrender.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power
from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, FIGHTERS, GARRISON, OFFENSIVE, UNDERGROUND


@dataclass(frozen=True)
class GoingUnderground(Mechanism):
    r"""Open fighters become hidden ones.

    They slip away at $\text{slipping}\,O\,\frac{G}{G+\rho F}$ with resolve
    $\rho=\text{resolve}\cdot\text{setback}^{-\text{discouragement}}$, and go into hiding at `stranded` where the
    movement neither holds nor fights.
    """

    stocks = (FIGHTERS, UNDERGROUND, GARRISON, OFFENSIVE, ASSAULT)
    claims = ("M12",)

    slipping: Array = parameter("1/month", "rate of slipping away when loss is certain")
    resolve: Array = parameter("1", "attackers per defender at which loss is as likely as not in their eyes")
    discouragement: Array = parameter("1", "exponent by which setback lowers resolve")
    stranded: Array = parameter("1/month", "rate of going into hiding at a place no longer held")

    @flow("fighters", "underground", raised_by=("garrison", "fighters", "setback"), luck="order")
    def slip_away(
        self, fighters: Array, garrison: Array, offensive: Array, assault: Array, held: Array, setback: Array
    ) -> Array:
        """Persons per month; shape (kind, place)."""
        own = self.resolve * power(setback, -self.discouragement) * fighters.sum(axis=0)
        doom = offensive * garrison / jnp.maximum(garrison + own, 1e-6)
        cut_off = (1.0 - held) * (1.0 - assault) * (1.0 - offensive)
        return (self.slipping * doom + self.stranded * cut_off) * fighters

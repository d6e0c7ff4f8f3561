"""Prisons: members are caught in hiding or give up where they are cut off, and come out again.

Assumes those in prison stay what they are, and come out by release at one rate and by breakouts where the underground
is strong. Leaves out trials, executions, camps for families, and conversion behind bars.
"""

from dataclasses import dataclass

from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, DETAINED, FIGHTERS, OFFENSIVE, UNDERGROUND, VANGUARD


@dataclass(frozen=True)
class Prisons(Mechanism):
    r"""Into prison and out.

    Hidden members are caught at the rate `arrest` where the movement does not hold; open ones give up at `surrender`
    where it neither holds nor fights; out at $\text{release}+\text{breakout}\,\frac{U}{U+\text{plot}}$ ($U$ over all
    places).
    """

    stocks = (DETAINED, FIGHTERS, UNDERGROUND, VANGUARD, OFFENSIVE, ASSAULT)
    claims = ("M11",)

    arrest: Array = parameter("1/month", "share of the hidden caught per month")
    surrender: Array = parameter("1/month", "share of those cut off in the open who give up per month")
    release: Array = parameter("1/month", "share of prisoners let go per month")
    breakout: Array = parameter("1/month", "share freed by force per month by a strong underground")
    plot: Array = parameter("person", "members in hiding at which half of that is freed")

    @flow("underground", "detained", lowered_by=("held",), per_head=True)
    def arrested(self, held: Array) -> Array:
        """Share per month; shape (place,)."""
        return self.arrest * (1.0 - held)

    @flow("fighters", "detained", lowered_by=("held",), per_head=True)
    def given_up(self, held: Array, offensive: Array, assault: Array) -> Array:
        """Share per month; shape (place,)."""
        return self.surrender * (1.0 - held) * (1.0 - offensive) * (1.0 - assault)

    @flow("detained", "vanguard", raised_by=("underground",), per_head=True)
    def freed(self, underground: Array) -> Array:
        """Share per month; shape ()."""
        hidden = underground.sum()
        return self.release + self.breakout * hidden / (hidden + self.plot)

"""Leaving: those who joined for a winner go when it loses; foreigners go home while the border lets them.

Assumes the exit hazard moves between a calm and a panicked value with the movement's standing. The core is treated
apart. Leaves out capture and defection to rivals.
"""

from dataclasses import dataclass

from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, DEPARTED, FIGHTERS, UNDERGROUND


@dataclass(frozen=True)
class Exits(Mechanism):
    r"""Exits of locals and foreigners.

    Locals leave at $\text{calm}+\text{panicked}/(1+a)$, foreigners at $\text{homeward}\,b/(1+a_w)$, $a_w$ the appeal
    abroad.
    """

    stocks = (FIGHTERS, UNDERGROUND, CIVILIANS, DEPARTED)
    claims = ("M11",)

    calm: Array = parameter("1/month", "exit hazard of locals in victory")
    panicked: Array = parameter("1/month", "what utter defeat adds to it")
    homeward: Array = parameter("1/month", "exit hazard of foreigners in utter defeat with the border open")

    @derived("1/month", lowered_by=("appeal",), neutral=0.0)
    def weariness(self, appeal: Array) -> Array:
        """The exit hazard of those who are not believers; shape ()."""
        return self.calm + self.panicked / (1.0 + appeal)

    @flow("fighters[local]", "civilians", raised_by=("weariness",), per_head=True)
    def locals_leave(self, weariness: Array) -> Array:
        """Share per month; shape ()."""
        return weariness

    @flow("underground[local]", "civilians", raised_by=("weariness",), per_head=True)
    def hidden_leave(self, weariness: Array) -> Array:
        """Share per month; shape ()."""
        return weariness

    @flow("fighters[foreign]", "departed", raised_by=("border_open",), lowered_by=("appeal_abroad",), per_head=True)
    def foreigners_leave(self, appeal_abroad: Array, border_open: Array) -> Array:
        """Share per month; shape ()."""
        return self.homeward * border_open / (1.0 + appeal_abroad)

    @flow("underground[foreign]", "departed", raised_by=("border_open",), lowered_by=("appeal_abroad",), per_head=True)
    def hidden_foreigners_leave(self, appeal_abroad: Array, border_open: Array) -> Array:
        """Share per month; shape ()."""
        return self.homeward * border_open / (1.0 + appeal_abroad)

"""Leaving: those who joined for a winner go when it loses; foreigners go home while the border lets them.

Assumes the exit hazard moves between a calm and a panicked value with the movement's standing. The core is treated
apart. Leaves out capture and defection to rivals.
"""

from dataclasses import dataclass

from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, DEPARTED, FIGHTERS, UNDERGROUND


@dataclass(frozen=True)
class Exits(Mechanism):
    """Exits of locals and foreigners."""

    stocks = (FIGHTERS, UNDERGROUND, CIVILIANS, DEPARTED)
    claims = ("M11",)

    calm: Array = parameter("1/month", "exit hazard of locals in victory")
    panicked: Array = parameter("1/month", "what utter defeat adds to it")
    homeward: Array = parameter("1/month", "exit hazard of foreigners in utter defeat with the border open")

    @flow("fighters[local]", "civilians", lowered_by=("appeal",), per_head=True)
    def locals_leave(self, appeal: Array) -> Array:
        """Share per month; shape ()."""
        return self.calm + self.panicked / (1.0 + appeal)

    @flow("underground[local]", "civilians", lowered_by=("appeal",), per_head=True)
    def hidden_leave(self, appeal: Array) -> Array:
        """Share per month; shape ()."""
        return self.calm + self.panicked / (1.0 + appeal)

    @flow("fighters[foreign]", "departed", raised_by=("border_open",), lowered_by=("appeal",), per_head=True)
    def foreigners_leave(self, appeal: Array, border_open: Array) -> Array:
        """Share per month; shape ()."""
        return self.homeward * border_open / (1.0 + appeal)

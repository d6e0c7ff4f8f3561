"""The shock of victory: one great capture is a jump in money and, once the world has taken it in, in standing.

Assumes loot and talk in proportion to the weighted people of what was captured, apart from people ruled afterwards, and
that talk becomes standing with a lag. Captured arms are a mechanism of their own. Leaves out which story is told, and
captures of bases and depots outside towns.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import NARRATIVE, TALK, TREASURY


@dataclass(frozen=True)
class ShockOfVictory(Mechanism):
    r"""Loot and talk.

    At a capture of weighted people $K$ the treasury jumps by $\text{loot}\,K$ and talk $T$ by $\text{spectacle}\,K$;
    then $\dot T = -T/\text{lag}$ and standing rises by what talk loses.
    """

    stocks = (TREASURY, TALK, NARRATIVE)
    claims = ("M04",)

    loot: Array = parameter("USD/person", "money taken per person of a great place captured")
    spectacle: Array = parameter("1/person", "standing won per person of a great place captured, beyond people ruled")
    lag: Array = parameter("month", "time in which talk becomes standing")

    @flow(None, "treasury", raised_by=("captured",), luck="amount")
    def looted(self, captured: Array, step: Array) -> Array:
        """USD per month over the step of the capture; shape ()."""
        return self.loot * captured / jnp.maximum(step, 1e-6)

    @flow(None, "talk", raised_by=("captured",), luck="amount")
    def news_of_it(self, captured: Array, step: Array) -> Array:
        """Standing per month over the step of the capture; shape ()."""
        return self.spectacle * captured / jnp.maximum(step, 1e-6)

    @flow("talk", "narrative", raised_by=("talk",), luck="amount")
    def taken_in(self, talk: Array) -> Array:
        """Standing per month; shape ()."""
        return talk / self.lag

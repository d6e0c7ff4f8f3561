"""Mobilisation: rivals call up people, at a base rate and faster the more people the movement rules.

Assumes outside support multiplies what can be raised and that the pool does not refill. Leaves out politics.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import MANPOWER, RESERVE


@dataclass(frozen=True)
class Mobilisation(Mechanism):
    r"""Manpower becomes troops in reserve at
    $\left[\text{levy}+\text{alarm}\frac{N}{N+\text{alarming}}\right]\,(1+\text{backing}\,\sigma)$.
    """

    stocks = (MANPOWER, RESERVE)
    claims = ("M14",)

    levy: Array = parameter("1/month", "share of the pool called up per month in quiet times without support")
    alarm: Array = parameter("1/month", "what a movement that rules very many people adds to it")
    alarming: Array = parameter("person", "people ruled at which half of that is added")
    backing: Array = parameter("1", "what full outside support adds, as a multiple")

    @flow("manpower", "reserve", raised_by=("people_ruled", "sponsor_support"), per_head=True)
    def called_up(self, people_ruled: Array, sponsor_support: Array) -> Array:
        """Share per month; shape (rival,)."""
        rate = self.levy + self.alarm * people_ruled / (people_ruled + self.alarming)
        return rate * jnp.maximum(1.0 + self.backing * sponsor_support, 0.0)

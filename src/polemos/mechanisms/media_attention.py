"""Media asymmetry: the dead of an attack in the West draw many times the attention of as many dead at home.

Attention grows less than in proportion to the deaths not yet old, and fades within days. Publicity, what attention at
home and in the West do together, calls attackers abroad. Assumes the same exponent and memory in both, and that only
civilians killed by the movement count at home. Leaves out who the victims are, coverage by outlet, and fear as such:
attention has no unit here but that of `usual` deaths at home.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import exponential, power
from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import DEATHS_WEST, FADED_HOME, FADED_WEST, KILLED_BY_MOVEMENT


@dataclass(frozen=True)
class MediaAttention(Mechanism):
    """Attention to the movement's killing, at home and in the West."""

    stocks = (KILLED_BY_MOVEMENT, DEATHS_WEST, FADED_HOME, FADED_WEST)
    claims = ("M07",)

    asymmetry: Array = parameter("1", "logarithm of the attention to deaths in the West over that to as many at home")
    scaling: Array = parameter("1", "exponent of attention in deaths")
    usual: Array = parameter("person", "deaths at home not yet old that draw attention 1")
    memory: Array = parameter("month", "time in which attention fades by the factor e")
    pull: Array = parameter("1", "exponent of attention in the readiness to attack abroad")

    @derived("1", raised_by=("killed_by_movement",), lowered_by=("faded_home",), neutral=0.0)
    def attention_home(self, killed_by_movement: Array, faded_home: Array) -> Array:
        """Attention to civilians killed at home; shape ()."""
        return power(jnp.maximum(killed_by_movement.sum() - faded_home, 0.0) / self.usual, self.scaling)

    @derived("1", raised_by=("deaths_west",), lowered_by=("faded_west",), neutral=0.0)
    def attention_west(self, deaths_west: Array, faded_west: Array) -> Array:
        """Attention to those killed in the West; shape ()."""
        fresh = power(jnp.maximum(deaths_west - faded_west, 0.0) / self.usual, self.scaling)
        return exponential(self.asymmetry) * fresh

    @derived("1", raised_by=("attention_home", "attention_west"), neutral=1.0)
    def publicity(self, attention_home: Array, attention_west: Array) -> Array:
        """Factor on the readiness to attack abroad, 1 without attention; shape ()."""
        return power(1.0 + attention_home + attention_west, self.pull)

    @flow(None, "faded_home", raised_by=("killed_by_movement",), lowered_by=("faded_home",), luck="amount")
    def fading_home(self, killed_by_movement: Array, faded_home: Array) -> Array:
        """Persons per month whose deaths are news no more; shape ()."""
        return jnp.maximum(killed_by_movement.sum() - faded_home, 0.0) / self.memory

    @flow(None, "faded_west", raised_by=("deaths_west",), lowered_by=("faded_west",), luck="amount")
    def fading_west(self, deaths_west: Array, faded_west: Array) -> Array:
        """Persons per month whose deaths are news no more; shape ()."""
        return jnp.maximum(deaths_west - faded_west, 0.0) / self.memory

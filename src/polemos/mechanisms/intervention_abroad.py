"""Intervention exports terror: after foreign powers begin to bomb, there are more attacks in the West, with a lag.

Assumes that weapons released from the air stand for intervention, that what counts is that it goes on rather than how
much (half its effect at `modest` weapons a month), and one lag for rise and fall. The rate in the West is multiplied by
e to the power of `response` when intervention is felt in full. Leaves out which state intervenes, and the call to
attack, which came with the air war and cannot be told from it.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import exponential
from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import INTERVENTION_FELT


@dataclass(frozen=True)
class InterventionAbroad(Mechanism):
    """What intervention does to the rate of attacks in the West."""

    stocks = (INTERVENTION_FELT,)
    claims = ("M06",)

    response: Array = parameter("1", "logarithm of the factor on the rate of attacks when intervention is felt in full")
    lag: Array = parameter("month", "time until intervention, or its end, is felt")
    modest: Array = parameter("weapon/month", "weapons released per month at which intervention has half its effect")

    @derived("1", raised_by=("weapons",), neutral=0.0)
    def intervention(self, weapons: Array) -> Array:
        """How far there is intervention, from 0 to 1; shape ()."""
        released = weapons.sum()
        return released / (released + self.modest)

    @derived("1", raised_by=("intervention_felt",), neutral=1.0)
    def provocation(self, intervention_felt: Array) -> Array:
        """Factor on the rate of attacks in the West, 1 without intervention; shape ()."""
        return exponential(self.response * intervention_felt)

    @flow(None, "intervention_felt", raised_by=("intervention",), lowered_by=("intervention_felt",), luck="amount")
    def sinks_in(self, intervention: Array, intervention_felt: Array) -> Array:
        """Share per month; shape ()."""
        return jnp.maximum(intervention - intervention_felt, 0.0) / self.lag

    @flow("intervention_felt", None, raised_by=("intervention_felt",), lowered_by=("intervention",), luck="amount")
    def wears_off(self, intervention: Array, intervention_felt: Array) -> Array:
        """Share per month; shape ()."""
        return jnp.maximum(intervention_felt - intervention, 0.0) / self.lag

"""Grievance: war and harm build it up, peace drains it slowly, and it decides how many the underground can draw in.

Assumes one memory for all harm, that the deaths of the other wars of a country weigh on all its places alike and harm
by besiegers on the place itself, and that the movement's own killing moves nobody against it among its own community
(Condra and Shapiro found no such reaction). Leaves out politics beyond a lasting level, and reconciliation.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power
from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, GRIEVANCE


@dataclass(frozen=True)
class Grievance(Mechanism):
    r"""A stock with long memory at each place.

    $\dot g=\left(\text{war}\,\frac{D}{\sum
    C}+\text{harm\_effect}\,\frac{h}{C}\right)\left(1-\frac{g}{\text{worst}}\right)^++\frac{\text{lasting}-g}{\text{memory}}$,
    with $D$ deaths a month in the country's other wars, $h$ civilians killed by fire a month; anger
    $=g^{\text{effect}}$.
    """

    stocks = (GRIEVANCE, CIVILIANS)
    claims = ("M15",)

    war: Array = parameter("person/death", "grievance per death in the other wars for each inhabitant of the country")
    harm_effect: Array = parameter("1", "grievance per share of a place's people killed by fire")
    memory: Array = parameter("month", "time in which grievance drains by the factor e")
    lasting: Array = parameter("1", "grievance that is left in lasting peace")
    worst: Array = parameter("1", "grievance at which nothing adds to it any more")
    effect: Array = parameter("1", "exponent of grievance in room for recruits and in attacks")

    @derived("1", ("place",), raised_by=("grievance",), neutral=1.0)
    def anger(self, grievance: Array) -> Array:
        """What grievance does, 1 as in January 2012; shape (place,)."""
        return power(jnp.maximum(grievance, 0.01), self.effect)

    @flow(None, "grievance", raised_by=("other_wars", "harm"), lowered_by=("grievance",), luck="amount")
    def building_up(
        self, grievance: Array, other_wars: Array, harm: Array, civilians: Array, in_country: Array
    ) -> Array:
        """Grievance per month; shape (place,)."""
        per_head = other_wars / jnp.maximum((in_country * civilians).sum(axis=1), 1.0)
        hurt = self.harm_effect * harm / jnp.maximum(civilians, 1.0)
        room = jnp.maximum(1.0 - grievance / self.worst, 0.0)
        return (self.war * (per_head @ in_country) + hurt) * room + self.lasting / self.memory

    @flow("grievance", None, raised_by=("grievance",), luck="amount")
    def draining(self, grievance: Array) -> Array:
        """Grievance per month; shape (place,)."""
        return grievance / self.memory

"""Directed attacks: cells that the movement sends or guides attack in the West, as often as their strength allows.

Deaths per attack follow a power law cut off at `worst`, whatever the movement's size. Assumes that attacks by returnees
and attacks guided from afar count as directed, and that intervention provokes them as it does others. Leaves out
persons, places, means, foiled attacks and the police.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power
from polemos.core.heavy_tail import heavy_size
from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ATTACKS_WEST, CELLS_ABROAD, DEATHS_WEST


@dataclass(frozen=True)
class DirectedAttacks(Mechanism):
    """Attacks in the West by order or guidance, and the deaths they cause."""

    stocks = (CELLS_ABROAD, ATTACKS_WEST, DEATHS_WEST)
    claims = ("M17",)

    tempo: Array = parameter("event/month", "attacks per month by cells at full strength, without intervention")
    dependence: Array = parameter("1", "exponent of the cells' strength in the rate of attacks")
    deadly: Array = parameter("1", "share of attacks that kill")
    least: Array = parameter("person/event", "deaths in the smallest deadly attack")
    worst: Array = parameter("person/event", "deaths in the largest attack there can be")
    exponent: Array = parameter("1", "exponent of the power law of deaths per deadly attack")

    @flow(None, "attacks_west", raised_by=("cells_abroad", "provocation"), luck="events")
    def attacks(self, cells_abroad: Array, provocation: Array) -> Array:
        """Events per month; shape ()."""
        return self.tempo * power(jnp.maximum(cells_abroad, 0.0), self.dependence) * provocation

    @flow(None, "deaths_west", luck="sizes", of="attacks", stream="severity")
    def deaths(self, severity: Array) -> Array:
        """Persons per event, at a quantile; shape ()."""
        return heavy_size(severity, self.deadly, self.least, self.worst, self.exponent)

"""Inspired attacks: sympathisers in the West attack on their own, more so the better the story and the louder the news.

A self-exciting process of events with sizes: each attack calls forth `copycat` others on average, sooner or later after
`memory`. Deaths per attack follow a power law cut off at `worst`, whatever the movement's size. Assumes one West, and
that sympathisers who stay and those who would travel are the same people. Leaves out persons, places, means, foiled
attacks, and ties to the movement short of orders.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.heavy_tail import heavy_size
from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ATTACKS_WEST, DEATHS_WEST, FORGOTTEN_ATTACKS, SYMPATHISERS


@dataclass(frozen=True)
class InspiredAttacks(Mechanism):
    """Attacks in the West without orders, and the deaths they cause."""

    stocks = (SYMPATHISERS, ATTACKS_WEST, FORGOTTEN_ATTACKS, DEATHS_WEST)
    claims = ("M17",)

    calling: Array = parameter("event/person/month", "attacks per sympathiser and month, standing 1, nothing else said")
    copycat: Array = parameter("1", "attacks that one attack calls forth")
    memory: Array = parameter("month", "time in which that call fades by the factor e")
    deadly: Array = parameter("1", "share of attacks that kill")
    least: Array = parameter("person/event", "deaths in the smallest deadly attack")
    worst: Array = parameter("person/event", "deaths in the largest attack there can be")
    exponent: Array = parameter("1", "exponent of the power law of deaths per deadly attack")

    @flow(
        None,
        "attacks_west",
        raised_by=("sympathisers", "appeal", "publicity", "provocation", "attacks_west"),
        lowered_by=("forgotten_attacks",),
        luck="events",
    )
    def attacks(
        self,
        sympathisers: Array,
        appeal: Array,
        publicity: Array,
        provocation: Array,
        attacks_west: Array,
        forgotten_attacks: Array,
    ) -> Array:
        """Events per month; shape ()."""
        called = self.calling * sympathisers * appeal * publicity * provocation
        return called + self.copycat * self.forgetting(attacks_west, forgotten_attacks)

    @flow(None, "forgotten_attacks", raised_by=("attacks_west",), lowered_by=("forgotten_attacks",), luck="amount")
    def forgetting(self, attacks_west: Array, forgotten_attacks: Array) -> Array:
        """Events per month that call forth no others any more; shape ()."""
        return jnp.maximum(attacks_west - forgotten_attacks, 0.0) / self.memory

    @flow(None, "deaths_west", luck="sizes", of="attacks", stream="severity")
    def deaths(self, severity: Array) -> Array:
        """Persons per event, at a quantile; shape ()."""
        return heavy_size(severity, self.deadly, self.least, self.worst, self.exponent)

"""Cells abroad: foreign fighters, money and an open border give the movement organised cells in the West.

Their strength builds up towards what the three allow together, and wastes away after any of them is lost, with the same
lag. Assumes that foreigners in the ranks are the cadre, and that each of the three is needed. Leaves out persons,
training, and returnees who were never sent.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CELLS_ABROAD, FIGHTERS, VANGUARD


@dataclass(frozen=True)
class CellsAbroad(Mechanism):
    """The strength of organised cells in the West, from 0 to 1."""

    stocks = (FIGHTERS, VANGUARD, CELLS_ABROAD)
    claims = ("M10", "M17")

    lag: Array = parameter("month", "time in which cells build up or waste away by the factor e")
    cadre: Array = parameter("person", "foreign fighters at which cells reach half their strength")
    funds: Array = parameter("USD/month", "revenue at which cells reach half their strength")

    @derived("1", raised_by=("fighters", "vanguard", "revenue", "border_open"), neutral=0.0)
    def reach_abroad(
        self, fighters: Array, vanguard: Array, kind_foreign: Array, revenue: Array, border_open: Array
    ) -> Array:
        """The strength that cells would come to have, from 0 to 1; shape ()."""
        foreigners = (kind_foreign * (fighters.sum(axis=1) + vanguard)).sum()
        return foreigners / (foreigners + self.cadre) * revenue / (revenue + self.funds) * border_open

    @flow(None, "cells_abroad", raised_by=("reach_abroad",), lowered_by=("cells_abroad",), luck="amount")
    def building(self, reach_abroad: Array, cells_abroad: Array) -> Array:
        """Strength per month; shape ()."""
        return jnp.maximum(reach_abroad - cells_abroad, 0.0) / self.lag

    @flow("cells_abroad", None, raised_by=("cells_abroad",), lowered_by=("reach_abroad",), luck="amount")
    def wasting(self, reach_abroad: Array, cells_abroad: Array) -> Array:
        """Strength per month; shape ()."""
        return jnp.maximum(cells_abroad - reach_abroad, 0.0) / self.lag

"""The quasi-state: it taxes the people it rules, spends what it takes, and pays its fighters out of that.

Assumes one yield per head for taxes, oil and extortion together (reported revenue divided by people ruled was near
10 USD a month in 2015, 2016 and 2017), spending of the treasury within some months, and a wage that is cut when the
fighters' share does not reach. Leaves out prices, oil fields as places, and services as such.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, FIGHTERS, TREASURY, VANGUARD


@dataclass(frozen=True)
class QuasiState(Mechanism):
    """People ruled, revenue, spending and pay."""

    stocks = (CIVILIANS, FIGHTERS, VANGUARD, TREASURY)
    claims = ("M10",)

    yield_per_head: Array = parameter("USD/person/month", "revenue per person ruled")
    horizon: Array = parameter("month", "time in which the treasury is spent by the factor e")
    fighters_share: Array = parameter("1", "share of spending that goes to fighters")
    full_wage: Array = parameter("USD/person/month", "what a fighter costs when money is no limit")

    @derived("person", raised_by=("civilians",), neutral=0.0)
    def people_ruled(self, civilians: Array, held: Array) -> Array:
        """People living where the movement holds; shape ()."""
        return (civilians * held).sum()

    @derived("USD/month", raised_by=("people_ruled",), neutral=0.0)
    def revenue(self, people_ruled: Array) -> Array:
        """Money taken per month; shape ()."""
        return self.yield_per_head * people_ruled

    @derived("USD/person/month", raised_by=("treasury",), lowered_by=("fighters",), neutral=100.0)
    def pay(self, treasury: Array, fighters: Array, vanguard: Array) -> Array:
        """What a fighter gets per month; shape ()."""
        force = fighters.sum() + vanguard.sum()
        return jnp.minimum(self.full_wage, self.fighters_share * treasury / self.horizon / jnp.maximum(force, 1.0))

    @flow(None, "treasury", raised_by=("revenue",), luck="amount")
    def income(self, revenue: Array) -> Array:
        """USD per month; shape ()."""
        return revenue

    @flow("treasury", None, raised_by=("treasury",), luck="amount")
    def spending(self, treasury: Array) -> Array:
        """USD per month; shape ()."""
        return treasury / self.horizon

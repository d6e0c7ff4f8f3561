"""The quasi-state: it taxes the people it rules, spends what it takes, and pays its fighters out of that.

Assumes one yield per head for taxes and extortion, oil in proportion to the empty land held (where the fields are),
spending of the treasury within some months, and a wage that is cut when the fighters' share does not reach. Leaves out
prices and oil fields as places.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, FIGHTERS, TREASURY, VANGUARD


@dataclass(frozen=True)
class QuasiState(Mechanism):
    r"""People ruled, revenue, spending and pay.

    $N=\sum CH$, revenue $\text{yield\_per\_head}\,N+\text{oil}\sum H\cdot\text{desert}$, spending $T/\text{horizon}$,
    pay for each fighter $\min(\text{full\_wage},\ \text{fighters\_share}\cdot\text{spending}/(F+V))$.
    """

    stocks = (CIVILIANS, FIGHTERS, VANGUARD, TREASURY)
    claims = ("M10",)

    yield_per_head: Array = parameter("USD/person/month", "taxes and extortion per person ruled")
    oil: Array = parameter("USD/km2/month", "revenue from oil per km2 of empty land held")
    horizon: Array = parameter("month", "time in which the treasury is spent by the factor e")
    fighters_share: Array = parameter("1", "share of spending that goes to fighters")
    full_wage: Array = parameter("USD/person/month", "what a fighter costs when money is no limit")

    @derived("person", raised_by=("civilians",), neutral=0.0)
    def people_ruled(self, civilians: Array, held: Array) -> Array:
        """People living where the movement holds; shape ()."""
        return (civilians * held).sum()

    @derived("USD/month", raised_by=("people_ruled", "held"), neutral=0.0)
    def revenue(self, people_ruled: Array, area_desert: Array, held: Array) -> Array:
        """Money taken per month; shape ()."""
        return self.yield_per_head * people_ruled + self.oil * (area_desert * held).sum()

    @derived("USD/month", raised_by=("treasury",), neutral=0.0)
    def spent(self, treasury: Array) -> Array:
        """Money spent per month on everything; shape ()."""
        return treasury / self.horizon

    @derived("USD/person/month", raised_by=("spent",), lowered_by=("fighters",), neutral=100.0)
    def pay(self, spent: Array, fighters: Array, vanguard: Array) -> Array:
        """What a fighter gets per month; shape ()."""
        force = fighters.sum() + vanguard.sum()
        return jnp.minimum(self.full_wage, self.fighters_share * spent / jnp.maximum(force, 1.0))

    @flow(None, "treasury", raised_by=("revenue",), luck="amount")
    def income(self, revenue: Array) -> Array:
        """USD per month; shape ()."""
        return revenue

    @flow("treasury", None, raised_by=("spent",), luck="amount")
    def spending(self, spent: Array) -> Array:
        """USD per month; shape ()."""
        return spent

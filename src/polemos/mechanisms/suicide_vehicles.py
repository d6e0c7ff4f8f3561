"""Suicide vehicles as consumable heavy arms: prepared as far as believers and means allow, sent where battles are.

Assumes preparation in proportion to core members, limited by money, and that rivals learn with every attack and
forget slowly. Leaves out attacks on foot, kinds of vehicle, and targets: attacks are counted, not chosen.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import FIGHTERS, LEARNED, SUICIDE_VEHICLES, TREASURY, UNDERGROUND


@dataclass(frozen=True)
class SuicideVehicles(Mechanism):
    r"""Preparation, use and learning.

    With believers $B$, treasury $T$, prepared vehicles $v$: $\dot
    v=\text{psi}\,B\,\frac{T}{T+\text{means}}-\text{pace}\,v$. Those sent, $s$, are shared over places by open fighters
    in battle plus `hidden` times members in hiding where the movement does not hold; $\dot\ell=\sum
    s/\text{experience}-\text{forgetting}\,\ell$.
    """

    stocks = (SUICIDE_VEHICLES, LEARNED, FIGHTERS, UNDERGROUND, TREASURY)
    claims = ("M08",)

    psi: Array = parameter("vehicle/person/month", "vehicles prepared per believer and month when money is no limit")
    means: Array = parameter("USD", "treasury at which half as many are prepared")
    pace: Array = parameter("1/month", "share of the prepared that is sent per month")
    hidden: Array = parameter("1", "weight of a hidden member beside an open fighter in battle")
    experience: Array = parameter("vehicle", "attacks after which half as many get through")
    forgetting: Array = parameter("1/month", "rate at which what was learned is lost")

    @derived("vehicle/month", ("place",), raised_by=("suicide_vehicles",), neutral=0.0)
    def strikes(
        self,
        suicide_vehicles: Array,
        fighters: Array,
        underground: Array,
        held: Array,
        offensive: Array,
        assault: Array,
    ) -> Array:
        """Suicide attacks per month at each place; shape (place,)."""
        open_weight = fighters.sum(axis=0) * jnp.maximum(offensive, assault)
        weight = open_weight + self.hidden * underground.sum(axis=0) * (1.0 - held)
        return self.pace * suicide_vehicles * weight / jnp.maximum(weight.sum(), 1e-6)

    @flow(None, "suicide_vehicles", raised_by=("fighters", "underground", "treasury"), luck="amount")
    def prepared(self, fighters: Array, underground: Array, treasury: Array, kind_core: Array) -> Array:
        """Vehicles per month; shape ()."""
        believers = (kind_core * (fighters.sum(axis=1) + underground.sum(axis=1))).sum()
        return self.psi * believers * treasury / (treasury + self.means)

    @flow("suicide_vehicles", None, raised_by=("strikes",), luck="amount")
    def sent(self, strikes: Array) -> Array:
        """Vehicles per month; shape ()."""
        return strikes.sum()

    @flow(None, "learned", raised_by=("strikes",), luck="amount")
    def learning(self, strikes: Array) -> Array:
        """Attacks per month in units of experience; shape ()."""
        return strikes.sum() / self.experience

    @flow("learned", None, raised_by=("learned",), luck="amount")
    def unlearning(self, learned: Array) -> Array:
        """The same, lost per month; shape ()."""
        return self.forgetting * learned

"""Air policy: who has begun an air war does not go home while the movement still rules many people in the country.

Assumes weapons follow their path from outside, but do not fall much below the largest use so far where the movement
rules on, in proportion to how many it rules. With nothing left to rule the path stands as it is. Leaves out budgets,
elections, and how aircraft move between countries.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, transition
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, LARGEST_AIR_WAR


@dataclass(frozen=True)
class AirPolicy(Mechanism):
    r"""The floor under the weapons released: $\text{endurance}\,\hat w\,\frac{N_c}{N_c+\text{unbearable}}$.

    $\hat w$ is the largest value of the driver so far, $N_c$ people ruled in the country.
    """

    stocks = (LARGEST_AIR_WAR, CIVILIANS)
    claims = ("M13",)

    endurance: Array = parameter("1", "share of its largest use that an air force keeps up while much is ruled")
    unbearable: Array = parameter("person", "people ruled in a country at which half of that is kept up")

    @derived("weapon/month", ("country",), raised_by=("largest_air_war", "civilians"), neutral=0.0)
    def kept_up(self, largest_air_war: Array, civilians: Array, held: Array, in_country: Array) -> Array:
        """Weapons per month below which an air war does not fall; shape (country,)."""
        ruled = (in_country * (civilians * held)).sum(axis=1)
        return self.endurance * largest_air_war * ruled / (ruled + self.unbearable)

    @transition(("largest_air_war",))
    def remember(self, largest_air_war: Array, weapons: Array) -> Array:
        """The largest number of weapons in a month so far; shape (country,)."""
        return jnp.maximum(largest_air_war, weapons)

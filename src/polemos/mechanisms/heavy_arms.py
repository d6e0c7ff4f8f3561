"""Heavy arms: captured with great places, worn out by use, and what they add to fire.

Assumes arms are taken in proportion to the weighted people of what was captured (where garrisons and depots are) and
that arms per fighter raise what the movement's fire does, with diminishing returns. Leaves out kinds of arms,
ammunition and arms lost in single places.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ARMS, FIGHTERS


@dataclass(frozen=True)
class HeavyArms(Mechanism):
    r"""Stock and effect of heavy arms.

    $A$ jumps by $\text{taken}\,K$ at a capture and wears out, $\dot A=-A/\text{life}$. Fire counts
    $1+\text{effect}\,\frac{A}{A+\text{scarcity}\,F}$ times, with $F$ open fighters.
    """

    stocks = (ARMS, FIGHTERS)
    claims = ("M04",)

    taken: Array = parameter("vehicle/person", "vehicles taken per person of a great place captured")
    life: Array = parameter("month", "time in which arms wear out by the factor e")
    effect: Array = parameter("1", "what arms in plenty add to the effect of fire")
    scarcity: Array = parameter("vehicle/person", "vehicles per open fighter at which half of that is added")

    @derived("1", raised_by=("arms",), lowered_by=("fighters",), neutral=1.0)
    def firepower(self, arms: Array, fighters: Array) -> Array:
        """How many times a fighter's fire counts; shape ()."""
        return 1.0 + self.effect * arms / jnp.maximum(arms + self.scarcity * fighters.sum(), 1e-6)

    @flow(None, "arms", raised_by=("captured",), luck="amount")
    def captured_arms(self, captured: Array, step: Array) -> Array:
        """Vehicles per month over the step of the capture; shape ()."""
        return self.taken * captured / jnp.maximum(step, 1e-6)

    @flow("arms", None, raised_by=("arms",), luck="amount")
    def worn_out(self, arms: Array) -> Array:
        """Vehicles per month; shape ()."""
        return arms / self.life

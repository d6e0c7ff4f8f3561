"""Services of the quasi-state: what it spends on the people it rules makes fewer of them leave.

Assumes a share of spending goes to services, felt by everybody ruled alike. Leaves out courts, schools and coercion.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived
from polemos.core.parameter import parameter


@dataclass(frozen=True)
class Services(Mechanism):
    r"""The share of those who would flee rule that does: $\frac{\text{enough}}{\text{enough}+e}$.

    $e=\text{share}\cdot\text{spent}/N$ is spending on services for each of the $N$ people ruled.
    """

    claims = ("M10",)

    share: Array = parameter("1", "share of spending that goes to services")
    enough: Array = parameter("USD/person/month", "spending per person at which half of those who would flee stay")

    @derived("1", raised_by=("people_ruled",), lowered_by=("spent",), neutral=1.0)
    def discontent(self, spent: Array, people_ruled: Array) -> Array:
        """Readiness to flee the movement's rule, 1 without any service; shape ()."""
        return self.enough / (self.enough + self.share * spent / jnp.maximum(people_ruled, 1.0))

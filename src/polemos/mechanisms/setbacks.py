"""Setbacks: how much more the movement ruled some months ago than it does now.

Assumes that what counts as loss is people ruled, remembered over some months, against a base below which rule is too
small to be missed. Losses make it kill more and contest less; both stand where they act. Leaves out losses of men.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import PAST_RULE


@dataclass(frozen=True)
class Setbacks(Mechanism):
    r"""The ratio of past to present rule, never below 1.

    $\dot P=(N-P)/\text{recall}$ and setback $=\frac{\max(P,N)+\text{base}}{N+\text{base}}$, with $N$ people ruled.
    """

    stocks = (PAST_RULE,)
    claims = ("M05", "M12")

    recall: Array = parameter("month", "time over which former rule is remembered")
    base: Array = parameter("person", "people ruled that are too few to be missed")

    @derived("1", raised_by=("past_rule",), lowered_by=("people_ruled",), neutral=1.0)
    def setback(self, past_rule: Array, people_ruled: Array) -> Array:
        """How many times more was ruled; shape ()."""
        return (jnp.maximum(past_rule, people_ruled) + self.base) / (people_ruled + self.base)

    @flow(None, "past_rule", raised_by=("people_ruled",), luck="amount")
    def remembered(self, people_ruled: Array) -> Array:
        """Persons per month; shape ()."""
        return people_ruled / self.recall

    @flow("past_rule", None, raised_by=("past_rule",), luck="amount")
    def forgotten(self, past_rule: Array) -> Array:
        """Persons per month; shape ()."""
        return past_rule / self.recall

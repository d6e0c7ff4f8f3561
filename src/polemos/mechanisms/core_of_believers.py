"""The core of believers: some of those who join for pay or adventure become believers, and believers hardly ever leave.

Assumes conversion by time spent among fighters, in the open or underground, and that believers leave at a small share
of the rate at which others do. Leaves out relapse and leaders.
"""

from dataclasses import dataclass

from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, FIGHTERS, UNDERGROUND


@dataclass(frozen=True)
class CoreOfBelievers(Mechanism):
    r"""Conversion into the core at the rate `conversion`.

    The core's exit at $(1-\text{constancy})$ times the others'.
    """

    stocks = (FIGHTERS, UNDERGROUND, CIVILIANS)
    claims = ("M11",)

    conversion: Array = parameter("1/month", "rate at which local and foreign fighters become core")
    constancy: Array = parameter("1", "share of the others' exit hazard that belief takes away")

    @flow("fighters[local]", "fighters[core]", per_head=True)
    def locals_converted(self) -> Array:
        """Share per month; shape ()."""
        return self.conversion

    @flow("fighters[foreign]", "fighters[core]", per_head=True)
    def foreigners_converted(self) -> Array:
        """Share per month; shape ()."""
        return self.conversion

    @flow("underground[local]", "underground[core]", per_head=True)
    def hidden_converted(self) -> Array:
        """Share per month; shape ()."""
        return self.conversion

    @flow("underground[core]", "civilians", raised_by=("weariness",), per_head=True)
    def core_leaves(self, weariness: Array) -> Array:
        """Share per month; shape ()."""
        return (1.0 - self.constancy) * weariness

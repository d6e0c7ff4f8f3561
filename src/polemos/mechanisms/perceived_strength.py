"""Exaggerated strength: attacks in the West make the movement look stronger than it is, for months.

An output that nothing reads: what the world takes for strength follows true strength in part, and rises with the mean
attention to attacks in the West. Assumes that the world sees small and large strengths closer together than they are
(an exponent below 1). Leaves out who perceives, and what follows from it; there is no observation of it.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power
from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import FIGHTERS, IMPRESSION, UNDERGROUND, VANGUARD


@dataclass(frozen=True)
class PerceivedStrength(Mechanism):
    """Strength as seen from the West, beside true strength."""

    stocks = (FIGHTERS, VANGUARD, UNDERGROUND, IMPRESSION)
    claims = ("M18",)

    exaggeration: Array = parameter("1", "exponent of the impression left by attacks in perceived strength")
    insight: Array = parameter("1", "exponent of true strength in perceived strength")
    known_size: Array = parameter("person", "strength that is perceived as it is when there are no attacks")
    memory: Array = parameter("month", "time in which an impression forms and fades by the factor e")

    @derived("person", raised_by=("fighters", "vanguard", "underground"), neutral=0.0)
    def true_strength(self, fighters: Array, vanguard: Array, underground: Array) -> Array:
        """Members in the open, on the move and in hiding; shape ()."""
        return fighters.sum() + vanguard.sum() + underground.sum()

    @derived("person", raised_by=("true_strength", "impression"), neutral=0.0)
    def perceived_strength(self, true_strength: Array, impression: Array) -> Array:
        """Members as perceived; shape ()."""
        seen = self.known_size * power(true_strength / self.known_size, self.insight)
        return seen * power(1.0 + impression, self.exaggeration)

    @flow(None, "impression", raised_by=("attention_west",), lowered_by=("impression",), luck="amount")
    def impressing(self, attention_west: Array, impression: Array) -> Array:
        """Attention per month; shape ()."""
        return jnp.maximum(attention_west - impression, 0.0) / self.memory

    @flow("impression", None, raised_by=("impression",), lowered_by=("attention_west",), luck="amount")
    def fading(self, attention_west: Array, impression: Array) -> Array:
        """Attention per month; shape ()."""
        return jnp.maximum(impression - attention_west, 0.0) / self.memory

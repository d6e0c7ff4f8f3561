"""The coalition of rivals: enemies hold together while the movement threatens them, and drift apart when it does not.

Assumes one cohesion for all rivals and a threat that rises with the people ruled. While they trust each other little,
rivals keep part of their free troops to face one another. Leaves out pairs of rivals, sponsors' pressure, bargains.
"""

from dataclasses import dataclass

from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import COHESION, SPLIT


@dataclass(frozen=True)
class Coalition(Mechanism):
    r"""Threat, cohesion and troops free for the front.

    Threat $\theta=N/(N+\text{alarming})$; $\dot K=\text{rallying}\,\theta(1-K)-\text{drifting}\,(1-\theta)K$. The
    share of a rival's free troops that it sends to the front is $(1-\text{mistrust}\,(1-K))(1-\text{rift}\,x)$, with
    $x=1$ for a rival that has fallen out.
    """

    stocks = (COHESION, SPLIT)
    claims = ("M14",)

    alarming: Array = parameter("person", "people ruled at which the threat is half its height")
    rallying: Array = parameter("1/month", "rate at which enemies come together under full threat")
    drifting: Array = parameter("1/month", "rate at which they drift apart without threat")
    mistrust: Array = parameter("1", "share of free troops kept to face other rivals when nothing holds them together")
    rift: Array = parameter("1", "share of the rest that a rival withdraws from the front once it has fallen out")

    @derived("1", raised_by=("people_ruled",), neutral=0.0)
    def threat(self, people_ruled: Array) -> Array:
        """How much the movement threatens its enemies, 0 to 1; shape ()."""
        return people_ruled / (people_ruled + self.alarming)

    @derived("1", ("rival",), raised_by=("cohesion",), lowered_by=("split",), neutral=1.0)
    def front_share(self, cohesion: Array, split: Array) -> Array:
        """Share of each rival's free troops that can go to the front; shape (rival,)."""
        return (1.0 - self.mistrust * (1.0 - cohesion)) * (1.0 - self.rift * split)

    @flow(None, "cohesion", raised_by=("threat",), lowered_by=("cohesion",), luck="amount")
    def coming_together(self, threat: Array, cohesion: Array) -> Array:
        """Cohesion per month; shape ()."""
        return self.rallying * threat * (1.0 - cohesion)

    @flow("cohesion", None, raised_by=("cohesion",), lowered_by=("threat",), luck="amount")
    def drifting_apart(self, threat: Array, cohesion: Array) -> Array:
        """Cohesion per month; shape ()."""
        return self.drifting * (1.0 - threat) * cohesion

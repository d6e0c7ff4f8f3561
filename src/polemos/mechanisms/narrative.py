"""The victory narrative: gains of people ruled raise the movement's standing, losses cut it, and the world forgets.

Assumes that what counts is people won or lost, heard of with a lag, that each further victory adds less, that losses
act in proportion to the standing they undo (so that defeat weighs most on a proud story), and that standing returns
to 1; at home and abroad it works on readiness by different exponents. Leaves out media work as such.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power
from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import NARRATIVE, NEWS


@dataclass(frozen=True)
class Narrative(Mechanism):
    r"""Standing of the story and what it does to people's readiness to join.

    News follows people ruled, $\dot n=(N-n)/\text{lag}$; $\dot
    S=\frac{\text{gain}}{S}\frac{(N-n)^+}{\text{lag}}-S\,\text{loss}\frac{(n-N)^+}{\text{lag}}+\frac{1-S}{\text{memory}}$;
    appeal is $S^{\text{elasticity}}$ at home and $S^{\text{elasticity\_abroad}}$ abroad.
    """

    stocks = (NARRATIVE, NEWS)
    claims = ("M09",)

    lag: Array = parameter("month", "time until the world has taken in a change")
    gain: Array = parameter("1/person", "standing won per person newly ruled, from standing 1")
    loss: Array = parameter("1/person", "share of standing lost per person no longer ruled")
    memory: Array = parameter("month", "time in which standing returns to 1 by the factor e")
    elasticity: Array = parameter("1", "exponent of standing in readiness to join at home")
    elasticity_abroad: Array = parameter("1", "exponent of standing in readiness to come from abroad")

    @derived("1", raised_by=("narrative",), neutral=1.0)
    def appeal(self, narrative: Array) -> Array:
        """Readiness to join at home, 1 at rest; shape ()."""
        return power(jnp.maximum(narrative, 0.01), self.elasticity)

    @derived("1", raised_by=("narrative",), neutral=1.0)
    def appeal_abroad(self, narrative: Array) -> Array:
        """Readiness to come from abroad, 1 at rest; shape ()."""
        return power(jnp.maximum(narrative, 0.01), self.elasticity_abroad)

    @flow(None, "news", raised_by=("people_ruled",), luck="amount")
    def heard(self, people_ruled: Array) -> Array:
        """Persons per month; shape ()."""
        return people_ruled / self.lag

    @flow("news", None, raised_by=("news",), luck="amount")
    def outdated(self, news: Array) -> Array:
        """Persons per month; shape ()."""
        return news / self.lag

    @flow(None, "narrative", raised_by=("people_ruled",), lowered_by=("news", "narrative"), luck="amount")
    def proof_of_success(self, narrative: Array, people_ruled: Array, news: Array) -> Array:
        """Standing won per month, less on top of much, and the slow return from below; shape ()."""
        won = self.gain * jnp.maximum(people_ruled - news, 0.0) / self.lag
        return won / jnp.maximum(narrative, 1e-6) + 1.0 / self.memory

    @flow("narrative", None, raised_by=("news", "narrative"), lowered_by=("people_ruled",), luck="amount")
    def disillusion(self, narrative: Array, people_ruled: Array, news: Array) -> Array:
        """Standing lost per month; shape ()."""
        lost = self.loss * jnp.maximum(news - people_ruled, 0.0) / self.lag
        return narrative * (lost + 1.0 / self.memory)

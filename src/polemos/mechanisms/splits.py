"""Splits: a member of the coalition falls out with the others, the likelier the less the movement threatens them.

Assumes only those who hold together can fall out, that each rival decides apart, and that a new threat heals a rift.
Leaves out with whom it falls out. Rivals at war from the start are in the other wars.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import exponential
from polemos.core.mechanism import Mechanism, transition
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import COHESION, FELL_OUT, SPLIT
from polemos.core.waiting import chance_of_switch


@dataclass(frozen=True)
class Splits(Mechanism):
    r"""Falling out and making up.

    Hazard of falling out, for each rival: $\text{breakup}\,K\,e^{-\text{threat\_effect}\,\theta}$; of making up:
    $\text{healing}\,\theta$.
    """

    stocks = (SPLIT, FELL_OUT, COHESION)
    claims = ("M14",)

    breakup: Array = parameter("1/month", "hazard for one rival of full cohesion when nothing threatens any more")
    threat_effect: Array = parameter("1", "how much a full threat lowers the log of that hazard")
    healing: Array = parameter("1/month", "rate of making up under full threat")

    @transition(("split", "fell_out"), raised_by=("cohesion",), lowered_by=("threat",), streams=("parting", "mending"))
    def fall_out(
        self,
        split: Array,
        fell_out: Array,
        cohesion: Array,
        threat: Array,
        step: Array,
        parting: Array,
        mending: Array,
    ) -> tuple[Array, Array]:
        """1 while a rival has fallen out, and 1 once it ever has; both of shape (rival,)."""
        hazard = self.breakup * cohesion * exponential(-self.threat_effect * threat)
        parts = parting < chance_of_switch(hazard, step)
        mends = mending < chance_of_switch(self.healing * threat, step)
        now = jnp.where(split == 1.0, jnp.where(mends, 0.0, 1.0), jnp.where(parts, 1.0, 0.0))
        return now, jnp.maximum(fell_out, now)

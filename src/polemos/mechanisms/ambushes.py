"""Guerrilla attacks: a hidden force picks its moment, so its fire is aimed though it cannot be aimed at.

Deitchman (1962): the losses of the exposed side are in proportion to the number of the hidden one. Assumes that the
underground attacks where it does not hold, the more where people are angry (after harm by a besieger within weeks), and
that a thin garrison offers fewer to hit. Leaves out targets other than troops (see the movement's own killing).
"""

from __future__ import annotations

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import FORCES_KILLED, GARRISON, UNDERGROUND


@dataclass(frozen=True)
class Ambushes(Mechanism):
    r"""Attacks by the underground and the soldiers they kill.

    Attacks: $n=\text{tempo}\,U\,\alpha\,(1-H)$, $\alpha$ anger. Killed:
    $\text{deaths}\,n\,\frac{G}{G+\text{thin\_garrison}}$.
    """

    stocks = (GARRISON, FORCES_KILLED, UNDERGROUND)
    claims = ("M12",)

    tempo: Array = parameter("event/person/month", "attacks per underground member and month")
    deaths: Array = parameter("person/event", "soldiers killed per attack where there are many to hit")
    thin_garrison: Array = parameter("person", "troops at a place at which attacks kill half as many")

    @derived("event/month", ("place",), raised_by=("underground", "anger"), lowered_by=("held",), neutral=0.0)
    def attacks(self, underground: Array, anger: Array, held: Array) -> Array:
        """Attacks per month at each place; shape (place,)."""
        return self.tempo * underground.sum(axis=0) * anger * (1.0 - held)

    @flow("garrison", "forces_killed", raised_by=("attacks",))
    def ambushed(self, garrison: Array, attacks: Array) -> Array:
        """Persons per month; shape (place,)."""
        return self.deaths * attacks * garrison / jnp.maximum(garrison + self.thin_garrison, 1e-6)

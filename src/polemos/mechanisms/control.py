"""Who holds a place: control with hysteresis and a state of nobody.

Assumes two camps at a place, the movement and whichever rival is there. Whoever holds keeps the place as long as the
other does not lead in influence; the other takes it only if it leads and has a majority; if it leads without one,
nobody holds (the rule of the Athena model, section 2.4). Who takes a place attacks it no more. Leaves out shared rule
and places split for years.
"""

from __future__ import annotations

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, transition
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, HOLDER, OFFENSIVE


@dataclass(frozen=True)
class Control(Mechanism):
    """The switch of `holder` between nobody, movement and rival; who takes a place ends the attack on it."""

    stocks = (HOLDER, ASSAULT, OFFENSIVE)
    claims = ("M02",)

    majority: Array = parameter("1", "influence above which the leading side takes a place")

    @derived("1", ("place",), raised_by=(), neutral=0.0)
    def held(self, holder: Array) -> Array:
        """1 where the movement holds, else 0; shape (place,)."""
        return (holder == 1.0) * 1.0

    @transition(("holder", "assault", "offensive"))
    def change_hands(
        self, holder: Array, assault: Array, offensive: Array, movement_influence: Array, rival_influence: Array
    ) -> tuple[Array, Array, Array]:
        """The new holder of every place, and whether either side still attacks it; all of shape (place,)."""
        by_movement = jnp.where(movement_influence > self.majority, 1.0, 0.0)
        by_rival = jnp.where(rival_influence > self.majority, 2.0, 0.0)
        rival_leads, movement_leads = rival_influence > movement_influence, movement_influence > rival_influence
        from_movement = jnp.where(rival_leads, by_rival, holder)
        from_rival = jnp.where(movement_leads, by_movement, holder)
        from_nobody = jnp.where(movement_leads, by_movement, jnp.where(rival_leads, by_rival, holder))
        new = jnp.where(holder == 1.0, from_movement, jnp.where(holder == 2.0, from_rival, from_nobody))
        return new, jnp.where(new == 1.0, 0.0, assault), jnp.where(new == 2.0, 0.0, offensive)

"""Guerrilla attacks: a hidden force picks its moment, so its fire is aimed though it cannot be aimed at.

Deitchman (1962): the losses of the exposed side are in proportion to the number of the hidden one. Assumes that the
underground attacks wherever a rival has troops. Leaves out targets other than troops (see the movement's own killing).
"""

from __future__ import annotations

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import FORCES_KILLED, GARRISON, UNDERGROUND


@dataclass(frozen=True)
class Ambushes(Mechanism):
    """Soldiers killed by the underground."""

    stocks = (GARRISON, FORCES_KILLED, UNDERGROUND)
    claims = ("M12",)

    lethality: Array = parameter("1/month", "soldiers killed per underground member and month")
    thin_garrison: Array = parameter("person", "troops at a place at which ambushes find half as many")

    @flow("garrison", "forces_killed", raised_by=("underground",))
    def ambushed(self, garrison: Array, underground: Array) -> Array:
        """Persons per month; shape (place,)."""
        exposed = garrison / jnp.maximum(garrison + self.thin_garrison, 1e-6)
        return self.lethality * underground.sum(axis=0) * exposed

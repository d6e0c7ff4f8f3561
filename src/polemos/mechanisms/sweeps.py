"""Fighting a hidden force: sweeps hit who is known, or whoever happens to be in the way; misses make recruits.

Kress & Szechtman (2009): hits = raids * (m + (1 - m) * I / P) with intelligence m, insurgents I among P people; with no
intelligence this is Deitchman's area fire. Misses kill bystanders and drive a few into the underground. Assumes
intelligence finds nobody where hardly anyone hides (`trace`). Leaves out that intelligence grows with support.
"""

from __future__ import annotations

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, GARRISON, KILLED_BY_FIRE, MOVEMENT_KILLED, UNDERGROUND


@dataclass(frozen=True)
class Sweeps(Mechanism):
    """Losses of the underground, bystanders killed, and the backlash."""

    stocks = (UNDERGROUND, GARRISON, CIVILIANS, MOVEMENT_KILLED, KILLED_BY_FIRE)
    claims = ("M12",)

    raids: Array = parameter("1/month", "blows struck per soldier and month")
    intelligence: Array = parameter("1", "share of blows that are aimed at the right people")
    trace: Array = parameter("person", "underground members at a place at which intelligence works by half")
    bystander: Array = parameter("1", "bystanders killed per missed blow")
    backlash: Array = parameter("1", "recruits made per missed blow")

    @flow("underground", "movement_killed", raised_by=("garrison",))
    def underground_lost(self, underground: Array, civilians: Array, garrison: Array, held: Array) -> Array:
        """Persons per month; shape (kind, place)."""
        hidden = underground.sum(axis=0)
        lost = self.raids * garrison * (1.0 - held) * self._aim(hidden, civilians)
        return underground * (lost / jnp.maximum(hidden, 1e-6))

    @flow("civilians", "killed_by_fire", raised_by=("garrison",))
    def bystanders_killed(self, underground: Array, civilians: Array, garrison: Array, held: Array) -> Array:
        """Persons per month; shape (place,)."""
        return self.bystander * self._misses(underground, civilians, garrison * (1.0 - held))

    @flow("civilians", "underground[local]", raised_by=("garrison",))
    def embittered(self, underground: Array, civilians: Array, garrison: Array, held: Array) -> Array:
        """Persons per month; shape (place,)."""
        return self.backlash * self._misses(underground, civilians, garrison * (1.0 - held))

    def _aim(self, hidden: Array, civilians: Array) -> Array:
        known = self.intelligence * hidden / (hidden + self.trace)
        return known + (1.0 - known) * jnp.minimum(hidden / jnp.maximum(civilians, 1.0), 1.0)

    def _misses(self, underground: Array, civilians: Array, garrison: Array) -> Array:
        hidden = underground.sum(axis=0)
        sweeping = self.raids * garrison * hidden / (hidden + self.trace)
        return sweeping * (1.0 - self._aim(hidden, civilians))

"""Open combat: losses by aimed fire where one side attacks a place that the other holds.

Helmbold's family of Lanchester laws: the losses of x are kill * y * (x / y) ** (1 - massing); massing 1 is the square
law, 1/2 the linear, 0 the logarithmic one. Attackers of built-up ground lose more by a cover factor. Assumes losses
fall evenly on all kinds of fighters. Leaves out weapons, training and terrain beyond the cover factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power
from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, FIGHTERS, FORCES_KILLED, GARRISON, MOVEMENT_KILLED, OFFENSIVE


@dataclass(frozen=True)
class AimedFire(Mechanism):
    r"""Both sides' losses in sieges and assaults.

    Own losses are $\kappa\,y\,(x/y)^{1-\text{massing}}$, times `cover` for the side that attacks; $\kappa$ is
    `kill_fighters` for the movement's losses and $\text{kill\_forces}\cdot\text{firepower}$ for the rival's.
    """

    stocks = (FIGHTERS, GARRISON, MOVEMENT_KILLED, FORCES_KILLED, OFFENSIVE, ASSAULT)
    claims = ("M01",)

    kill_fighters: Array = parameter(
        "1/month", "fighters killed per opposing soldier and month, defending, equal sides"
    )
    kill_forces: Array = parameter("1/month", "soldiers killed per opposing fighter and month, defending, equal sides")
    cover: Array = parameter("1", "how many times more an attacker of a place loses than its defender")
    massing: Array = parameter("1", "Helmbold's exponent: how far the larger side can bring its number to bear")

    @flow("fighters", "movement_killed", raised_by=("garrison", "fighters"))
    def fighters_lost(self, fighters: Array, garrison: Array, offensive: Array, assault: Array) -> Array:
        """Persons per month; shape (kind, place)."""
        force = fighters.sum(axis=0)
        lost = self.kill_fighters * self._law(force, garrison) * jnp.maximum(offensive, assault * self.cover)
        return fighters * (lost / jnp.maximum(force, 1e-6))

    @flow("garrison", "forces_killed", raised_by=("garrison", "fighters", "firepower"))
    def forces_lost(
        self, fighters: Array, garrison: Array, offensive: Array, assault: Array, firepower: Array
    ) -> Array:
        """Persons per month; shape (place,)."""
        law = self._law(garrison, fighters.sum(axis=0))
        return self.kill_forces * firepower * law * jnp.maximum(assault, offensive * self.cover)

    def _law(self, own: Array, other: Array) -> Array:
        both = (own > 0.0) & (other > 0.0)
        ratio = jnp.where(both, own, 1.0) / jnp.where(both, other, 1.0)
        return jnp.where(both, other * power(ratio, 1.0 - self.massing), 0.0)

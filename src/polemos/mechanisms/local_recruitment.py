"""Local recruitment: people of its community who live under the movement join it, the more so the better it pays.

Assumes pay is shared evenly among open fighters, so growth at fixed revenue slows itself, and that the story of success
multiplies readiness. Leaves out kinship and conscription as such.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, FIGHTERS


@dataclass(frozen=True)
class LocalRecruitment(Mechanism):
    """Civilians under control enlist."""

    stocks = (CIVILIANS, FIGHTERS)
    claims = ("M09", "M10")

    propensity: Array = parameter("1/month", "share of its community who enlist at generous pay and standing 1")
    willing: Array = parameter("1", "open fighters per person of its community ruled at which nobody more joins")
    rival_pay: Array = parameter("USD/person/month", "pay at which enlistment is half its maximum")

    @flow("civilians", "fighters[local]", raised_by=("civilians", "appeal", "pay"), lowered_by=("fighters",))
    def recruits(
        self, civilians: Array, fighters: Array, held: Array, constituency: Array, appeal: Array, pay: Array
    ) -> Array:
        """Persons per month; shape (place,)."""
        paid = pay / jnp.maximum(pay + self.rival_pay, 1e-6)
        own = civilians * held * constituency
        left = jnp.maximum(1.0 - fighters.sum() / jnp.maximum(self.willing * own.sum(), 1e-6), 0.0)
        return self.propensity * own * appeal * paid * left

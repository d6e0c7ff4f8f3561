"""Local recruitment: people of its community who live under the movement join it, the more so the better it pays.

Assumes pay is shared evenly among open fighters, so growth at fixed revenue slows itself, and that the story of
success multiplies readiness; whoever has joined, from wherever, counts against those it can use. Leaves out kinship
and conscription as such.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, FIGHTERS, UNDERGROUND, VANGUARD


@dataclass(frozen=True)
class LocalRecruitment(Mechanism):
    r"""Civilians under control enlist.

    With $o=C\,H\,c$ people of its community ruled and $M$ members of all kinds anywhere:
    $\text{propensity}\;o\;a\,\frac{\text{pay}}{\text{pay}+\text{rival\_pay}}\left(1-\frac{M}{\text{willing}\sum
    o}\right)^+$.
    """

    stocks = (CIVILIANS, FIGHTERS, UNDERGROUND, VANGUARD)
    claims = ("M09", "M10")

    propensity: Array = parameter("1/month", "share of its community who enlist at generous pay and standing 1")
    willing: Array = parameter("1", "members per person of its community ruled at which nobody more joins")
    rival_pay: Array = parameter("USD/person/month", "pay at which enlistment is half its maximum")

    @flow(
        "civilians", "fighters[local]", raised_by=("civilians", "appeal", "pay"), lowered_by=("fighters", "underground")
    )
    def recruits(
        self, civilians: Array, fighters: Array, underground: Array, vanguard: Array, held: Array, constituency: Array,
        appeal: Array, pay: Array,
    ) -> Array:  # fmt: skip
        """Persons per month; shape (place,)."""
        paid = pay / jnp.maximum(pay + self.rival_pay, 1e-6)
        own = civilians * held * constituency
        members = fighters.sum() + underground.sum() + vanguard.sum()
        left = jnp.maximum(1.0 - members / jnp.maximum(self.willing * own.sum(), 1e-6), 0.0)
        return self.propensity * own * appeal * paid * left

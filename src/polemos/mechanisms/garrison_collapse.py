"""Garrison collapse: soldiers stay while the odds, as they see them, are worth it; when some leave, the odds get worse.

A threshold cascade (Granovetter 1978, Epstein 2002): each soldier compares his share of strength with what he asks for;
what soldiers ask for is spread out, so the share who want to leave is logistic. Attackers, and those in hiding behind
the lines, count for more than their number (`shock`), and more again while their story is one of success; among a
population that takes the movement for its own, an outsider garrison asks for more. Fire from the air on the attackers
steadies those below it: each attacker counts for less. Assumes leavers go home. Leaves out orders to withdraw and
treachery.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import exponential
from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, FIGHTERS, GARRISON, MANPOWER, UNDERGROUND


@dataclass(frozen=True)
class GarrisonCollapse(Mechanism):
    r"""Flight of a garrison under assault.

    Soldiers see the share $z=G/(G+\text{shock}\cdot a\,(F+U+v)\,\frac{\text{steadied}}{\text{steadied}+W})$, $v$ the
    strength that suicide vehicles add, $W$ the weapons on the place; leaving is
    $\text{panic}\,G\,A\,/\,(1+e^{-(\text{asked}+\text{alien}\,c-z)/\text{spread}})$.
    """

    stocks = (GARRISON, MANPOWER, FIGHTERS, UNDERGROUND, ASSAULT)
    claims = ("M03", "M08")

    panic: Array = parameter("1/month", "rate of leaving of those who have decided to")
    shock: Array = parameter("1", "what one attacker counts for in a soldier's eyes, in soldiers")
    asked: Array = parameter("1", "share of strength that the middle soldier asks for", dims=("rival",))
    spread: Array = parameter("1", "spread of what soldiers ask for")
    alien: Array = parameter("1", "how much more is asked among the movement's own community")
    steadied: Array = parameter("weapon/month", "weapons a month on a place at which its attackers look half as many")

    @flow(
        "garrison", "manpower", raised_by=("appeal", "fighters", "underground", "constituency", "shock_force"),
        lowered_by=("weapons_on",), via="owner_of",
    )  # fmt: skip
    def leaving(
        self,
        garrison: Array,
        fighters: Array,
        underground: Array,
        assault: Array,
        appeal: Array,
        constituency: Array,
        owner_of: Array,
        shock_force: Array,
        weapons_on: Array,
    ) -> Array:
        """Persons per month; shape (place,)."""
        attackers = fighters.sum(axis=0) + underground.sum(axis=0) + shock_force
        feared = self.shock * appeal * attackers * self.steadied / (self.steadied + weapons_on)
        share = garrison / jnp.maximum(garrison + feared, 1e-6)
        asked = self.asked @ owner_of + self.alien * constituency
        deciding = 1.0 / (1.0 + exponential(-(asked - share) / self.spread))
        return self.panic * garrison * assault * deciding * (feared > 0.0)

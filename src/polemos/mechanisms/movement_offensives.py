"""Which place the movement attacks, and when: where it is near, where its own are many, where the odds look good.

Assumes each place is judged apart: access through neighbouring ground or cells inside, odds of what could be brought
against the garrison, better and oftener among its own community (the ethnographic envelope); what is free is shared
with the assaults that already go on; massing in the open is rarer the more weapons fall in the country. An assault is
broken off, sooner or later, when it is outnumbered. Leaves out plans that join several places, and orders.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power
from polemos.core.mechanism import Mechanism, transition
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, FIGHTERS, GARRISON, HOLDER, UNDERGROUND, VANGUARD
from polemos.core.waiting import chance_of_switch


@dataclass(frozen=True)
class MovementOffensives(Mechanism):
    r"""Opening and ending of the movement's assaults.

    Access $e=\max(\text{held neighbour},\,U/(U+\text{foothold}))$, welcome
    $\omega=\text{stranger}+(1-\text{stranger})\,c$, worth $w=\text{boldness}\,\omega$; with $f$ free fighters,
    $z=[w(f+U)/(G+\text{least\_force})]^{\text{keenness}}$ and weapons $W_c$ in the country, assaults open at
    $\text{tempo}\,e\,\omega\,\frac{z}{1+z}\,\frac{\text{exposure}}{\text{exposure}+W_c}$ and end at
    $\text{breaking\_off}\,G/(G+w(F+U))$.
    """

    stocks = (ASSAULT, FIGHTERS, UNDERGROUND, VANGUARD, GARRISON, HOLDER)
    claims = ("M03", "M12", "M13")

    tempo: Array = parameter("1/month", "assaults opened per month on a place in reach at overwhelming odds")
    boldness: Array = parameter("1", "soldiers that one attacker is thought to be worth")
    keenness: Array = parameter("1", "exponent of the odds in the choice")
    foothold: Array = parameter(
        "person", "hidden members at a place that open it half as much as a held neighbour does"
    )
    stranger: Array = parameter(
        "1", "worth of an attacker where nobody is of the movement's community, against where all are"
    )
    exposure: Array = parameter("weapon/month", "weapons a month in a country at which assaults are half as many")
    least_force: Array = parameter("person", "garrison that an empty place is thought to have")
    breaking_off: Array = parameter("1/month", "rate at which an assault that is outnumbered is ended")

    @transition(
        ("assault",), raised_by=("vanguard", "underground"), lowered_by=("garrison", "weapons", "kept_up"),
        streams=("opening", "ending"),
    )  # fmt: skip
    def attack(
        self, assault: Array, fighters: Array, underground: Array, vanguard: Array, garrison: Array, held:
        Array, offensive: Array, adjacency: Array, constituency: Array, weapons: Array, kept_up: Array, in_country:
        Array, step: Array, opening: Array, ending: Array,
    ) -> Array:  # fmt: skip
        """1 where an assault goes on; shape (place,)."""
        hidden, force = underground.sum(axis=0), fighters.sum(axis=0)
        access = jnp.maximum(jnp.minimum(held @ adjacency, 1.0), hidden / (hidden + self.foothold))
        welcome = self.stranger + (1.0 - self.stranger) * constituency
        worth = self.boldness * welcome
        free = (vanguard.sum() + (force * assault).sum()) / (1.0 + assault.sum())
        odds = power(worth * (free + hidden) / (garrison + self.least_force), self.keenness)
        covered = self.exposure / (self.exposure + jnp.maximum(weapons, kept_up) @ in_country)
        chance = chance_of_switch(self.tempo * covered * access * welcome * odds / (1.0 + odds), step)
        opened = (opening < chance) & (held == 0.0) & (offensive == 0.0)
        outnumbered = garrison / jnp.maximum(garrison + worth * (force + hidden), 1e-6)
        ended = (ending < chance_of_switch(self.breaking_off * outnumbered, step)) | (held == 1.0)
        return jnp.where(assault == 1.0, jnp.where(ended, 0.0, 1.0), jnp.where(opened, 1.0, 0.0))

"""Which place a rival attacks, and when: what the movement holds, in its reach, next to its own ground, at good odds.

Assumes that a rival can prepare only so many offensives at a time, the more with outside support (training, air
liaison, money) and, less than in proportion, the more there is to attack; that it turns first to where its odds are
best; that the rival with the most to bring is the one that comes; that troops are kept back where rivals mistrust
each other; and that an offensive is broken off, sooner or later, when it is outnumbered, but seldom once the ring is
closed. Leaves out agreements about who takes what, and the seasons.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power
from polemos.core.mechanism import Mechanism, transition
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ENCIRCLED, FIGHTERS, GARRISON, HOLDER, OFFENSIVE, OWNER, RESERVE
from polemos.core.waiting import chance_of_switch


@dataclass(frozen=True)
class RivalOffensives(Mechanism):
    r"""Opening and ending of rivals' offensives.

    A rival brings $B=\text{reach}\cdot\text{front}\cdot r\,\phi R$ with readiness $r=u+(1-u)\sigma$ and $\phi$ its
    share for the front; with $D=F+\text{least\_force}$ and $z=[B/(\text{odds\_wanted}\,D)]^{\text{keenness}}$ it opens
    offensives at $\text{tempo}\;r\,n^{\text{span}}z/(1+\sum z)$ over the places that are its own to attack, at least
    $n=\max(1,\sum\frac{z}{1+z})$ of them at good odds; they end at
    $\text{breaking\_off}\,\frac{D}{D+G}\,(1-\text{grip}\,e)$ with the ring $e$.
    """

    stocks = (OFFENSIVE, OWNER, RESERVE, GARRISON, FIGHTERS, HOLDER, ENCIRCLED)
    claims = ("M02", "M14")

    tempo: Array = parameter("1/month", "offensives that a rival with full support opens per month at good odds")
    unsupported: Array = parameter("1", "readiness without outside support, as a share of it", dims=("rival",))
    odds_wanted: Array = parameter("1", "soldiers free per defender at which a lone target is attacked half as often")
    keenness: Array = parameter("1", "exponent of the odds in the choice")
    span: Array = parameter("1", "how offensives multiply with targets at good odds: 0 not at all, 1 in proportion")
    least_force: Array = parameter("person", "defenders that any place is thought to have")
    breaking_off: Array = parameter("1/month", "rate at which an offensive that is outnumbered is ended")
    grip: Array = parameter("1", "share of that which a closed ring takes away")

    @transition(
        ("offensive", "owner"),
        raised_by=("reserve", "sponsor_support", "front_share"),
        lowered_by=("fighters",),
        streams=("opening", "ending"),
    )
    def attack(
        self, offensive: Array, owner: Array, holder: Array, reserve: Array, fighters: Array, garrison: Array,
        assault: Array, sponsor_support: Array, reach: Array, front_of: Array, front_share: Array, encircled:
        Array, step: Array, opening: Array, ending: Array,
    ) -> tuple[Array, Array]:  # fmt: skip
        """1 where an offensive goes on, and whose troops are there; both of shape (place,)."""
        ready = self.unsupported + (1.0 - self.unsupported) * sponsor_support
        brought = reach * front_of * (ready * front_share * reserve)[:, None]
        best, comer = brought.max(axis=0), brought.argmax(axis=0) * 1.0
        defenders = fighters.sum(axis=0) + self.least_force
        target = (holder < 2.0) & (assault == 0.0) & (offensive == 0.0) & (best > 0.0)
        odds = power(best / (self.odds_wanted * defenders), self.keenness) * target
        comes = (comer[None, :] == jnp.arange(reach.shape[0])[:, None]) * 1.0
        wider = power(jnp.maximum(comes @ (odds / (1.0 + odds)), 1.0), self.span)
        rate = self.tempo * odds * ((ready * wider / (1.0 + comes @ odds)) @ comes)
        opened = (opening < chance_of_switch(rate, step)) & target
        outnumbered = defenders / (defenders + garrison) * (1.0 - self.grip * encircled)
        ended = (ending < chance_of_switch(self.breaking_off * outnumbered, step)) | (holder == 2.0)
        going = jnp.where(offensive == 1.0, jnp.where(ended, 0.0, 1.0), jnp.where(opened, 1.0, 0.0))
        return going, jnp.where(opened, comer, owner)

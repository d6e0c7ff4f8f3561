"""Where a rival's troops are: posts in proportion to people, mass where it attacks, help where it is attacked.

Assumes troops wanted but not in reserve are not sent, that orders are carried out at one marching rate, and that the
roads to a place under assault are cut in proportion to the attackers' share of the force there. Posts exist
on paper; what is there is a share of the pay roll, which differs from place to place. Leaves out rotation.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, CIVILIANS, FIGHTERS, GARRISON, HOLDER, OFFENSIVE, RESERVE


@dataclass(frozen=True)
class RivalDeployment(Mechanism):
    r"""Need for a rival's troops at each place, and the marches that meet it.

    Wanted where a rival holds:
    $\text{presence}\cdot\text{post}\,C+\text{least}+\text{relief}\,A\,F+\text{watch}\,F_{\text{next}}$; where it
    attacks: $\text{mass}\,F+\text{least}+\text{presence}\cdot\text{post}\,C$; met from the reserve at the rate
    `march`.
    """

    stocks = (GARRISON, RESERVE, CIVILIANS, FIGHTERS, HOLDER, OFFENSIVE, ASSAULT)
    claims = ("M03", "M14")

    post: Array = parameter("1", "troops on the pay roll per person at a place held in peace")
    presence: Array = parameter("1", "share of the pay roll that is at its post", dims=("place",))
    mass: Array = parameter("1", "troops wanted per defender at a place under the rival's offensive")
    relief: Array = parameter("1", "troops wanted per attacker at a place under the movement's assault")
    least: Array = parameter("person", "troops wanted at any place held or attacked")
    watch: Array = parameter("1", "troops wanted per open fighter of the movement next to a place")
    march: Array = parameter("1/month", "rate at which orders to move are carried out")

    @derived("person", ("place",), raised_by=("fighters", "civilians"), neutral=0.0)
    def troops_wanted(
        self, civilians: Array, fighters: Array, holder: Array, offensive: Array, assault: Array, adjacency: Array
    ) -> Array:
        """Troops wanted at each place; shape (place,)."""
        force, posted = fighters.sum(axis=0), self.presence * self.post * civilians
        posts = (holder == 2.0) * (
            posted + self.least + self.relief * assault * force + self.watch * (force @ adjacency)
        )
        return posts + offensive * (holder < 2.0) * (self.mass * force + self.least + posted)

    @flow("reserve", "garrison", raised_by=("troops_wanted",), luck="order", via="owner_of")
    def sent(
        self,
        reserve: Array,
        garrison: Array,
        fighters: Array,
        assault: Array,
        troops_wanted: Array,
        owner_of: Array,
    ) -> Array:
        """Persons per month; shape (place,)."""
        force = fighters.sum(axis=0)
        open_road = 1.0 - assault * force / jnp.maximum(force + garrison, 1e-6)
        short = jnp.maximum(troops_wanted - garrison, 0.0) * open_road
        asked = jnp.maximum(owner_of @ short, reserve)
        return self.march * short * ((reserve / jnp.maximum(asked, 1e-6)) @ owner_of)

    @flow("garrison", "reserve", lowered_by=("troops_wanted",), luck="order", via="owner_of")
    def called_back(self, garrison: Array, troops_wanted: Array, owner_of: Array) -> Array:
        """Persons per month; shape (place,)."""
        return self.march * jnp.maximum(garrison - troops_wanted, 0.0)

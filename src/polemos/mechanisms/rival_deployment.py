"""Where a rival's troops are: posts in proportion to people, mass where it attacks, help where it is attacked.

Assumes troops wanted but not in reserve are not sent, that orders are carried out at one marching rate, and that the
roads to a place under assault are cut in proportion to the attackers' share of the force there. Leaves out rotation.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, CIVILIANS, FIGHTERS, GARRISON, HOLDER, OFFENSIVE, RESERVE


@dataclass(frozen=True)
class RivalDeployment(Mechanism):
    """Need for a rival's troops at each place, and the marches that meet it."""

    stocks = (GARRISON, RESERVE, CIVILIANS, FIGHTERS, HOLDER, OFFENSIVE, ASSAULT)
    claims = ("M14",)

    post: Array = parameter("1", "troops wanted per person at a place held in peace")
    mass: Array = parameter("1", "troops wanted per defender at a place under the rival's offensive")
    relief: Array = parameter("1", "troops wanted per attacker at a place under the movement's assault")
    least: Array = parameter("person", "troops wanted at any place held or attacked")
    march: Array = parameter("1/month", "rate at which orders to move are carried out")

    @derived("person", ("place",), raised_by=("fighters", "civilians"), neutral=0.0)
    def troops_wanted(
        self, civilians: Array, fighters: Array, holder: Array, offensive: Array, assault: Array
    ) -> Array:
        """Troops wanted at each place; shape (place,)."""
        force = fighters.sum(axis=0)
        posts = (holder == 2.0) * (self.post * civilians + self.least + self.relief * assault * force)
        return posts + offensive * (holder < 2.0) * (self.mass * force + self.least + self.post * civilians)

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

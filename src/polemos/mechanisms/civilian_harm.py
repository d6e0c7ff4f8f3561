"""Harm to civilians by fire: it rises with the fire, with how close people live, and with how many are trapped.

Civilian deaths per weapon grow from open to dense ground; as the pocket shrinks the trapped live closer and the same
fire kills more of them. Where defenders fire from house to house and slip away, the answer falls on those who stay.
Assumes ground forces in an offensive add shells in proportion to their number. Leaves out the choice of weapon.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, FIGHTERS, GARRISON, KILLED_BY_FIRE, OFFENSIVE, POCKET


@dataclass(frozen=True)
class CivilianHarm(Mechanism):
    """Civilians killed by air, artillery and crossfire."""

    stocks = (CIVILIANS, KILLED_BY_FIRE, POCKET, GARRISON, FIGHTERS, OFFENSIVE)
    claims = ("M01", "M02")

    deaths_per_weapon: Array = parameter("person/weapon", "civilians killed per weapon on open ground")
    dense_factor: Array = parameter("1", "how many times more in the densest quarters")
    dense: Array = parameter("person/km**2", "people per built-up km2 at which half of that holds")
    shelling: Array = parameter("weapon/person/month", "shells and other ground fire per besieger, counted in weapons")
    house_to_house: Array = parameter("1", "what defenders who move between houses add to it, at most")
    many_defenders: Array = parameter("person", "defenders at which half of that is added")

    @flow("civilians", "killed_by_fire", raised_by=("weapons_on", "civilians", "fighters"), lowered_by=("pocket",))
    def killed(
        self,
        civilians: Array,
        weapons_on: Array,
        garrison: Array,
        offensive: Array,
        fighters: Array,
        pocket: Array,
        built_up: Array,
    ) -> Array:
        """Persons per month; shape (place,)."""
        fire = weapons_on + self.shelling * garrison * offensive
        crowd = civilians / jnp.maximum(built_up * jnp.maximum(pocket, 0.02), 1e-3)
        closeness = 1.0 + (self.dense_factor - 1.0) * crowd / (crowd + self.dense)
        force = fighters.sum(axis=0)
        answer = 1.0 + self.house_to_house * offensive * force / (force + self.many_defenders)
        return self.deaths_per_weapon * fire * closeness * answer

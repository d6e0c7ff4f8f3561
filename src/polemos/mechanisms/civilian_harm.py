"""Harm to civilians by fire: it rises with the fire, with how close people live, and with how many are trapped.

Civilian deaths per weapon grow from open to dense ground; as the pocket shrinks the trapped live closer and the same
fire kills more of them. Where defenders fire from house to house and slip away, the answer falls on those who stay.
Assumes ground forces in an offensive add shells in proportion to their number, and that restraint in the use of fire is
kept by all. Leaves out the kind of weapon.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.elementary import power
from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, FIGHTERS, GARRISON, KILLED_BY_FIRE, OFFENSIVE, POCKET


@dataclass(frozen=True)
class CivilianHarm(Mechanism):
    r"""Civilians killed by air, artillery and crossfire.

    Fire is $W+\text{shelling}\,G\,O\,(1-r)$ with restraint $r$ (weapons $W$ know it already), the crowd
    $k=C/(\text{built-up area}\cdot q^{\text{squeeze}})$. Deaths are $\text{deaths\_per\_weapon}\cdot\text{fire}\cdot
    \left(1+\text{crowding}\frac{k}{k+\text{dense}}\right)\left(1+\text{house\_to\_house}\,O\frac{F}{F+\text{many\_defenders}}\right)$.
    """

    stocks = (CIVILIANS, KILLED_BY_FIRE, POCKET, GARRISON, FIGHTERS, OFFENSIVE)
    claims = ("M01", "M02")

    deaths_per_weapon: Array = parameter("person/weapon", "civilians killed per weapon on open ground")
    crowding: Array = parameter("1", "what the densest quarters add to that, as a multiple of it")
    dense: Array = parameter("person/km**2", "people per built-up km2 at which half of that is added")
    squeeze: Array = parameter("1", "exponent of the pocket in the room that people have: 1 if all crowd into it")
    shelling: Array = parameter("weapon/person/month", "shells and other ground fire per besieger, counted in weapons")
    house_to_house: Array = parameter("1", "what defenders who move between houses add to it, at most")
    many_defenders: Array = parameter("person", "defenders at which half of that is added")

    @derived(
        "person/month", ("place",), raised_by=("weapons_on", "civilians", "fighters"),
        lowered_by=("pocket", "fire_restraint"), neutral=0.0,
    )  # fmt: skip
    def harm(
        self, civilians: Array, weapons_on: Array, garrison: Array, offensive: Array, fighters: Array, pocket: Array,
        built_up: Array, fire_restraint: Array,
    ) -> Array:  # fmt: skip
        """Civilians killed by fire per month, as far as there are any; shape (place,)."""
        fire = weapons_on + self.shelling * garrison * offensive * (1.0 - fire_restraint)
        room = jnp.maximum(built_up * power(jnp.maximum(pocket, 0.02), self.squeeze), 1e-3)
        crowd = civilians / (civilians + self.dense * room)
        closeness = jnp.maximum(1.0 + self.crowding * crowd, 0.0)
        force = fighters.sum(axis=0)
        answer = 1.0 + self.house_to_house * offensive * force / (force + self.many_defenders)
        return self.deaths_per_weapon * fire * closeness * jnp.maximum(answer, 0.0)

    @flow("civilians", "killed_by_fire", raised_by=("harm",))
    def killed(self, harm: Array) -> Array:
        """Persons per month; shape (place,)."""
        return harm

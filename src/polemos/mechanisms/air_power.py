"""Air power: weapons released from the air kill fighters who hold or attack openly, with diminishing returns.

Assumes a country's monthly weapons go where fighters are seen, more where a battle is on, and that each further weapon
finds fewer targets: kills per weapon fall by half when there is one weapon per `spacing` fighters (a saturating form in
place of Helmbold's exponent, so that the units stay whole). Hidden fighters are not hit. Leaves out artillery and the
choice of aim points.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, FIGHTERS, MOVEMENT_KILLED, OFFENSIVE


@dataclass(frozen=True)
class AirPower(Mechanism):
    r"""Where the weapons fall, and the open fighters they kill.

    A place draws $d=F\,(1+(\text{focus}-1)\max(O,A))$ of a country's weapons $w$, less restraint $r$:
    $W=w\,(1-r)\,d/(\sum d+\text{visible\_force})$; kills are $\text{lethality}\,W\,\frac{F}{F+\text{spacing}\,W}$.
    """

    stocks = (FIGHTERS, MOVEMENT_KILLED, OFFENSIVE, ASSAULT)
    claims = ("M13",)

    lethality: Array = parameter("person/weapon", "fighters killed by a weapon when targets abound")
    spacing: Array = parameter("person*month/weapon", "fighters per monthly weapon at which that is halved")
    focus: Array = parameter("1", "how many times more weapons per fighter a battle draws than held ground at rest")
    visible_force: Array = parameter(
        "person", "open fighters in a country at which half the weapons find a target area"
    )

    @derived("weapon/month", ("place",), raised_by=("weapons", "kept_up"), lowered_by=("fire_restraint",), neutral=0.0)
    def weapons_on(
        self, weapons: Array, kept_up: Array, fire_restraint: Array, fighters: Array, offensive: Array, assault: Array,
        in_country: Array,
    ) -> Array:  # fmt: skip
        """Weapons per month on each place; shape (place,); what finds no target or is held back falls nowhere."""
        open_force = fighters.sum(axis=0)
        drawn = open_force * (1.0 + (self.focus - 1.0) * jnp.maximum(offensive, assault))
        per_country = (in_country * drawn).sum(axis=1) + self.visible_force
        return drawn * (1.0 - fire_restraint) * ((jnp.maximum(weapons, kept_up) / per_country) @ in_country)

    @flow("fighters", "movement_killed", raised_by=("weapons_on", "fighters"))
    def killed_from_the_air(self, fighters: Array, weapons_on: Array) -> Array:
        """Persons per month; shape (kind, place)."""
        seen = fighters.sum(axis=0) + self.spacing * weapons_on
        return (self.lethality * weapons_on / jnp.maximum(seen, 1e-6)) * fighters

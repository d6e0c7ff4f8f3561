"""Where the movement's open fighters are: guards in proportion to the people ruled, help to threatened places, and mass
where it attacks; what is above need goes back on the move.

Assumes fighters of all kinds are sent alike, that orders are carried out at one marching rate, and that nobody gets
into a closed ring. Leaves out routes.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, CIVILIANS, ENCIRCLED, FIGHTERS, GARRISON, OFFENSIVE, VANGUARD


@dataclass(frozen=True)
class MovementDeployment(Mechanism):
    r"""Need for open fighters at each place, and the marches that meet it.

    Wanted: $H\,(\text{guard}\,C+\text{least}+\text{stand}\,O\,G)+A\,(\text{mass}\,G+\text{least})$; what is short is
    sent, except into a closed ring, what is above need called back, except from a besieged place, both at the rate
    `march`.
    """

    stocks = (FIGHTERS, VANGUARD, CIVILIANS, GARRISON, OFFENSIVE, ASSAULT, ENCIRCLED)
    claims = ("M10",)

    guard: Array = parameter("1", "open fighters wanted per person ruled")
    stand: Array = parameter("1", "fighters wanted per besieger at a place that is attacked")
    mass: Array = parameter("1", "fighters wanted per soldier of a garrison that is attacked")
    least: Array = parameter("person", "fighters wanted at any place held or attacked")
    march: Array = parameter("1/month", "rate at which orders to move are carried out")

    @derived("person", ("place",), raised_by=("civilians",), neutral=0.0)
    def wanted(self, civilians: Array, held: Array, offensive: Array, assault: Array, garrison: Array) -> Array:
        """Open fighters wanted at each place; shape (place,)."""
        guards = held * (self.guard * civilians + self.least + self.stand * offensive * garrison)
        return guards + assault * (self.mass * garrison + self.least)

    @flow("vanguard", "fighters", raised_by=("wanted",), luck="order")
    def sent(self, vanguard: Array, fighters: Array, wanted: Array, encircled: Array) -> Array:
        """Persons per month; shape (kind, place)."""
        short = jnp.maximum(wanted - fighters.sum(axis=0), 0.0) * (1.0 - encircled)
        share = short / jnp.maximum(jnp.maximum(short.sum(), vanguard.sum()), 1e-6)
        return self.march * share[None, :] * vanguard[:, None]

    @flow("fighters", "vanguard", lowered_by=("wanted",), luck="order")
    def called_back(self, fighters: Array, wanted: Array, offensive: Array) -> Array:
        """Persons per month; shape (kind, place)."""
        force = fighters.sum(axis=0)
        spare = jnp.maximum(force - wanted, 0.0) / jnp.maximum(force, 1e-6) * (1.0 - offensive)
        return self.march * spare * fighters

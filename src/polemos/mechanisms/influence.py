"""Influence on the ground: presence of troops, and in a siege the share of the place in whose hands it is.

Assumes a token force counts half, that ground just taken counts for less than ground held in peace while defenders
fight on (so that a place is nobody's for a while before it changes hands), and that numbers decide where nobody
attacks. Leaves out consent and fear.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ASSAULT, FIGHTERS, GARRISON, OFFENSIVE, POCKET


@dataclass(frozen=True)
class Influence(Mechanism):
    """Each camp's influence at a place, 0 to 1."""

    stocks = (POCKET, FIGHTERS, GARRISON, OFFENSIVE, ASSAULT)
    claims = ("M02",)

    securing: Array = parameter("1", "influence that ground just taken gives, as a share of ground held in peace")
    token_force: Array = parameter("person", "troops whose presence counts half")

    @derived("1", ("place",), neutral=0.0)
    def movement_influence(
        self, pocket: Array, fighters: Array, garrison: Array, offensive: Array, assault: Array
    ) -> Array:
        """The movement's influence at each place, 0 to 1; shape (place,)."""
        return self._influence(fighters.sum(axis=0), garrison, pocket, offensive, assault)

    @derived("1", ("place",), neutral=1.0)
    def rival_influence(
        self, pocket: Array, fighters: Array, garrison: Array, offensive: Array, assault: Array
    ) -> Array:
        """The rival's influence at each place, 0 to 1; shape (place,)."""
        return self._influence(garrison, fighters.sum(axis=0), pocket, assault, offensive)

    def _influence(self, own: Array, other: Array, pocket: Array, attacked: Array, attacking: Array) -> Array:
        here, there = own / (own + self.token_force), other / (other + self.token_force)
        settled = self.securing + (1.0 - self.securing) * (1.0 - there)
        as_attacker = (1.0 - pocket * there) * settled * here
        at_peace = here * own / jnp.maximum(own + other, self.token_force)
        return jnp.where(attacked > 0.0, pocket * here, jnp.where(attacking > 0.0, as_attacker, at_peace))

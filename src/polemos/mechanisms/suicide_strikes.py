"""What suicide vehicles do: those that get through kill, and frighten like many attackers more; each costs a believer.

Assumes the share that gets through falls as rivals learn, and that in battle a vehicle a month counts as so many more
fighters for a garrison's nerve and a besieger's pace. Civilians they kill are in the movement's own killing. Leaves out
single spectacular attacks.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import FIGHTERS, FORCES_KILLED, GARRISON, MOVEMENT_KILLED, UNDERGROUND


@dataclass(frozen=True)
class SuicideStrikes(Mechanism):
    r"""Effect of attacks $s$ at a place; $g=s\,\frac{\text{reaching}}{1+\ell}$ get through.

    Soldiers killed: $\text{deaths}\,g$. Added strength: $\text{worth}\,g$. Believers lost: $\text{crew}\,s$.
    """

    stocks = (FIGHTERS, UNDERGROUND, GARRISON, FORCES_KILLED, MOVEMENT_KILLED)
    claims = ("M08",)

    reaching: Array = parameter("1", "share that gets through before rivals have learned")
    deaths: Array = parameter("person/vehicle", "soldiers killed by one that gets through")
    worth: Array = parameter("person*month/vehicle", "fighters that one a month that gets through is worth in battle")
    crew: Array = parameter("person/vehicle", "believers lost per attack")

    @derived("person", ("place",), raised_by=("strikes",), lowered_by=("learned",), neutral=0.0)
    def shock_force(self, strikes: Array, learned: Array) -> Array:
        """Fighters that the attacks at each place are worth; shape (place,)."""
        return self.worth * self._through(strikes, learned)

    @flow("garrison", "forces_killed", raised_by=("strikes",), lowered_by=("learned",))
    def soldiers_killed(self, strikes: Array, learned: Array) -> Array:
        """Persons per month; shape (place,)."""
        return self.deaths * self._through(strikes, learned)

    @flow("fighters[core]", "movement_killed", raised_by=("strikes", "fighters"), lowered_by=("underground",))
    def open_believers(self, strikes: Array, fighters: Array, underground: Array) -> Array:
        """Persons per month; shape (place,)."""
        force, hidden = fighters.sum(axis=0), underground.sum(axis=0)
        return self.crew * strikes * force / jnp.maximum(force + hidden, 1e-6)

    @flow("underground[core]", "movement_killed", raised_by=("strikes", "underground"), lowered_by=("fighters",))
    def hidden_believers(self, strikes: Array, fighters: Array, underground: Array) -> Array:
        """Persons per month; shape (place,)."""
        force, hidden = fighters.sum(axis=0), underground.sum(axis=0)
        return self.crew * strikes * hidden / jnp.maximum(force + hidden, 1e-6)

    def _through(self, strikes: Array, learned: Array) -> Array:
        return strikes * self.reaching / (1.0 + learned)

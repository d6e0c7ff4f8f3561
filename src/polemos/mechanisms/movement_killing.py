"""The movement's own killing of civilians: under its rule, in places it is about to lose, and by bombs where it hides.

Assumes three rates: occupation, siege (executions and shots at those who flee) and attacks on civilians by the
underground. Leaves out who is chosen (a later mechanism says which communities) and single massacres.
"""

from dataclasses import dataclass

from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, KILLED_BY_MOVEMENT, OFFENSIVE, UNDERGROUND


@dataclass(frozen=True)
class MovementKilling(Mechanism):
    """Civilians killed by the movement."""

    stocks = (CIVILIANS, KILLED_BY_MOVEMENT, UNDERGROUND, OFFENSIVE)
    claims = ("M01", "M05")

    occupation: Array = parameter("1/month", "share of the people ruled who are killed per month")
    siege: Array = parameter("1/month", "what is added at a place under a rival's offensive")
    attacks: Array = parameter("1/month", "civilians killed per underground member and month")

    @flow("civilians", "killed_by_movement", raised_by=("civilians", "underground"))
    def killed(self, civilians: Array, underground: Array, held: Array, offensive: Array) -> Array:
        """Persons per month; shape (place,)."""
        ruled = (self.occupation + self.siege * offensive) * held * civilians
        return ruled + self.attacks * underground.sum(axis=0) * (1.0 - held)

"""The movement's own killing of civilians: under its rule, in places it is about to lose, and by bombs where it hides.

Assumes three rates: occupation, siege (executions and shots at those who flee) and attacks on civilians by the
underground; all rise when it has lost ground, and its own community is hit at another rate than the others. The
ledger keeps both apart as counts; nothing compares what killing them achieves. Leaves out single massacres.
"""

from dataclasses import dataclass

from jax import Array

from polemos.core.elementary import power
from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, KILLED_BY_MOVEMENT, OFFENSIVE, UNDERGROUND


@dataclass(frozen=True)
class MovementKilling(Mechanism):
    r"""Civilians killed by the movement.

    $k=[(\text{occupation}+\text{siege}\,O)\,H\,C+\text{attacks}\,U\,(1-H)]\;\text{setback}^{\text{loss\_elasticity}}$;
    of others $k\,(1-c)$ die, of its own community $k\,c\cdot\text{own\_share}$.
    """

    stocks = (CIVILIANS, KILLED_BY_MOVEMENT, UNDERGROUND, OFFENSIVE)
    claims = ("M01", "M05")

    occupation: Array = parameter(
        "1/month", "share of the people ruled, of other communities, who are killed per month"
    )
    siege: Array = parameter("1/month", "what is added at a place under a rival's offensive")
    attacks: Array = parameter("1/month", "civilians of other communities killed per underground member and month")
    own_share: Array = parameter("1", "the rate among its own community as a share of that among others")
    loss_elasticity: Array = parameter("1", "exponent of setback: how killing rises with lost ground")

    @derived("person/month", ("place",), raised_by=("civilians", "underground", "setback"), neutral=0.0)
    def killing(self, civilians: Array, underground: Array, held: Array, offensive: Array, setback: Array) -> Array:
        """Killing per month if all were of other communities; shape (place,)."""
        ruled = (self.occupation + self.siege * offensive) * held * civilians
        hidden = self.attacks * underground.sum(axis=0) * (1.0 - held)
        return (ruled + hidden) * power(setback, self.loss_elasticity)

    @flow("civilians", "killed_by_movement", raised_by=("killing",), lowered_by=("constituency",))
    def others_killed(self, killing: Array, constituency: Array) -> Array:
        """Persons per month; shape (place,)."""
        return killing * (1.0 - constituency)

    @flow("civilians", "killed_by_movement", raised_by=("killing", "constituency"))
    def own_killed(self, killing: Array, constituency: Array) -> Array:
        """Persons per month; shape (place,)."""
        return killing * self.own_share * constituency

"""Captures: which places the movement has just taken, and how much they count.

Assumes a place counts by its people, and the more than in proportion below a size (`large`), so that one great city is
more than as many people in villages. A capture lasts one step, so what follows from it is a jump whatever the step's
length. Leaves out what a place means beyond its people.
"""

from dataclasses import dataclass

from jax import Array

from polemos.core.mechanism import Mechanism, derived, transition
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, WAS_HELD


@dataclass(frozen=True)
class Captures(Mechanism):
    r"""People of places just taken, weighted.

    $\sum C\,\frac{C}{C+\text{large}}$ over places held now and not before.
    """

    stocks = (WAS_HELD, CIVILIANS)
    claims = ("M04",)

    large: Array = parameter("person", "people of a place whose capture counts by half")

    @derived("person", raised_by=("held",), lowered_by=("was_held",), neutral=0.0)
    def captured(self, civilians: Array, held: Array, was_held: Array) -> Array:
        """People of places taken in this step, great places counting for more; shape ()."""
        taken = held * (1.0 - was_held) * civilians
        return (taken * civilians / (civilians + self.large)).sum()

    @transition(("was_held",))
    def remember(self, held: Array) -> Array:
        """1 where the movement holds now; shape (place,)."""
        return held

"""Recruitment into the underground: members draw in others of their community, up to what grievance has room for.

Logistic growth from contact, as in compartment models of fanatic behaviour (Castillo-Chavez & Song 2003), with a
ceiling in proportion to the community and to its grievance (a stock of its own). Assumes grievance widens the room and
not the pace. Leaves out rival movements that draw on the same people.
"""

from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, UNDERGROUND


@dataclass(frozen=True)
class GrievanceRecruitment(Mechanism):
    r"""Civilians where a rival rules join the underground.

    $\text{contact}\,U\,(1-U/(\text{ceiling}\,\alpha\,c\,C))^+$, $\alpha$ anger.
    """

    stocks = (CIVILIANS, UNDERGROUND)
    claims = ("M11", "M15")

    contact: Array = parameter("1/month", "recruits per member and month where nobody has joined yet")
    ceiling: Array = parameter("1", "share of the community at a place that can be drawn in")

    @flow("civilians", "underground[local]", raised_by=("civilians", "constituency", "anger"))
    def drawn_in(self, civilians: Array, underground: Array, constituency: Array, held: Array, anger: Array) -> Array:
        """Persons per month; shape (place,)."""
        hidden = underground.sum(axis=0)
        room = self.ceiling * anger * constituency * civilians
        left = jnp.maximum(1.0 - hidden / jnp.maximum(room, 1e-3), 0.0)
        return self.contact * hidden * left * (1.0 - held)

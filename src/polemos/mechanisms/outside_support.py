"""Outside toleration: what donors and tolerant neighbours give the movement in money and arms while they do.

Assumes gifts in proportion to a driver, how far outsiders support or tolerate it; the border for people is a factor of
foreign recruitment. Leaves out who gives, to whom else, and why.
"""

from dataclasses import dataclass

from jax import Array

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import ARMS, TREASURY


@dataclass(frozen=True)
class OutsideSupport(Mechanism):
    r"""Gifts.

    Money at the rate $\text{money}\,d$ and arms at $\text{arms\_given}\,d$, with $d$ the donors' support, 0 to 1.
    """

    stocks = (TREASURY, ARMS)
    claims = ("M16",)

    money: Array = parameter("USD/month", "money given per month at full support")
    arms_given: Array = parameter("vehicle/month", "arms given per month at full support")

    @flow(None, "treasury", raised_by=("donor_support",), luck="amount")
    def gifts(self, donor_support: Array) -> Array:
        """USD per month; shape ()."""
        return self.money * donor_support

    @flow(None, "arms", raised_by=("donor_support",), luck="amount")
    def supplied(self, donor_support: Array) -> Array:
        """Vehicles per month; shape ()."""
        return self.arms_given * donor_support

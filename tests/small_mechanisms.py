"""Two mechanisms outside the package, as a user would write them, for the small case of the tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, HOLDER, OWNER, POCKET, RESERVE, TREASURY, UNDERGROUND


@dataclass(frozen=True)
class SmallRecruitment(Mechanism):
    """People join the underground, each place with its own zeal."""

    stocks = (CIVILIANS, UNDERGROUND, HOLDER, OWNER)

    propensity: Any = parameter("1/month", "share of civilians who join")
    zeal: Any = parameter("1", "how much more a place joins than another", dims=("place",))

    @flow("civilians", "underground[local]", raised_by=("civilians",))
    def joining(self, civilians: Any, border_open: Any) -> Any:
        """Persons per month; shape (place,)."""
        return self.propensity * self.zeal * civilians * border_open


@dataclass(frozen=True)
class SmallCost(Mechanism):
    """Money is spent on each rival's resolve."""

    stocks = (TREASURY, RESERVE, POCKET)

    will: Any = parameter("1/month", "how fast a rival's resolve costs money", dims=("rival",))

    @flow("treasury", None, luck="amount")
    def spending(self, treasury: Any, reserve: Any, weapons: Any) -> Any:
        """USD per month; a scalar."""
        return self.will.sum() * treasury

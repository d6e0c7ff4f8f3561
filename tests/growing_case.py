# ruff: noqa: E501 - rows of tables are long
"""The small case with something to learn: members in hiding grow and leave, and their number is estimated now and then."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, FIGHTERS, UNDERGROUND, VANGUARD
from small_case import write_small_case

SERIES = """
fighters_small,2013-03-31,2600,2000,3300,person,read,atlas,p. 9,2013-04-30,high,
fighters_small,2013-07-31,4100,3300,5000,person,read,atlas,p. 9,2013-08-30,high,
fighters_small,2013-12-31,6500,5200,8100,person,read,atlas,p. 9,2014-01-30,high,
fighters_small,2014-08-31,9900,8000,12000,person,read,atlas,p. 9,2014-09-30,high,
"""
TARGET = """
[fighters]
title = "Members"
unit = "person"
quantity = "fighters"
series = ["fighters_small"]
"""
LEAVING = """
[Leaving]
class = "growing_case:Leaving"

[Leaving.rate]
unit = "1/month"
prior = { family = "lognormal", median = 0.02, upper95 = 0.05 }
prior_before = { family = "lognormal", median = 0.02, upper95 = 0.08 }
basis = "elicited"
source = { cite = "atlas" }
known_from = 2014-10-01
"""
VANGUARD_ENTRY = """
[vanguard]
unit = "person"
value = 100
spread = { kind = { core = 0.5, local = 0.5 } }
basis = "elicited"
source = { cite = "atlas" }
known_from = 2012-06-01
"""


@dataclass(frozen=True)
class Leaving(Mechanism):
    """Members go home."""

    stocks = (CIVILIANS, UNDERGROUND, FIGHTERS, VANGUARD)

    rate: Any = parameter("1/month", "share of members who leave")

    @flow("underground[local]", "civilians", raised_by=("underground",))
    def going(self, underground: Any) -> Any:
        """Persons per month; shape (place,)."""
        return self.rate * underground[1]


def write_growing_case(parent: Path) -> Path:
    """Write the case into `parent`/small and return the folder."""
    folder = write_small_case(parent)
    for file, text in (("targets.toml", TARGET), ("parameters.toml", LEAVING), ("initial.toml", VANGUARD_ENTRY)):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    figures = folder / "figures" / "area.csv"
    figures.write_text(figures.read_text(encoding="utf-8").rstrip() + SERIES, encoding="utf-8")
    return folder

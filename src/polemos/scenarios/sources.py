"""Where draws come from: the case's posterior at an origin where one is shipped, else its priors."""

from __future__ import annotations

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.scenarios.histories import Draws, prior_draws


def draws_of(case: str, draws: int, seed: int, until: str | None, origin: str | None, prior: bool) -> Draws:
    """Draws to compare scenarios on."""
    return prior_draws(resolve(load_case(case), until), draws, seed)

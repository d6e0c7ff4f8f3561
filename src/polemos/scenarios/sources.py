"""Where draws come from: the case's posterior at an origin, where one is shipped and fits the case, else its priors."""

from __future__ import annotations

from datetime import date

from polemos.calibration.shipped import source_at, with_luck
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.errors import UsageError
from polemos.scenarios.histories import Draws, prior_draws


def draws_of(case: str, draws: int, seed: int, until: str | None, origin: str | None, prior: bool) -> Draws:
    """Draws to compare scenarios on; a posterior's draws keep the luck that they were chosen with."""
    loaded = load_case(case)
    if prior:
        return prior_draws(resolve(loaded, until), draws, seed)
    source = source_at(loaded, None if origin is None else _day(origin), exact=origin is not None)
    if source.posterior is None:
        found = prior_draws(resolve(loaded, until), draws, seed)
        return Draws(found.theta, found.seed, found.ids, source.about)
    theta, ids = with_luck(source.posterior, draws, resolve(loaded, until).months)
    return Draws(theta, source.posterior.seed, ids, source.about)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--origin: a day is written YYYY-MM-DD (it is '{text}'); write it like 2017-03-20.") from None

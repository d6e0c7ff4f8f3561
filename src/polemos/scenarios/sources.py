"""Where draws come from: the case's posterior at an origin where one is shipped, else its priors."""

from __future__ import annotations

from datetime import date

from polemos.calibration.shipped import source_at, with_luck
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.errors import UsageError
from polemos.scenarios.histories import Draws, prior_draws


def draws_of(case: str, draws: int, seed: int, until: str | None, origin: str | None, prior: bool) -> Draws:
    """Draws to compare scenarios on; those of a posterior have the luck that they were learned with."""
    loaded = load_case(case)
    source = None if prior else source_at(loaded, _day(origin), exact=origin is not None)
    if source is None or source.posterior is None:
        return prior_draws(resolve(loaded, until), draws, seed)
    theta, ids = with_luck(source.posterior, draws)
    return Draws(theta, source.posterior.seed, ids, source.about)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--origin is a day that exists, like 2017-03-20, not '{text}'.") from None

"""Where a forecast's parameters come from: a posterior of that origin, or the priors.

A draw of a posterior is a history, parameters and luck together, already weighed by the figures known at its origin.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from polemos.calibration.shipped import Source, given, source_at, with_luck
from polemos.cases.resolved import ResolvedCase
from polemos.cases.schema import Case
from polemos.core.errors import UsageError
from polemos.forecasting.simulate import Draws, prior_draws


def draws_for(
    resolved: ResolvedCase,
    case: Case,
    origin: date,
    count: int,
    seed: int,
    posterior: Path | None = None,
    prior: bool = False,
) -> Draws:
    """`count` draws: of a posterior file, else of the posterior that ships with the case, else of the priors.

    Refuses a posterior that was learned at a later day than the origin.
    """
    source = Source(None, "the priors") if prior else given(case, posterior) if posterior else source_at(case, origin)
    if source.posterior is None:
        return prior_draws(resolved, seed, count)
    learned = str(source.posterior.about["origin"])
    if learned > str(origin):
        raise UsageError(f"--posterior {posterior}: was learned from what was known on {learned}, after the origin.")
    theta, ids = with_luck(source.posterior, count, resolved.months)
    return Draws(theta, source.posterior.seed, ids, date.fromisoformat(learned), source.about)

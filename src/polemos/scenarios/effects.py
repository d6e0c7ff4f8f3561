"""How large a mechanism's effect is within the model: the claim's expression with the mechanism, less without it.

Both runs have the same draws and the same luck. Assumes the draws are those that the data leave (the posterior at the
information cut); what is switched off is what the claim's trial switches off. A draw in which the expression has no
value tells nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from polemos.cases.claims import Claim, load_claims
from polemos.cases.schema import Case
from polemos.observation.expression import series_in
from polemos.scenarios.histories import Draws, Floats, Histories, Progress, Simulator
from polemos.scenarios.outcomes import Outcome
from polemos.scenarios.scenario import BASELINE, Applied, Scenario

FEWEST = 20
PROBS = (0.05, 0.5, 0.95)


def effects(
    case: Case, draws: Draws, workers: int | None = None, folder: Path | None = None, tell: Progress | None = None
) -> dict[str, dict[str, Any]]:
    """By claim: the effect's 5th, 50th and 95th percentile, and of how many draws; runs in `folder` are taken."""
    base, found = Scenario(BASELINE).apply(case), {}
    asked = [claim for claim in load_claims(case) if claim.effect is not None and claim.trial is not None]
    with Simulator(base, workers, folder) as simulate:
        whole = simulate(base, draws)
        for number, claim in enumerate(asked, start=1):
            values = _values(claim, whole, simulate(_without(base, claim), draws))
            if len(values) >= FEWEST:
                spread = [float(q) for q in np.quantile(values, PROBS)]
                found[claim.id] = {"effect": spread, "draws": len(values), "parameters from": draws.source}
            if tell is not None:
                tell(number, len(asked))
    return found


def _without(base: Applied, claim: Claim) -> Applied:
    assert claim.trial is not None, "only claims on trial are asked for"
    return Applied(base.resolved, base.model, base.interventions, claim.trial.parameters)


def _values(claim: Claim, whole: Histories, without: Histories) -> Floats:
    """With less without, one number per draw that has one; none where a run lacks a series of the expression."""
    if not set(series_in(claim.expression)) <= set(whole.series):
        return np.zeros(0)
    outcome = Outcome(claim.id, "", claim.expression)
    gap = outcome.of(whole) - outcome.of(without)
    return gap[np.isfinite(gap)]

"""Every scenario of a case beside the baseline on the same draws, in a row each: harm to civilians and people ruled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from polemos.cases.claims import load_claims
from polemos.cases.schema import Case
from polemos.scenarios.compare import differences
from polemos.scenarios.histories import Draws, Simulator
from polemos.scenarios.scenario import BASELINE, Scenario, names_of, scenario

SHOWN = ("civilians killed", "civilians displaced, at the peak", "people ruled, at the peak")


def summarise(case: Case, draws: Draws, workers: int | None = None, folder: Path | None = None) -> list[dict[str, Any]]:
    """A row per scenario: name, title, identification and the differences of `SHOWN`; runs in `folder` are taken."""
    base = Scenario(BASELINE).apply(case)
    claims, rows = load_claims(case), []
    with Simulator(base, workers, folder) as simulate:
        before = simulate(base, draws)
        for name in names_of(case):
            found = scenario(case, name)
            applied = found.laid_over(base.resolved, base.model, claims)
            gaps = {row.outcome: row for row in differences(before, simulate(applied, draws))}
            about = {"name": name, "title": found.title, "identification": found.identification}
            rows.append({**about, "differences": {key: _plain(gaps[key].difference) for key in SHOWN if key in gaps}})
    return rows


def _plain(spread: Any) -> list[float]:
    return [spread.median, spread.low, spread.high]

"""How many histories a budget buys: counted, not timed, so the same budget gives the same posterior on any machine.

Assumes the speed that two cores reached when it was measured (docs/explanation/calibration.md); a slower machine takes
longer than the minutes say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from polemos.core.errors import UsageError

STEPS_PER_SECOND = 50_000
REPLICATIONS = 2000
FEWEST = 512
ROUNDS = 23
TO_LEARN = 0.125


@dataclass(frozen=True)
class Budget:
    """Histories from the prior to learn from and to check with; members of the population and the rounds they take."""

    prior: int
    checks: int
    members: int
    rounds: int


def budget_of(minutes: float, steps: int, checks: int = REPLICATIONS) -> Budget:
    """An eighth for learning under the prior, the rest for the population; `steps` of one history."""
    draws = int(minutes * 60 * STEPS_PER_SECOND / steps) - checks
    members = int((1 - TO_LEARN) * draws) // (ROUNDS + 1)
    return Budget(max(int(TO_LEARN * draws), FEWEST), checks, max(members, FEWEST), ROUNDS)


def minutes_of(text: str) -> float:
    """Minutes of a text like 20m or 1h."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(s|m|h)", text)
    if not found or float(found[1]) <= 0:
        raise UsageError(f"--budget is written like 90s, 20m or 1h, not '{text}'.")
    return float(found[1]) * {"s": 1 / 60, "m": 1.0, "h": 60.0}[found[2]]

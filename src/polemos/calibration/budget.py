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
TO_LEARN = 0.45
DRAWS, FEWEST_DRAWS, COPIES = 500, 64, 8


@dataclass(frozen=True)
class Budget:
    """Histories from the prior to learn from and to check with; draws of the posterior and the copies of each."""

    prior: int
    checks: int
    draws: int
    copies: int


def budget_of(minutes: float, steps: int, windows: int, checks: int = REPLICATIONS) -> Budget:
    """A part for learning under the prior, the rest for luck; `steps` of a history, `windows` it is followed in."""
    histories = int(minutes * 60 * STEPS_PER_SECOND / steps) - checks
    prior = max(int(TO_LEARN * histories), FEWEST)
    looks = max(histories - prior, 0) // windows
    draws = min(max(looks // COPIES, FEWEST_DRAWS), DRAWS)
    return Budget(prior, checks, draws, max(looks // draws, COPIES))


def minutes_of(text: str) -> float:
    """Minutes of a text like 20m or 1h."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(s|m|h)", text)
    if not found or float(found[1]) <= 0:
        raise UsageError(f"--budget is written like 90s, 20m or 1h, not '{text}'.")
    return float(found[1]) * {"s": 1 / 60, "m": 1.0, "h": 60.0}[found[2]]

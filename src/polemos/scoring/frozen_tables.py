"""The tables of a case's frozen forecasts: scores by target, band of leads and method, skill, and what was beaten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from polemos.scoring.frozen import BANDS, OURS, Frozen, beaten
from polemos.scoring.tables import Row

Table = tuple[list[str], list[Row]]
NONE = "-"


def scores_table(frozen: Frozen, targets: Sequence[str] = ()) -> Table:
    """One line per target, band and method: rows, mean CRPS and log1p-CRPS, share inside the 80 % band."""
    header = ["target", "months ahead", "method", "rows", "crps", "log_crps", "coverage_80"]
    lines: list[Row] = []
    for target in targets or sorted(frozen.sheets):
        for band in BANDS:
            for method in _ordered(frozen.sheets.get(target, {})):
                part = frozen.part(target, method, band)
                if len(part.observed):
                    means = [part.mean(name) for name in ("crps", "log_crps", "coverage_80")]
                    lines.append([target, band, method, len(part.observed), *means])
    return header, lines


def skill_lines(frozen: Frozen, targets: Sequence[str] = (), band: str = "all") -> Table:
    """One line per target and method: skill in log1p-CRPS in percent with its 90 % interval."""
    header = ["target", "months ahead", "against", "skill_percent", "low", "high"]
    lines: list[Row] = []
    for target in targets or sorted(frozen.sheets):
        for method in _ordered(frozen.sheets.get(target, {})):
            skill = frozen.skill(target, method, band) if method != OURS else None
            if skill is not None:
                lines.append([target, band, method, 100 * skill.value, 100 * skill.low, 100 * skill.high])
    return header, lines


def beaten_table(frozen: Frozen, targets: Sequence[str]) -> Table:
    """One line per method: on how many targets ours has the lower mean log1p-CRPS."""
    found = beaten(frozen, targets)
    return ["against", "lower on", "of"], [[method, lower, of] for method, (lower, of) in found.items()]


def coverage_line(frozen: Frozen, targets: Sequence[str]) -> tuple[float, int]:
    """The share of all rows of these targets inside our 80 % band, and how many rows there are."""
    parts = [frozen.sheets[target][OURS] for target in targets if target in frozen.sheets]
    inside = sum(float(part.scores["coverage_80"].sum()) for part in parts)
    rows = sum(len(part.observed) for part in parts)
    return (inside / rows if rows else float("nan")), rows


def _ordered(methods: Iterable[str]) -> list[str]:
    """Ours, then M00, then the others by name; those that there are."""
    names = sorted(methods)
    first = [name for name in (OURS, "m00") if name in names]
    return [*first, *(name for name in names if name not in first)]

"""How often observed figures fall into the simulated ranges of their month.

Assumes the published value is compared as it stands; its own uncertainty is not added to the simulated range, so a
figure with a wide low-high counts as missed if its middle lies outside. Figures outside the run are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from polemos.report.bands import Floats, ends, quantiles
from polemos.report.facts import Figure, Target

CHECKED = (0.50, 0.90)


@dataclass(frozen=True)
class Coverage:
    """Counts of observed figures: all inside the run, those inside the 50 % and the 90 % range."""

    name: str
    dots: int
    inside50: int
    inside90: int

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.name, self.dots + other.dots, self.inside50 + other.inside50, self.inside90 + other.inside90
        )


def ranges_at(values: Floats, month: int) -> dict[float, tuple[float, float]]:
    """The 50 % and 90 % range of (draw, month) values in one month."""
    shares = tuple(edge for level in CHECKED for edge in ends(level))
    q = quantiles(values[:, month], shares)
    return {level: (float(q[2 * k]), float(q[2 * k + 1])) for k, level in enumerate(CHECKED)}


def place_of(figure: Figure, values: Floats, labels: Sequence[str]) -> str:
    """Where a figure falls: 'in 50 %', 'in 90 %', 'outside' or 'no run' (its month is not simulated)."""
    if figure.month not in labels:
        return "no run"
    ranges = ranges_at(values, list(labels).index(figure.month))
    for level in CHECKED:
        low, high = ranges[level]
        if low <= figure.value <= high:
            return f"in {level * 100:.0f} %"
    return "outside"


def coverage(name: str, dots: Sequence[Figure], values: Floats, labels: Sequence[str]) -> Coverage:
    """Count one target's dots."""
    found = [place_of(figure, values, labels) for figure in dots]
    inside50 = found.count("in 50 %")
    return Coverage(name, len(found) - found.count("no run"), inside50, inside50 + found.count("in 90 %"))


def total(parts: Sequence[Coverage], name: str = "all targets") -> Coverage:
    """The sum over targets."""
    whole = Coverage(name, 0, 0, 0)
    for part in parts:
        whole = whole + part
    return whole


def by_knowledge(
    targets: Sequence[Target],
    dots: Mapping[str, Sequence[Figure]],
    values: Mapping[str, Floats],
    labels: Sequence[str],
    cut: date,
) -> tuple[Coverage, Coverage]:
    """Coverage of the figures published by the information cut, and of those published later."""
    early: list[Coverage] = []
    late: list[Coverage] = []
    for target in targets:
        for known, parts in ((True, early), (False, late)):
            chosen = [figure for figure in dots[target.name] if (figure.known_from <= cut) == known]
            parts.append(coverage(target.name, chosen, values[target.name], labels))
    return total(early, "published by the information cut"), total(late, "published later")

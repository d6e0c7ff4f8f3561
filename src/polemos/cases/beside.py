"""The sourced ranges that may judge a figure claim, and those that may not because they are circular."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from polemos.cases.claims import Beside, Claim
from polemos.cases.observed import Figure

Range = tuple[float, float]


class Sourced(NamedTuple):
    """One figure beside a claim: what it says, where it is from, and why it is refused ('' when it is not)."""

    low: float
    high: float
    source: str
    locator: str
    refused: str = ""


def sourced(claim: Claim, claims: Sequence[Claim], figures: Iterable[Figure]) -> tuple[Sourced, ...]:
    """Every figure beside a claim, those that may not judge it marked."""
    rows = tuple(figures)
    return tuple(found for beside in claim.beside for found in _figures(beside, claim, claims, rows))


def admitted(found: Iterable[Sourced]) -> tuple[Range, ...]:
    """The ranges that may judge."""
    return tuple((one.low, one.high) for one in found if not one.refused)


def _figures(beside: Beside, claim: Claim, claims: Sequence[Claim], rows: Sequence[Figure]) -> Iterator[Sourced]:
    if not beside.series:
        assert beside.low is not None and beside.high is not None and beside.source is not None
        why = _why(claim, claims, beside.circular_for, beside.source.cites)
        yield Sourced(beside.low, beside.high, beside.source.cite, beside.source.locator, why)
    for row in rows:
        if row.series == beside.series and beside.covers(row.date):
            circular = tuple(part.strip() for part in row.circular_for.split(";"))
            low, high = (row.value if end is None else end for end in (row.low, row.high))
            yield Sourced(low, high, row.source, row.locator, _why(claim, claims, circular, row.cites))


def _why(claim: Claim, claims: Sequence[Claim], circular_for: Sequence[str], cites: Sequence[str]) -> str:
    if claim.id in circular_for:
        return f"circular: it was derived from {claim.id}, or assumes it"
    for other in claims:
        judges = other.id == claim.id or claim.id in other.circular_for
        if judges and other.source is not None and set(other.source.cites) & set(cites):
            return f"circular: its source is the claim {other.id}'s own"
    return ""

"""The rule that turns evidence on a claim into one of four words; fixed before any number was computed.

Assumes the evidence is what it says: chances from a calibrated trial, skill on figures that neither model has seen.
Leaves out how much a claim matters. The rule, with its reasons, stands in docs/explanation/verdicts.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Word = Literal["supported", "refined", "contradicted", "not identified"]
Range = tuple[float, float]

SURE = 0.9
FACTOR = 2.0
# A mechanism that is present is strong when its first effect parameter lies above this quantile of its prior.
STRONG = 2.0 / 3.0


@dataclass(frozen=True)
class Evidence:
    """What the trial of one mechanism gave.

    present, opposite: P(s = +1) and P(s = -1) given the data, None when the trial could not be held. skill: mean score
    of the reduced model minus that of the full one with its 90 % interval (low, middle, high); above zero the full
    model forecasts better. effect, claimed: the 90 % range of the effect and what the claim states. observed: whether
    any series in the panel shows what the claim speaks of.
    """

    present: float | None = None
    opposite: float | None = None
    skill: tuple[float, float, float] | None = None
    effect: Range | None = None
    claimed: Range | None = None
    qualified: bool = False
    observed: bool = True


@dataclass(frozen=True)
class Verdict:
    """One word and the sentence that says why."""

    word: Word
    reason: str


def mechanism_verdict(evidence: Evidence) -> Verdict:
    """The verdict on a mechanism; see the module."""
    if not evidence.observed:
        return Verdict("not identified", "no series in the data shows what the claim speaks of")
    if evidence.present is None or evidence.opposite is None:
        return Verdict("not identified", "no trial was held")
    if evidence.opposite >= SURE:
        return Verdict("contradicted", f"the opposite has probability {evidence.opposite:.3f}")
    if evidence.skill is not None and evidence.skill[2] < 0.0:
        return Verdict("contradicted", "the model without it forecasts better, beyond the 90 % interval")
    if evidence.present < SURE:
        return Verdict("not identified", f"the claim has probability {evidence.present:.3f}, below {SURE:g}")
    if evidence.skill is None:
        return Verdict("not identified", "its skill was not measured")
    return _refined(evidence) or Verdict("supported", f"the claim has probability {evidence.present:.3f}")


def _refined(evidence: Evidence) -> Verdict | None:
    if evidence.qualified:
        return Verdict("refined", "supported, but what is known beside it does not bear the claim as worded")
    if evidence.effect is not None and evidence.claimed is not None and not _meet(evidence.effect, evidence.claimed):
        return Verdict("refined", "supported, but the effect lies outside what the claim states")
    return None


def figure_verdict(states: Range, sourced: Sequence[Range]) -> Verdict:
    """The verdict on a figure: `states` is what the claim says (a bound has an infinite end), `sourced` the ranges of
    independent sources; circular ones must have been taken out."""
    if not sourced:
        return Verdict("not identified", "no figure but the claim's own or one that echoes it")
    low, high = min(r[0] for r in sourced), max(r[1] for r in sourced)
    if states[0] <= low and high <= states[1]:
        return Verdict("supported", "all of the sourced range lies in what the claim states")
    if _meet(states, (low, high)):
        if high <= FACTOR * low:
            return Verdict("supported", "the sourced range holds the claim's figure")
        return Verdict("refined", "the sourced range holds the claim's figure, but its ends differ more than twofold")
    apart = low / states[1] if low > states[1] else states[0] / high if high > 0.0 else float("inf")
    if apart <= FACTOR:
        return Verdict("refined", f"outside the sourced range by a factor of {apart:.2f}")
    return Verdict("contradicted", f"outside the sourced range by a factor of {apart:.2f}")


def forecast_verdict(came_true: Literal["yes", "in part", "no", "not observed"]) -> Verdict:
    """The verdict on a forecast in words: what happened, whatever chance a model gave it."""
    words: dict[str, Word] = {"yes": "supported", "in part": "refined", "no": "contradicted"}
    return Verdict(words.get(came_true, "not identified"), f"what it says happened: {came_true}")


def _meet(a: Range, b: Range) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]

"""The box that stands first: what this is, how it did, where it is blind. Every number in it is counted, none is typed.

Assumes that a run whose manifest names no posterior was drawn from the prior.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from polemos.report.coverage import Coverage, total
from polemos.report.facts import Facts
from polemos.report.numbers import DASH, number, percent, with_unit
from polemos.report.views import Box, Grid

WEAK = ("recalled", "elicited")


def box(
    facts: Facts,
    manifest: Mapping[str, Any],
    labels: Sequence[str],
    covered: Sequence[Coverage],
    known: tuple[Coverage, Coverage],
) -> Box:
    """The three texts and the table of coverage."""
    draws = manifest.get("draws", "an unknown number of")
    what = (
        f"A distribution over histories from {labels[0]} to {labels[-1]}: {draws} draws of a model, given data and "
        "assumptions. It is no record of what happened and no statement of fact.",
        _fitted(manifest),
        *_changed(manifest),
        f"No prior rests on a figure published after the information cut, {facts.information_cut.isoformat()}. "
        "Choosing places and mechanisms is hindsight all the same.",
        "For peace research, early warning and data journalism: aggregate and historical. Nothing here speaks of "
        "persons, and nothing in it is fit for choosing a target.",
    )
    return Box(what, _how(total(covered), known), _blind(facts, manifest), _scores(covered, known))


def _fitted(manifest: Mapping[str, Any]) -> str:
    if manifest.get("posterior"):
        return (
            "It is calibrated: parameters come from a posterior whose learning was checked on simulated truths, with "
            "luck that goes with the record to the day of learning. Few parameters are identified; each says so."
        )
    return (
        "It is not calibrated yet: each draw takes its parameters from their priors, so the ranges show what the "
        "assumptions allow, not what the observed figures support."
    )


def _changed(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """What was changed by hand: a run with changes tells what the model says then, not what the case says."""
    lines = []
    if manifest.get("without"):
        lines.append(f"Switched off in this run: {', '.join(manifest['without'])}.")
    if manifest.get("set"):
        lines.append(f"Set by hand in this run: {'; '.join(map(_setting, manifest['set']))}.")
    return tuple(lines)


def _setting(given: Mapping[str, Any]) -> str:
    label = f"[{given['label']}]" if given["label"] else ""
    return with_unit(f"{given['target']}{label} = {number(given['value'])}", given["unit"])


def _how(whole: Coverage, known: tuple[Coverage, Coverage]) -> tuple[str, ...]:
    if not whole.dots:
        return ("No observed figure falls into this run, so nothing can be said about how it did.",)
    half, most = _shares(whole)
    return (
        f"Of {whole.dots} observed figures, {half} lie in the 50 % range of the draws in their month and {most} in the "
        "90 % range. Ranges that mean what they say would hold about half and nine in ten.",
        "Wide ranges hold much at little merit: a high share in the 90 % range is a condition, no proof.",
        f"{known[0].dots} of these figures were published by the information cut, {known[1].dots} later.",
    )


def _blind(facts: Facts, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    present = {claim for mechanism in facts.mechanisms for claim in mechanism.claims}
    absent = [claim for claim in facts.claims if claim not in present]
    weak = sum(row.basis in WEAK for row in facts.parameters)
    lines = [
        "Inside a place everything is one: no quarters, no front lines, no persons. A place stands for its land and "
        "its people.",
        "Observed figures disagree among themselves; each dot is what one source published, with its own low and "
        "high end.",
        "Signs in the causal graph say which way something pushes, not how much.",
    ]
    if facts.parameters:
        lines.append(
            f"{weak} of {len(facts.parameters)} priors rest on recollection or judgement (marked in their table)."
        )
    if absent:
        lines.append(f"Claims with no mechanism in this run: {', '.join(absent)} (listed with the mechanisms).")
    lines += [f"Not computed: {name} ({why})." for name, why in sorted(dict(manifest.get("left_out") or {}).items())]
    return tuple(lines)


def _scores(covered: Sequence[Coverage], known: tuple[Coverage, Coverage]) -> Grid:
    parts = [*covered, *known, total(covered)]
    rows = tuple((part.name, str(part.dots), *_shares(part)) for part in parts)
    headings = ("quantity", "figures", "in 50 % range", "in 90 % range")
    return Grid("Observed figures inside the simulated ranges of their month", headings, rows, (1, 2, 3))


def _shares(part: Coverage) -> tuple[str, str]:
    if not part.dots:
        return DASH, DASH
    return (
        f"{part.inside50} ({percent(part.inside50 / part.dots)})",
        f"{part.inside90} ({percent(part.inside90 / part.dots)})",
    )

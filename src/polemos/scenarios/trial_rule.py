"""The trial as a whole: what the observed panel says of every mechanism, and how often the rule errs on known truths.

Assumes the truths are draws of the trial prior that nothing was learned from. Strong is counted in three ways, each
fixed before its numbers were computed: the effect's parameter lies in the upper third of its prior; or the effect is
visible, which is to say that switching it off in that truth moves the published figures far from what errors do to them
(`trial_visible`); or it is clear, far from what errors, luck and all other parameters do to them (`trial_clear`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos import __version__
from polemos.cases.schema import Case
from polemos.scenarios.trial_bank import Tried, fingerprint, tried
from polemos.scenarios.trial_clear import CLEAR, distances
from polemos.scenarios.trial_curve import learning_curve
from polemos.scenarios.trial_network import Judge, learn_judge
from polemos.scenarios.trial_prior import UNSEEN, Floats
from polemos.scenarios.trial_refusals import refuse_untriable
from polemos.scenarios.trial_skill import Forecaster, learn_forecaster
from polemos.scenarios.trial_visible import VISIBLE, noncentralities
from polemos.scenarios.trial_without import switched_off
from polemos.scenarios.verdict import STRONG, SURE, Evidence, Verdict, mechanism_verdict

ABSENT_MOST, STRONG_LEAST = 0.05, 0.8
TRUTHS = 200
Tell = Callable[[str], Callable[[int, int], None]]


@dataclass(frozen=True)
class Finding:
    """What the data say of one mechanism: P(+1), P(0), P(-1), and the gain in skill (5 %, mean, 95 %)."""

    id: str
    chances: tuple[float, float, float]
    skill: tuple[float, float, float]

    @property
    def verdict(self) -> Verdict:
        """By the rule, as if every claim's series were observed."""
        return mechanism_verdict(Evidence(self.chances[0], self.chances[2], self.skill))


@dataclass(frozen=True)
class Errors:
    """How the rule did on truths of one charge: how many there were, and how many were called what they should not,
    or what they should. by_skill: contradicted by skill alone."""

    id: str
    absent: int
    absent_supported: int
    strong: int
    strong_supported: int
    visible: int
    visible_supported: int
    clear: int
    clear_supported: int
    opposite: int
    opposite_contradicted: int
    present: int
    present_by_skill: int
    absent_by_skill: int
    words: dict[str, int]


def hold_trial(
    case: Case, draws: int, seed: int, workers: int | None, folder: Path | None, tell: Tell | None = None
) -> dict[str, Any]:
    """Simulate, learn, judge the data and the rule; plain data to be kept. InputError: it cannot be held."""
    refuse_untriable(case)
    progress = None if tell is None else tell("histories of the trial prior")
    every = tried(case, draws + TRUTHS, seed, workers, folder, progress)
    learned, truths = every.some(slice(0, draws)), every.some(slice(draws, None))
    cut = case.header.information_cut
    judge, forecaster = learn_judge(learned, seed), learn_forecaster(learned, cut, seed)
    observed = findings(judge, forecaster, every, every.summaries.observed()[None], seed)[0]
    onward = None if tell is None else tell("mechanisms switched off in known truths")
    pairs = switched_off(truths, np.arange(draws, draws + TRUTHS), seed, workers, folder, onward)
    visible = noncentralities(truths, pairs) > VISIBLE
    clear = distances(learned, truths, judge.features, pairs, seed) > CLEAR
    called = findings(judge, forecaster, truths, truths.reported(seed, 99_999), seed)
    errors = errors_of(truths, called, visible, clear)
    return {
        "about": {**_about(every, cut, draws, seed, judge), "skill_widened": _by_charge(every, forecaster.widened)},
        "findings": {found.id: _plain(found) for found in observed},
        "rule": {one.id: asdict(one) for one in errors},
        "pooled": pooled(errors),
        "curve": learning_curve(learned, truths, {"visible": visible, "clear": clear}, judge, seed),
    }


def failings(found: Mapping[str, Any]) -> list[str]:
    """What a kept trial falls short of, as sentences; none where it holds what is asked of it."""
    shares = {kind: found["pooled"][f"{kind} called supported"] for kind in ("absent", "strong", "clear")}
    on = "mechanisms are called supported on known truths; asked:"
    told = (
        [f"{shares['absent']:.1%} of absent {on} at most {ABSENT_MOST:.0%}"] if shares["absent"] > ABSENT_MOST else []
    )
    missed = [kind for kind in ("strong", "clear") if shares[kind] < STRONG_LEAST]
    return told + [f"{shares[kind]:.1%} of {kind} {on} at least {STRONG_LEAST:.0%}" for kind in missed]


def findings(judge: Judge, forecaster: Forecaster, found: Tried, x: Floats, seed: int) -> list[list[Finding]]:
    """What reports x (case, summary) say: a finding per charge, for each case."""
    chances = judge.chances(x)
    skills = [forecaster.skill(x, number, seed) for number in range(len(found.trial.ids))]
    return [
        [
            Finding(name, (float(p[0]), float(p[1]), float(p[2])), skills[number][row])
            for number, (name, p) in enumerate(zip(found.trial.ids, chances[row], strict=True))
        ]
        for row in range(len(x))
    ]


def errors_of(
    truths: Tried, called: list[list[Finding]], visible: NDArray[np.bool_], clear: NDArray[np.bool_]
) -> list[Errors]:
    """Count what the rule said of known truths; visible and clear (truth, charge)."""
    found = []
    for number, name in enumerate(truths.trial.ids):
        words = np.array([row[number].verdict.word for row in called])
        signs, supported, against = truths.signs[:, number], words == "supported", words == "contradicted"
        by_skill = against & np.array([row[number].chances[2] < SURE for row in called])
        absent, opposite, present = signs == 0, signs == -1, signs == 1
        strong = present & (truths.effect[:, number] >= STRONG)
        found.append(
            Errors(
                name,
                *_counts(absent, supported),
                *_counts(strong, supported),
                *_counts(present & visible[:, number], supported),
                *_counts(present & clear[:, number], supported),
                *_counts(opposite, against),
                *_counts(present, by_skill),
                _counts(absent, by_skill)[1],
                dict(Counter(words.tolist())),
            )
        )
    return found


def _counts(of: NDArray[np.bool_], what: NDArray[np.bool_]) -> tuple[int, int]:
    """How many, and how many of them."""
    return int(of.sum()), int(what[of].sum())


def pooled(errors: list[Errors]) -> dict[str, float]:
    """Shares over all charges together; the one that moves nothing apart."""
    seen = [one for one in errors if one.id != UNSEEN.id]
    unseen = next(one for one in errors if one.id == UNSEEN.id)
    return {
        "absent called supported": _share([(e.absent_supported, e.absent) for e in seen]),
        "strong called supported": _share([(e.strong_supported, e.strong) for e in seen]),
        "visible called supported": _share([(e.visible_supported, e.visible) for e in seen]),
        "clear called supported": _share([(e.clear_supported, e.clear) for e in seen]),
        "present called contradicted by skill": _share([(e.present_by_skill, e.present) for e in seen]),
        "absent called contradicted by skill": _share([(e.absent_by_skill, e.absent) for e in seen]),
        "opposite called contradicted": _share([(e.opposite_contradicted, e.opposite) for e in seen]),
        "unseen called not identified": unseen.words.get("not identified", 0) / max(sum(unseen.words.values()), 1),
    }


def _share(pairs: list[tuple[int, int]]) -> float:
    return sum(a for a, _ in pairs) / max(sum(b for _, b in pairs), 1)


def _about(found: Tried, cut: date, draws: int, seed: int, judge: Judge) -> dict[str, Any]:
    return {
        "case": found.setup.resolved.name,
        "polemos": __version__,
        "setup": fingerprint(found.setup),
        "histories": draws,
        "truths": TRUTHS,
        "seed": seed,
        "cut": str(cut),
        "figures": len(found.setup.design.panel.rows),
        "cross_entropy_of_prior": round(judge.lost[0], 4),
        "cross_entropy_learned": round(judge.lost[1], 4),
        "temperature": _by_charge(found, judge.temperature),
    }


def _by_charge(found: Tried, numbers: Floats) -> dict[str, float]:
    return {name: round(float(number), 2) for name, number in zip(found.trial.ids, numbers, strict=True)}


def _plain(found: Finding) -> dict[str, Any]:
    word = found.verdict
    return {
        "chances": [round(p, 4) for p in found.chances],
        "skill": [round(s, 5) for s in found.skill],
        "word": word.word,
        "reason": word.reason,
    }

"""The ledger: every claim of a case with its verdict, the numbers behind it, and what became of earlier verdicts.

Reads what was computed and kept with the case (the trial, scored forecasts) and applies the rule. What was not computed
is said to be so.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from polemos.cases.beside import admitted, sourced
from polemos.cases.claims import Claim, load_claims
from polemos.cases.observed import load_figures
from polemos.cases.schema import Case
from polemos.core.errors import InputError
from polemos.scenarios.verdict import Evidence, Verdict, figure_verdict, forecast_verdict, mechanism_verdict

FOLDER = "verdicts"
NOT_COMPUTED = "not yet computed"


@dataclass(frozen=True)
class Entry:
    """One claim in the ledger; `numbers` are what the verdict rests on, `notes` what is known beside it."""

    id: str
    kind: str
    title: str
    text: str
    paragraphs: tuple[int, ...]
    word: str
    reason: str
    numbers: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """All claims of a case; `about` says which trial and which data the verdicts rest on."""

    case: str
    title: str
    about: Mapping[str, Any]
    entries: tuple[Entry, ...]

    def only(self, claim: str) -> Ledger:
        """The ledger of one claim."""
        found = tuple(entry for entry in self.entries if entry.id == claim)
        if not found:
            known = ", ".join(entry.id for entry in self.entries)
            raise InputError("claims.toml", "has no claim of this id", value=claim, fix=f"choose one of {known}")
        return Ledger(self.case, self.title, self.about, found)


def ledger(case: Case) -> Ledger:
    """The ledger of a case as things stand."""
    trial, forecasts, sizes = (kept(case, f"{name}.json") for name in ("trial", "forecasts", "effects"))
    claims = load_claims(case)
    figures = load_figures(case)
    series = {figure.series for figure in figures}
    entries = []
    for claim in claims:
        if claim.kind == "mechanism":
            entries.append(_mechanism(claim, trial, sizes, series))
        elif claim.kind == "figure":
            entries.append(_figure(claim, sourced(claim, claims, figures)))
        else:
            entries.append(_forecast(claim, forecasts))
    about = {"trial": trial.get("about", NOT_COMPUTED), "rule": trial.get("pooled", NOT_COMPUTED), "data": data(case)}
    return Ledger(case.header.name, case.header.title, about, tuple(entries))


def kept(case: Case, name: str) -> dict[str, Any]:
    """A result kept with the case; empty when it was not computed."""
    path = case.folder / FOLDER / name
    if not path.is_file():
        return {}
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(str(path), f"is not JSON: {error}", fix="compute it anew, or remove it") from None
    return found


def data(case: Case) -> dict[str, str]:
    """SHA-256, cut to 16 digits, of every file that a verdict rests on."""
    files = [
        *sorted((case.folder / "figures").glob("*.csv")),
        case.folder / "claims.toml",
        case.folder / "outcomes.csv",
    ]
    files += [case.folder / FOLDER / name for name in ("trial.json", "effects.json", "forecasts.json")]
    return {_name(path, case.folder): _digest(path) for path in files if path.is_file()}


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _mechanism(claim: Claim, trial: Mapping[str, Any], sizes: Mapping[str, Any], series: set[str]) -> Entry:
    lacking = tuple(name for name in claim.needs if name not in series)
    found = trial.get("findings", {}).get(claim.id)
    qualified, observed = claim.at_most is not None, not lacking
    size = Evidence(effect=_measured(sizes, claim.id), claimed=claim.effect, observed=observed, qualified=qualified)
    evidence = size
    numbers: dict[str, Any] = {}
    if found is not None:
        present, absent, opposite = found["chances"]
        low, middle, high = found["skill"]
        evidence = replace(size, present=present, opposite=opposite, skill=(low, middle, high))
        numbers = {"P(+1)": present, "P(0)": absent, "P(-1)": opposite, "skill gained (90 %)": found["skill"]}
        numbers["rule on known truths"] = _counted(trial.get("rule", {}).get(claim.id, {})) or NOT_COMPUTED
    numbers |= _size(claim, sizes)
    verdict = mechanism_verdict(evidence)
    if found is None and observed:
        verdict = Verdict(verdict.word, _untried(claim))
    if lacking:
        verdict = Verdict(verdict.word, f"{verdict.reason} (it needs {', '.join(lacking)})")
    return _entry(claim, verdict, numbers, _notes(claim))


def _counted(rule: Mapping[str, Any]) -> dict[str, str]:
    """How often the rule said of known truths what it should not, or should, in words; kinds without a truth are left
    out."""
    asked = [(kind, "supported") for kind in ("absent", "strong", "visible", "clear")] + [("opposite", "contradicted")]
    return {
        f"{kind} called {word}": f"{rule[f'{kind}_{word}']} of {rule[kind]}" for kind, word in asked if rule.get(kind)
    }


def _measured(found: Mapping[str, Any], claim: str) -> tuple[float, float] | None:
    """The 90 % range of a kept effect, None where none was measured."""
    spread = found.get(claim, {}).get("effect")
    return None if spread is None else (float(spread[0]), float(spread[2]))


def _size(claim: Claim, sizes: Mapping[str, Any]) -> dict[str, Any]:
    """The effect's size, what of, and what the claim says of it; nothing where the claim does not say."""
    if claim.effect is None:
        return {}
    known = sizes.get(claim.id)
    effect = NOT_COMPUTED if known is None else {"median": known["effect"][1], "90 %": known["effect"][::2]}
    return {"what it adds to": claim.expression, "adds": effect, "says it adds": _stated(claim.effect)}


def _stated(ends: tuple[float, float]) -> str:
    low, high = ends
    if math.isinf(high):
        return f"at least {low:g}"
    return f"at most {high:g}" if math.isinf(low) else f"{low:g} to {high:g}"


def _untried(claim: Claim) -> str:
    return "it has no trial in claims.toml" if claim.trial is None else f"its trial is {NOT_COMPUTED}"


def _figure(claim: Claim, beside: Sequence[Any]) -> Entry:
    if claim.states is None:
        return _entry(claim, Verdict("not identified", "claims.toml does not say what it states"), {}, _notes(claim))
    verdict = figure_verdict(claim.states.range, admitted(beside))
    states = [claim.states.low, claim.states.high]
    ranges = [{"low": b.low, "high": b.high, "source": b.source, "locator": b.locator} for b in beside if not b.refused]
    refused = tuple(f"refused: {b.low:g} to {b.high:g} ({b.source}), {b.refused}" for b in beside if b.refused)
    numbers = {"states": states, "unit": claim.states.unit, "beside": ranges}
    return _entry(claim, verdict, numbers, (*_notes(claim), *refused))


def _forecast(claim: Claim, forecasts: Mapping[str, Any]) -> Entry:
    verdict = forecast_verdict(claim.came_true or "not observed")
    numbers = forecasts.get(claim.id, {"forecast at the information cut": NOT_COMPUTED})
    return _entry(claim, verdict, numbers, _notes(claim))


def _notes(claim: Claim) -> tuple[str, ...]:
    told = (("known", claim.known), ("question", claim.question), ("what happened", claim.outcome))
    ours = tuple(f"ours, without a verdict: {part}" for part in claim.ours)
    return (*(f"{name}: {text}" for name, text in told if text), *ours)


def _entry(claim: Claim, verdict: Verdict, numbers: Mapping[str, Any], notes: tuple[str, ...]) -> Entry:
    paragraphs = claim.paragraphs or ((claim.paragraph,) if claim.paragraph else ())
    about = (claim.id, claim.kind, claim.title, claim.text, paragraphs)
    return Entry(*about, verdict.word, verdict.reason, numbers, notes)

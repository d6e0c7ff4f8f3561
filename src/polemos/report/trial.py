"""The page of the trial's figures, from what is kept with a case; computes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from polemos.report.numbers import MINUS, clean, number

Found = Mapping[str, Any]
ASKED = {
    "absent called supported": "at most 5 %",
    "strong called supported": "at least 80 %",
    "visible called supported": "",
    "clear called supported": "at least 80 %",
    "opposite called contradicted": "",
    "present called contradicted by skill": "",
    "absent called contradicted by skill": "",
    "unseen called not identified": "",
}
MADE = "Made by `benchmarks/evidence.py` from the case as it stands; not edited by hand. What is meant is in"
CURVE = """Called present: P(*s* = +1) of at least 0.9, skill left out. Nats: evidence gained on all claims together,
per truth. The last row is a judge that sees the histories themselves, without misfit, sources and noise."""


def page(trial: Found, effects: Found) -> Iterator[str]:
    """The page, line by line; what was not computed is left out."""
    yield from ("# The trial of the worked case: figures", "", f"{MADE} [what makes a verdict](verdicts.md).", "")
    if trial:
        about = trial["about"]
        told = f"{about['histories']} histories learned from, {about['truths']} truths, {about['figures']} figures"
        yield from (f"{told}, seed {about['seed']}, information cut {about['cut']}.", "")
        yield from pooled(trial["pooled"])
        yield from curve(trial.get("curve", ()))
        yield from by_claim(trial)
    yield from sizes(effects) if effects else ()


def pooled(found: Found) -> Iterator[str]:
    """How often the rule errs."""
    yield from ("## The rule on known truths", "", "| truths | share | asked |", "|---|--:|--:|")
    yield from (f"| {name} | {_share(found[name])} | {asked} |" for name, asked in ASKED.items() if name in found)
    yield ""


def curve(rows: Any) -> Iterator[str]:
    """What the judge's eyesight hangs on."""
    if not rows:
        return
    columns = [f"{kind} called present" for kind in ("strong", "visible", "clear", "absent")]
    yield from ("## What limits it", "", CURVE, "")
    yield f"| learned from | sees | {' | '.join(columns)} | nats |"
    yield "|--:|---|--:|--:|--:|--:|--:|"
    for row in rows:
        shares = " | ".join(_share(row[name]) if name in row else "not counted" for name in columns)
        yield f"| {row['histories']} | {row['sees']} | {shares} | {row['nats']:.2f} |"
    yield ""


def by_claim(trial: Found) -> Iterator[str]:
    """Each claim: what the data say, and how the rule did on its own truths."""
    yield from ("## Claim by claim", "", "Of truths: how many were called supported, of how many.", "")
    yield f"| claim | P(+1) | P(0) | P({MINUS}1) | skill gained (90 %) | strong | visible | clear | absent |"
    yield "|---|--:|--:|--:|---|--:|--:|--:|--:|"
    for name, found in trial["findings"].items():
        chances = " | ".join(f"{p:.2f}" for p in found["chances"])
        low, _, high = map(number, found["skill"])
        rule = trial["rule"][name]
        counts = " | ".join(_counted(rule, what) for what in ("strong", "visible", "clear", "absent"))
        yield f"| {name} | {chances} | {low} to {high} | {counts} |"
    yield ""


def _share(value: float) -> str:
    return f"{100.0 * value:.1f} %"


def _counted(rule: Found, what: str) -> str:
    return f"{rule[f'{what}_supported']} of {rule[what]}" if what in rule else "not counted"


def sizes(effects: Found) -> Iterator[str]:
    """What each mechanism adds to its claim's expression."""
    source = clean(next(iter(effects.values()))["parameters from"])
    yield from ("## What each mechanism adds", "", "Its claim's expression with the mechanism, less without it, on the")
    yield from (f"same draws and luck; parameters from {source}.", "", "| claim | median (90 % of draws) | draws |")
    yield "|---|---|--:|"
    for name, found in effects.items():
        low, middle, high = map(number, found["effect"])
        yield f"| {name} | {middle} ({low} to {high}) | {found['draws']} |"
    yield ""

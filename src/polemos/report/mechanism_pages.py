"""One page of Markdown for each mechanism of a case, written from its code and the case's table, and an index by claim.

Assumes what a mechanism leaves out stands in its file's docstring. Leaves out results: a page says what is assumed, not
what came of it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from polemos.cases.build import build
from polemos.cases.claims import Claim, load_claims
from polemos.cases.resolve import resolve
from polemos.cases.resolved import ResolvedCase
from polemos.cases.schema import Case
from polemos.cases.switches import filed_under
from polemos.core.mechanism import Derived, Flow, Mark, Mechanism, Transition
from polemos.core.model import Model
from polemos.report.equations.methods import Equations, equations, frame_of, streams
from polemos.report.facts import ParameterRow
from polemos.report.numbers import clean, interval, number
from polemos.report.parameter_rows import parameter_rows

MADE = "<!-- Written by `polemos describe CASE --pages FOLDER`; change the code or the case, not this page. -->"
LUCK = {
    "chance": "each person apart, as a count",
    "order": "people moved together: the expected number, rounded at random",
    "amount": "the expected amount",
    "events": "a whole number of happenings",
    "sizes": "the sizes of events, added up; the equation gives the size of one event",
}


@dataclass(frozen=True)
class Pages:
    """What every page is written from."""

    resolved: ResolvedCase
    model: Model
    claims: Mapping[str, Claim]
    rows: tuple[ParameterRow, ...]
    notes: Mapping[str, str]

    def all(self) -> dict[str, str]:
        """Every page by file name."""
        found = {f"{stem(m)}.md": self.page(m) for m in self.model.mechanisms}
        return {"index.md": self.index()} | found

    def index(self) -> str:
        """Claims with the mechanisms that stand for them, and what those leave out."""
        rows = [MADE, "# Mechanisms by claim", "", "How to read the pages: [mechanisms](../mechanisms.md). *Also in*"]
        rows += [
            "names mechanisms that have a part in a claim but stand under another.",
            "",
            "| claim | title | mechanisms | also in |",
            "|---|---|---|---|",
        ]
        for key, claim in self.claims.items():
            own = [m for m in self.model.mechanisms if filed_under(self.resolved, m) == key]
            also = [m for m in self.model.mechanisms if key in m.claims and m not in own]
            rows.append(f"| {key} | {cell(claim.title)} | {links(own) or 'none'} | {links(also)} |")
        rows += ["", "## What each leaves out", "", "| mechanism | leaves out |", "|---|---|"]
        rows += [f"| {links([m])} | {cell(left_out(m))} |" for m in self.model.mechanisms]
        return "\n".join(rows) + "\n"

    def page(self, mechanism: type[Mechanism]) -> str:
        """The page of one mechanism."""
        parts = [MADE, f"# {mechanism.__name__}", "", *self._head(mechanism), "", *self._reads(mechanism)]
        found = {mark: equations(self.model, mechanism, mark) for mark in mechanism.marks()}
        parts += functions(found.values())
        for mark, lines in found.items():
            parts += ["", *self._method(mechanism, mark, lines)]
        return "\n".join([*parts, "", *self._parameters(mechanism)]) + "\n"

    def _head(self, mechanism: type[Mechanism]) -> Iterator[str]:
        first = filed_under(self.resolved, mechanism)
        for key in dict.fromkeys([first, *mechanism.claims]):
            claim = self.claims.get(key)
            part = "Claim" if key == first else "Has a part in claim"
            said = f", {claim.title}: {claim.text} *To be shown:* {claim.shows}" if claim else "."
            yield f"> **{part} {key}**{clean(said)}"
            yield ">"
        yield ""
        yield clean(mechanism.__doc__ or "").replace("](", r"]\,(")  # a product in a formula is no link
        for paragraph in (sys.modules[mechanism.__module__].__doc__ or "").split("\n\n"):
            yield from ("", clean(paragraph))

    def _reads(self, mechanism: type[Mechanism]) -> Iterator[str]:
        yield from ("## What it reads", "", "| name | is | unit | shape | meaning |", "|---|---|---|---|---|")
        marks = mechanism.marks()
        for name in dict.fromkeys(name for mark in marks for name in mark.reads):
            unit, dims = self.model.unit_and_dims(name)
            kind, meaning = self._meaning(name)
            yield f"| `{name}` | {kind} | {unit} | {shape(dims)} | {cell(meaning)} |"
        for mark in marks:
            for stream in streams(mechanism, mark):
                dims = frame_of(self.model, f"{mechanism.__name__}.{mark.name}", mark)
                yield f"| `{stream}` | luck | 1 | {shape(dims)} | uniform numbers between 0 and 1, new in every step |"

    def _meaning(self, name: str) -> tuple[str, str]:
        model = self.model
        if name in model.stocks:
            return "stock", model.stocks[name].doc
        if name in model.derived():
            owner, _ = model.derived()[name]
            return "derived", f"{summary(owner, name)} ([{owner.__name__}]({stem(owner)}.md))"
        if name in model.drivers:
            return "driver", self.notes.get(name, "")
        if name in model.attributes:
            return "attribute", model.attributes[name].doc
        return "step", "length of a step" if name == "step" else ""

    def _method(self, mechanism: type[Mechanism], mark: Mark, found: Equations) -> Iterator[str]:
        yield f"## `{mark.name}`: {heading(mark)}"
        yield ""
        yield clean(getattr(mechanism, mark.name).__doc__ or "")
        yield from self._declared(mark, found)
        yield from ("", *block(found.lines))

    def _declared(self, mark: Mark, found: Equations) -> Iterator[str]:
        signs = [f"raised by {names(mark.raised_by)}"] if mark.raised_by else []
        signs += [f"lowered by {names(mark.lowered_by)}"] if mark.lowered_by else []
        yield ""
        yield f"* Declared signs: {'; '.join(signs) or 'none'}."
        yield f"* Shape: {shape(found.frame)}."
        if isinstance(mark, Derived):
            off = "nothing stands in for it" if mark.neutral is None else f"{mark.neutral:g} stands in for it"
            yield f"* Unit: {mark.unit}. With the mechanism switched off, {off}."
        if isinstance(mark, Flow):
            stock = self.model.stocks[(mark.source or mark.sink).stock]  # type: ignore[union-attr]
            what = "1/month, a hazard that the engine multiplies by what the source holds" if mark.per_head else ""
            each = f"{stock.unit}, for each event of `{mark.of}`" if mark.of else ""
            yield f"* Unit: {what or each or f'{stock.unit}/month'}. Moved as {mark.luck}: {LUCK[mark.luck]}."
            yield from (
                [f"* Each place's share goes to or comes from the rival named by `{mark.via}`."] if mark.via else []
            )
        if isinstance(mark, Transition):
            yield "* Decided once a step, from the state expected in its middle."

    def _parameters(self, mechanism: type[Mechanism]) -> Iterator[str]:
        rows = [row for row in self.rows if row.mechanism == mechanism.__name__]
        yield from ("## Parameters", "")
        if not rows:
            yield "None: it keeps books and claims nothing that could be fitted."
            return
        yield "| parameter | unit | meaning | prior | 90 % of it | basis | source | known from |"
        yield "|---|---|---|---|---|---|---|---|"
        for row in rows:
            label = f"[{row.label}]" if row.label else ""
            low, middle, high = row.quantiles
            spread = f"{number(middle)} ({interval(low, high)})"
            source = f"{row.source}, {row.locator}" if row.locator else row.source
            cells = (row.meaning, row.prior, spread, row.basis, source, row.known_from)
            yield f"| `{row.name}{label}` | {row.unit} | {' | '.join(map(cell, cells))} |"
        notes = {row.name: row.note for row in rows if row.note}
        yield from ("", *(f"* `{name}`: {clean(note)}" for name, note in notes.items()))


def pages_of(case: Case) -> dict[str, str]:
    """Every page of a case by file name; raises InputError for a mechanism that cannot be typeset."""
    resolved = resolve(case)
    model = build(resolved)
    claims = {c.id: c for c in load_claims(case) if c.kind == "mechanism"}
    notes = {name: first_sentence(driver.note) for name, driver in resolved.drivers.items()}
    return Pages(resolved, model, claims, parameter_rows(resolved, model), notes).all()


def stem(mechanism: type[Mechanism]) -> str:
    """The name of a mechanism's page: 'siege_clock' for SiegeClock."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", mechanism.__name__).lower()


def heading(mark: Mark) -> str:
    """What kind of method it is, and what it moves or changes."""
    if isinstance(mark, Flow):
        ends = [
            "outside" if end is None else f"`{end.stock}{f'[{end.label}]' if end.label else ''}`"
            for end in (mark.source, mark.sink)
        ]
        return f"a flow from {ends[0]} to {ends[1]}"
    if isinstance(mark, Transition):
        return f"a switch of {names(mark.changes)}"
    return "a derived quantity"


def summary(mechanism: type[Mechanism], method: str) -> str:
    """What a method's docstring says before its shape."""
    return clean(getattr(mechanism, method).__doc__ or "").partition("; shape")[0].rstrip(".")


def left_out(mechanism: type[Mechanism]) -> str:
    """What a mechanism's file says that it leaves out."""
    told = clean(sys.modules[mechanism.__module__].__doc__ or "")
    return told.partition("Leaves out ")[2].partition(". ")[0].rstrip(".")


def first_sentence(text: str) -> str:
    """The text up to its first full stop."""
    return clean(text).partition(". ")[0].rstrip(".")


def block(lines: tuple[str, ...]) -> Iterator[str]:
    """Lines of LaTeX as one block of mathematics."""
    yield "```math"
    yield r"\begin{aligned}"
    yield " \\\\\n".join(line.replace(" = ", " &= ", 1) for line in lines)
    yield r"\end{aligned}"
    yield "```"


def functions(found: Iterable[Equations]) -> Iterator[str]:
    """The functions that the equations below use, each once; arguments are whole arrays."""
    helpers = list(dict.fromkeys(helper for one in found for helper in one.helpers))
    if helpers:
        yield from ("", "## Functions", "", "Used below; names inside a function are its own.")
    for helper in helpers:
        yield from ("", f"`{helper.name}({', '.join(helper.arguments)})`{'' if helper.lines else ': of the engine. '}")
        yield from ("", *block(helper.lines)) if helper.lines else (clean(helper.doc),)


def links(mechanisms: list[type[Mechanism]]) -> str:
    """Mechanisms as links to their pages."""
    return ", ".join(f"[{m.__name__}]({stem(m)}.md)" for m in mechanisms)


def names(words: tuple[str, ...]) -> str:
    """Names as code, with commas between."""
    return ", ".join(f"`{word}`" for word in words)


def shape(dims: tuple[str, ...]) -> str:
    """'(kind, place)'."""
    return f"({', '.join(dims)})"


def cell(text: str) -> str:
    """Text that may stand in a cell of a table."""
    return clean(text).replace("|", "\\|")

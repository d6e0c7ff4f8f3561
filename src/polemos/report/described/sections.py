"""A whole description in order: ODD, causal graph with loops, every parameter, what was excluded, references."""

from __future__ import annotations

from polemos.cases.schema import Case
from polemos.report.causal import path_text, summary
from polemos.report.described.description import Described, Section
from polemos.report.described.excluded import excluded
from polemos.report.described.odd import design_concepts, details, overview
from polemos.report.facts import ParameterRow
from polemos.report.numbers import interval, number
from polemos.report.sections import causal_section
from polemos.report.views import Grid

CLASSES = {"R": "reinforcing", "B": "balancing"}


def sections(d: Described, whole: Case) -> list[Section]:
    """Every section; `whole` is the case as written, with what the origin excludes."""
    parts = [*overview(d), *design_concepts(d), *details(d), *_graph(d), _parameters(d), *excluded(d, whole)]
    return [*parts, _references(d)]


def _graph(d: Described) -> list[Section]:
    rows = tuple((CLASSES[kind], str(len(path)), path_text(d.causes, path)) for path, kind in d.loops)
    loops = Grid("Feedback loops of at most five links, shortest first", ("class", "links", "path"), rows, (1,))
    said = summary(d.causes, [kind for _, kind in d.loops])
    return [
        Section("Causal graph", 1, (said, "A sign says which way something pushes, not how much.")),
        Section("Links", 2, (), causal_section(d.causes, d.loops).tables),
        Section("Loops", 2, (), (loops,)),
    ]


def _parameters(d: Described) -> Section:
    heads = ("parameter", "meaning", "unit", "median", "90 % range", "prior", "basis", "source", "known from", "note")
    told = any(row.learned for row in d.facts.parameters)
    learned = ("what data said",) if told else ()
    rows = tuple(_row(row, d) for row in d.facts.parameters)
    said = f"{len(rows)} numbers have a prior. " + (
        "What data said compares the posterior shipped with the case with the prior."
        if told
        else "No posterior is given, so nothing is said on what data have taught."
    )
    return Section("Parameters", 1, (said,), (Grid("Every number with a prior", (*heads, *learned), rows, (3,)),))


def _row(row: ParameterRow, d: Described) -> tuple[str, ...]:
    low, middle, high = row.quantiles
    name = f"{row.mechanism}.{row.name}" if row.mechanism else row.name
    label = f"[{row.label}]" if row.label else ""
    source = f"{row.source}, {row.locator}" if row.locator else row.source
    learned = (row.learned,) if any(other.learned for other in d.facts.parameters) else ()
    shown = (number(middle), interval(low, high), row.prior, row.basis, source, row.known_from, row.note)
    return (f"{name}{label}", row.meaning, row.unit, *shown, *learned)


def _references(d: Described) -> Section:
    rows = tuple((entry.key, f"{entry.text} {entry.url}".strip()) for entry in d.facts.references)
    return Section("References", 1, (), (Grid("Sources", ("key", "entry"), rows),))

"""The description after the ODD protocol (Grimm and others 2020): overview, design concepts, details.

Every sentence that could be wrong of another case is put together from the case and the model. Assumes the engine's
rules, which are the same for every case. Leaves out results.
"""

from __future__ import annotations

from collections import Counter

from polemos.core.calendar import DAYS_PER_MONTH
from polemos.core.mechanism import Derived, Flow, Transition
from polemos.report.causal import summary
from polemos.report.described.description import Described, Section
from polemos.report.mechanism_pages import first_sentence, shape
from polemos.report.numbers import clean, number
from polemos.report.parameter_rows import prior_text
from polemos.report.sections import claims_table
from polemos.report.views import Grid

LUCK_WORDS = {
    "chance": "counts of persons by inversion of a uniform number",
    "order": "expected numbers rounded at random",
    "amount": "expected amounts",
    "events": "whole numbers of events",
    "sizes": "sizes of events",
}


def overview(d: Described) -> list[Section]:
    """Purpose and patterns; entities, state variables and scales; process overview and scheduling."""
    header, model = d.case.header, d.model
    targets = Grid(
        "Patterns: what is simulated beside what was observed",
        ("quantity", "unit", "observed series"),
        tuple((t.title, t.unit, ", ".join(t.series)) for t in d.facts.targets),
    )
    dims = "; ".join(
        f"{len(labels)} of dimension {dim}" + (f" ({', '.join(labels)})" if len(labels) <= 12 else "")
        for dim, labels in model.dims.items()
    )
    stocks = Grid(
        "State variables (stocks)",
        ("stock", "unit", "shape", "meaning"),
        tuple((n, s.unit, shape(s.dims), s.doc) for n, s in model.stocks.items()),
    )
    return [
        Section("Overview", 1),
        Section("Purpose and patterns", 2, (header.summary,), (targets,)),
        Section(
            "Entities, state variables and scales",
            2,
            (
                f"Entities are places and groups, not persons: {dims}. {len(d.resolved.edges)} roads join places.",
                f"Time runs from {header.start} to {header.end} in {header.steps_per_month} steps a month, about "
                f"{DAYS_PER_MONTH / header.steps_per_month:.1f} days each. Space is a graph of places with their land.",
            ),
            (stocks,),
        ),
        _process(d),
    ]


def _process(d: Described) -> Section:
    rows = []
    for name, (_, mark) in d.model.flows().items():
        ends = [
            "outside" if e is None else e.stock + (f"[{e.label}]" if e.label else "") for e in (mark.source, mark.sink)
        ]
        rows.append((name, f"{ends[0]} to {ends[1]}", mark.luck))
    rows += [
        (name, f"switches {', '.join(m.changes)}", "uniform numbers") for name, (_, m) in d.model.transitions().items()
    ]
    return Section(
        "Process overview and scheduling",
        2,
        (
            "In a step all rates are computed from the same state, once at its start and once at its expected middle. "
            "All flows out of a stock compete for what it holds. Switches are decided once, at the end. The order of "
            "mechanisms changes nothing.",
        ),
        (Grid("Processes", ("process", "moves", "luck"), tuple(rows)),),
    )


def design_concepts(d: Described) -> list[Section]:
    """The eleven concepts, each in a sentence or two."""
    model = d.model
    lucks = Counter(mark.luck for _, mark in model.flows().values())
    told = "; ".join(f"{count} flows as {LUCK_WORDS.get(luck, luck)}" for luck, count in sorted(lucks.items()))
    switches = ", ".join(sorted({s for _, m in model.transitions().values() for s in m.changes}))
    seen_late = ", ".join(name for name, stock in model.stocks.items() if stock.remembered)
    words = {
        "Emergence": f"What is not given but comes out: {switches or 'no switches'}, and every stock after the start. "
        "Drivers are the only paths in time that are given.",
        "Adaptation, objectives, learning, prediction": "Groups follow the declared rates and switches. Nobody in the "
        "model optimises or forecasts; what is learned or remembered is a stock.",
        "Sensing": "Mechanisms read the true state of the step"
        + (f", except where they read a stock of what is heard of or remembered: {seen_late}." if seen_late else "."),
        "Interaction": f"{summary(d.causes, [kind for _, kind in d.loops])}",
        "Stochasticity": f"{told or 'No flows'}; {len(model.transitions())} switches by uniform numbers. Every number "
        "is a function of seed, draw, step and name, so luck is the same with and without a mechanism.",
        "Collectives": f"Groups are labels: {', '.join(dim for dim in model.dims if dim != 'place')}.",
        "Observation": f"{len(d.facts.targets)} simulated quantities, {len(d.facts.figures)} observed figures.",
    }
    basics = Section("Basic principles", 2, ("Claims under test, and what stands for them.",), (claims_table(d.facts),))
    return [Section("Design concepts", 1), basics, *(Section(name, 2, (text,)) for name, text in words.items())]


def details(d: Described) -> list[Section]:
    """Initialisation, input data, submodels."""
    starts = []
    for name, start in d.resolved.initial.items():
        amount = prior_text(start.prior) if start.prior is not None else number(start.value or 0.0)
        over = ", ".join(start.weights) or "none"
        starts.append((name, start.unit, amount, over, start.basis, start.source.cite, start.known_from.isoformat()))
    initial = Grid(
        "Initial stocks; all others start from places.csv or at zero",
        ("stock", "unit", "total", "shared out over", "basis", "source", "known from"),
        tuple(starts),
    )
    inputs = []
    for name, driver in d.resolved.drivers.items():
        rule, months = d.case.drivers[name].rule, "-".join(str(n) for n in sorted({*driver.observed}))
        kind = f"{rule.kind} after {months} observed months"
        inputs.append((name, driver.unit, shape(driver.dims), kind, driver.source.cite, first_sentence(driver.note)))
    drivers = Grid(
        "Drivers: acts from outside", ("driver", "unit", "shape", "rule", "source", "meaning"), tuple(inputs)
    )
    return [
        Section("Details", 1),
        Section("Initialisation", 2, (), (initial,)),
        Section("Input data", 2, ("Observed paths hold up to the origin; after it only the rule.",), (drivers,)),
        Section("Submodels", 2, (), (_submodels(d),)),
    ]


def _submodels(d: Described) -> Grid:
    rows = []
    for row, mechanism in zip(d.facts.mechanisms, d.model.mechanisms, strict=True):
        kinds = Counter(
            {Flow: "flow", Derived: "derived quantity", Transition: "switch"}[type(m)] for m in mechanism.marks()
        )
        made = ", ".join(
            f"{n} {kind}{'s' if n > 1 and kind != 'derived quantity' else ''}" for kind, n in kinds.items()
        )
        rows.append((row.name, ", ".join(row.claims), row.summary, clean(row.assumes), made))
    return Grid("Mechanisms", ("mechanism", "claims", "says", "assumes and leaves out", "made of"), tuple(rows))

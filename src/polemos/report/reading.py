"""The one place where the report looks into a case: from its records, and its model, to the report's own."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from polemos.cases import observed
from polemos.cases.claims import load_claims
from polemos.cases.resolved import ResolvedCase
from polemos.cases.schema import Case
from polemos.cases.targets import load_targets
from polemos.core.model import Model
from polemos.report.causal import Causes, causes_of
from polemos.report.citations import reference
from polemos.report.evidence import ending_lines
from polemos.report.facts import Facts, Figure, MechanismRow, Place, Target
from polemos.report.parameter_rows import parameter_rows
from polemos.report.table import Row, half_year_table
from polemos.scenarios.ledger import kept

if TYPE_CHECKING:
    import xarray as xr

    from polemos.core.mechanism import Mechanism

LONGEST_LOOP = 5


def facts_of(
    case: Case, until: str | None = None, without: Sequence[str] = (), learned: Mapping[str, str] | None = None
) -> tuple[Facts, Model]:
    """A case as the report shows it, and its model; `until` is the last month of the run, `without` what is off.

    learned: what data said of each parameter; else what the posterior shipped with the case tells.
    """
    from polemos.calibration.shipped import quantiles_of, said_of
    from polemos.cases.build import build
    from polemos.cases.resolve import resolve

    resolved = resolve(case, until)
    model = build(resolved)
    model = model.without(*without) if without else model
    header = case.header
    facts = Facts(
        name=header.name,
        title=header.title,
        summary=header.summary,
        movement=next(actor.name for actor in case.actors if actor.role == "movement"),
        information_cut=header.information_cut,
        hash=resolved.hash,
        targets=targets_of(case),
        figures=figures_of(case),
        places=_places(resolved),
        edges=tuple((edge.a, edge.b) for edge in resolved.edges),
        parameters=(
            parameter_rows(resolved, model, said_of(case), quantiles_of(case))
            if learned is None
            else parameter_rows(resolved, model, learned)
        ),
        mechanisms=tuple(mechanism_row(m, resolved.claims.get(m.__name__, "")) for m in model.mechanisms),
        references=tuple(reference(key, entry.fields) for key, entry in sorted(case.references.items())),
        claims={claim.id: claim.text for claim in load_claims(case) if claim.id.startswith("M")},
        endings=tuple(ending_lines(kept(case, "discovery.json"))),
    )
    return facts, model


def figures_of(case: Case) -> tuple[Figure, ...]:
    """The observed figures of a case; a missing low or high end is the value itself."""
    return tuple(_figure(row) for row in observed.load_figures(case))


def targets_of(case: Case) -> tuple[Target, ...]:
    """The targets of a case, in the order of its file."""
    return tuple(
        Target(name, entry.title, entry.unit, entry.series, entry.note) for name, entry in load_targets(case).items()
    )


def table_of(case: Case, dataset: xr.Dataset) -> list[Row]:
    """The half-year table of a run of a case."""
    return half_year_table(dataset, figures_of(case), targets_of(case))


def graph_of(model: Model) -> tuple[Causes, tuple[tuple[tuple[str, ...], str], ...]]:
    """The signed causal graph as records, and its loops as (path, class)."""
    from polemos.core.graph import loops

    graph = model.graph()
    return causes_of(graph), tuple((loop.path, loop.kind) for loop in loops(graph, LONGEST_LOOP))


def mechanism_row(mechanism: type[Mechanism], claim: str = "") -> MechanismRow:
    """Name, first sentence and the rest of what a mechanism's file and class say about themselves."""
    told = _paragraphs(getattr(sys.modules.get(mechanism.__module__), "__doc__", None))
    own = _paragraphs(mechanism.__doc__)
    first, rest = (told or own or [""])[0], [*told[1:], *(own if told else own[1:])]
    claims = tuple(dict.fromkeys([*mechanism.claims, *([claim] if claim else [])]))
    return MechanismRow(mechanism.__name__, first, " ".join(rest), claims)


def _paragraphs(text: str | None) -> list[str]:
    return [" ".join(part.replace("`", "").split()) for part in (text or "").split("\n\n") if part.strip()]


def _figure(row: observed.Figure) -> Figure:
    return Figure(
        series=row.series,
        date=row.date,
        value=row.value,
        low=row.value if row.low is None else row.low,
        high=row.value if row.high is None else row.high,
        unit=row.unit,
        basis=row.basis,
        source=row.source,
        locator=row.locator,
        known_from=row.known_from,
        confidence=row.confidence,
        circular_for=row.circular_for,
    )


def _places(resolved: ResolvedCase) -> tuple[Place, ...]:
    return tuple(Place(p.id, p.name, p.country, p.lat, p.lon, p.population) for p in resolved.places)

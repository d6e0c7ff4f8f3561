"""A description as plain records, whatever it is then written as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from polemos.cases.resolve import resolve
from polemos.cases.resolved import ResolvedCase
from polemos.cases.schema import Case
from polemos.core.model import Model
from polemos.report.causal import Causes
from polemos.report.facts import Facts
from polemos.report.reading import facts_of, graph_of
from polemos.report.views import Grid

Loops = tuple[tuple[tuple[str, ...], str], ...]


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; `level` 1 is a part of the description, 2 a section in it."""

    title: str
    level: int
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class Described:
    """Everything that a description is written from."""

    case: Case
    resolved: ResolvedCase
    model: Model
    facts: Facts
    causes: Causes
    loops: Loops
    origin: date


def describe(case: Case, origin: date | None = None, learned: Mapping[str, str] | None = None) -> Described:
    """A case as it is known at an origin, or at its information cut; UsageError for an origin outside the case."""
    from polemos.cases.origin import at_origin

    known = case if origin is None else at_origin(case, origin)
    facts, model = facts_of(known, learned=learned)
    causes, loops = graph_of(model)
    cut = known.header.information_cut
    return Described(known, resolve(known), model, facts, causes, loops, cut)

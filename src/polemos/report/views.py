"""What the page's template is given: charts as drawn, sentences, and the rows of each table, all as plain records."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from polemos.report.facts import MechanismRow, ParameterRow, Reference

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table as text: its caption, headings, rows; `numeric` columns are set to the right."""

    caption: str
    headings: Cells
    rows: tuple[Cells, ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A picture with its title, one-sentence summary, legend (mark, text), note and table twins."""

    anchor: str
    title: str
    picture: Markup
    sentence: str
    tables: tuple[Grid, ...]
    legend: tuple[tuple[Markup, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Box:
    """What this is, how it did, where it is blind."""

    what: tuple[str, ...]
    how: tuple[str, ...]
    blind: tuple[str, ...]
    scores: Grid


@dataclass(frozen=True)
class Page:
    """Everything on the page, in order."""

    title: str
    case_name: str
    summary: str
    box: Box
    fans: tuple[Chart, ...]
    fan_legend: tuple[tuple[Markup, str], ...]
    maps: tuple[Chart, ...]
    map_legend: tuple[tuple[Markup, str], ...]
    boundary: str
    ever: Grid
    causal: Chart
    loops: Grid
    loops_note: str
    mechanisms: tuple[MechanismRow, ...]
    claims: Grid
    parameters: tuple[ParameterRow, ...]
    parameters_note: str
    references: tuple[Reference, ...]
    manifest: tuple[tuple[str, str], ...]
    endings: tuple[str, ...] = ()

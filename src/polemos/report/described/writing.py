"""A description as text, Markdown, one self-contained HTML page, plain data or GraphML.

Assumes every text may hold anything: control characters are taken out, and markup is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib import resources
from typing import Any

import networkx as nx
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from polemos.report.causal import causal_picture, summary
from polemos.report.described.description import Described, Section
from polemos.report.described.sections import CLASSES
from polemos.report.numbers import clean, isolate
from polemos.report.palette import style_variables
from polemos.report.views import Grid


def as_text(d: Described, parts: Sequence[Section]) -> str:
    """Lines of text: tables as one line a row, cells with semicolons between."""
    lines = [f"{clean(d.facts.title)} ({d.facts.name}; hash {d.facts.hash[:12]}; as known at {d.origin.isoformat()})"]
    for part in parts:
        title = clean(part.title)
        lines += ["", title.upper() if part.level == 1 else title]
        lines += [f"  {clean(paragraph)}" for paragraph in part.paragraphs]
        for table in part.tables:
            lines.append(f"  {clean(table.caption)} ({len(table.rows)}): {'; '.join(map(clean, table.headings))}")
            lines += [f"    {'; '.join(cell for cell in map(clean, row) if cell)}" for row in table.rows]
    return "\n".join(lines)


def as_markdown(d: Described, parts: Sequence[Section]) -> str:
    """Markdown with tables."""
    lines = [f"# {_plain(d.facts.title)}", "", f"Case `{d.facts.name}`, hash `{d.facts.hash[:12]}`."]
    lines.append(f"As known at {d.origin.isoformat()}.")
    for part in parts:
        lines += ["", f"{'#' * (part.level + 1)} {_plain(part.title)}"]
        for paragraph in part.paragraphs:
            lines += ["", _plain(paragraph)]
        for table in part.tables:
            lines += ["", f"*{_plain(table.caption)}*", "", *_table(table)]
    return "\n".join(lines) + "\n"


def as_html(d: Described, parts: Sequence[Section]) -> str:
    """One page: nothing is loaded from anywhere, no script runs, every text is escaped."""
    environment = Environment(
        loader=PackageLoader("polemos.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )
    environment.filters.update(isolate=isolate, clean=clean)
    sheet = resources.files("polemos.report").joinpath("templates/page.css").read_text(encoding="utf-8")
    style = style_variables() + sheet.replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    picture = causal_picture(d.causes, summary(d.causes, [kind for _, kind in d.loops]))
    return environment.get_template("describe.html.j2").render(
        d=d, parts=parts, picture=picture, style=Markup(style), style_hash=Markup(digest)
    )


def as_data(d: Described, parts: Sequence[Section]) -> dict[str, Any]:
    """Plain data; the sections stand under `description`."""
    facts = d.facts
    return {
        "case": {
            "name": facts.name,
            "title": facts.title,
            "summary": facts.summary,
            "hash": facts.hash,
            "information_cut": facts.information_cut.isoformat(),
            "places": len(facts.places),
        },
        "origin": d.origin.isoformat(),
        "description": [asdict(part) for part in parts],
        "mechanisms": [asdict(row) for row in facts.mechanisms],
        "parameters": [asdict(row) for row in facts.parameters],
        "graph": {
            "nodes": [{"name": name, "kind": kind} for name, kind in d.causes.nodes],
            "links": [asdict(link) for link in d.causes.links],
            "loops": [{"path": list(path), "class": CLASSES[kind]} for path, kind in d.loops],
        },
        "references": [asdict(entry) for entry in facts.references],
    }


def as_graphml(d: Described) -> str:
    """The signed causal graph; loops stand as text with the graph."""
    graph = nx.DiGraph(case=d.facts.name, origin=d.origin.isoformat())
    graph.graph["loops"] = "; ".join(f"{CLASSES[kind]}: {' > '.join(path)}" for path, kind in d.loops)
    for name, kind in d.causes.nodes:
        unit, dims = d.model.unit_and_dims(name)
        graph.add_node(name, kind=kind, unit=unit, dims=", ".join(dims))
    for link in d.causes.links:
        graph.add_edge(link.cause, link.effect, sign=link.sign, mechanisms=", ".join(link.mechanisms))
    return "\n".join(nx.generate_graphml(graph)) + "\n"


def _table(table: Grid) -> Iterator[str]:
    yield f"| {' | '.join(map(_plain, table.headings))} |"
    yield f"|{'|'.join('--:' if i in table.numeric else '---' for i in range(len(table.headings)))}|"
    for row in table.rows:
        yield f"| {' | '.join(map(_plain, row))} |"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>|#" else c for c in clean(text))

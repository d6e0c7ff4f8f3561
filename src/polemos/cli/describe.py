"""`polemos describe CASE`: what a case assumes, number by number, and what drives what in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from polemos.cases.schema import Case
    from polemos.report.causal import Causes
    from polemos.report.facts import Facts, MechanismRow, ParameterRow

    Loops = tuple[tuple[tuple[str, ...], str], ...]

CLASSES = {"R": "reinforcing", "B": "balancing"}


@click.command("describe")
@click.argument("case")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
@click.option("--pages", type=click.Path(path_type=Path), help="Write a page for each mechanism into this folder.")
def command(case: str, form: str, pages: Path | None) -> None:
    """Print CASE, a shipped case's name or a case folder: mechanisms, parameters with sources, causal graph, loops."""
    from polemos.cases.load import load_case
    from polemos.report.reading import facts_of, graph_of

    loaded = load_case(case)
    if pages is not None:
        _write_pages(pages, loaded)
        return
    facts, model = facts_of(loaded)
    causes, loops = graph_of(model)
    if form == "json":
        click.echo(json.dumps(_as_data(facts, causes, loops), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        click.echo("\n".join(_as_text(facts, causes, loops)))


def _write_pages(folder: Path, case: Case) -> None:
    from polemos.report.mechanism_pages import pages_of

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages_of(case).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    click.echo(str(folder))


def _as_data(facts: Facts, causes: Causes, loops: Loops) -> dict[str, Any]:
    return {
        "case": {
            "name": facts.name,
            "title": facts.title,
            "summary": facts.summary,
            "hash": facts.hash,
            "information_cut": facts.information_cut.isoformat(),
            "places": len(facts.places),
        },
        "mechanisms": [asdict(row) for row in facts.mechanisms],
        "parameters": [asdict(row) for row in facts.parameters],
        "graph": {
            "nodes": [{"name": name, "kind": kind} for name, kind in causes.nodes],
            "links": [asdict(link) for link in causes.links],
            "loops": [{"path": list(path), "class": CLASSES[kind]} for path, kind in loops],
        },
        "references": [asdict(entry) for entry in facts.references],
    }


def _as_text(facts: Facts, causes: Causes, loops: Loops) -> Iterator[str]:
    from polemos.report.numbers import clean

    yield f"{clean(facts.title)} ({facts.name}; hash {facts.hash[:12]})"
    yield clean(facts.summary)
    yield f"{len(facts.places)} places; no prior rests on figures published after {facts.information_cut.isoformat()}."
    yield f"\nMechanisms ({len(facts.mechanisms)})"
    for mechanism in facts.mechanisms:
        yield from map(clean_line, _mechanism(mechanism))
    yield f"\nParameters ({len(facts.parameters)}): median (90 % range) unit; prior; basis, source, known from"
    for row in facts.parameters:
        yield from map(clean_line, _parameter(row))
    yield from _graph(causes, loops)


def _mechanism(row: MechanismRow) -> Iterator[str]:
    claims = f" [{', '.join(row.claims)}]" if row.claims else ""
    yield f"  {row.name}{claims}: {row.summary}"
    if row.assumes:
        yield f"      {row.assumes}"


def _parameter(row: ParameterRow) -> Iterator[str]:
    from polemos.report.numbers import interval, number, unit_text

    low, middle, high = row.quantiles
    name = f"{row.mechanism}.{row.name}" if row.mechanism else row.name
    label = f"[{row.label}]" if row.label else ""
    source = f"{row.source}, {row.locator}" if row.locator else row.source
    yield f"  {name}{label}: {number(middle)} ({interval(low, high)}) {unit_text(row.unit)}".rstrip()
    yield f"      {row.prior}; {row.basis}, {source}, {row.known_from}"
    for more in (row.meaning, row.note):
        if more:
            yield f"      {more}"


def _graph(causes: Causes, loops: Loops) -> Iterator[str]:
    from polemos.report.causal import SIGNS, path_text

    yield f"\nCausal graph ({len(causes.nodes)} quantities, {len(causes.links)} links)"
    for link in causes.links:
        yield f"  {link.cause} {SIGNS[link.sign]} {link.effect} ({', '.join(link.mechanisms)})"
    yield f"\nLoops of at most five links ({len(loops)})"
    for path, kind in loops:
        yield f"  {CLASSES[kind]}: {path_text(causes, path)}"


def clean_line(line: str) -> str:
    """The line without control characters, its indentation kept."""
    from polemos.report.numbers import clean

    return " " * (len(line) - len(line.lstrip())) + clean(line)

"""`polemos describe CASE`: what a case assumes, number by number, what drives what in it, what an origin excludes."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from polemos.cases.schema import Case

FORMATS = ("text", "md", "html", "json", "graphml")


@click.command("describe")
@click.argument("case")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to write it."
)
@click.option("--origin", type=click.DateTime(["%Y-%m-%d"]), help="As known on this day; else at the information cut.")
@click.option("--posterior", type=click.Path(path_type=Path), help="A posterior: shows what data have taught.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it into this file.")
@click.option("--pages", type=click.Path(path_type=Path), help="Write a page for each mechanism into this folder.")
def command(
    case: str, form: str, origin: datetime | None, posterior: Path | None, out: Path | None, pages: Path | None
) -> None:
    """Describe CASE, a shipped case's name or a case folder: an ODD description, the causal graph, every prior."""
    from polemos.cases.load import load_case

    loaded = load_case(case)
    if pages is not None:
        _write_pages(pages, loaded)
        return
    text = _text(loaded, form, origin.date() if origin else None, posterior)
    if out is None:
        click.echo(text.rstrip("\n"))
        return
    _write(out, text)
    click.echo(str(out))


def _text(case: Case, form: str, origin: date | None, posterior: Path | None) -> str:
    from polemos.report.described.description import describe
    from polemos.report.described.sections import sections
    from polemos.report.described.writing import as_data, as_graphml, as_html, as_markdown, as_text

    learned = None
    if posterior is not None:
        from polemos.calibration.contraction import said
        from polemos.calibration.posterior import read_posterior

        learned = {name: said(*row) for name, row in dict(read_posterior(posterior).about["contraction"]).items()}
    described = describe(case, origin, learned)
    if form == "graphml":
        return as_graphml(described)
    parts = sections(described, case)
    if form == "json":
        return json.dumps(as_data(described, parts), indent=2, ensure_ascii=False, allow_nan=False)
    return {"text": as_text, "md": as_markdown, "html": as_html}[form](described, parts)


def _write_pages(folder: Path, case: Case) -> None:
    from polemos.report.mechanism_pages import pages_of

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages_of(case).items():
        _write(folder / name, text)
    click.echo(str(folder))


def _write(path: Path, text: str) -> None:
    from polemos.core.errors import UsageError

    try:
        path.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); choose another file with --out.") from None

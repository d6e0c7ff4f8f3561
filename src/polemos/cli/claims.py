"""`polemos claims CASE`: the ledger of claims, with verdicts and what they rest on."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from polemos.scenarios.ledger import Ledger
    from polemos.scenarios.revisions import Revision

FORMS = ("text", "md", "html", "json")


@click.command("claims")
@click.argument("case")
@click.option("--claim", metavar="ID", help="Only this claim.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="How to print it.")
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file instead.")
@click.option("--record", is_flag=True, help="Add verdicts that changed to the case's history of verdicts.")
def command(case: str, claim: str | None, form: str, out: Path | None, record: bool) -> None:
    """Print the ledger of CASE's claims: verdict, numbers, what is known beside it, and earlier verdicts."""
    from polemos.cases.load import load_case
    from polemos.scenarios.ledger import FOLDER, ledger
    from polemos.scenarios.revisions import append, read_revisions, revised

    loaded = load_case(case)
    found = ledger(loaded)
    history = loaded.folder / FOLDER / "history.jsonl"
    revisions = read_revisions(history)
    if record:
        added = revised(revisions, found)
        append(history, added)
        revisions += added
    text = _shown(found if claim is None else found.only(claim), revisions, form)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
        click.echo(str(out))


def _shown(found: Ledger, revisions: tuple[Revision, ...], form: str) -> str:
    from polemos.report.ledger import as_markdown, as_page, as_text

    if form == "json":
        plain = {**asdict(found), "revisions": [asdict(one) for one in revisions]}
        return json.dumps(plain, indent=2, ensure_ascii=False)
    return {"text": as_text, "md": as_markdown, "html": as_page}[form](found, revisions)

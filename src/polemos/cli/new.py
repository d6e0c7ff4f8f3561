"""`polemos new NAME`: a case folder whose marked gaps are all that keeps it from running."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("new")
@click.argument("name")
@click.option("--path", "parent", default=".", help="The folder to make it in (default: here).")
@click.option("--like", metavar="CASE", help="Begin with this case's mechanisms and priors.")
def command(name: str, parent: str, like: str | None) -> None:
    """Make a case folder NAME; every 'value to fill in' is a number or a source that it waits for."""
    from polemos.cases.files import shown
    from polemos.cases.gaps import MARK, find_gaps
    from polemos.cases.new import new_case

    folder = new_case(name, Path(parent), like)
    click.echo(shown(folder))
    left = len(find_gaps(folder))
    click.echo(f"{left} gaps are marked '{MARK}'; 'polemos validate {shown(folder)}' lists those left.", err=True)

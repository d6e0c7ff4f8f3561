"""`polemos scenario CASE [NAME|FILE]`: a scenario beside the baseline; without a name, the scenarios of the case."""

from __future__ import annotations

from typing import Any

import click

from polemos.cli.compare import options, show


@click.command("scenario")
@click.argument("case")
@click.argument("name", required=False)
@options
def command(case: str, name: str | None, **chosen: Any) -> None:
    """Simulate scenario NAME of CASE (a name, a file, or several joined by '+') beside the baseline; or list them."""
    if name is not None:
        from polemos.scenarios.scenario import BASELINE

        show(case, BASELINE, name, **chosen)
        return
    from polemos.cases.load import load_case
    from polemos.scenarios.scenario import names_of, scenario

    loaded = load_case(case)
    for word in names_of(loaded):
        found = scenario(loaded, word)
        click.echo(f"{word}: {found.title} ({found.identification})")

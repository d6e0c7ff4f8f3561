"""`polemos compare CASE A B`: two scenarios side by side on the same parameters and the same luck."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from polemos.scenarios.comparison import Comparison

Command = Callable[..., None]
SEEDS = click.IntRange(0, 2**64 - 1)


def options(command: Command) -> Command:
    """What both `compare` and `scenario` take."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print tidy rows as JSON."),
        click.option("--out", type=click.Path(path_type=Path), help="Also write the rows as CSV to this file."),
        click.option("--workers", type=click.IntRange(1), help="How many compute side by side; else one a core."),
        click.option("--until", metavar="YYYY-MM", help="The last month to simulate; else the case's last."),
        click.option("--prior", is_flag=True, help="Draw from the priors even where a posterior is shipped."),
        click.option("--origin", metavar="YYYY-MM-DD", help="The information cut of the posterior to draw from."),
        click.option("--seed", default=1, show_default=True, type=SEEDS, help="The luck's number."),
        click.option("--draws", default=200, show_default=True, type=click.IntRange(2, 2**20), help="How many."),
    ):
        command = option(command)
    return command


@click.command("compare")
@click.argument("case")
@click.argument("a")
@click.argument("b")
@options
def command(case: str, a: str, b: str, **chosen: Any) -> None:
    """Compare scenario B of CASE with scenario A: names, files, 'baseline', or several joined by '+'."""
    show(case, a, b, **chosen)


def show(
    case: str, a: str, b: str, *, as_json: bool, out: Path | None, prior: bool, origin: str | None, **n: Any
) -> None:
    """Compare and print."""
    from polemos.cli.output import writable
    from polemos.scenarios.comparison import compare
    from polemos.scenarios.sources import draws_of

    out = writable(out)
    given = draws_of(case, n["draws"], n["seed"], n["until"], origin, prior)
    found = compare(case, a, b, until=n["until"], workers=n["workers"], given=given)
    if out is not None:
        _write(found, out)
    if as_json:
        click.echo(json.dumps(_as_data(found), indent=2, ensure_ascii=False))
        return
    from polemos.report.comparison import lines

    click.echo("\n".join(lines(found)))


def _as_data(found: Comparison) -> dict[str, Any]:
    from polemos.scenarios.compare import records
    from polemos.scenarios.comparison import WITHIN

    return {
        "case": found.case,
        "a": {"name": found.a.name, "title": found.a.title},
        "b": {"name": found.b.name, "title": found.b.title},
        "draws": found.draws,
        "seed": found.seed,
        "draws_from": found.source,
        "identification": found.identification,
        "because": found.because,
        "within": WITHIN,
        "rows": found.records(),
        "interactions": records(found.interactions),
    }


def _write(found: Comparison, out: Path) -> None:
    from polemos.scoring.tables import write_csv

    rows = found.records()
    write_csv(out, list(rows[0]), [list(row.values()) for row in rows])

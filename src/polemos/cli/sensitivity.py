"""`polemos sensitivity CASE`: which parameter drives which outcome, and what to measure next."""

from __future__ import annotations

import json
from pathlib import Path

import click

SEEDS = click.IntRange(0, 2**64 - 1)


@click.command("sensitivity")
@click.argument("case")
@click.option("--output", "outputs", multiple=True, metavar="EXPR", help="An outcome expression; may be repeated.")
@click.option("--draws", default=2000, show_default=True, type=click.IntRange(2), help="How many runs to learn from.")
@click.option("--parameters", default=40, show_default=True, type=click.IntRange(2), help="How many to keep.")
@click.option("--base", default=1024, show_default=True, type=click.IntRange(2), help="Sobol's N, a power of two.")
@click.option("--seed", default=1, show_default=True, type=SEEDS, help="The luck's number.")
@click.option("--origin", metavar="YYYY-MM-DD", help="The information cut of the posterior to draw from.")
@click.option("--prior", is_flag=True, help="Draw from the priors even where a posterior is shipped.")
@click.option("--until", metavar="YYYY-MM", help="The last month to simulate; else the case's last.")
@click.option("--workers", type=click.IntRange(1), help="How many compute side by side; else one a core.")
@click.option("--work", type=click.Path(path_type=Path), help="Folder that keeps the runs, to resume.")
@click.option("--out", type=click.Path(path_type=Path), help="Also write everything as JSON to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def command(
    case: str,
    outputs: tuple[str, ...],
    draws: int,
    parameters: int,
    base: int,
    seed: int,
    origin: str | None,
    prior: bool,
    until: str | None,
    workers: int | None,
    work: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Study the sensitivity of CASE: Morris, Sobol and one-at-a-time effects, and what to measure next."""
    from polemos.cases.load import load_case
    from polemos.cli.output import writable
    from polemos.core.errors import UsageError
    from polemos.report.sensitivity import lines, plain
    from polemos.scenarios.outcomes import Outcome
    from polemos.scenarios.sensitivity import study
    from polemos.scenarios.sources import draws_of

    if base & (base - 1):
        raise UsageError(f"--base: Sobol's N is a power of two (it is {base}); choose 512, 1024 or 2048.")
    out = writable(out)
    given = draws_of(case, draws, seed, until, origin, prior)
    asked = tuple(Outcome(text, "", text) for text in outputs)
    found = study(
        load_case(case), given, outputs=asked, keep=parameters, base=base, seed=seed, until=until, workers=workers,
        folder=work,
    )  # fmt: skip
    if out is not None:
        out.write_text(json.dumps(plain(found), indent=1) + "\n", encoding="utf-8")
    click.echo(json.dumps(plain(found), indent=2) if as_json else "\n".join(lines(found)))

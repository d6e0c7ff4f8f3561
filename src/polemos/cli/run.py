"""`polemos run CASE`: simulate a case, print simulated beside observed, write the report.

stdout has the table (or JSON) and the report's path, stderr the progress bar and messages.
"""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from polemos.cases.changes import Changes
    from polemos.cases.schema import Case
    from polemos.ensemble.experiment import Learned
    from polemos.ensemble.reading import Ensemble
    from polemos.report.table import Row

PIPE_WIDTH = 140


@dataclass(frozen=True)
class Call:
    """The command as it was called."""

    case: str
    draws: int
    seed: int
    until: str | None
    workers: int | None
    resume: bool
    out: Path | None
    prior: bool
    origin: datetime | None
    as_json: bool
    quiet: bool
    changes: Changes

    def folder(self, case_name: str) -> Path:
        """Where the run goes unless --out says so."""
        ending = f"-to-{self.until}" if self.until else ""
        ending += "-prior" if self.prior else f"-from-{self.origin:%Y-%m-%d}" if self.origin else ""
        return self.out or Path("runs") / f"{case_name}-{self.seed}-{self.draws}{ending}{self.changes.ending}"

    def again(self) -> str:
        """The command that continues this run."""
        words = ["polemos", "run", self.case, "--draws", str(self.draws), "--seed", str(self.seed)]
        words += ["--until", self.until] if self.until else []
        words += ["--workers", str(self.workers)] if self.workers else []
        words += ["--out", str(self.out)] if self.out else []
        words += ["--prior"] if self.prior else []
        words += ["--origin", f"{self.origin:%Y-%m-%d}"] if self.origin else []
        words += self.changes.words()
        return shlex.join([*words, "--resume"])


@click.command("run")
@click.argument("case")
@click.option("--draws", default=200, show_default=True, type=click.IntRange(1, 2**32), help="How many histories.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**64 - 1), help="The luck's number.")
@click.option("--until", metavar="YYYY-MM", help="The last month to simulate; else the case's last.")
@click.option("--workers", type=click.IntRange(1), help="Processes that compute; else one for each core.")
@click.option("--resume/--fresh", default=True, help="Continue what the folder holds of this run, or start over.")
@click.option("--out", type=click.Path(path_type=Path), help="The run's folder; else runs/CASE-SEED-DRAWS.")
@click.option("--without", multiple=True, metavar="NAMES", help="Claims or mechanisms to switch off, like M09.")
@click.option("--only", multiple=True, metavar="NAMES", help="Claims or mechanisms to keep; all others are off.")
@click.option("--set", "set_", multiple=True, metavar="NAME=VALUE", help="A value in place of a prior or path.")
@click.option("--prior", is_flag=True, help="Parameters from the priors even where a posterior is shipped.")
@click.option(
    "--origin", type=click.DateTime(["%Y-%m-%d"]), help="Parameters from the posterior learned up to this day."
)
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON instead of the table.")
@click.option("--quiet", is_flag=True, help="No progress bar and no messages.")
def command(without: tuple[str, ...], only: tuple[str, ...], set_: tuple[str, ...], **options: Any) -> None:
    """Simulate CASE, a shipped case's name or a case folder; write the table and the report."""
    from polemos.cases.changes import Changes

    call = Call(**options, changes=Changes(_listed(without), _listed(only), set_))
    try:
        _run(call)
    except KeyboardInterrupt:
        click.echo(f"polemos: interrupted; what was computed is saved. Continue with:\n  {call.again()}", err=True)
        sys.exit(130)


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    """Names given one by one or with commas between."""
    return tuple(dict.fromkeys(name.strip() for value in values for name in value.split(",") if name.strip()))


def _run(call: Call) -> None:
    from polemos.cases.load import load_case
    from polemos.cases.resolve import resolve
    from polemos.cli.progress import progress_bar
    from polemos.ensemble.run import run_ensemble
    from polemos.report import write_report
    from polemos.report.reading import table_of

    case = load_case(call.case)
    resolved = resolve(case, call.until)
    out = call.folder(resolved.name)
    learned = None if call.prior else _learned(case, call)
    with progress_bar(call.draws, call.quiet) as progress:
        ensemble = run_ensemble(
            resolved,
            call.draws,
            call.seed,
            out,
            workers=call.workers,
            resume=call.resume,
            progress=progress,
            changes=call.changes,
            learned=learned,
        )
    rows = table_of(case, ensemble.dataset)
    report = write_report(out, case)
    summary = _summary(ensemble, case, rows)
    _keep(out, summary)
    _print(call, out, report, summary, rows)


def _learned(case: Case, call: Call) -> Learned | None:
    """The draws of the case's posterior, if one is shipped; what is used instead is said."""
    from polemos.calibration.shipped import luck_for, rows_for, shipped, source_at
    from polemos.ensemble.experiment import Learned

    if not shipped(case) and not call.origin:
        return None
    source = source_at(case, call.origin.date() if call.origin else None, exact=call.origin is not None)
    if not call.quiet:
        click.echo(f"polemos: parameters come from {source.about}.", err=True)
    posterior = source.posterior
    if posterior is None:
        return None
    about = {"learned_until": str(posterior.about["origin"]), "sha256": posterior.hash}
    return Learned(
        lambda ids: rows_for(posterior, ids),
        posterior.seed,
        lambda ids, months: luck_for(posterior, ids, months, call.seed),
        about,
    )


def _summary(ensemble: Ensemble, case: Case, rows: list[Row]) -> dict[str, Any]:
    """What the run gave, as plain data; the same run, the same summary."""
    from polemos.report.table import records

    manifest = ensemble.manifest
    kept = ("case", "polemos", "seed", "draws", "months", "steps_per_month", "left_out", "without", "set")
    return {"title": case.header.title, **{key: manifest[key] for key in kept}, "table": records(rows)}


def _keep(out: Path, summary: dict[str, Any]) -> None:
    from polemos.ensemble.durable import write_durably
    from polemos.ensemble.manifest import canonical

    write_durably(out / "summary.json", canonical(summary))


def _print(call: Call, out: Path, report: Path, summary: dict[str, Any], rows: list[Row]) -> None:
    if call.as_json:
        click.echo(json.dumps({"folder": str(out), "report": str(report), **summary}, indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    from polemos.report.table import render

    render(rows, Console(width=None if sys.stdout.isatty() else PIPE_WIDTH))
    if not rows and not call.quiet:
        click.echo("polemos: the case has no targets that this run recorded, so there is no table.", err=True)
    click.echo(str(report))

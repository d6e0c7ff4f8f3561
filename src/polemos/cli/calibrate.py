"""`polemos calibrate CASE --until DATE`: learn the parameters from what was known on a day, and say how well that went.

stdout has the diagnostics first, then what the data said of each parameter, then the file; stderr the progress.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from polemos.core.errors import StatisticalCheckError

if TYPE_CHECKING:
    from polemos.calibration.checking import Check
    from polemos.calibration.fit import Fit
    from polemos.calibration.setup import Setup

SHOWN = 40


@click.command("calibrate")
@click.argument("case")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="Nothing published later is used; else the case's cut."
)
@click.option("--targets", metavar="NAME,NAME", default="", help="Targets to learn from; else all of them.")
@click.option("--budget", default="20m", show_default=True, help="How much to simulate, as minutes of two cores.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**32), help="The luck's number.")
@click.option("--workers", type=click.IntRange(1), help="Processes that simulate; else one for each core.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder; else calibrations/CASE-DATE-SEED.")
@click.option("--resume/--fresh", default=True, help="Use the histories that the folder holds, or start over.")
@click.option("--check", "only", type=click.Choice(["sbc"]), help="Only simulate, learn and check; write no posterior.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--quiet", is_flag=True, help="No messages on stderr.")
def command(**options: Any) -> None:
    """Calibrate CASE, a shipped case's name or a case folder; write posterior.npz; exit 4 when a diagnostic fails."""
    from polemos.calibration.budget import budget_of, minutes_of
    from polemos.calibration.setup import set_up
    from polemos.cases.load import load_case

    case = load_case(options["case"])
    chosen: datetime | None = options["until"]
    origin = date(chosen.year, chosen.month, chosen.day) if chosen else case.header.information_cut
    setup = set_up(case, origin, tuple(name for name in options["targets"].split(",") if name))
    steps, windows = setup.design.months * setup.resolved.steps_per_month, len(setup.design.windows)
    budget = budget_of(minutes_of(options["budget"]), steps, windows)
    out = options["out"] or Path("calibrations") / f"{setup.resolved.name}-{origin}-{options['seed']}"
    try:
        failures = _calibrate(setup, budget, out, options)
    except KeyboardInterrupt:
        click.echo("polemos: interrupted; the histories are saved. The same command goes on from there.", err=True)
        sys.exit(130)
    if failures:
        raise StatisticalCheckError("calibrate: " + "; ".join(failures))


def _calibrate(setup: Setup, budget: Any, out: Path, options: dict[str, Any]) -> tuple[str, ...]:
    from polemos.calibration.checking import check
    from polemos.calibration.fit import fit
    from polemos.calibration.stages import Work, first_stage
    from polemos.ensemble.bank import Bank
    from polemos.ensemble.durable import write_durably
    from polemos.ensemble.folder import remove_tree

    pieces = out / "histories"
    if not options["resume"] and pieces.is_dir():
        remove_tree(pieces)
    with Bank(setup.model, setup.design.record, options["workers"]) as bank:
        work = Work(setup, options["seed"], bank, pieces, _told(options["quiet"]))
        if options["only"]:
            first = first_stage(work, budget)
            checked = check(first.learner, first.unseen, work.seed)
            _print(_check_lines(checked), checked.as_plain(), options["as_json"])
            return checked.failures
        found = fit(work, budget)
    path = out / "posterior.npz"
    write_durably(path, found.posterior.content)
    plain = {**found.posterior.about, "failures": found.failures, "posterior": str(path)}
    _print([*_lines(found), str(path)], plain, options["as_json"])
    return found.failures


def _print(lines: list[str], plain: dict[str, Any], as_json: bool) -> None:
    click.echo(json.dumps(plain, indent=2) if as_json else "\n".join(lines))


def _told(quiet: bool) -> Any:
    """What tells of each stage: a line on stderr at every tenth of it."""

    def told(stage: str) -> Any:
        def tell(done: int, draws: int) -> None:
            if not quiet and (done == draws or done * 10 // draws > (done - 512) * 10 // draws):
                click.echo(f"{stage}: {done:,} of {draws:,}", err=True)

        return tell

    return told


def _check_lines(checked: Check) -> list[str]:
    outside = int(checked.outside.sum())
    lines = [
        f"Check of the network on {checked.replications:,} simulated truths: {outside} of {len(checked.names)} ranks "
        f"outside a band (half width {checked.half_width:.3f}; largest distance {checked.distance.max():.3f})"
    ]
    return lines + [
        f"  {level:.0%} intervals cover {by.mean():.1%} on average, {by.min():.1%} to {by.max():.1%} by parameter"
        for level, by in checked.covered.items()
    ]


def _lines(found: Fit) -> list[str]:
    from polemos.calibration.contraction import NOT_IDENTIFIED

    predicted, table = found.in_sample, found.contraction
    lines = _check_lines(found.check)
    about = found.posterior.about
    counts, copies = ", ".join(f"{count:.1f}" for count in about["copies_that_count"]), about["histories"]["copies"]
    lines.append(f"Copies of a draw that count, of {copies}, half-year by half-year: {counts}")
    share, different = about["share_of_the_evidence"], about["different_histories"]
    lines.append(f"Share of the evidence by which draws were weighed: {share:.3f}; {different} of them differ")
    lines.append(f"80 % bands hold {predicted.overall:.0%} of the figures that were learned from")
    lines += [f"  {name}: {share:.0%} of {predicted.points[name]}" for name, share in predicted.covered.items()]
    lines.append(f"Order of losses: tau {predicted.order:.2f} over {predicted.places} places")
    lines += [f"FAILED: {failure}" for failure in found.failures] or ["All diagnostics passed."]
    lines.append(f"\n{int(table.moved.sum())} of {len(table.names)} parameters moved; the others are {NOT_IDENTIFIED}.")
    for i in sorted(range(len(table.names)), key=lambda i: -table.nats[i])[:SHOWN]:
        if table.moved[i]:
            lines.append(
                f"  {table.names[i]}: {table.contracted[i]:.0%} narrower, moved by {table.mean[i]:+.2f} prior sds"
            )
    return lines

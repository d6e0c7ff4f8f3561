"""`polemos export CASE`: the organisation-level core of a case as a file for other tools."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("export")
@click.argument("case")
@click.option("--format", "form", type=click.Choice(["xmile"]), default="xmile", help="The form of the file.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@click.option("--until", metavar="YYYY-MM", help="The last month; else the case's last.")
@click.option("--quiet", is_flag=True, help="Do not say what was left out.")
def command(case: str, form: str, out: Path, until: str | None, quiet: bool) -> None:
    """Write the core of CASE, without places and luck, at the medians of its priors; the share of people ruled is a
    path from one run of the whole model there."""
    from polemos.cases.load import load_case
    from polemos.cases.resolve import resolve
    from polemos.core.errors import UsageError
    from polemos.ensemble.middle import share_ruled
    from polemos.report.xmile.core_model import core_of
    from polemos.report.xmile.writing import as_xmile

    resolved = resolve(load_case(case), until)
    core = core_of(resolved, share_ruled(resolved))
    try:
        out.write_text(as_xmile(core, resolved.name, resolved.title), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}); choose another file with --out.") from None
    if not quiet:
        out_of_it = ", ".join(core.left_out) or "nothing"
        click.echo(f"polemos: the core has {', '.join(m.__name__ for m in core.model.mechanisms)}.", err=True)
        click.echo(f"polemos: left out, with places, switches and luck: {out_of_it}.", err=True)
    click.echo(str(out))

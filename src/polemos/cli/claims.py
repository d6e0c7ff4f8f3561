"""`polemos claims CASE`: the ledger of claims, with verdicts and what they rest on; `--try` holds the trial first."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from polemos.cases.schema import Case
    from polemos.scenarios.ledger import Ledger
    from polemos.scenarios.revisions import Revision

FORMS = ("text", "md", "html", "json")
EFFECT_DRAWS = 128
SEEDS = click.IntRange(0, 2**64 - 1)


@click.command("claims")
@click.argument("case")
@click.option("--claim", metavar="ID", help="Only this claim.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="How to print it.")
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file instead.")
@click.option("--try", "try_", is_flag=True, help="Hold the trial of mechanisms anew and keep it with the case.")
@click.option("--draws", default=4000, show_default=True, type=click.IntRange(100), help="Histories of the trial.")
@click.option("--seed", default=1, show_default=True, type=SEEDS, help="The luck's number of the trial.")
@click.option("--work", type=click.Path(path_type=Path), help="Folder that keeps the trial's histories, to resume.")
@click.option("--workers", type=click.IntRange(1), help="How many compute side by side; else one a core.")
@click.option("--forecast", type=click.Path(path_type=Path), help="Keep the answers of this forecast's folder.")
@click.option("--record", is_flag=True, help="Add verdicts that changed to the case's history of verdicts.")
def command(
    case: str,
    claim: str | None,
    form: str,
    out: Path | None,
    try_: bool,
    forecast: Path | None,
    record: bool,
    **trial: Any,
) -> None:
    """Print the ledger of CASE's claims: verdict, numbers, what is known beside it, and earlier verdicts."""
    from polemos.cases.load import load_case
    from polemos.cli.output import writable
    from polemos.core.errors import StatisticalCheckError
    from polemos.scenarios.answers import answers_in
    from polemos.scenarios.ledger import FOLDER, ledger
    from polemos.scenarios.revisions import append, read_revisions, revised

    loaded, out = load_case(case), writable(out)
    short = _hold(loaded, **trial) if try_ else []
    if forecast is not None:
        _keep(loaded, "forecasts.json", answers_in(loaded, forecast))
    found = ledger(loaded)
    _warn(loaded, found)
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
    if short:
        raise StatisticalCheckError(f"the trial: {'; '.join(short)}")


def _hold(case: Case, draws: int, seed: int, work: Path | None, workers: int | None) -> list[str]:
    """Hold the trial, measure what each mechanism adds, keep both; what the trial falls short of, as sentences."""
    from polemos.scenarios.effects import effects
    from polemos.scenarios.sources import draws_of
    from polemos.scenarios.trial_rule import failings, hold_trial

    found = hold_trial(case, draws, seed, workers, work, _tell)
    path = _keep(case, "trial.json", found)
    given = draws_of(str(case.folder), EFFECT_DRAWS, seed, None, None, False)
    _keep(case, "effects.json", effects(case, given, workers, work, _tell("mechanisms switched off")))
    click.echo(f"polemos: the trial is kept in {path}", err=True)
    return failings(found)


def _warn(case: Case, found: Ledger) -> None:
    """Say so where the trial that is kept was held with another case than this one."""
    from polemos.scenarios.trial_bank import fingerprint, whole

    about = found.about["trial"]
    if isinstance(about, dict) and about.get("setup") != fingerprint(whole(case)):
        click.echo("polemos: the trial was held before the case last changed; hold it anew with --try", err=True)


def _keep(case: Case, name: str, content: dict[str, Any]) -> Path:
    from polemos.ensemble.durable import write_durably
    from polemos.ensemble.manifest import canonical
    from polemos.scenarios.ledger import FOLDER

    path = case.folder / FOLDER / name
    path.parent.mkdir(exist_ok=True)
    write_durably(path, canonical(content))
    return path


def _tell(what: str) -> Callable[[int, int], None]:
    return lambda done, draws: click.echo(f"polemos: {what}: {done} of {draws}", err=True)


def _shown(found: Ledger, revisions: tuple[Revision, ...], form: str) -> str:
    from polemos.report.ledger import as_markdown, as_page, as_text

    if form == "json":
        plain = {**asdict(found), "revisions": [asdict(one) for one in revisions]}
        return json.dumps(plain, indent=2, ensure_ascii=False)
    return {"text": as_text, "md": as_markdown, "html": as_page}[form](found, revisions)

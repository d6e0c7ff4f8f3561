"""`polemos validate CASE`: everything that is wrong with a case, one sentence a line; exit code 3 if anything is."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from polemos.cases.validate import Validation


@click.command("validate")
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON on stdout.")
def command(case: str, as_json: bool) -> None:
    """Check CASE, a shipped case's name or a case folder; say what is wrong and where."""
    from polemos.cases.validate import validate

    found = _with_scenarios(case, validate(case))
    if as_json:
        click.echo(json.dumps(_as_data(case, found), indent=2, ensure_ascii=False))
    elif found.resolved is not None:
        click.echo(_summary(found))
    for problem in found.problems if not as_json else ():
        click.echo(f"polemos: {problem}", err=True)
    if found.problems:
        sys.exit(3)


def _with_scenarios(case: str, found: Validation) -> Validation:
    """A valid case's scenarios are laid over it too."""
    if found.resolved is None:
        return found
    from polemos.cases.load import load_case
    from polemos.scenarios.scenario import scenario_problems

    problems = scenario_problems(load_case(case))
    found.problems.extend(problems)
    return found._replace(resolved=None) if problems else found


def _summary(found: Validation) -> str:
    resolved = found.resolved
    assert resolved is not None
    return (
        f"{resolved.name}: valid. {len(resolved.dims['place'])} places, {len(resolved.edges)} edges, "
        f"{len(resolved.mechanisms)} mechanisms, {len(resolved.parameters)} parameters, "
        f"{len(resolved.drivers)} drivers, "
        f"{resolved.months} months from {resolved.start}; hash {resolved.hash}"
    )


def _as_data(case: str, found: Validation) -> dict[str, object]:
    problems = [
        {
            "where": p.where,
            "rule": p.rule,
            "value": None if p.value is None else str(p.value),
            "fix": p.fix,
            "text": str(p),
        }
        for p in found.problems
    ]
    return {
        "case": case,
        "valid": not problems,
        "hash": found.resolved.hash if found.resolved else None,
        "problems": problems,
    }

"""`polemos forecast`: a case from an origin, or deaths by country and month from a history file with any method."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from polemos.core.errors import UsageError

if TYPE_CHECKING:
    from polemos.cases.resolved import ResolvedCase
    from polemos.cases.schema import Case
    from polemos.forecasting.case_forecast import CaseForecast
    from polemos.forecasting.simulate import Draws

COUNTRY_MONTH = "country-month"
HISTORIES = 500


@click.command("forecast")
@click.argument("what", default=COUNTRY_MONTH)
@click.option("--origin", required=True, help="For a case the day (YYYY-MM-DD), else the month (YYYY-MM), of the data.")
@click.option("--draws", type=click.IntRange(0), default=0, help="Draws; 0: the method's own number, 500 for a case.")
@click.option("--seed", type=click.IntRange(0, 2**32), default=1, show_default=True, help="The luck's number.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write into; a case's is forecasts/CASE-ORIGIN.")
@click.option("--horizon", type=int, default=57, show_default=True, help="Case: months after the origin's.")
@click.option("--posterior", type=click.Path(path_type=Path), help="Case: parameters from this file.")
@click.option("--prior", is_flag=True, help="Case: parameters from the priors, weighed by what was known.")
@click.option("--workers", type=click.IntRange(1), help="Case: processes; else one for each core.")
@click.option("--json", "as_json", is_flag=True, help="Case: print the summary as JSON.")
@click.option("--quiet", is_flag=True, help="Case: no progress and no messages.")
@click.option("--history", type=click.Path(path_type=Path), help="country-month: month_id, country_id and the target.")
@click.option(
    "--method", default=COUNTRY_MONTH, show_default=True, help="country-month: a forecaster; any other word names all."
)
@click.option("--lead", default="3:14", show_default=True, help="country-month: first and last month ahead.")
@click.option("--target", default="ged_sb", show_default=True, help="country-month: column of the history.")
@click.option("--form", type=click.Choice(["views", "hubverse"]), default="views", show_default=True)
def command(what: str, **options: Any) -> None:
    """Forecast WHAT (a case, or country-month) from what was known at the origin and nothing later."""
    if what == COUNTRY_MONTH:
        _country_month(**{key: options[key] for key in ("history", "method", "origin", "lead", "draws", "seed")}, **{
            key: options[key] for key in ("target", "out", "form")
        })  # fmt: skip
    else:
        _case(what, options)


def _case(name: str, options: dict[str, Any]) -> None:
    from polemos.cases.load import load_case
    from polemos.forecasting.case_files import summary, write_case_forecast
    from polemos.report.forecast_page import write_forecast_page

    case = load_case(name)
    found = _forecast(case, _day(options["origin"]), options)
    out = options["out"] or Path("forecasts") / f"{found.case}-{found.origin}"
    write_case_forecast(found, out)
    page = write_forecast_page(out, case, found)
    click.echo(json.dumps({"report": str(page), **summary(found)}, indent=1) if options["as_json"] else _text(found))
    if not options["as_json"]:
        click.echo(str(page))


def _forecast(case: Case, origin: date, options: dict[str, Any]) -> CaseForecast:
    from polemos.cli.progress import progress_bar
    from polemos.forecasting.case_draws import draws_for
    from polemos.forecasting.case_forecast import forecast_case

    count = options["draws"] or HISTORIES

    def draws(resolved: ResolvedCase) -> Draws:
        found = draws_for(resolved, case, origin, count, options["seed"], options["posterior"], options["prior"])
        if not options["quiet"]:
            click.echo(f"polemos: parameters come from {found.about}.", err=True)
        return found

    with progress_bar(count, options["quiet"]) as progress:
        return forecast_case(
            case,
            origin,
            options["horizon"],
            draws,
            seed=options["seed"],
            workers=options["workers"],
            progress=progress,
        )


def _text(found: CaseForecast) -> str:
    from polemos.forecasting.case_files import summary
    from polemos.scoring.tables import as_text

    told = summary(found)
    losses = [[place, *(loss.get(share) or "-" for share in ("0.05", "0.5", "0.95")), loss["draws"]]
              for place, loss in told["losses"].items()]  # fmt: skip
    answers = [[a["claim"], a["title"], a["probability"], a["draws"]] for a in told["answers"]]
    head = (
        f"From {told['parameters']}; {told['distinct_histories']} histories count as "
        f"{told['effective_sample']:.0f} at temperature {told['temperature']:.3f}."
    )
    return "\n\n".join([
        head,
        as_text(["place held at the origin", "5 %", "lost by half", "95 %", "draws"], losses),
        as_text(["claim", "", "probability", "draws"], answers),
    ])  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--origin: for a case it is a day that exists, like 2017-03-20, not '{text}'.") from None


def _country_month(
    history: Path | None,
    method: str,
    origin: str,
    lead: str,
    draws: int,
    seed: int,
    target: str,
    out: Path | None,
    form: str,
) -> None:
    from polemos.core.calendar import month_number
    from polemos.forecasting import methods
    from polemos.forecasting.bounds import share_at_bounds
    from polemos.forecasting.forecaster import forecast
    from polemos.forecasting.history import read_history
    from polemos.forecasting.write import write_forecast

    if history is None or out is None:
        raise UsageError("country-month needs --history FILE and --out FOLDER; a case is forecast by its name.")
    leads = _leads(lead)
    forecaster = methods.method(method)
    known = read_history(history, target).until(month_number(origin, "--origin"))
    table = forecast(forecaster, known, leads, draws, seed)
    file = write_forecast(table, out, form)
    cut = share_at_bounds(table.draws, known, len(leads))
    click.echo(f"{100 * cut:.4f} % of the draws stand at their bound", err=True)
    click.echo(file)


def _leads(text: str) -> tuple[int, ...]:
    first, _, last = text.partition(":")
    if not (first.isdigit() and (last or first).isdigit()) or not 1 <= int(first) <= int(last or first):
        raise UsageError(f"--lead is written FIRST:LAST in months ahead, like 3:14, not '{text}'.")
    return tuple(range(int(first), int(last or first) + 1))

"""`polemos forecast`: deaths by country and month from a history file, with any method, in the challenge's layout."""

from __future__ import annotations

from pathlib import Path

import click

from polemos.core.errors import UsageError


@click.command()
@click.argument("what", type=click.Choice(["country-month"]), default="country-month")
@click.option("--history", type=click.Path(path_type=Path), required=True, help="month_id, country_id and the target.")
@click.option(
    "--method", default="country-month", show_default=True, help="A forecaster; any other word names them all."
)
@click.option("--origin", required=True, help="Last month whose data may be used, YYYY-MM.")
@click.option("--lead", default="3:14", show_default=True, help="First and last month ahead.")
@click.option("--draws", type=click.IntRange(0), default=0, help="Draws per country-month; 0: the method's own number.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--target", default="ged_sb", show_default=True, help="Column of the history to forecast.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write into.")
@click.option("--form", type=click.Choice(["views", "hubverse"]), default="views", show_default=True)
def command(
    what: str,
    history: Path,
    method: str,
    origin: str,
    lead: str,
    draws: int,
    seed: int,
    target: str,
    out: Path,
    form: str,
) -> None:
    """Forecast WHAT (country-month) from the months up to the origin and nothing later."""
    from polemos.core.calendar import month_number
    from polemos.forecasting import methods
    from polemos.forecasting.bounds import share_at_bounds
    from polemos.forecasting.forecaster import forecast
    from polemos.forecasting.history import read_history
    from polemos.forecasting.write import write_forecast

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

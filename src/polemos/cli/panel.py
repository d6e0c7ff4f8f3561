"""polemos panel: imported events counted by period and place."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from polemos.core.errors import UsageError

BY = "month, quarter or year; country, admin1, place or priogrid; type, dyad, sides."


@click.command("panel")
@click.option(
    "--by",
    default="month,country",
    show_default=True,
    help="month, quarter or year; country, admin1, place or priogrid; type, dyad, sides.",
)
@click.option("--type", "types", default="sb,ns,os", show_default=True, help="Types of violence.")
@click.option("--dyad", "dyads", multiple=True, help="Only this dyad (name or number); may be repeated.")
@click.option("--actor", "actors", multiple=True, help="Only events with this side; may be repeated.")
@click.option("--country", "countries", multiple=True, help="Only this country; may be repeated.")
@click.option("--estimate", default="best", show_default=True, help="Estimate in the column value: low, best or high.")
@click.option(
    "--summary-events", default="spread", show_default=True, help="Events longer than a month: spread, aside or drop."
)
@click.option("--where-prec", default="", help="Precisions of place that count as placed, such as 1-4 or 1,2,3.")
@click.option("--date-prec", default="", help="Only these precisions of date.")
@click.option("--case", "case", default="", help="Case whose event_actors.csv names the sides.")
@click.option("--dataset", "datasets", multiple=True, help="Dataset of the store; may be repeated.")
@click.option("--store", "folder", type=click.Path(path_type=Path), help="Folder of the store.")
@click.option("--out", type=click.Path(path_type=Path), help="Parquet or CSV file (default: CSV on stdout).")
def command(
    by: str, types: str, dyads: tuple[str, ...], actors: tuple[str, ...], countries: tuple[str, ...], estimate: str,
    summary_events: str, where_prec: str, date_prec: str, case: str, datasets: tuple[str, ...],
    folder: Path | None, out: Path | None,
) -> None:  # fmt: skip
    """Count events and deaths by period and place. The choices are written into the file."""
    from polemos.events.actors import ActorNames, read_actor_names
    from polemos.events.panel import Choices, Panel, make_panel
    from polemos.events.store import Store
    from polemos.events.table import EventTable

    choices = Choices(
        by=_words(by), types=_words(types), dyads=dyads, actors=actors, countries=countries, estimate=estimate,
        summary_events=summary_events, where_prec=_numbers("--where-prec", where_prec),
        date_prec=_numbers("--date-prec", date_prec),
        names=read_actor_names(case_folder(case) / "event_actors.csv") if case else ActorNames(),
    )  # fmt: skip
    panel: Panel = make_panel(EventTable.from_store(Store(folder), datasets), choices)
    _give(panel, out)


def _give(panel: object, out: Path | None) -> None:
    from polemos.events.panel import Panel
    from polemos.events.writing import write_csv_to

    assert isinstance(panel, Panel)
    if out is None:
        write_csv_to(panel.data, sys.stdout)
        return
    panel.write(out)
    parts = "; ".join(
        f"{name}: {part['events']:,} events, {part['value']:,} deaths" for name, part in panel.about["parts"].items()
    )
    click.echo(f"{out}: {panel.data.num_rows:,} rows ({parts})", err=True)


def case_folder(case: str) -> Path:
    """The folder of a case: a path, or the name of a shipped case."""
    import polemos

    own = Path(case)
    return own if own.is_dir() else Path(polemos.__file__).parent / "cases" / case.replace("-", "_")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _numbers(option: str, text: str) -> tuple[int, ...] | None:
    """Numbers from `1-4` or `1,2,3`."""
    found: list[int] = []
    for word in _words(text):
        first, _, last = word.partition("-")
        if not first.isdigit() or (last and not last.isdigit()):
            raise UsageError(f"{option} {text}: numbers from 1 to 7, such as 1-4 or 1,2,3.")
        found += range(int(first), int(last or first) + 1)
    if any(not 1 <= number <= 7 for number in found):
        raise UsageError(f"{option} {text}: numbers from 1 to 7, such as 1-4 or 1,2,3.")
    return tuple(dict.fromkeys(found)) if text.strip() else None

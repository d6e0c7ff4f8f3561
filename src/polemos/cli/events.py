"""polemos events: what is in the store, and questions to it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polemos.core.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from polemos.events.store import Store

store_option = click.option("--store", "folder", type=click.Path(path_type=Path), help="Folder of the store.")


@click.group("events")
def command() -> None:
    """List, show, compare, query and remove imported events."""


def _store(folder: Path | None) -> Store:
    from polemos.events.store import Store

    return Store(folder)


@command.command("list")
@store_option
@click.option("--json", "as_json", is_flag=True, help="Receipts as JSON.")
def list_(folder: Path | None, as_json: bool) -> None:
    """Every dataset with its rows, deaths and span."""
    receipts = _store(folder).receipts()
    if as_json:
        click.echo(json.dumps([asdict(receipt) for receipt in receipts], indent=2, ensure_ascii=False))
        return
    for r in receipts:
        click.echo(
            f"{r.dataset}\t{r.accepted:,} events\t{r.deaths['best']:,} deaths\t{r.first_day} to {r.last_day}\t{r.file}"
        )
    if not receipts:
        click.echo("the store is empty; polemos import FILE fills it", err=True)


@command.command("show")
@click.argument("dataset")
@store_option
@click.option("--html", type=click.Path(path_type=Path), help="Also write a page with a timeline and a small map.")
@click.option("--json", "as_json", is_flag=True, help="The receipt as JSON.")
def show(dataset: str, folder: Path | None, html: Path | None, as_json: bool) -> None:
    """Events and deaths of a DATASET by year, country and type."""
    from polemos.events.table import EventTable

    store = _store(folder)
    events, receipt = EventTable.from_store(store, [dataset]), store.receipt(dataset)
    if html is not None:
        from polemos.events.page import page

        html.write_text(page(events, receipt), encoding="utf-8")
    if as_json:
        click.echo(receipt.as_json(), nl=False)
        return
    _give(events.to_panel(by=("year", "country", "type")).to_arrow())


@command.command("diff")
@click.argument("before")
@click.argument("after")
@store_option
@click.option("--out", type=click.Path(path_type=Path), help="CSV or Parquet of every event that differs.")
def diff(before: str, after: str, folder: Path | None, out: Path | None) -> None:
    """Deaths by year and country in BEFORE and AFTER; events added, dropped and changed.

    AFTER may be a file of published totals (UCDP country-year): deaths by year and type are then set against it.
    """
    from polemos.events.compare import compare
    from polemos.events.table import EventTable
    from polemos.events.totals import against_totals, read_panel
    from polemos.events.writing import write_frame

    store = _store(folder)
    first = EventTable.from_store(store, [before])
    if Path(after).is_file():
        _give(against_totals(first, read_panel(after)))
        return
    found = compare(first, EventTable.from_store(store, [after]))
    _give(found.deaths)
    click.echo("; ".join(f"{count:,} events {change}" for change, count in found.counts().items()), err=True)
    if out is not None:
        write_frame(found.events, {"before": store.resolve(before), "after": store.resolve(after)}, out)


@command.command("remove")
@click.argument("dataset")
@store_option
def remove(dataset: str, folder: Path | None) -> None:
    """Take a DATASET out of the store."""
    click.echo(f"removed {_store(folder).remove(dataset)}", err=True)


@command.command("sql")
@click.argument("question")
@click.option("--dataset", "datasets", multiple=True, help="Dataset of the store; may be repeated.")
@click.option("--rows", default=10_000, show_default=True, help="Most rows to give.")
@click.option("--seconds", default=30.0, show_default=True, help="Longest time to take.")
@store_option
def sql(question: str, datasets: tuple[str, ...], rows: int, seconds: float, folder: Path | None) -> None:
    """Ask one SELECT of the view `events`; nothing can be changed and no file be reached."""
    from polemos.events.query import ask
    from polemos.events.table import EventTable

    if rows < 1 or seconds <= 0:
        raise UsageError("--rows and --seconds are more than zero.")
    answer, more = ask(EventTable.from_store(_store(folder), datasets), question, rows, seconds)
    _give(answer)
    if more:
        click.echo(f"only the first {rows:,} rows; --rows gives more", err=True)


@command.command("targets")
@click.argument("case")
@store_option
@click.option("--out", type=click.Path(path_type=Path), help="Parquet or CSV of the whole observed panel.")
@click.option("--html", type=click.Path(path_type=Path), help="Page with figures and events side by side.")
def targets(case: str, folder: Path | None, out: Path | None, html: Path | None) -> None:
    """The observed panel of a CASE: where its targets are counted from events, figures and events side by side."""
    from polemos.cases.load import find_folder
    from polemos.events.case_targets import read_case_targets
    from polemos.events.observed_panel import observed_panel, side_by_side
    from polemos.events.side_page import side_page

    panel = observed_panel(find_folder(case), _store(folder))
    if out is not None:
        panel.write(out)
    table = side_by_side(panel)
    if html is not None:
        html.write_text(side_page(case, read_case_targets(find_folder(case)), table), encoding="utf-8")
    _give(table)


def _give(table: pa.Table) -> None:
    from polemos.events.writing import write_csv_to

    write_csv_to(table, sys.stdout)

"""polemos import: event files into the store."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from polemos.core.errors import InputError, UsageError

if TYPE_CHECKING:
    from polemos.events.reading import Progress
    from polemos.events.receipt import Receipt
    from polemos.events.store import Store


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--source",
    default="",
    help="Kind of file: ucdp-ged, acled, table ... (default: told by the header).",
)
@click.option("--mapping", type=click.Path(path_type=Path), help="TOML file that names a table's columns.")
@click.option("--store", "folder", type=click.Path(path_type=Path), help="Folder of the store.")
@click.option("--release", default="", help="Release of the file, or with --from the release to fetch.")
@click.option("--from", "publisher", default="", help="Fetch from the publisher: ucdp-ged or ucdp-candidate.")
@click.option("--rejects", type=click.Path(path_type=Path), help="Where the reject file also goes.")
@click.option("--json", "as_json", is_flag=True, help="Receipts as JSON on stdout.")
@click.option("--quiet", is_flag=True, help="No progress and no receipt.")
def command(
    files: tuple[Path, ...], source: str, mapping: Path | None, folder: Path | None, release: str,
    publisher: str, rejects: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Read event FILES (CSV, zip of CSV, Parquet) row by row; what is wrong is named, the rest is kept.

    The source is told by the header. Importing the same file twice changes nothing.
    """
    from polemos.events.store import Store

    if bool(files) == bool(publisher):
        raise UsageError("name files to import, or --from a publisher with --release; not both.")
    if rejects is not None and len(files) > 1:
        raise UsageError("--rejects takes one file at a time; each dataset keeps its own reject file anyway.")
    store = Store(folder)
    if publisher:
        files = (_fetch(publisher, release, store, quiet),)
    table = _mapping(mapping)
    failed = 0
    for path in files:
        try:
            done = _one(path, store, source, table, str(mapping or ""), "" if publisher else release, rejects, quiet)
        except InputError as error:
            failed = error.exit_code
            click.echo(f"polemos: {error}", err=True)
            continue
        if as_json:
            click.echo(done.as_json(), nl=False)
        elif not quiet:
            click.echo(_words(done, store))
    if failed:
        sys.exit(failed)


def _fetch(publisher: str, release: str, store: Store, quiet: bool) -> Path:
    from polemos.events.download import fetch

    def say(text: str) -> None:
        click.echo(text, err=True)

    return fetch(publisher, release, store.folder / "downloads", say=(lambda text: None) if quiet else say)


def _mapping(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(str(path), "the mapping is no readable TOML file", value=str(error)) from error


def _one(
    path: Path, store: Store, source: str, mapping: dict[str, Any] | None, mapping_at: str,
    release: str, rejects: Path | None, quiet: bool,
) -> Receipt:  # fmt: skip
    from polemos.events.importing import import_events

    progress, close = _progress(path, quiet)
    try:
        return import_events(
            path, store, source=source, mapping=mapping, mapping_at=mapping_at, release=release,
            progress=progress, rejects=rejects,
        )  # fmt: skip
    finally:
        close()


def _progress(path: Path, quiet: bool) -> tuple[Progress, Any]:
    """A progress bar on a terminal, silence elsewhere."""
    if quiet or not sys.stderr.isatty():
        return (lambda done, total: None), (lambda: None)
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(path.name, total=None)
    bar.start()
    return (lambda done, total: bar.update(task, completed=done, total=total)), bar.stop


def _words(done: Receipt, store: Store) -> str:
    """The receipt for a reader."""
    if done.already_there:
        return f"{done.file}: already imported as {done.dataset}; nothing changed."
    rejects = store.path(done.dataset) / "rejects.csv"
    lines = [
        f"{done.file}: {done.title}, release {done.release} ({done.release_told_by})",
        f"  rows      {done.rows_read:,} read = {done.accepted:,} accepted + {done.rejected:,} rejected",
        f"  noted     {done.noted:,} cells",
        f"  deaths    low {done.deaths['low']:,}, best {done.deaths['best']:,}, high {done.deaths['high']:,}",
        f"  span      {done.first_day} to {done.last_day}, {len(done.countries)} countries",
        f"  dates     {_shares(done.date_precision)} (precision: share)",
        f"  places    {_shares(done.place_precision)} (precision: share)",
        f"  sha256    {done.sha256}",
        f"  dataset   {done.dataset}",
        *([f"  derived   {', '.join(done.derived)}"] if done.derived else []),
        *[f"  note      {note}" for note in done.notes],
        *([f"  rejects   {rejects}"] if done.rejected or done.noted else []),
        f"  licence   {done.licence}",
        f"  cite      {done.citation}",
    ]
    return "\n".join(lines)


def _shares(shares: dict[str, float]) -> str:
    return ", ".join(f"{key}: {share:.1%}" for key, share in shares.items())

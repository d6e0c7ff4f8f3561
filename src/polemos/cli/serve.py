"""`polemos serve`: the local app. stdout has the one address that opens it; Ctrl-C ends it."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import click

from polemos.core.errors import UsageError


@click.command("serve")
@click.argument("runs", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--folder",
    default=Path("runs"),
    show_default=True,
    type=click.Path(path_type=Path),
    help="Runs below it are shown; new ones go there.",
)
@click.option(
    "--case",
    "cases",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder of a case of your own; may be repeated.",
)
@click.option("--store", type=click.Path(path_type=Path), help="Folder of imported events; else the user's own.")
@click.option(
    "--forecasts",
    default=Path("forecasts"),
    show_default=True,
    type=click.Path(path_type=Path),
    help="Forecasts below it are shown beside the fans.",
)
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="The port; 0 takes a free one.")
@click.option("--quiet", is_flag=True, help="Print the address alone.")
def command(
    runs: tuple[Path, ...],
    folder: Path,
    cases: tuple[Path, ...],
    store: Path | None,
    forecasts: Path,
    port: int,
    quiet: bool,
) -> None:
    """Serve the app over RUNS (run folders) and the runs below --folder, to this machine alone.

    Open the address it prints: it works once, in one browser. Nothing is asked of any other machine.
    """
    import uvicorn

    from polemos.web.app import create_app, workplace
    from polemos.web.pages import built
    from polemos.web.session import Session

    built()
    for path in runs:
        _check(path)
    listening = _listen(port)
    port = listening.getsockname()[1]
    session = Session()
    work = workplace(folder, runs, cases, store, forecasts)
    config = uvicorn.Config(
        create_app(work, session, port), log_level="warning", access_log=False, timeout_graceful_shutdown=2
    )
    click.echo(f"http://127.0.0.1:{port}/enter?token={session.token}")
    sys.stdout.flush()
    if not quiet:
        click.echo(f"polemos: {len(work.library.runs())} runs; the address works once; Ctrl-C ends the app.", err=True)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        work.jobs.close()


def _check(path: Path) -> None:
    from polemos.ensemble.reading import Ensemble

    Ensemble.open(path)


def _listen(port: int) -> socket.socket:
    """A socket on the loopback address alone."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise UsageError(
            f"--port {port}: cannot be used ({error.strerror}); choose another, or 0 for a free one."
        ) from error
    return listening

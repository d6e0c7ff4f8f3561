"""The server: the routes of each view under one guard. Nothing here computes; every answer comes from another room."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp

import polemos
from polemos.core.errors import InputError, PolemosError, ResourceLimitError
from polemos.events.store import Store
from polemos.web.first_answer import FirstAnswers
from polemos.web.guard import Guard
from polemos.web.jobs import Jobs
from polemos.web.library import Library
from polemos.web.routes import entry, events, jobs, reads, scenarios, tables
from polemos.web.session import Session
from polemos.web.shelf import Shelf


@dataclass
class Workplace:
    """What the routes work on: runs, imported events, jobs, documents already made, and emulators of levers."""

    library: Library
    store: Store
    jobs: Jobs
    shelf: Shelf = field(default_factory=Shelf)
    first: FirstAnswers = field(default_factory=FirstAnswers)


def workplace(
    folder: Path,
    named: tuple[Path, ...] = (),
    cases: tuple[Path, ...] = (),
    store: Path | None = None,
    forecasts: Path = Path("forecasts"),
) -> Workplace:
    """A workplace over a folder of runs; `store` is the folder of imported events (None: the user's own)."""
    return Workplace(Library(folder, named, cases, forecasts), Store(store), Jobs(folder))


def create_app(work: Workplace, session: Session, port: int) -> ASGIApp:
    """The whole server as an ASGI app, for the port it will be reached at."""
    app = FastAPI(
        title="polemos",
        version=polemos.__version__,
        summary="Saved results of polemos, and jobs that make more; on this machine alone.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.work, app.state.session, app.state.port = work, session, port
    for part in (entry, reads, events, jobs, scenarios, tables):
        app.include_router(part.router)
    app.add_exception_handler(PolemosError, _refused)
    return Guard(app, session, port, streamed=(events.IMPORT_PATH,))


async def _refused(request: Request, error: Exception) -> JSONResponse:
    """One sentence and a status: 422 for invalid input, 409 where something is in the way, 404 for the rest."""
    status = 422 if isinstance(error, InputError) else 409 if isinstance(error, ResourceLimitError) else 404
    return JSONResponse({"error": str(error)}, status_code=status)

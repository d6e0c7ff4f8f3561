"""Imported events: drop a file in as the raw body of a request, look at what it holds, compare two releases."""

from __future__ import annotations

import re
import tempfile
from dataclasses import asdict
from pathlib import Path as File
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from polemos.core.errors import InputError
from polemos.events.compare import compare
from polemos.events.importing import import_events
from polemos.events.receipt import Receipt
from polemos.events.store import Store
from polemos.events.table import EventTable
from polemos.web.routes.answers import REFUSALS, Work

IMPORT_PATH = "/api/events"
LARGEST = 256 << 20
FILE_NAME = re.compile(r"[\w][\w .()+-]{0,120}\.(csv|zip|parquet)", re.I)
DatasetName = Annotated[str, Path(max_length=200, description="a dataset's name")]
router = APIRouter(prefix=IMPORT_PATH, responses=REFUSALS, tags=["events"])


@router.get("")
def datasets(work: Work) -> list[dict[str, Any]]:
    """The receipts of all imported datasets."""
    return [asdict(receipt) for receipt in work.store.receipts()]


@router.post("", status_code=201, response_model=dict[str, Any])
async def take_in(
    request: Request,
    work: Work,
    name: Annotated[str, Query(max_length=130, description="the file's name; ends in .csv, .zip or .parquet")],
    release: Annotated[str, Query(max_length=40, pattern=r"^[\w.\-]*$")] = "",
    source: Annotated[str, Query(max_length=40, pattern=r"^[a-z\-]*$", description="'': told by the header")] = "",
) -> Response:
    """Import the body, an event file, and answer with its receipt. A file that breaks the rules changes nothing."""
    if not FILE_NAME.fullmatch(name):
        raise InputError(
            "name", "is the plain name of a .csv, .zip or .parquet file", value=name, fix="rename the file"
        )
    with tempfile.TemporaryDirectory(prefix="polemos-") as folder:
        file = File(folder) / name
        if not await _save(request, file):
            return JSONResponse({"error": f"an event file holds at most {LARGEST:,} bytes here"}, status_code=413)
        receipt = await run_in_threadpool(_import, file, work.store, release, source)
    return JSONResponse(asdict(receipt), status_code=201)


@router.get("/{dataset}/months")
def months(dataset: DatasetName, work: Work) -> dict[str, Any]:
    """Events and deaths by month and country."""
    panel = EventTable.from_store(work.store, [dataset]).to_panel(by=("month", "country"))
    wanted = ("period", "country", "events", "low", "best", "high")
    rows = [[row[key] for key in wanted] for row in panel.to_arrow().to_pylist() if row["part"] == "counted"]
    return {"columns": list(wanted), "rows": rows, "about": {"licences": panel.about["licences"]}}


@router.get("/{before}/compared-with/{after}")
def compared(before: DatasetName, after: DatasetName, work: Work) -> dict[str, Any]:
    """What changed from one dataset to another: counts, and events and deaths by year and country."""
    difference = compare(EventTable.from_store(work.store, [before]), EventTable.from_store(work.store, [after]))
    rows = [list(row.values()) for row in difference.deaths.to_pylist()]
    return {"counts": difference.counts(), "columns": difference.deaths.column_names, "rows": rows}


def _import(file: File, store: Store, release: str, source: str) -> Receipt:
    """Import; a refusal names the file as the user knows it, not where it lay."""
    try:
        return import_events(file, store, release=release, source=source)
    except InputError as error:
        where = error.where.replace(f"{file.parent}/", "")
        raise InputError(where, error.rule, value=error.value, fix=error.fix) from None


async def _save(request: Request, file: File) -> bool:
    """Write the body into a file piece by piece; False once it is above the cap."""
    size = 0
    with file.open("wb") as out:
        async for piece in request.stream():
            size += len(piece)
            if size > LARGEST:
                return False
            out.write(piece)
    return True

"""Reading saved runs: which there are, the document of each view, and tables to take away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel

import polemos
from polemos.core.errors import UsageError
from polemos.events.observed_panel import observed_panel
from polemos.web.documents import DOCUMENTS, as_json, forecasts
from polemos.web.exports import FORMS, TABLES, export
from polemos.web.routes.answers import REFUSALS, Work

router = APIRouter(prefix="/api", responses=REFUSALS, tags=["results"])


def _one_of(names: Iterable[str], what: str) -> Any:
    return Path(pattern=f"^({'|'.join(names)})$", description=what)


View = Annotated[str, _one_of(DOCUMENTS, "a view")]
Table = Annotated[str, _one_of(TABLES, "a table")]
Origin = Annotated[str, Path(pattern=r"^\d{4}-\d{2}-\d{2}$", description="a day")]
Form = Annotated[str, _one_of(FORMS, "a file format")]
RunName = Annotated[str, Path(max_length=200, description="a run's name from the list of runs")]


class Run(BaseModel):
    """A finished run."""

    name: str
    case: str
    draws: int
    seed: int
    start: str
    months: int
    polemos: str
    calibrated: bool
    interventions: int


class Runs(BaseModel):
    """The program's version and the finished runs."""

    polemos: str
    runs: list[Run]


class Counted(BaseModel):
    """A target in one month as counted from imported events."""

    target: str
    period: str
    value: float
    low: float
    high: float
    source: str


@router.get("/runs")
def runs(work: Work) -> Runs:
    """The finished runs."""
    return Runs(polemos=polemos.__version__, runs=[Run(**about) for about in work.library.about()])


@router.get("/runs/{run}/imported")
def imported(run: RunName, work: Work) -> list[Counted]:
    """The run's targets counted from imported events, month by month, to draw over the fans."""
    material = work.library.material(run)
    panel = observed_panel(material.case.folder, work.store).to_arrow().to_pylist()
    recorded = {target.name for target in material.targets}
    kept = ("target", "period", "value", "low", "high", "source")
    return [
        Counted(**{key: row[key] for key in kept})
        for row in panel if row["origin"] == "events" and row["target"] in recorded and len(row["period"]) == 7
    ]  # fmt: skip


@router.get("/runs/{run}/origins")
def origins(run: RunName, work: Work) -> list[str]:
    """The origins from which forecasts of the run's case are there."""
    return sorted(forecasts.forecasts_of(work.library.forecasts, work.library.material(run).facts.name))


@router.get("/runs/{run}/origins/{origin}", response_model=dict[str, Any])
def forecast(run: RunName, origin: Origin, work: Work) -> Response:
    """The forecast of the run's case as it stood at an origin."""
    found = forecasts.forecasts_of(work.library.forecasts, work.library.material(run).facts.name)
    if origin not in found:
        raise UsageError("there is no forecast from this day; choose one of the origins.")
    stamp = str((found[origin] / "summary.json").stat().st_mtime_ns)
    kept = work.shelf.get((str(found[origin]), stamp), lambda: as_json(forecasts.document(found[origin])))
    return Response(kept.plain, media_type="application/json", headers={"cache-control": "no-cache"})


@router.get("/runs/{run}/{view}", response_model=dict[str, Any])
def document(run: RunName, view: View, work: Work, request: Request) -> Response:
    """The document of one view of a run."""
    kept = work.shelf.get(
        (run, work.library.stamp(run), view), lambda: as_json(DOCUMENTS[view](work.library.material(run)))
    )
    headers = {"etag": kept.tag, "cache-control": "no-cache", "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == kept.tag:
        return Response(status_code=304, headers=headers)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    body = kept.packed if packed else kept.plain
    return Response(
        body, media_type="application/json", headers={**headers, **({"content-encoding": "gzip"} if packed else {})}
    )


@router.get("/runs/{run}/tables/{table}.{form}", response_class=Response)
def table(run: RunName, table: Table, form: Form, work: Work) -> Response:
    """A whole table of a run as CSV or Parquet."""
    key = (run, work.library.stamp(run), f"{table}.{form}")
    body = work.shelf.get(key, lambda: export(work.library.material(run), table, form)).plain
    name = f"{table}.{form}"
    return Response(body, media_type=FORMS[form], headers={"content-disposition": f'attachment; filename="{name}"'})

"""Long work: start it, watch it, cancel it, resume it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from polemos.cases.load import load_case
from polemos.web.jobs import OPEN
from polemos.web.routes.answers import REFUSALS, Work

router = APIRouter(prefix="/api/jobs", responses=REFUSALS, tags=["jobs"])
JobName = Annotated[str, Path(max_length=64, description="a job's id")]
EVERY = 0.25


class JobView(BaseModel):
    """A job as it stands."""

    id: str
    kind: str
    title: str
    run: str
    draws: int
    done: int
    state: str
    said: str
    about: dict[str, Any]


class Wanted(BaseModel):
    """A run of a case: a shipped one, or one of the folders that polemos serve was given."""

    model_config = ConfigDict(extra="forbid")
    case: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
    draws: Annotated[int, Field(ge=1, le=10_000)] = 200
    seed: Annotated[int, Field(ge=0, le=2**32)] = 1


@router.get("")
def all_jobs(work: Work) -> list[JobView]:
    """Every job, the newest first."""
    return [JobView(**view) for view in work.jobs.all()]


@router.post("", status_code=202)
def start(wanted: Wanted, work: Work) -> JobView:
    """Run a case."""
    where = work.library.case(wanted.case)
    case = load_case(where).header
    run = f"{case.name}-{wanted.seed}-{wanted.draws}"
    words = ["run", str(where), "--draws", str(wanted.draws), "--seed", str(wanted.seed), "--quiet"]
    words += ["--out", str(work.jobs.runs / run)]
    return JobView(**work.jobs.submit(case.title, words, run, wanted.draws))


@router.get("/{job}")
def one_job(job: JobName, work: Work) -> JobView:
    """One job."""
    return JobView(**work.jobs.view(job))


@router.get("/{job}/events", response_class=StreamingResponse, responses={200: {"content": {"text/event-stream": {}}}})
def watch(job: JobName, work: Work) -> StreamingResponse:
    """The job's state whenever it changes, until it is over (server-sent events)."""
    work.jobs.view(job)
    return StreamingResponse(_changes(work, job), media_type="text/event-stream")


@router.post("/{job}/cancel")
def cancel(job: JobName, work: Work) -> JobView:
    """Stop a job; what it has saved stays."""
    return JobView(**work.jobs.cancel(job))


@router.post("/{job}/resume")
def resume(job: JobName, work: Work) -> JobView:
    """Go on with a job that is not done."""
    return JobView(**work.jobs.resume(job))


async def _changes(work: Any, job: str) -> AsyncIterator[str]:
    told = None
    while True:
        view = await run_in_threadpool(work.jobs.view, job)
        if view != told:
            told = view
            yield f"data: {json.dumps(view, ensure_ascii=False)}\n\n"
        if view["state"] not in OPEN:
            return
        await asyncio.sleep(EVERY)

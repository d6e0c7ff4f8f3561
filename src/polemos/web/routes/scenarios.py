"""Scenarios: what may be changed in a case, whether a file is sound, a first answer, and comparisons as jobs."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path as File
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from polemos.cases.load import load_case
from polemos.cases.schema import Case
from polemos.core.errors import InputError, UsageError
from polemos.scenarios.scenario import Scenario
from polemos.web.comparing import side_of
from polemos.web.levers import levers_document
from polemos.web.routes.answers import REFUSALS, Work
from polemos.web.routes.jobs import JobName, JobView

router = APIRouter(prefix="/api", responses=REFUSALS, tags=["scenarios"])
CaseName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{0,63}$", description="a case's name")]
Text = Annotated[str, Field(max_length=200_000)]


class ScenarioText(BaseModel):
    """A scenario file as text."""

    model_config = ConfigDict(extra="forbid")
    toml: Text


class Question(BaseModel):
    """Two scenarios, each 'baseline', the name of one of the case's, or the text of a file; and how many draws."""

    model_config = ConfigDict(extra="forbid")
    a: Text = "baseline"
    b: Text
    title: Annotated[str, Field(max_length=200)] = ""
    draws: Annotated[int, Field(ge=2, le=2_000)] = 200
    seed: Annotated[int, Field(ge=0, le=2**32)] = 1


@router.get("/cases/{case}/levers", response_model=dict[str, Any])
def levers(case: CaseName, work: Work) -> dict[str, Any]:
    """The levers on the side of policy and protection, what can be switched off, and the case's own scenarios."""
    where = work.library.case(case)
    emulator = work.first.known(where).emulator
    about = None if emulator is None else {key: emulator.about[key] for key in ("settings", "fresh", "check")}
    return {**levers_document(load_case(where)), "emulator": about}


@router.post("/cases/{case}/scenario")
def checked(case: CaseName, given: ScenarioText, work: Work) -> dict[str, Any]:
    """A scenario file, checked against the case, as data; refused with the place and the fix."""
    (side,) = _fitting(load_case(work.library.case(case)), scenario=given.toml)
    if not side.parts:
        raise UsageError("scenario: a file's text is needed, not a name.")
    return {**side.parts[0][1].model_dump(mode="json"), "title": side.title}


class Sides(BaseModel):
    """Two scenarios, each 'baseline', the name of one of the case's, or the text of a file."""

    model_config = ConfigDict(extra="forbid")
    a: Text = "baseline"
    b: Text


@router.post("/cases/{case}/first-answer", response_model=dict[str, Any])
def first_answer(case: CaseName, asked: Sides, work: Work) -> dict[str, Any]:
    """An emulated answer, at once, as far as a check on fresh runs lets it be shown; or why there is none."""
    return work.first.answer(work.library.case(case), asked.a, asked.b)


@router.post("/cases/{case}/comparisons", status_code=202)
def compare(case: CaseName, asked: Question, work: Work) -> JobView:
    """Compare two scenarios on the same draws and the same luck."""
    where = work.library.case(case)
    sides = _fitting(load_case(where), a=asked.a, b=asked.b)
    title = asked.title or " / ".join(side.title for side in sides)
    question = {"case": str(where), "a": asked.a, "b": asked.b, "draws": asked.draws, "seed": asked.seed}
    about = {"case": case, "a": sides[0].title, "b": sides[1].title}
    return JobView(**work.jobs.compare(title, question, asked.draws, about))


def _fitting(case: Case, **texts: str) -> list[Scenario]:
    """Scenarios that fit the case; a refusal names the file as the user knows it, not where it lay."""
    with tempfile.TemporaryDirectory(prefix="polemos-") as folder:
        try:
            sides = [side_of(case, text, File(folder) / f"{name}.toml") for name, text in texts.items()]
            for side in sides:
                side.apply(case)
        except InputError as error:
            where = error.where.replace(f"{folder}/", "")
            raise InputError(where, error.rule, value=error.value, fix=error.fix) from None
    return sides


@router.get("/comparisons/{job}", response_model=dict[str, Any])
def comparison(job: JobName, work: Work) -> Response:
    """The result of a comparison that is done: differences with intervals, civilians among them, and both fans."""
    file = work.jobs.folder_of(job) / "comparison.json"
    if not file.is_file():
        raise UsageError("this comparison is not done; watch its job.")
    return Response(file.read_bytes(), media_type="application/json")


@router.get("/comparisons/{job}/question", response_model=dict[str, Any])
def question(job: JobName, work: Work) -> dict[str, Any]:
    """What a comparison asked: both scenarios, as names or as the text of their files."""
    file = work.jobs.folder_of(job) / "question.json"
    if not file.is_file():
        raise UsageError("this job is no comparison.")
    asked = json.loads(file.read_text(encoding="utf-8"))
    return {key: asked[key] for key in ("a", "b", "draws", "seed")}

"""A table as the page shows it, turned into Parquet: the one form that a browser cannot write itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from polemos.core.errors import UsageError
from polemos.web.exports import FORMS, shown_table
from polemos.web.routes.answers import REFUSALS

router = APIRouter(prefix="/api", responses=REFUSALS, tags=["results"])
Whole = Annotated[StrictInt, Field(ge=-(2**63), lt=2**63)]
Cell = StrictStr | Whole | StrictFloat | StrictBool | None
Line = Annotated[str, Field(max_length=10_000)]


class Shown(BaseModel):
    """Headings, rows of as many cells, and the lines that say what the table is."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)
    headings: Annotated[list[Line], Field(min_length=1, max_length=200)]
    rows: Annotated[list[list[Cell]], Field(max_length=50_000)]
    about: Annotated[list[Line], Field(max_length=50)]


@router.post("/tables/parquet", response_class=Response)
def parquet(given: Shown) -> Response:
    """The table as Parquet, what it is in the file's metadata."""
    if any(len(row) != len(given.headings) for row in given.rows):
        raise UsageError("a table has as many cells in every row as it has headings.")
    return Response(shown_table(given.headings, given.rows, given.about), media_type=FORMS["parquet"])

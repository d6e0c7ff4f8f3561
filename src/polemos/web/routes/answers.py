"""What routes share: the workplace behind a request, and what refusals look like in the API's description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel

if TYPE_CHECKING:
    from polemos.web.app import Workplace


class Refusal(BaseModel):
    """Why a request was refused, in one sentence."""

    error: str


def _work(request: Request) -> Any:
    return request.app.state.work


if TYPE_CHECKING:
    Work = Annotated[Workplace, Depends(_work)]
else:
    Work = Annotated[Any, Depends(_work)]

REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refusal, "description": text}
    for status, text in {
        401: "no session",
        403: "another site, or a change without the app's own header",
        404: "no such thing",
        409: "something is in the way",
        413: "too large",
        421: "another host name",
    }.items()
}

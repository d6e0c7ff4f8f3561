"""The way in: the one-time address, the page, and its built files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from polemos.web.guard import cookie_name
from polemos.web.pages import built, entry_page

router = APIRouter(include_in_schema=False)
USED = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>polemos</title>'
    "<p>This address was used before, or is wrong. Start polemos serve again."
)


@router.get("/enter")
def enter(request: Request, token: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Change the one-time token for a session and go to the app."""
    key = request.app.state.session.enter(token)
    if key is None:
        return HTMLResponse(USED, status_code=403)
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(cookie_name(request.app.state.port), key, httponly=True, samesite="strict", path="/")
    return answer


@router.get("/")
def page() -> HTMLResponse:
    """The app's page."""
    return HTMLResponse(entry_page())


@router.get("/assets/{name}")
def asset(name: str) -> Response:
    """A built file by its name."""
    found = built().get(name)
    if found is None:
        return Response(status_code=404)
    return Response(found.content, media_type=found.kind, headers={"cache-control": "no-cache"})

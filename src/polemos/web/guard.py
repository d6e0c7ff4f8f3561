"""What every request passes before anything looks at it, and the headers that every answer carries.

Refused with a sentence, and nothing changed: another host name, a page of another site, a change without the app's own
header, a missing session, a body above the cap.
"""

from __future__ import annotations

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from polemos.web.session import Session

SMALL = 1 << 20
OWN = "x-polemos"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def cookie_name(port: int) -> str:
    """Cookies of one host are shared among its ports, so the name holds the port."""
    return f"polemos-{port}"


class Guard:
    """Wraps the app; `streamed` are the paths that read their own body in pieces, under a cap of their own."""

    def __init__(self, app: ASGIApp, session: Session, port: int, streamed: Iterable[str] = ()) -> None:
        self.app, self.session, self.port, self.streamed = app, session, port, frozenset(streamed)
        self.hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope, Headers(scope=scope))
        if refusal is None and scope["path"] not in self.streamed:
            body = await _small_body(receive)
            if body is None:
                refusal = (413, f"a request holds at most {SMALL:,} bytes here")
            else:
                receive = _replayed(body, receive)
        guarded = _with_headers(send)
        if refusal is not None:
            status, said = refusal
            await JSONResponse({"error": said}, status_code=status)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        if headers.get("host", "") not in self.hosts:
            return 421, "this server answers only to the address that polemos serve printed"
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        entering = scope["path"] in ("/", "/enter") and scope["method"] == "GET"
        if not entering and (site not in (None, "same-origin", "none") or not self._own_origin(origin)):
            return 403, "a page of another site may not ask here"
        if scope["method"] not in ("GET", "HEAD") and headers.get(OWN) != "1":
            return 403, "a change needs the app's own header"
        if scope["path"] != "/enter" and not self.session.knows(self._key(headers)):
            return 401, "open the address that polemos serve printed; it works once, then start polemos serve again"
        return None

    def _own_origin(self, origin: str | None) -> bool:
        return origin is None or origin.removeprefix("http://") in self.hosts

    def _key(self, headers: Headers) -> str:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(cookie_name(self.port))
        except CookieError:
            return ""
        return found.value if found else ""


async def _small_body(receive: Receive) -> bytes | None:
    """The whole body, or None if it is above the cap."""
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(pieces)
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > SMALL:
            return None
        if not message.get("more_body"):
            return b"".join(pieces)


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if "cache-control" not in headers:
                headers["cache-control"] = "no-store"
        await send(message)

    return sent

"""One polite request at a time to hosts on a list: no other host by redirect, no other scheme, no compressed bodies."""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urljoin, urlsplit

from polemos import __version__
from polemos.core.errors import InputError
from polemos.events.publishers import Publisher

TIMEOUT = 30.0
REDIRECTS = 5
AGENT = f"polemos/{__version__} (research software; one request at a time)"


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect by itself."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


class Retry(Exception):
    """The server may answer later: after `seconds`, and why."""

    def __init__(self, why: InputError, seconds: float = 1.0) -> None:
        super().__init__(str(why))
        self.why, self.seconds = why, seconds


def ask(source: Publisher, url: str, headers: dict[str, str], timeout: float = TIMEOUT) -> http.client.HTTPResponse:
    """The answer to a GET; every way it can fail has its own sentence. 206 and 304 are answers too."""
    for _ in range(REDIRECTS):
        _check_host(source, url)
        sent = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers, **_token(source)}
        try:
            answer: http.client.HTTPResponse = _OPENER.open(urllib.request.Request(url, headers=sent), timeout=timeout)
            return _plain(url, answer)
        except urllib.error.HTTPError as error:
            if error.code == 304:
                return error  # type: ignore[return-value]
            if error.code not in (301, 302, 303, 307, 308):
                raise _refusal(source, url, error) from error
            url = urljoin(url, error.headers.get("Location", ""))
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            raise Retry(_unreachable(url, error)) from error
    raise InputError(url, f"the server redirects more than {REDIRECTS} times", fix="try again later")


def _token(source: Publisher) -> dict[str, str]:
    return {source.token_header: source.token()} if source.token_header and source.token() else {}


def _check_host(source: Publisher, url: str) -> None:
    parts, home = urlsplit(url), urlsplit(source.url)
    if parts.scheme != home.scheme or parts.netloc.split("@")[-1] not in source.hosts or "@" in parts.netloc:
        rule = f"only {', '.join(source.hosts)} over {home.scheme} may be asked for {source.name}"
        raise InputError(url, rule, fix="nothing was sent there")


def _plain(url: str, answer: http.client.HTTPResponse) -> http.client.HTTPResponse:
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise InputError(url, "the server sends a compressed body unasked", fix="try again later")
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        raise InputError(url, "the server answers with a web page, not with data", value=kind, fix="check the release")
    return answer


def _refusal(source: Publisher, url: str, error: urllib.error.HTTPError) -> Exception:
    """The sentence for a refusing answer."""
    code = error.code
    if code == 401 and not _token(source):
        named = source.token_variable or "no variable is known for this publisher"
        return InputError(url, "the publisher asks for credentials and none were sent", fix=f"set {named}")
    if code in (401, 403):
        return InputError(url, f"the publisher denies access (HTTP {code})", fix="check the token and its rights")
    if code in (404, 410):
        fix = f"releases read like {source.example}"
        return InputError(url, f"the publisher has no such release (HTTP {code})", fix=fix)
    if code == 429 or code >= 500:
        why = InputError(url, f"the publisher asks to come back later (HTTP {code})", fix="try again later")
        return Retry(why, _seconds(error.headers.get("Retry-After", "")))
    return InputError(url, f"the publisher refuses (HTTP {code})", fix="check the release")


def _seconds(text: str) -> float:
    return min(float(text), 60.0) if text.isdigit() else 1.0


def _unreachable(url: str, error: BaseException) -> InputError:
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLError):
        return InputError(url, "the server's certificate cannot be trusted", value=str(reason))
    if isinstance(reason, TimeoutError):
        return InputError(url, "the server does not answer in time", fix="try again later")
    return InputError(url, "the server cannot be reached", value=str(reason), fix="check the network and try again")

"""Hostile requests: every one gets a status from 400 to 499 and a sentence, and nothing on disk changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from polemos.web.guard import SMALL, Guard
from web_stage import Served, serving

RUN = "/api/runs/small-1-8"
TRAVERSALS = [
    "/assets/../../../../etc/passwd", "/assets/..%2f..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/pyproject.toml",
    "/assets//etc/passwd", "/assets/app.js%00.css", "/api/runs/../map", "/api/runs/..%2f..%2fetc/map",
    "/api/runs/%2e%2e/overview", "/api/runs/.jobs/overview", "/api/runs/%00/map", "/api/runs//etc/passwd/map",
    f"{RUN}/..%2f..%2fmanifest.json", f"{RUN}/tables/..%2fmap.csv", f"{RUN}/tables/map.exe", "/api/jobs/..%2f..%2fx",
    "/api/events/..%2f..%2fetc/months", "/api/events/.../compared-with/..",
]  # fmt: skip


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def unchanged(small_folder: Path, served: Served):
    """Nothing below the runs or the store differs after the test."""
    before = tree(small_folder), tree(served.work.store.folder)
    yield
    assert (tree(small_folder), tree(served.work.store.folder)) == before


def refused(answer) -> bool:
    return 400 <= answer.status < 500


@pytest.mark.parametrize("path", TRAVERSALS)
def test_a_path_that_climbs_is_unknown(served: Served, unchanged, path: str) -> None:
    answer = served.ask(path)
    assert refused(answer), path
    assert b"root:" not in answer.body


def test_the_token_opens_once_and_nothing_opens_without_it(small_folder: Path, tmp_path: Path) -> None:
    with serving(small_folder / "runs", tmp_path) as served:
        for path in ("/", "/assets/app.js", "/api/runs", f"{RUN}/map", "/api/openapi.json", "/nothing"):
            assert served.ask(path, entered=False).status == 401
        assert served.ask("/enter?token=wrong", entered=False).status == 403
        assert served.ask("/enter", entered=False).status == 403
        first = served.ask(f"/enter?token={served.session.token}", entered=False)
        assert first.status == 303 and first.headers["location"] == "/"
        cookie = first.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie and served.session.token not in cookie
        assert served.ask(f"/enter?token={served.session.token}", entered=False).status == 403
        assert served.ask("/", headers={"cookie": cookie.split(";")[0]}, entered=False).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost:1", "evil.example:80", "127.0.0.1.evil.example", ""]
)
def test_another_host_name_is_refused(served: Served, unchanged, host: str) -> None:
    assert refused(served.ask("/api/runs", headers={"host": host}))
    assert refused(served.ask("/api/jobs", "POST", b"{}", {"host": host}))


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"}, {"x-polemos": ""}, {"x-polemos": "", "content-type": "text/plain"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/api/jobs", "/api/events?name=a.csv", "/api/jobs/0123456789abcdef/cancel"])
def test_a_page_of_another_site_cannot_change_anything(served: Served, unchanged, headers, path: str) -> None:
    answer = served.ask(path, "POST", b'{"case": "small"}', {"content-type": "application/json", **headers})
    assert answer.status == 403


def test_a_page_of_another_site_cannot_read(served: Served) -> None:
    assert served.ask(f"{RUN}/map", headers={"sec-fetch-site": "cross-site"}).status == 403
    assert served.ask("/", headers={"sec-fetch-site": "cross-site"}).status == 200, "a link to the app is no attack"


@pytest.mark.parametrize("size", [SMALL + 1, 4 * SMALL])
def test_an_oversized_body_is_refused(served: Served, unchanged, size: int) -> None:
    assert served.ask("/api/jobs", "POST", b"x" * size, {"content-type": "application/json"}).status == 413


BODIES = [
    b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b'{"case": 1}', b'{"case": "small", "draws": -1}',
    b'{"case": "small", "draws": 1e99}', b'{"case": "../small"}', b'{"case": "/etc"}', b'{"case": "no-such-case"}',
    b'{"case": "small", "out": "/tmp/x"}', b'{"case": "small", "seed": "1; rm"}', b"[" * 100_000,
    json.dumps({"case": "small\0", "draws": 5}).encode(),
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_malformed_body_is_refused(served: Served, unchanged, body: bytes) -> None:
    answer = served.ask("/api/jobs", "POST", body, {"content-type": "application/json"})
    assert refused(answer), answer.body[:200]


def test_strange_methods_and_headers_are_refused(served: Served, unchanged) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"):
        assert refused(served.ask(f"{RUN}/map", method))
    assert refused(served.ask("/api/runs", headers={"cookie": "polemos=; ;;=\x01"}))
    assert refused(served.ask("/api/runs", headers={"cookie": "x" * 4000}))


def test_every_answer_forbids_what_the_app_does_not_need(served: Served) -> None:
    for path in ("/", "/assets/app.js", f"{RUN}/overview", "/nothing", "/api/runs/nothing/map"):
        headers = served.ask(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers


def test_the_guard_can_fail(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Guard, "_refusal", lambda self, scope, headers: None)
    assert served.ask("/api/runs", headers={"host": "evil.example"}, entered=False).status == 200

"""A publisher on loopback: sound, slow, broken and hostile answers, by path. Remembers what it was asked."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "open sesame"


class Handler(BaseHTTPRequestHandler):
    """Answers by the first word of the path."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        kind = self.path.split("/")[1]
        getattr(self, "answer_" + kind.replace("-", "_"))()

    def send(self, code: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), "Connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_sound(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.send(304)
            return
        self.send(200, self.server.body, ETag='"v1"')

    def answer_broken_once(self) -> None:
        """Breaks off in the middle the first time, then serves the rest that is asked for."""
        body, asked = self.server.body, self.headers.get("Range")
        if not asked:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", '"v1"')
            self.end_headers()
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
            return
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        self.send(206, body[start:], ETag='"v1"', Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}")

    def answer_changed(self) -> None:
        """Breaks off once; then the file has changed, so the whole of it comes."""
        if len(self.server.asked) == 1:
            self.answer_broken_once()
        else:
            self.send(200, self.server.body, ETag='"v2"')

    def answer_always_broken(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"id,")
        self.close_connection = True

    def answer_empty(self) -> None:
        self.send(200)

    def answer_header_only(self) -> None:
        self.send(200, self.server.body.split(b"\n")[0] + b"\n")

    def answer_missing(self) -> None:
        self.send(404)

    def answer_denied(self) -> None:
        self.send(403)

    def answer_locked(self) -> None:
        given = self.headers.get("x-token")
        self.send(200, self.server.body) if given == TOKEN else self.send(401)

    def answer_busy(self) -> None:
        if len(self.server.asked) < 3:
            self.send(503, Retry_After="7")
        else:
            self.send(200, self.server.body)

    def answer_page(self) -> None:
        self.send(200, b"<!DOCTYPE html><html>Please log in</html>", Content_Type="text/html; charset=utf-8")

    def answer_disguised(self) -> None:
        self.send(200, b"  <html>Please log in</html>", Content_Type="text/csv")

    def answer_elsewhere(self) -> None:
        self.send(302, Location="http://localhost.invalid/ged.csv")

    def answer_to_file(self) -> None:
        self.send(302, Location="file:///etc/passwd")

    def answer_moved(self) -> None:
        self.send(301, Location="/sound/ged251.csv")

    def answer_circle(self) -> None:
        self.send(302, Location=self.path)

    def answer_packed(self) -> None:
        self.send(200, b"\x1f\x8b" + b"\0" * 50, Content_Encoding="gzip")

    def answer_slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def answer_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(10_000):
            self.wfile.write(b"x" * 65536)

    def answer_pages(self) -> None:
        """Three events a page, as many as the server has."""
        number = int(self.path.rpartition("page=")[2])
        rows: list[dict[str, Any]] = self.server.rows
        count = len(rows) + self.server.lie
        page = {"TotalCount": count, "TotalPages": -(-len(rows) // 3), "Result": rows[3 * number - 3 : 3 * number]}
        self.send(200, json.dumps(page).encode(), Content_Type="application/json")

    def log_message(self, *_: object) -> None:
        return None


class Server(ThreadingHTTPServer):
    """The publisher; `address` is its base."""

    daemon_threads = True

    def __init__(self, body: bytes, rows: list[dict[str, Any]] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.body, self.rows, self.lie = body, rows or [], 0
        self.asked: list[tuple[str, dict[str, str]]] = []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is part of the play."""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

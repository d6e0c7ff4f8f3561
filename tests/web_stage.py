"""A served app for tests: a real server on a free port, and a client of plain sockets that can say anything."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from polemos.web.app import create_app, workplace
from polemos.web.guard import cookie_name
from polemos.web.session import Session

OWN = {"x-polemos": "1"}


@dataclass
class Answer:
    """Status, headers in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Served:
    """A running server and its session."""

    port: int
    session: Session
    work: Any

    @property
    def base(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        entered: bool = True,
    ) -> Answer:
        """One request; `entered` sends the session's cookie. Headers given replace those sent by default."""
        sent = {"host": f"127.0.0.1:{self.port}"}
        if entered:
            self.session.enter(self.session.token)
            sent["cookie"] = f"{cookie_name(self.port)}={self.session.key}"
        if method not in ("GET", "HEAD"):
            sent |= OWN
        sent |= headers or {}
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value:
                    link.putheader(name, value)
            if body is not None and "content-length" not in sent:
                link.putheader("content-length", str(len(body)))
            link.endheaders(body)
            answer = link.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            link.close()

    def send(self, path: str, value: Any) -> Answer:
        """A value as JSON."""
        return self.ask(path, "POST", json.dumps(value).encode(), {"content-type": "application/json"})


@contextmanager
def serving(folder: Path, store: Path, named: tuple[Path, ...] = (), cases: tuple[Path, ...] = ()) -> Iterator[Served]:
    """Serve until the block ends."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    port, session = listening.getsockname()[1], Session()
    work = workplace(folder, named, cases, store)
    server = uvicorn.Server(uvicorn.Config(create_app(work, session, port), log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield Served(port, session, work)
    finally:
        work.jobs.close()
        server.should_exit = server.force_exit = True
        thread.join(timeout=10)
        listening.close()

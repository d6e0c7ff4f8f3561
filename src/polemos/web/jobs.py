"""Long work: one command of polemos at a time in a process of its own, whose run folder holds everything it has done.

Assumes a job is a command that saves as it goes: cancelling sends it an interrupt, resuming gives the same command
again. How far it is stands in the run folder's own table. Jobs are remembered in files below the folder of runs, so a
server that was stopped finds them again.
"""

from __future__ import annotations

import json
import re
import secrets
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Condition, Thread
from typing import Any

from polemos.core.errors import ResourceLimitError, UsageError
from polemos.ensemble.durable import write_durably
from polemos.ensemble.folder import RunFolder

WAITING, RUNNING, DONE, FAILED, CANCELLED, STOPPED = "waiting", "running", "done", "failed", "cancelled", "stopped"
OPEN = (WAITING, RUNNING)
MOST, SAID = 50, 2000
PROGRAMS = {"cli": "cli", "comparing": "web.comparing"}
NAME = re.compile(r"[0-9a-f]{16}")


@dataclass
class Job:
    """A command, the run folder it fills, and what became of it; `said` is the end of what it wrote on stderr."""

    id: str
    title: str
    arguments: list[str]
    folder: str
    draws: int
    state: str = WAITING
    said: str = ""
    program: str = "cli"
    about: dict[str, Any] = field(default_factory=dict)

    def view(self) -> dict[str, Any]:
        """What a client sees: no path of the machine."""
        told = {"id": self.id, "title": self.title, "run": Path(self.folder).name, "draws": self.draws}
        told["kind"] = "run" if self.program == "cli" else "comparison"
        return {**told, "state": self.state, "said": self.said, "about": self.about, "done": saved_draws(self)}


def saved_draws(job: Job) -> int:
    """How many draws the job's run folder holds."""
    if job.program == "comparing":
        return _compared_draws(job)
    table = RunFolder(Path(job.folder)).table
    if not table.is_file():
        return 0
    try:
        with sqlite3.connect(f"file:{table}?mode=ro", uri=True, timeout=1.0) as known:
            (count,) = known.execute("SELECT coalesce(sum(n_draws), 0) FROM chunks").fetchone()
    except sqlite3.Error:
        return 0
    return min(int(count), job.draws)


def _compared_draws(job: Job) -> int:
    """A comparison's progress, in draws of its two sides together."""
    try:
        share = float(json.loads((Path(job.folder) / "progress.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return 0
    return min(int(share * job.draws), job.draws)


class Jobs:
    """The jobs of one folder of runs; a thread of its own works through those that wait."""

    def __init__(self, runs: Path) -> None:
        self.runs, self.folder = runs, runs / ".jobs"
        self._jobs: dict[str, Job] = {}
        self._changed = Condition()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._read()

    def all(self) -> list[dict[str, Any]]:
        """Every job, the newest first; under the lock, so that no state is shown before it is saved."""
        with self._changed:
            return [job.view() for job in reversed(list(self._jobs.values()))]

    def view(self, name: str) -> dict[str, Any]:
        """One job, as it is saved."""
        with self._changed:
            return self._job(name).view()

    def submit(
        self, title: str, arguments: Sequence[str], run: str, draws: int, about: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Put a command in line; `run` is the name of the run folder that it fills below the folder of runs."""
        job = Job(secrets.token_hex(8), title, list(arguments), str(self.runs / run), draws, about=about or {})
        return self._line_up(job)

    def compare(
        self, title: str, question: dict[str, Any], draws: int, about: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Put a comparison of two scenarios in line; what it asks and what it finds stand in a folder of its own."""
        name = secrets.token_hex(8)
        folder = self.folder / name
        job = Job(name, title, [str(folder)], str(folder), draws, about=about or {}, program="comparing")
        folder.mkdir(parents=True)
        write_durably(folder / "question.json", json.dumps(question, ensure_ascii=False).encode())
        return self._line_up(job)

    def folder_of(self, name: str) -> Path:
        """Where a job keeps what it finds."""
        return Path(self._job(name).folder)

    def _line_up(self, job: Job) -> dict[str, Any]:
        with self._changed:
            if sum(other.state in OPEN for other in self._jobs.values()) >= MOST:
                raise ResourceLimitError(f"{MOST} jobs wait already; cancel some or let them finish.")
            self._jobs[job.id] = job
            self._keep(job)
            self._start_worker()
            self._changed.notify_all()
            return job.view()

    def cancel(self, name: str) -> dict[str, Any]:
        """Stop a job; what it has saved stays. A job that is over stays as it is."""
        with self._changed:
            job = self._job(name)
            if job.state == RUNNING and self._process is not None:
                job.state = CANCELLED
                self._process.send_signal(signal.SIGINT)
            elif job.state == WAITING:
                job.state = CANCELLED
            self._keep(job)
            return job.view()

    def resume(self, name: str) -> dict[str, Any]:
        """Put a job that was cancelled, stopped or failed in line again."""
        with self._changed:
            job = self._job(name)
            if job.state not in (*OPEN, DONE):
                job.state, job.said = WAITING, ""
                self._keep(job)
                self._start_worker()
                self._changed.notify_all()
            return job.view()

    def close(self) -> None:
        """Interrupt what runs and start nothing more."""
        with self._changed:
            self._closed = True
            if self._process is not None:
                self._process.send_signal(signal.SIGINT)
            self._changed.notify_all()

    def _job(self, name: str) -> Job:
        if name not in self._jobs:
            raise UsageError("there is no job of this name; ask for the list of jobs.")
        return self._jobs[name]

    def _start_worker(self) -> None:
        if not getattr(self, "_worker", None):
            self._worker = Thread(target=self._work, name="jobs", daemon=True)
            self._worker.start()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._next() is not None)
                job = self._next()
                if self._closed or job is None:
                    return
                job.state = RUNNING
                self._keep(job)
                self._process = process = self._launch(job)
            _, said = process.communicate()
            with self._changed:
                self._process = None
                self._finish(job, process.returncode, said.decode("utf-8", "replace"))

    def _launch(self, job: Job) -> subprocess.Popen[bytes]:
        start = f"from polemos.{PROGRAMS[job.program]} import main; main()"
        return subprocess.Popen(
            [sys.executable, "-c", start, *job.arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def _finish(self, job: Job, code: int, said: str) -> None:
        if job.state == RUNNING:
            job.state = DONE if code == 0 else STOPPED if code in (130, -signal.SIGINT) else FAILED
        job.said = "" if job.state == DONE else said.strip()[-SAID:]
        self._keep(job)

    def _next(self) -> Job | None:
        return next((job for job in self._jobs.values() if job.state == WAITING), None)

    def _keep(self, job: Job) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        write_durably(self.folder / f"{job.id}.json", json.dumps(asdict(job), ensure_ascii=False, indent=1).encode())

    def _read(self) -> None:
        for file in sorted(self.folder.glob("*.json"), key=lambda f: f.stat().st_mtime) if self.folder.is_dir() else []:
            try:
                job = Job(**json.loads(file.read_text(encoding="utf-8")))
            except (OSError, ValueError, TypeError):
                continue
            if NAME.fullmatch(job.id) and job.program in PROGRAMS:
                job.state = STOPPED if job.state in OPEN else job.state
                self._jobs[job.id] = job

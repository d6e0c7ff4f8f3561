"""Jobs: a real run in a process of its own, with progress; cancelled, resumed, remembered after a restart."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from polemos.web.jobs import DONE, OPEN, RUNNING, STOPPED, Jobs
from web_stage import Served

TESTS = Path(__file__).parents[1]


def until(check, seconds: float = 60.0):
    """Wait for something to hold; fail if it does not in time."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if found := check():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to pass in time")


def test_a_run_started_over_the_wire_becomes_one_of_the_runs(
    served: Served, small_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH")])))
    started = served.send("/api/jobs", {"case": "small", "draws": 3, "seed": 7})
    assert started.status == 202
    watch = served.ask(f"/api/jobs/{started.data['id']}/events")
    told = [json.loads(line.removeprefix("data: ")) for line in watch.body.decode().splitlines() if line]
    assert watch.headers["content-type"].startswith("text/event-stream")
    assert told[-1]["state"] == DONE, told[-1]["said"]
    assert told[-1]["done"] == 3 and told[0]["done"] == 0
    assert "small-7-3" in [run["name"] for run in served.ask("/api/runs").data["runs"]]
    assert str(small_folder).encode() not in watch.body


def test_a_job_is_cancelled_resumed_and_remembered(tmp_path: Path) -> None:
    slow = "import time, sys; print('begun', file=sys.stderr, flush=True); time.sleep(30)"
    jobs = Jobs(tmp_path)
    commands = iter([slow, "pass"])
    launch = _launcher(jobs, commands)
    jobs._launch = launch  # type: ignore[method-assign]
    name = jobs.submit("slow", ["run"], "slow-1", 5)["id"]
    until(lambda: jobs.view(name)["state"] == RUNNING and jobs._process)
    jobs.cancel(name)
    until(lambda: jobs._process is None)
    assert jobs.view(name)["state"] == "cancelled"
    jobs.resume(name)
    until(lambda: jobs.view(name)["state"] not in OPEN)
    assert jobs.view(name)["state"] == DONE
    assert Jobs(tmp_path).view(name)["state"] == DONE
    jobs.close()


def test_no_state_is_shown_before_it_is_saved(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    jobs._launch = _launcher(jobs, iter(["pass"]))  # type: ignore[method-assign]
    keep = jobs._keep

    def slowly(job) -> None:
        time.sleep(0.3)
        keep(job)

    jobs._keep = slowly  # type: ignore[method-assign]
    name = jobs.submit("slow to save", ["run"], "slow-2", 5)["id"]
    until(lambda: jobs.view(name)["state"] not in OPEN)
    assert Jobs(tmp_path).view(name)["state"] == jobs.all()[0]["state"] == DONE
    jobs.close()


def test_a_job_cut_off_by_the_end_of_the_server_can_be_resumed(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    jobs.submit("never begun", ["run"], "x", 5)
    jobs.close()
    again = Jobs(tmp_path)
    assert [job["state"] for job in again.all()] in ([STOPPED], ["failed"])


def test_a_failed_job_says_why(served: Served) -> None:
    job = served.work.jobs.submit("wrong", ["run", "no-such-case", "--quiet"], "x", 5)
    found = until(lambda: (v := served.work.jobs.view(job["id"]))["state"] not in OPEN and v)
    assert found["state"] == "failed" and "no-such-case" in found["said"]


def _launcher(jobs: Jobs, commands):
    import subprocess
    import sys

    def launch(job):
        return subprocess.Popen(
            [sys.executable, "-c", next(commands)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    return launch

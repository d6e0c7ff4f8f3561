"""Worker processes: the same bytes as in one process, one that dies is replaced, none outlives its caller."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_experiment
from tiny_experiment import parameters_from, tiny_model
from tiny_experiment import tiny_experiment as tiny

from polemos.core.engine import compile_model
from polemos.core.errors import InputError, ResourceLimitError
from polemos.core.intervention import Intervention
from polemos.ensemble import crew as crew_room
from polemos.ensemble.bank import Bank, simulate
from polemos.ensemble.crew import Crew, side_by_side
from polemos.ensemble.programs import program_of

RECORD = {"fighters": "end", "holder": "end", "killed_by_fire": "gain"}
IDS = np.arange(150)
Arrays = dict[str, np.ndarray[Any, Any]]


def same(one: Arrays, other: Arrays) -> bool:
    return list(one) == list(other) and all(one[name].tobytes() == other[name].tobytes() for name in one)


@pytest.fixture(scope="module")
def theta() -> Arrays:
    return parameters_from(3)(IDS)


@pytest.fixture(scope="module")
def expected(theta: Arrays) -> Arrays:
    """What the engine gives when asked directly."""
    return compile_model(tiny_model(), RECORD)(theta, 3, IDS)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_bank_gives_what_the_engine_gives(theta: Arrays, expected: Arrays, workers: int) -> None:
    told: list[tuple[int, int]] = []
    found = simulate(
        tiny_model(), RECORD, theta, 3, IDS, workers, progress=lambda done, all_: told.append((done, all_))
    )
    assert same(found, expected)
    assert told[-1] == (150, 150) and len(told) == 3


def test_a_bank_may_be_asked_again_in_another_order(theta: Arrays, expected: Arrays) -> None:
    order = np.random.default_rng(1).permutation(IDS)
    with Bank(tiny_model(), RECORD, 2) as bank:
        for ids in (order, IDS[:5], order):
            found = bank({name: rows[ids] for name, rows in theta.items()}, 3, ids)
            assert same(found, {name: rows[ids] for name, rows in expected.items()})


def test_a_bank_takes_interventions(theta: Arrays) -> None:
    act = Intervention("Joining.propensity", "set", 0.0, "2012-01")
    with_act = simulate(tiny_model(), RECORD, theta, 3, IDS, 2, interventions=[act])
    assert same(with_act, compile_model(tiny_model(), RECORD, interventions=[act])(theta, 3, IDS))


def test_a_bank_refuses_rows_that_are_not_one_for_each_draw(theta: Arrays) -> None:
    with pytest.raises(InputError, match="has one row for each of 3 draws"):
        simulate(tiny_model(), RECORD, theta, 3, np.arange(3), 1)


def test_a_killed_process_is_replaced_and_nothing_changes(theta: Arrays, expected: Arrays) -> None:
    with side_by_side(compile_model(tiny_model(), RECORD), 2) as simulation:
        crew: Any = simulation.run
        simulation({name: rows[:64] for name, rows in theta.items()}, 3, IDS[:64])
        for hand in list(crew._hands):
            os.kill(hand._process.pid, signal.SIGKILL)
        parts = [IDS[:64], IDS[64:128], IDS[128:]]
        with ThreadPoolExecutor(2) as threads:
            found = list(
                threads.map(lambda ids: simulation({n: rows[ids] for n, rows in theta.items()}, 3, ids), parts)
            )
    assert same({name: np.concatenate([part[name] for part in found]) for name in expected}, expected)


def test_processes_that_always_die_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text("raise SystemExit(3)\n")
    monkeypatch.setattr(crew_room, "PROGRAM", dying)
    with pytest.raises(ResourceLimitError, match="ended 3 times in the same place"), Crew(1) as crew:
        crew(np.zeros(2))


def test_no_process_outlives_a_caller_that_is_killed() -> None:
    text = (
        "import sys, time; from polemos.ensemble.crew import Crew; crew = Crew(2);"
        "print(*[hand._process.pid for hand in crew._hands], flush=True); time.sleep(60)"
    )
    caller = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)
    assert caller.stdout is not None
    workers = [int(pid) for pid in caller.stdout.readline().split()]
    caller.kill()
    caller.wait()
    caller.stdout.close()
    deadline = time.monotonic() + 30.0
    while any(_lives(pid) for pid in workers):
        assert time.monotonic() < deadline, "a worker process goes on without its caller"
        time.sleep(0.1)


def _lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_damaged_program_in_the_cache_is_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLEMOS_CACHE", str(tmp_path))
    simulation = tiny().compile()
    program = program_of(simulation)
    (file,) = (tmp_path / "programs").iterdir()
    assert program_of(simulation) == program
    file.write_bytes(file.read_bytes()[:-1])
    program_of(simulation)
    assert [f.stat().st_size for f in (tmp_path / "programs").iterdir()] == [len(program) + 64]


def test_another_model_has_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLEMOS_CACHE", str(tmp_path))
    act = Intervention("Fortune.chance", "scale", 0.5, "2012-02")
    program_of(compile_model(tiny_model(tiny_experiment.Fortune), {"holder": "end"}))
    program_of(compile_model(tiny_model(tiny_experiment.Fortune), {"holder": "end"}, interventions=[act]))
    assert len(list((tmp_path / "programs").iterdir())) == 2


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("POLEMOS_CACHE", str(tmp_path / "file"))
    assert program_of(compile_model(tiny_model(tiny_experiment.Fortune), {"holder": "end"}))

"""First answers over the wire: what the emulator says, where it says nothing, and why."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lever_stand_in import StandIn
from polemos.cases.load import load_case
from polemos.scenarios import lever_runs, lever_training
from polemos.scenarios.lever_emulator import outcome_name
from polemos.scenarios.sources import draws_of
from polemos.web.documents import as_json
from small_case import change
from web_stage import Served, serving

HEAD = """title = "x"
question = "x"
identification = "not identified"
because = "x"
"""
ACT = '\n[[acts]]\ntarget = "{}"\nhow = "{}"\nvalue = {}\n{}\n'
HALF = HEAD + ACT.format("weapons", "scale", 0.5, "")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with an emulator learned from stand-ins."""
    folder = tmp_path_factory.mktemp("first")
    shutil.copytree(load_case("marawi").folder, folder / "marawi", ignore=shutil.ignore_patterns("emulators"))
    found = load_case(str(folder / "marawi"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lever_runs, "Simulator", StandIn)
        patch.setattr(lever_training, "Simulator", StandIn)
        draws = draws_of(str(folder / "marawi"), 200, 1, None, None, False)
        emulator, _ = lever_training.train(found, draws, 20, 600.0, folder / "work", lambda *_: None)
    lever_training.keep(found, emulator)
    return folder / "marawi"


@pytest.fixture(scope="module")
def served(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that knows the case."""
    store = tmp_path_factory.mktemp("events") / "store"
    with serving(case.parent / "runs", store, cases=(case,)) as found:
        yield found


def asked(served: Served, b: str, a: str = "baseline") -> dict:
    answer = served.send("/api/cases/marawi/first-answer", {"a": a, "b": b})
    assert answer.status == 200, answer.body
    return answer.data


def test_a_slider_has_an_answer_with_civilians_and_both_sides(served: Served) -> None:
    found = asked(served, HALF)
    assert found["why"] == "" and found["lever"] == "weapons"
    one = next(series for series in found["series"] if series["name"] == "civilians_killed")
    before, now = one["a"]["median"], one["b"]["median"]
    assert len(before) == len(found["months"]) == 18
    assert all(n == pytest.approx(0.8 * b, rel=0.05) for n, b in zip(now, before, strict=True))
    row = next(row for row in found["rows"] if row["civilian"])
    assert row["outcome"] == "civilians killed"
    assert row["b"]["median"] == pytest.approx(0.8 * row["a"]["median"], rel=0.05)
    assert row["b"]["low"] < row["b"]["median"] < row["b"]["high"]
    as_json(found)


def test_the_levers_say_that_there_is_an_emulator(served: Served) -> None:
    about = served.ask("/api/cases/marawi/levers").data["emulator"]
    assert about["settings"] == 20 and about["fresh"] == 50 and about["check"]
    assert served.ask("/api/cases/islamic-state/levers").status == 200


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HEAD + ACT.format("weapons", "scale", 0.5, 'start = "2017-06"'), "part of the run"),
        (HEAD + ACT.format("weapons", "set", 0.5, 'unit = "weapon/month"'), "'set'"),
        (HEAD + ACT.format("fighters", "scale", 0.5, ""), "no lever"),
        (HEAD + 'off = ["M01"]\n', "switched off"),
        (HALF + ACT.format("fire_restraint", "set", 0.5, 'unit = "1"'), "more than one lever"),
        (HEAD, "not complete"), ("title = ", "not complete"), ("[" * 5_000, "not complete"), ("baseline", "nothing"),
        ("/etc/passwd", "not complete"), (HEAD + ACT.format("weapons", "scale", 1.0, ""), "nothing"),
    ],
)  # fmt: skip
def test_where_there_is_no_answer_it_says_why(served: Served, text: str, why: str) -> None:
    found = asked(served, text)
    assert why in found["why"] and not found["series"] and not found["rows"]


def test_what_the_check_hid_is_missing_and_named(served: Served, case: Path) -> None:
    emulator = served.work.first.known(str(case)).emulator
    found = asked(served, HALF)
    number, at = (
        [outcome["outcome"] for outcome in emulator.about["outcomes"]],
        emulator.about["levers"].index("weapons"),
    )
    hidden = [name for k, name in enumerate(number) if not emulator.parts[outcome_name(k)].shown[at][0]]
    assert [name for name in found["computing"] if name in number] == hidden
    for series in found["series"]:
        shown = emulator.parts[series["name"]].shown[at]
        assert [value is not None for value in series["b"]["median"]] == shown.tolist()
        assert all(value is not None for value in series["a"]["median"])


def test_no_difference_is_told_to_a_side_that_is_no_run(served: Served) -> None:
    found = asked(served, HALF, a=HEAD + ACT.format("weapons", "scale", 1.5, ""))
    assert found["why"] == "" and all(row["difference"] is None for row in found["rows"])


def test_an_answer_takes_milliseconds(served: Served) -> None:
    asked(served, HALF)
    times = []
    for k in range(10):
        begun = time.perf_counter()
        asked(served, HALF.replace("0.5", f"{0.1 * k:.2f}"))
        times.append(time.perf_counter() - begun)
    print(f"first answer over the wire: {1000 * sorted(times)[5]:.0f} ms")
    assert min(times) < 0.3


def test_a_case_that_has_changed_has_no_emulator(served: Served, case: Path) -> None:
    assert asked(served, HALF)["why"] == ""
    change(case, "case.toml", "2018-06", "2018-05")
    assert "no emulator" in asked(served, HALF)["why"]
    assert served.ask("/api/cases/marawi/levers").data["emulator"] is None
    change(case, "case.toml", "2018-05", "2018-06")
    assert asked(served, HALF)["why"] == ""

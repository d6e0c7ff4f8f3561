"""The command that makes all evidence: a step that fails does not stop the others, and what fell short is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmark_scripts import benchmark
from polemos.core.errors import InputError


def refused() -> list[str]:
    raise InputError("summary.json", "is no summary of a forecast")


def broken() -> list[str]:
    raise ZeroDivisionError("by nought")


@pytest.mark.parametrize(
    ("second", "code", "told"),
    [
        (lambda: [], 0, ""),
        (lambda: ["too few are found"], 4, "polemos: second: too few are found"),
        (refused, 4, "polemos: second: summary.json: is no summary of a forecast."),
        (broken, 1, "polemos: second: stopped by a defect, ZeroDivisionError('by nought')"),
    ],
)
def test_every_step_is_made_and_the_code_says_the_worst(
    second: Callable[[], list[str]], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[str] = []
    steps = {"first": lambda: made.append("first") or [], "second": second, "third": lambda: made.append("third") or []}
    assert benchmark("evidence").in_turn(steps) == code and made == ["first", "third"]
    out, err = capsys.readouterr()
    assert told in err and [line.split(":")[0] for line in out.splitlines()] == ["first", "second", "third"]


def test_a_defect_is_not_forgotten_when_a_later_step_falls_short(capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark("evidence").in_turn({"a": broken, "b": lambda: ["short"]}) == 1
    assert "polemos: b: short" in capsys.readouterr().err

"""Scenarios over the wire: levers, files checked with place and fix, comparisons as jobs that save each side."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from polemos.cases.load import load_case
from polemos.scenarios.histories import Histories
from polemos.scenarios.scenario import Scenario, names_of
from polemos.web import comparing
from polemos.web.levers import levers_document
from web_stage import Served

SOUND = """
title = "Weapons halved"
question = "What if?"
identification = "not identified"
because = "made up"

[[acts]]
target = "weapons"
how = "scale"
value = 0.5
"""


def run_of(shift: float, draws: int = 40) -> Histories:
    luck = np.random.default_rng(5)
    months = tuple(f"2013-{k:02d}" for k in range(1, 13))
    killed = luck.poisson(50.0, (draws, 12)) + shift
    return Histories(months, {"civilians_killed": killed.astype(np.float32)}, {"civilians_killed": "person/month"})


def test_a_summary_shows_civilians_first_of_all_and_the_difference_draw_by_draw() -> None:
    sides = {"a": Scenario("baseline"), "b": Scenario("baseline")}
    found = comparing.summary(sides, {"a": run_of(0.0), "b": run_of(-10.0)})
    (row,) = found["rows"]
    assert row["civilian"] and row["difference"]["median"] == pytest.approx(-120.0) and row["above"] == 0.0
    assert "civilians killed: \u2212120 " in found["sentence"] and "0 % of draws" in found["sentence"]
    assert [series["name"] for series in found["series"]] == ["civilians_killed"]
    assert "within the model" in found["within"]
    json.dumps(found, allow_nan=False)


def test_a_side_that_was_saved_is_not_simulated_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def simulate(applied, draws, workers=None, tell=None):
        made.append(applied)
        return run_of(0.0 if applied == "baseline" else -10.0, len(draws))

    monkeypatch.setattr("polemos.scenarios.histories.histories", simulate)
    monkeypatch.setattr(Scenario, "apply", lambda self, case, until=None: self.name)
    question = {"case": "islamic-state", "a": "baseline", "b": names_of(load_case("islamic-state"))[0]}
    (tmp_path / "question.json").write_text(json.dumps({**question, "draws": 4, "seed": 2}), encoding="utf-8")
    comparing.work(tmp_path)
    first = (tmp_path / "comparison.json").read_bytes()
    assert len(made) == 2
    (tmp_path / "comparison.json").unlink()
    comparing.work(tmp_path)
    assert len(made) == 2 and (tmp_path / "comparison.json").read_bytes() == first


def test_levers_are_acts_of_policy_and_protection(served: Served) -> None:
    found = served.ask("/api/cases/small/levers").data
    assert {lever["name"] for lever in found["levers"]} <= {"weapons", "border_open", "sponsor_support", "other_wars"}
    whole = levers_document(load_case("islamic-state"))
    names = {lever["name"] for lever in whole["levers"]}
    assert {"weapons", "border_open", "sponsor_support", "other_wars"} <= names
    assert not any("fighter" in name or "recruit" in name.lower() or "movement" in name.lower() for name in names)
    assert {"M12", "M13"} <= {entry["claim"] for entry in whole["off"]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "title"), ("title = ", "TOML"), (SOUND.replace("weapons", "wepons", 1), "wepons"),
        (SOUND.replace('how = "scale"', 'how = "sclae"'), "sclae"), (SOUND + 'start = "2031-01"\n', "2031-01"),
        (SOUND.replace("0.5", "-1.0"), "not negative"), (SOUND + "x = 1\n", "x"), ("a" * 300_000, ""), ("baseline", ""),
    ],
)  # fmt: skip
def test_a_broken_scenario_is_refused_with_its_place(served: Served, text: str, says: str) -> None:
    answer = served.send("/api/cases/small/scenario", {"toml": text})
    assert 400 <= answer.status < 500
    assert says in answer.body.decode() and "polemos-" not in answer.body.decode()
    assert 400 <= served.send("/api/cases/small/comparisons", {"b": text}).status < 500 or text == "baseline"


def test_a_scenario_file_comes_back_as_data(served: Served) -> None:
    driver = served.ask("/api/cases/small/levers").data["levers"][0]["name"]
    answer = served.send("/api/cases/small/scenario", {"toml": SOUND.replace('"weapons"', f'"{driver}"')})
    assert answer.status == 200, answer.body
    assert answer.data["acts"][0]["value"] == 0.5 and answer.data["title"] == "Weapons halved"


def test_no_path_is_a_scenario(served: Served) -> None:
    for text in ("/etc/passwd.toml", "../x.toml", "small+baseline", "C:\\x.toml"):
        assert 400 <= served.send("/api/cases/small/comparisons", {"b": text}).status < 500
    assert served.ask("/api/comparisons/0123456789abcdef").status == 404

"""`polemos describe` on the small case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from polemos.cli.describe import command
from polemos.core.errors import InputError
from small_case import change


def described(case: Path, *options: str) -> str:
    result = CliRunner().invoke(command, [str(case), *options], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_text_names_mechanisms_parameters_sources_links_and_loops(small_case):
    text = described(small_case)
    assert "SmallRecruitment [M09]" in text
    assert "SmallRecruitment.propensity: 0.002 (" in text
    assert "lognormal, median 0.002, upper95 0.01; derived, atlas, p. 14, 2012-02-01" in text
    assert "SmallCost.will[northern_army]: 0.5 (0.05 to 0.95) 1 per month" in text
    assert "prior without figures later than the information cut" in text
    assert "civilians + underground (SmallRecruitment)" in text
    assert "Loops of at most five links" in text


def test_json_holds_the_same(small_case):
    data = json.loads(described(small_case, "--format", "json"))
    rows = {(row["mechanism"], row["name"], row["label"]): row for row in data["parameters"]}
    low, middle, high = rows["SmallRecruitment", "propensity", ""]["quantiles"]
    assert (middle, high) == (pytest.approx(0.002), pytest.approx(0.010))
    assert low < middle
    assert rows["SmallRecruitment", "zeal", "each place apart"]["basis"] == "elicited"
    assert rows["", "initial underground", ""]["unit"] == "person"
    assert {"cause": "civilians", "effect": "underground", "sign": 1, "mechanisms": ["SmallRecruitment"]} in data[
        "graph"
    ]["links"]
    assert [entry["key"] for entry in data["references"]] == ["atlas", "census2010"]
    assert len(data["case"]["hash"]) == 64


def test_a_broken_case_is_refused(small_case):
    change(small_case, "parameters.toml", 'cite = "atlas", locator = "p. 14"', 'cite = "nowhere"')
    with pytest.raises(InputError, match="nowhere"):
        CliRunner().invoke(command, [str(small_case)], catch_exceptions=False)


def test_control_characters_of_a_case_do_not_reach_the_terminal(small_case):
    change(small_case, "case.toml", 'title = "A small case"', r'title = "A \u001b[31m red case"')
    assert "\x1b" not in described(small_case)

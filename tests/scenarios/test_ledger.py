"""The ledger applies the rule to what is kept, says what was not computed, and never loses an earlier verdict."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from polemos.cases.load import load_case
from polemos.core.errors import InputError
from polemos.report.ledger import as_markdown, as_page, as_text
from polemos.scenarios.answers import answers_in
from polemos.scenarios.ledger import FOLDER, ledger
from polemos.scenarios.revisions import append, read_revisions, revised
from small_case import change

MORE = """
[[claims]]
id = "F01"
kind = "figure"
title = "area <b>"
text = "It held 450 km2."
source = { cite = "census2010" }
states = { low = 450, high = 450, unit = "km2" }
beside = [{ series = "area_small" }]

[[claims]]
id = "P01"
kind = "forecast"
title = "it ends"
text = "It ends."
came_true = "no"

[[claims]]
id = "M18"
kind = "mechanism"
title = "what is not seen"
text = "It looks strong."
needs = ["looks"]
"""
SURE = {"chances": [0.95, 0.05, 0.0], "skill": [-0.01, 0.02, 0.05]}


@pytest.fixture
def folder(small_case: Path) -> Path:
    path = small_case / "claims.toml"
    path.write_text(path.read_text() + MORE)
    return small_case


def keep(folder: Path, findings: dict[str, object]) -> None:
    (folder / FOLDER).mkdir(exist_ok=True)
    (folder / FOLDER / "trial.json").write_text(json.dumps({"about": {}, "findings": findings, "rule": {}}))


def words(folder: Path) -> dict[str, str]:
    return {entry.id: entry.word for entry in ledger(load_case(folder)).entries}


def test_without_a_trial_mechanisms_are_not_identified_and_the_rest_is_judged(folder: Path) -> None:
    found = ledger(load_case(folder))
    assert words(folder) == {
        "M09": "not identified",
        "F01": "supported",
        "P01": "contradicted",
        "M18": "not identified",
    }
    assert "no trial in claims.toml" in found.entries[0].reason
    assert "needs looks" in found.entries[3].reason
    assert found.entries[2].numbers == {"forecast at the information cut": "not yet computed"}


def test_a_kept_trial_is_judged_by_the_rule(folder: Path) -> None:
    keep(folder, {"M09": SURE, "M18": SURE})
    assert words(folder)["M09"] == "supported"
    assert words(folder)["M18"] == "not identified", "what no series shows stays so, whatever a trial says"
    change(folder, "claims.toml", 'id = "M09"', 'id = "M09"\nat_most = "refined"')
    assert words(folder)["M09"] == "refined"
    keep(folder, {"M09": {"chances": [0.95, 0.05, 0.0], "skill": [-0.05, -0.02, -0.01]}})
    assert words(folder)["M09"] == "contradicted"


def test_a_series_that_is_brought_opens_the_trial(folder: Path) -> None:
    keep(folder, {"M18": SURE})
    change(folder, "claims.toml", 'needs = ["looks"]', 'needs = ["area_small"]')
    assert words(folder)["M18"] == "supported"


def test_how_often_the_rule_errs_is_told_in_words(folder: Path) -> None:
    rule = {"absent": 106, "absent_supported": 2, "strong": 36, "strong_supported": 3, "opposite": 0, "words": {"x": 1}}
    (folder / FOLDER).mkdir()
    kept = {"about": {}, "findings": {"M09": SURE}, "rule": {"M09": rule}}
    (folder / FOLDER / "trial.json").write_text(json.dumps(kept))
    told = ledger(load_case(folder)).entries[0].numbers["rule on known truths"]
    assert told == {"absent called supported": "2 of 106", "strong called supported": "3 of 36"}


def test_a_circular_figure_is_refused_and_named(folder: Path) -> None:
    change(folder, "figures/area.csv", "2013-12-01,high,", "2013-12-01,high,F01")
    entry = ledger(load_case(folder)).only("F01").entries[0]
    assert entry.word == "not identified"
    assert any("refused: 300 to 500 (atlas), circular" in note for note in entry.notes)


def test_history_is_only_added_to_and_says_what_changed(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "verdicts" / "history.jsonl"
    first = ledger(load_case(folder))
    append(path, revised((), first))
    before = path.read_bytes()
    assert len(read_revisions(path)) == 4
    assert revised(read_revisions(path), first) == ()
    change(folder, "figures/area.csv", "400,300,500", "4,3,5")
    again = ledger(load_case(folder))
    (added,) = revised(read_revisions(path), again)
    assert (added.claim, added.word) == ("F01", "contradicted")
    assert added.because == "was supported; changed: figures/area.csv"
    append(path, [added])
    assert path.read_bytes().startswith(before) and len(read_revisions(path)) == 5
    assert "changed: figures/area.csv" in as_text(again, read_revisions(path))
    path.write_bytes(path.read_bytes() + b"{}\n")
    with pytest.raises(InputError, match="line 6: is no verdict"):
        read_revisions(path)


def test_answers_of_a_forecast_from_the_cut_are_taken_and_no_others(folder: Path, tmp_path: Path) -> None:
    answer = {"claim": "P01", "draws": 50, "probability": 0.8, "low": 1.0, "middle": 2.0, "high": 3.0}
    told = {
        "origin": "2015-06-30",
        "parameters": "the priors",
        "answers": [{**answer, "brier": 0.64, "log_score": 2.2}],
    }
    (tmp_path / "summary.json").write_text(json.dumps(told))
    found = answers_in(load_case(folder), tmp_path)["P01"]
    assert found["probability at the information cut"] == 0.8 and found["Brier score"] == 0.64
    (tmp_path / "summary.json").write_text(json.dumps({**told, "origin": "2014-06-30"}))
    with pytest.raises(InputError, match="at the information cut, 2015-06-30"):
        answers_in(load_case(folder), tmp_path)
    with pytest.raises(InputError, match="is no summary of a forecast"):
        answers_in(load_case(folder), tmp_path / "nowhere")


def test_every_form_has_every_claim_and_text_is_escaped(folder: Path) -> None:
    found = ledger(load_case(folder))
    for form in (as_text, as_markdown, as_page):
        text = form(found, ())
        assert all(entry.id in text and entry.word in text.lower() for entry in found.entries)
    page = as_page(found, ())
    assert "area &lt;b&gt;" in page and "<script" not in page and "http" not in page


def test_a_claim_that_is_not_there_is_refused_with_the_ones_that_are(folder: Path) -> None:
    with pytest.raises(InputError, match="choose one of M09, F01, P01, M18"):
        ledger(load_case(folder)).only("M77")


def test_the_shipped_ledger_is_whole() -> None:
    found = ledger(load_case("islamic-state"))
    ids = [entry.id for entry in found.entries]
    assert [i for i in ids if i[0] == "M"] == [f"M{n:02d}" for n in range(1, 19)]
    assert [i for i in ids if i[0] == "F"] == [f"F{n:02d}" for n in range(1, 9)]
    by_id = {entry.id: entry for entry in found.entries}
    assert by_id["M07"].word == by_id["M18"].word == "not identified"
    assert any("refused" in note for note in by_id["F05"].notes)
    assert all(dataclasses.asdict(entry)["reason"] for entry in found.entries)

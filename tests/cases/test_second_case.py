"""A second case made of a folder alone: other places, kinds and mechanisms, and nothing of the first in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from polemos import cli
from polemos.cases.load import find_folder, load_case
from polemos.cases.observed import load_outcomes
from polemos.cases.resolve import resolve
from polemos.ensemble.reading import Ensemble

DRAWS = 64


def polemos(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["polemos", *words])
    try:
        cli.main()
    except SystemExit as leaving:
        return int(str(leaving.code or 0))
    return 0


def test_the_folder_holds_data_and_words_only() -> None:
    files = [path for path in find_folder("marawi").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".toml", ".csv", ".bib", ".md"}


def test_it_shares_no_label_with_the_first_case() -> None:
    first, second = (resolve(load_case(name)) for name in ("islamic-state", "marawi"))
    for dim in ("place", "kind", "country", "rival"):
        assert not set(first.dims[dim]) & set(second.dims[dim]), dim
    assert set(second.mechanisms) < set(first.mechanisms)
    assert not {"Narrative", "QuasiState", "ForeignRecruitment", "InspiredAttacks"} & set(second.mechanisms)


def test_it_can_be_validated_and_described(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert polemos(monkeypatch, "validate", "marawi") == 0
    assert "6 places" in capsys.readouterr().out
    assert polemos(monkeypatch, "describe", "marawi") == 0
    assert "SiegeClock" in capsys.readouterr().out
    assert polemos(monkeypatch, "describe", "marawi", "--pages", str(tmp_path / "pages")) == 0
    assert (tmp_path / "pages" / "siege_clock.md").exists()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the case by the command."""
    out = tmp_path_factory.mktemp("second") / "run"
    with pytest.MonkeyPatch.context() as patch:
        assert polemos(patch, "run", "marawi", "--draws", str(DRAWS), "--quiet", "--out", str(out)) == 0
    return out


def test_its_report_is_about_it_and_nothing_else(run: Path) -> None:
    page = (run / "report.html").read_text(encoding="utf-8")
    assert "Marawi, 2017" in page and "Towns of 50,000 people or more held" in page
    for stranger in ("Mosul", "Iraq", "Syria", "Islamic State", "caliphate"):
        assert stranger not in page


def test_the_city_is_seized_in_some_draws_and_not_held_for_ever(run: Path) -> None:
    dataset = Ensemble.open(run).dataset
    held = dataset["holder"].sel(place="marawi").values == 1
    ever = held.any(axis=1)
    assert 0.05 < ever.mean() < 0.95
    assert (ever & ~held[:, -1]).any()


def test_what_happened_is_told_beside_it_and_not_read() -> None:
    outcomes = load_outcomes(load_case("marawi"))
    assert [(o.place, o.date_gained.isoformat(), o.date_lost.isoformat()) for o in outcomes if o.date_lost] == [
        ("marawi", "2017-05-23", "2017-10-23")
    ]

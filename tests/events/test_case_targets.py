"""The observed panel of the shipped case: whole without any import, and beside imported events the same numbers."""

from __future__ import annotations

from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner
from event_samples import needs_data

import polemos
from polemos.cli import cli
from polemos.core.errors import InputError
from polemos.events.case_targets import MODELS, read_case_targets
from polemos.events.observed_panel import observed_panel, side_by_side

CASE = Path(polemos.__file__).parent / "cases" / "islamic_state"


def test_at_least_fourteen_targets_each_with_a_known_observation_model():
    targets = [target for target in read_case_targets(CASE) if target.role == "target"]
    assert len(targets) >= 14
    for name in MODELS:
        assert import_module(f"polemos.observation.{name}").__doc__.count("Assumes") == 1


def test_totals_over_all_dyads_are_drivers_only():
    for target in read_case_targets(CASE):
        counted = target.events
        assert target.role == "driver" or not counted or counted.get("actors") == ["islamic_state"]


def test_every_series_of_a_target_is_in_the_figures():
    panel = observed_panel(CASE).to_pandas()
    for target in read_case_targets(CASE):
        found = set(panel[(panel.target == target.name) & (panel.origin == "figures")].source)
        missing = [name for name in target.series if not any(fnmatchcase(own, name) for own in found)]
        assert not missing, f"{target.name}: {missing}"


def test_the_case_needs_no_imported_file():
    panel = observed_panel(CASE).to_pandas()
    assert "events" not in set(panel.origin)
    observed = {target.name for target in read_case_targets(CASE) if target.series or target.outcomes}
    assert set(panel.target) == observed and len(observed) >= 14
    assert panel[panel.target == "attacks_west_inspired"].value.sum() >= 40
    assert panel.known_from.notna().all()


@needs_data
def test_events_give_the_figures_of_the_case(filled):
    table = side_by_side(observed_panel(CASE, filled)).to_pandas()
    both = table[table.figure.notna()]
    dyads = {"deaths_dyads_iraq", "deaths_dyads_syria", "deaths_dyads_syria_by_year"}
    assert set(both.target) == {*dyads, "one_sided_iraq", "one_sided_syria"}
    assert (both.difference.abs() < 3).all(), "whole deaths per month differ from fractions by rounding only"
    sums = both.groupby("target")[["figure", "events"]].sum()
    assert (sums.figure - sums.events).abs().max() < 1
    assert table[table.target == "one_sided_iraq"].events.sum() > 9000
    assert len(table[table.target == "one_sided_iraq"]) == 84, "a covered month without an event is zero, not missing"


@needs_data
def test_the_report_shows_both_side_by_side(filled, tmp_path):
    arguments = ["events", "targets", "islamic-state", "--store", str(filled.folder)]
    arguments += ["--html", str(tmp_path / "p.html"), "--out", str(tmp_path / "o.parquet")]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("target,period,unit,figure,events,difference")
    page = (tmp_path / "p.html").read_text()
    assert "figures to 44,994 over 84" in page and "Events sum to 10,298" in page and "<script" not in page
    assert (tmp_path / "o.parquet").stat().st_size > 1000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[x]\ntitle="t"\nunit="1"\nseries=["s"]\nspan=["2012-01","2013-01"]\n', "key observation"),
        ('[x]\ntitle="t"\nunit="1"\nspan=["2012-01","2013-01"]\nobservation=[]\n', "series, events or outcomes"),
        ('[x]\ntitle="t"\nunit="1"\nseries=["s"]\nspan=["a","b"]\nobservation=[{model="luck"}]\n', "models are"),
        ('[x]\ntitle="t"\ncolour="red"\n', "key colour"),
        ('[x]\ntitle="t"\nunit="1"\nspan=["a","b"]\nobservation=[]\nevents={by="month"}\n', "its sources"),
    ],
)
def test_a_bad_declaration_is_refused(tmp_path, text, words):
    (tmp_path / "event_targets.toml").write_text(text)
    with pytest.raises(InputError, match=words):
        read_case_targets(tmp_path)

"""Resolving: everything explicit, one hash for one meaning, the right prior, drivers month by month."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.errors import InputError, UsageError
from small_case import change


def shuffled(folder: Path) -> None:
    """Turn round the order of rows, tables and keys without changing what they say."""
    for name in ("places.csv", "edges.csv", "reach.csv", "drivers/weapons.csv"):
        header, *rows = (folder / name).read_text().splitlines()
        (folder / name).write_text("\n".join([header, *reversed(rows)]) + "\n")
    for name in ("initial.toml", "drivers.toml"):
        tables = (folder / name).read_text().split("\n[")
        (folder / name).write_text("\n[".join(["", *reversed([t.strip("\n[") + "\n" for t in tables])]))
    change(folder, "edges.csv", "alpha,beta", "beta,alpha")
    change(folder, "parameters.toml", '{ cite = "atlas", locator = "p. 14" }', '{ locator = "p. 14", cite = "atlas" }')


def test_the_hash_depends_on_the_meaning_and_not_on_the_order(small_case: Path) -> None:
    before = resolve(load_case(small_case)).hash
    shuffled(small_case)
    assert resolve(load_case(small_case)).hash == before


def test_the_hash_does_not_depend_on_the_folder(small_case: Path, tmp_path: Path) -> None:
    before = resolve(load_case(small_case))
    moved = tmp_path / "elsewhere" / "small"
    moved.parent.mkdir()
    small_case.rename(moved)
    after = resolve(load_case(moved))
    assert after.hash == before.hash and str(tmp_path) not in after.canonical


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("case.toml", "steps_per_month = 6", "steps_per_month = 7"),
        ("case.toml", '"2014-12"', '"2014-11"'),
        ("case.toml", 'constituency = "river_people"', 'constituency = "townsfolk"'),
        ("places.csv", "120000", "120001"),
        ("places.csv", "70000", "70001"),
        ("places.csv", "0.1,0.2,0.7", "0.2,0.1,0.7"),
        ("edges.csv", "120.5", "120.4"),
        ("reach.csv", "0.8", "0.7"),
        ("parameters.toml", "upper95 = 0.010", "upper95 = 0.011"),
        ("initial.toml", "value = 5000", "value = 5001"),
        ("initial.toml", "core = 0.25, local = 0.75", "core = 0.75, local = 0.25"),
        ("drivers/weapons.csv", "2013-09,northland,200", "2013-09,northland,201"),
        ("drivers.toml", "half_life = 3", "half_life = 4"),
    ],
)
def test_the_hash_changes_with_whatever_runs(file: str, old: str, new: str, small_case: Path) -> None:
    before = resolve(load_case(small_case)).hash
    change(small_case, file, old, new)
    assert resolve(load_case(small_case)).hash != before


def test_the_hash_does_not_depend_on_locale_or_time_zone(small_case: Path) -> None:
    code = (
        "import sys; from polemos.cases.load import load_case; from polemos.cases.resolve import resolve; "
        "print(resolve(load_case(sys.argv[1])).hash)"
    )
    call = [sys.executable, "-c", code, str(small_case)]
    for place in ({"LC_ALL": "C", "TZ": "UTC"}, {"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Baghdad", "PYTHONHASHSEED": "7"}):
        found = subprocess.run(call, env=os.environ | place, capture_output=True, text=True, check=True).stdout
        assert found == resolve(load_case(small_case)).hash + "\n"


def test_a_prior_on_later_figures_gives_way_to_the_wider_one(small_case: Path) -> None:
    will = resolve(load_case(small_case)).parameters["SmallCost.will"]
    assert will.without_later_figures and {prior.family for prior in will.priors} == {"uniform"}
    change(small_case, "case.toml", "2015-06-30", "2016-06-30")
    will = resolve(load_case(small_case)).parameters["SmallCost.will"]
    assert not will.without_later_figures and [prior.family for prior in will.priors] == ["beta", "uniform"]


def test_dimensions_follow_labels_and_places_are_sorted(small_case: Path) -> None:
    resolved = resolve(load_case(small_case))
    assert resolved.dims["place"] == ("alpha", "beta", "gamma")
    assert resolved.dims["rival"] == ("northern_army", "southern_army")
    assert resolved.parameters["SmallCost.will"].dims == ("rival",)
    assert resolved.parameters["SmallRecruitment.zeal"].dims == ("place",)
    assert resolved.parameters["SmallRecruitment.propensity"].dims == ()
    assert resolved.reach == ((1.0, 0.0), (0.8, 0.0), (0.2, 1.0))


def test_a_parameter_may_have_a_prior_for_each_community(small_case: Path) -> None:
    start = 'northern_army = { family = "beta", mean = 0.3, sd = 0.1 }\nsouthern_army = { family = "uniform"'
    change(small_case, "parameters.toml", start + ", low = 0.1, high = 0.9 }", "")
    prior = '{ family = "uniform", low = 0.0, high = '
    labels = ("townsfolk", "hill_people", "river_people")
    priors = "\n".join(f"{label} = {prior}0.{i + 1} }}" for i, label in enumerate(labels))
    before = 'northern_army = { family = "uniform", low = 0.0, high = 1.0 }\nsouthern_army = { family = "uniform"'
    change(small_case, "parameters.toml", before + ", low = 0.0, high = 1.0 }", priors)
    change(small_case, "parameters.toml", "[SmallCost.will.prior]", f"[SmallCost.will.prior]\n{priors}")
    will = resolve(load_case(small_case)).parameters["SmallCost.will"]
    assert will.dims == ("community",)
    assert [prior.high for prior in will.priors] == [0.2, 0.3, 0.1]


@pytest.mark.parametrize("until", ["2013-06", date(2013, 6, 30)])
def test_until_ends_the_run_with_its_month(until: str | date, small_case: Path) -> None:
    resolved = resolve(load_case(small_case), until)
    assert resolved.months == 6 and len(resolved.drivers["weapons"].values) == 6
    whole = resolve(load_case(small_case))
    assert whole.drivers["weapons"].values[:6] == resolved.drivers["weapons"].values
    assert whole.hash != resolved.hash


@pytest.mark.parametrize("until", ["2012-12", "2015-01", "2013", "soon", "2013-13"])
def test_until_outside_the_case_is_a_usage_error(until: str, small_case: Path) -> None:
    with pytest.raises(UsageError, match="until"):
        resolve(load_case(small_case), until)


def test_driver_months_step_interpolate_and_decay(small_case: Path) -> None:
    drivers = resolve(load_case(small_case)).drivers
    north = [values[0] for values in drivers["weapons"].values]
    assert north[:12] == [0.0] * 5 + [100.0] * 3 + [200.0] * 3 + [80.0]
    assert north[14] == pytest.approx(40.0) and north[17] == pytest.approx(20.0)
    assert drivers["weapons"].observed == (12, 1)
    border = [values[0] for values in drivers["border_open"].values]
    assert border[:8] == pytest.approx([0.5, 0.5, 1.0, 0.8, 0.6, 0.4, 0.2, 0.2])


@pytest.mark.parametrize(
    ("rule", "expected"), [('kind = "mean", months = 2', 140.0), ('kind = "zero"', 0.0), ('kind = "last"', 80.0)]
)
def test_driver_rules_after_the_path(rule: str, expected: float, small_case: Path) -> None:
    change(small_case, "drivers.toml", 'kind = "decay", half_life = 3', rule)
    north = [values[0] for values in resolve(load_case(small_case)).drivers["weapons"].values]
    assert north[12:] == [expected] * 12


def test_a_total_is_shared_between_owners_then_by_column(small_case: Path) -> None:
    change(small_case, "places.csv", "nobody,southern_army", "rival,southern_army")
    owner = 'spread = { place = "population", owner = { northern_army = 0.75, southern_army = 0.25 }, kind'
    change(small_case, "initial.toml", 'spread = { place = "presence_at_start", kind', owner)
    weights = resolve(load_case(small_case)).initial["underground"].weights
    assert weights["place"] == pytest.approx((0.5, 0.25, 0.25))


def test_an_owner_without_places_cannot_have_a_share(small_case: Path) -> None:
    owner = 'spread = { place = "population", owner = { northern_army = 0.75, southern_army = 0.25 }, kind'
    change(small_case, "initial.toml", 'spread = { place = "presence_at_start", kind', owner)
    with pytest.raises(InputError, match=r"underground\.spread\.owner\.southern_army: no place has a population"):
        resolve(load_case(small_case))


def test_weights_of_people_sum_to_one(small_case: Path) -> None:
    initial = resolve(load_case(small_case)).initial
    assert sum(initial["underground"].weights["place"]) == pytest.approx(1.0, abs=1e-15)
    assert initial["pocket"].weights["place"] == (1.0, 1.0, 1.0)
    assert initial["treasury"].weights == {}

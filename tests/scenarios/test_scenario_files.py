"""Scenario files: what is refused, with place and fix; what acts do to a driver's path; that the shipped ones fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from polemos.cases.load import load_case
from polemos.cli import main
from polemos.core.errors import InputError, UsageError
from polemos.scenarios.scenario import Scenario, names_of, scenario, scenario_problems
from small_case import change

HEAD = 'title = "t"\nquestion = "q"\nidentification = "not identified"\nbecause = "b"\n'
SET = '[[acts]]\ntarget = "border_open"\nhow = "set"\nvalue = 0.0\nunit = "1"\nstart = "2013-06"\nend = "2013-12"\n'
WEAPONS = '[[acts]]\ntarget = "weapons"\nhow = "scale"\nvalue = 0.5\nlabel = "northland"\n'


def written(folder: Path, text: str, name: str = "one") -> Path:
    (folder / "scenarios").mkdir(exist_ok=True)
    path = folder / "scenarios" / f"{name}.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def driver(folder: Path, text: str, name: str) -> np.ndarray:  # type: ignore[type-arg]
    """The path of a driver under the acts."""
    written(folder, text)
    case = load_case(folder)
    return np.asarray(scenario(case, "one").apply(case).model.drivers[name].values)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "changes nothing"),
        (SET.replace("border_open", "border_opne"), "acts.1.target: nothing in the model has this name"),
        (SET.replace("border_open", "border_opne"), "perhaps 'border_open' is meant"),
        (SET.replace("border_open", "SmallRecruitment.zeal"), "is no lever: only acts from outside"),
        (SET.replace("border_open", "underground"), "is no lever"),
        (SET.replace("border_open", "initial.underground"), "is no lever"),
        (SET.replace('unit = "1"', 'unit = "person"'), "acts.1.unit: set of border_open takes 1"),
        (SET.replace('unit = "1"\n', ""), "acts.1.unit: set of border_open takes 1 (it is 'missing')"),
        (WEAPONS + 'unit = "weapon/month"', "scale of weapons takes 1"),
        (SET.replace("2013-12", "2015-02"), "acts.1.end: lies outside the run, 2013-01 to 2014-12"),
        (SET.replace("2013-06", "2012-06"), "acts.1.start: lies outside the run"),
        (SET.replace("2013-06", "2013-13"), "must be a month that exists"),
        (SET.replace("2013-12", "2013-05"), "the interval is empty: it ends before it starts"),
        (SET.replace('"set"\nvalue = 0.0', '"clamp"\nlow = 0.9\nhigh = 0.1'), "the interval is empty: low lies above"),
        (SET.replace("value = 0.0", "value = 1.5"), "border_open runs from 0 to 1"),
        (SET.replace("value = 0.0", "value = -1.0"), "runs from 0 to 1"),
        (SET.replace("value = 0.0\n", ""), "'set' needs value"),
        (SET + "by = 3\n", "'set' takes no by"),
        (SET.replace('"set"\nvalue = 0.0', '"hold"').replace('start = "2013-06"\n', ""), "'hold' needs a start"),
        (SET + 'label = "northland"\n', "border_open has no such label"),
        (WEAPONS.replace("northland", "nortland"), "perhaps 'northland' is meant"),
        (WEAPONS.replace("0.5", "-0.5"), "a factor is not negative"),
        (SET + "lable = 3\n", "perhaps 'label' is meant"),
        (SET.replace('"set"', '"sett"'), "must be one of"),
        (SET + 'when = { quantity = "underground" }\n', "either 'above' or 'below'"),
        (SET + 'when = { quantity = "undergruond", above = 3.0 }\n', "perhaps 'underground' is meant"),
        ('off = ["M09"]\n', "only what carries a claim's effect can be switched off"),
        (SET + SET.replace("0.0", "1.0").replace("2013-06", "2013-12"), "acts.2: contradicts "),
        (SET + SET.replace('"set"\nvalue = 0.0', '"scale"\nvalue = 0.5').replace('unit = "1"\n', ""), "contradicts"),
        ('title = "again"\n', "is not TOML"),
    ],
)
def test_a_broken_file_is_refused_with_its_place_and_a_fix(text: str, says: str, small_case: Path) -> None:
    written(small_case, text)
    case = load_case(small_case)
    with pytest.raises(InputError) as refused:
        scenario(case, "one").apply(case)
    assert says in str(refused.value) and "one.toml" in str(refused.value)
    assert refused.value.fix or says == "must be one of"


@pytest.mark.parametrize(
    "text",
    [
        SET + SET.replace("0.0", "1.0").replace("2013-06", "2014-01").replace("2013-12", "2014-02"),
        WEAPONS + WEAPONS,
        WEAPONS
        + WEAPONS.replace('"scale"\nvalue = 0.5', '"hold"\nstart = "2014-01"').replace("northland", "southland"),
        SET + SET,
    ],
)
def test_acts_that_can_all_hold_are_accepted(text: str, small_case: Path) -> None:
    written(small_case, text)
    case = load_case(small_case)
    scenario(case, "one").apply(case)


def test_set_acts_in_its_months_only_and_the_end_is_inside(small_case: Path) -> None:
    base = np.asarray(Scenario("baseline").apply(load_case(small_case)).model.drivers["border_open"].values)
    path = driver(small_case, SET, "border_open")
    assert (path[5:12] == 0.0).all()
    assert (path[:5] == base[:5]).all() and (path[12:] == base[12:]).all()


def test_scale_acts_on_its_label_only(small_case: Path) -> None:
    base = np.asarray(Scenario("baseline").apply(load_case(small_case)).model.drivers["weapons"].values)
    path = driver(small_case, WEAPONS + 'start = "2013-07"\n', "weapons")
    assert (path[6:, 0] == 0.5 * base[6:, 0]).all() and (path[:6] == base[:6]).all()
    assert (path[:, 1] == base[:, 1]).all()


def test_hold_shift_clamp_and_add(small_case: Path) -> None:
    base = np.asarray(Scenario("baseline").apply(load_case(small_case)).model.drivers["weapons"].values)[:, 0]
    act = WEAPONS.replace('"scale"\nvalue = 0.5', "HOW")
    held = driver(small_case, act.replace("HOW", '"hold"\nstart = "2013-08"'), "weapons")[:, 0]
    assert (held[7:] == base[6]).all() and (held[:7] == base[:7]).all()
    earlier = driver(small_case, act.replace("HOW", '"shift"\nby = -3'), "weapons")[:, 0]
    assert (earlier[:-3] == base[3:]).all() and (earlier[-3:] == base[-1]).all()
    later = driver(small_case, act.replace("HOW", '"shift"\nby = 2'), "weapons")[:, 0]
    assert (later[2:] == base[:-2]).all() and (later[:2] == base[0]).all()
    clamp = '"clamp"\nlow = 10.0\nhigh = 90.0\nunit = "weapon/month"'
    assert (driver(small_case, act.replace("HOW", clamp), "weapons")[:, 0] == np.clip(base, 10, 90)).all()
    add = '"add"\nvalue = -90.0\nunit = "weapon/month"'
    assert (driver(small_case, act.replace("HOW", add), "weapons")[:, 0] == np.maximum(base - 90.0, 0.0)).all()


def test_an_act_that_waits_is_laid_over_the_run_and_a_claim_is_switched_off(small_case: Path) -> None:
    trial = '\ntrial = { parameters = ["SmallRecruitment.propensity"], opposite = false }'
    change(small_case, "claims.toml", 'kind = "mechanism"', 'kind = "mechanism"' + trial)
    written(small_case, 'off = ["M09"]\n' + SET + 'when = { quantity = "underground", above = 10.0 }\n')
    case = load_case(small_case)
    found = scenario(case, "one").apply(case)
    assert found.off == ("SmallRecruitment.propensity",)
    (act,) = found.interventions
    assert (act.target, act.start, act.end) == ("border_open", "2013-06", "2014-01")


def test_scenarios_are_joined_by_plus_and_their_contradictions_found(small_case: Path) -> None:
    written(small_case, SET)
    written(small_case, SET.replace("0.0", "1.0"), "two")
    written(small_case, WEAPONS.replace("not", "partly"), "three")
    case = load_case(small_case)
    assert names_of(case) == ("one", "three", "two")
    assert len(scenario(case, "one+three").parts) == 2
    with pytest.raises(InputError, match="contradicts"):
        scenario(case, "one+two").apply(case)
    for name in ("one+one", "one+", "one+baseline"):
        with pytest.raises(UsageError):
            scenario(case, name)
    with pytest.raises(InputError, match="perhaps 'three' is meant"):
        scenario(case, "thre")
    assert scenario(case, str(small_case / "scenarios" / "one.toml")).name == "one"


def test_the_weakest_label_stands_for_the_whole(small_case: Path) -> None:
    written(small_case, SET)
    path = written(small_case, WEAPONS, "two")
    path.write_text(path.read_text().replace('"not identified"', '"identified"'))
    case = load_case(small_case)
    assert scenario(case, "one+two").identification == "not identified"
    assert scenario(case, "two").identification == "identified"


def test_every_shipped_scenario_fits_its_case() -> None:
    case = load_case("islamic-state")
    assert len(names_of(case)) >= 14
    assert scenario_problems(case) == []


def test_validate_lays_every_scenario_over_its_case(
    small_case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written(small_case, SET)
    written(small_case, SET.replace("border_open", "border_opne"), "two")
    monkeypatch.setattr("sys.argv", ["polemos", "validate", str(small_case)])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    assert ended.value.code == 3 and out == "" and "two.toml, acts.1.target" in err and len(err.splitlines()) == 1
    written(small_case, SET, "two")
    main()
    assert capsys.readouterr().out.startswith("small: valid.")


def test_fire_restraint_at_a_place_spares_that_place_alone() -> None:
    case = load_case("islamic-state")
    model = scenario(case, "fire_restraint_at_mosul").apply(case).model
    path, mosul = np.asarray(model.drivers["fire_restraint"].values), model.dims["place"].index("mosul")
    assert path.shape == (120, len(case.places)) and path[57:67, mosul].tolist() == [0.5] * 10
    assert path.sum() == 5.0, "no other place and no other month"


def test_an_act_at_an_unknown_place_is_refused(tmp_path: Path) -> None:
    act = '[[acts]]\ntarget = "fire_restraint"\nhow = "set"\nvalue = 0.5\nunit = "1"\nlabel = "mosull"\n'
    case = load_case("islamic-state")
    with pytest.raises(InputError, match=r"acts.1.label: fire_restraint has no such label.*perhaps 'mosul' is meant"):
        scenario(case, str(written(tmp_path, act))).apply(case)


def test_a_driver_of_each_place_takes_no_path_by_label(small_case: Path) -> None:
    change(small_case, "drivers.toml", 'dims = ["country"]', 'dims = ["country"]\neach_place = true')
    with pytest.raises(InputError, match="a driver of each place has one path for all places"):
        load_case(small_case)

"""The worked case's figures, targets and claims: well-formed, sourced, dated, and complete."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from datetime import date

import pytest
from case_data import CASE, DRIVER_ROWS, DRIVERS, FIGURES, rows_of, series, shared

from polemos.cases.problems import Problems
from polemos.cases.references import read_references

HEADER = "series,date,value,low,high,unit,basis,source,locator,known_from,confidence,circular_for"
BARREL = 0.158987294928

# Facts that are not figures of this case, each with its reason.
ABROAD = "outside Iraq and Syria"
OLD = "before the case begins"
LEFT_OUT = {
    "area_controlled_other_countries_rand": ABROAD,
    "attacks_outside_IQSY_cnn": ABROAD,
    "media_multiplier_muslim_perpetrator_US": "a finding about coverage, not an observation of the case",
    "media_half_life_attention": "a parameter, not an observation",
    "civilian_fatalities_IQ": OLD,
    "sahwa_sons_of_iraq": OLD,
    "aqi_strength": OLD,
    "aqi_leaders_removed_share": OLD,
}
# Series that mixed two kinds of measurement were split; the second kind has a name of its own.
SPLIT = {
    "incidents_per_day_IQ_wing": ("incidents_per_day_IQ_wing_year", "incidents_per_day_IQ_wing_quarter"),
    "IS_attacks_IQ_knights": ("IS_attacks_IQ_knights_year",),
    "IS_attacks_IQ_knights_q": ("IS_attacks_IQ_knights_q_mean",),
    "airwars_coalition_civilian_deaths": ("airwars_coalition_civilian_deaths_year",),
    "mosul_displaced_cumulative": ("west_mosul_displaced_cumulative",),
}
LONG = (
    *("airpower", "civilian_harm", "displacement", "fighters", "finance", "insurgency_tempo"),
    *("mosul_siege", "propaganda", "suicide", "territory", "west_monthly"),
)


def test_every_file_of_figures_has_the_header_and_every_row_parses() -> None:
    assert len(FIGURES) > 1200
    for path in (CASE / "figures").glob("*.csv"):
        assert path.read_text(encoding="utf-8").split("\n", 1)[0] == HEADER, path.name
    for name, row in FIGURES:
        day, known = date.fromisoformat(row["date"]), date.fromisoformat(row["known_from"])
        assert date(2012, 1, 1) <= day <= date(2021, 12, 31), (name, row)
        assert known >= day, (name, row)
        assert row["basis"] in {"read", "derived", "recalled", "elicited"}, (name, row)
        assert row["locator"] and row["unit"] and row["confidence"] in {"high", "medium", "low"}, (name, row)


def test_values_lie_between_low_and_high() -> None:
    bounds = [row for _, row in FIGURES] + [row for rows in DRIVER_ROWS.values() for row in rows]
    for row in bounds:
        assert row["low"] == "" or float(row["low"]) <= float(row["value"]), row
        assert row["high"] == "" or float(row["value"]) <= float(row["high"]), row


def test_a_series_has_one_unit() -> None:
    units = defaultdict(set)
    for _, row in FIGURES:
        units[row["series"]].add(row["unit"])
    assert {name: found for name, found in units.items() if len(found) > 1} == {}


def test_no_observation_stands_twice() -> None:
    seen = Counter((row["series"], row["date"], row["locator"]) for _, row in FIGURES)
    assert [key for key, count in seen.items() if count > 1] == []


def test_a_month_is_not_known_before_it_is_over() -> None:
    for _, row in FIGURES:
        if row["unit"].endswith("/month") and row["date"].endswith("-01") and row["unit"] != "USD/month":
            start = date.fromisoformat(row["date"])
            assert date.fromisoformat(row["known_from"]) >= start.replace(day=28), row


def test_every_cited_key_is_a_reference() -> None:
    problems = Problems()
    known = read_references(CASE / "references.bib", problems)
    assert not problems
    cited = {key for _, row in FIGURES for key in row["source"].split(";")}
    cited |= {key for rows in DRIVER_ROWS.values() for row in rows for key in row["source"].split(";")}
    cited |= {key for entry in DRIVERS.values() for key in entry["source"]["cite"].split(";")}
    assert cited - set(known) == set()
    for key, reference in known.items():
        assert reference.fields.get("title") and reference.fields.get("author"), key


def test_figures_that_would_judge_their_own_claim_are_marked() -> None:
    marked = {(row["series"], row["circular_for"]) for _, row in FIGURES if row["circular_for"]}
    assert marked == {
        ("area_influence_incl_desert", "F05"),
        ("population_under_control_IQ_SY", "F07"),
        ("civilian_deaths_home_per_death_west", "M07"),
    }


def test_targets_name_series_that_exist_in_their_unit() -> None:
    units = {row["series"]: row["unit"] for _, row in FIGURES}
    targets = tomllib.loads((CASE / "targets.toml").read_text(encoding="utf-8"))
    assert len(targets) >= 14
    for name, target in targets.items():
        for one in target["series"]:
            assert units.get(one) == target["unit"], (name, one)


def test_claims_are_complete_and_quote_nothing_at_length() -> None:
    claims = {one["id"]: one for one in tomllib.loads((CASE / "claims.toml").read_text(encoding="utf-8"))["claims"]}
    due = {f"M{i:02d}" for i in range(1, 19)} | {f"F{i:02d}" for i in range(1, 9)}
    due |= {f"P{i}" for i in range(1, 13) if i != 7} | {"P7a", "P7b"}
    assert set(claims) == due
    needs = {"mechanism": "shows", "figure": "known", "forecast": "question"}
    for one in claims.values():
        assert one["text"] and one[needs[one["kind"]]] and min(one["paragraphs"]) >= 1, one["id"]
    column = " ".join(words(path.read_text(encoding="utf-8")) for path in shared("seeds").glob("*.txt"))
    for one in claims.values():
        own = words(one["text"]).split()
        runs = [" ".join(own[i : i + 15]) for i in range(len(own) - 14)]
        assert not any(run in column for run in runs), one["id"]


def words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def test_every_fact_is_kept_or_left_out_for_a_reason() -> None:
    kept = defaultdict(list)
    for _, row in FIGURES:
        kept[row["series"]].append((row["date"], float(row["value"])))
    for name in LONG:
        for fact in rows_of(shared("science", "facts", f"{name}.csv")):
            if fact["series"] in LEFT_OUT or fact["date"] < "2012":
                continue
            scale = BARREL if fact["series"] == "oil_production" else 1.0
            names = (fact["series"], *SPLIT.get(fact["series"], ()))
            found = [v for one in names for day, v in kept[one] if day == fact["date"]]
            assert any(v == pytest.approx(scale * float(fact["value"]), rel=1e-4) for v in found), fact


def test_every_attack_and_siege_is_kept() -> None:
    attacks = [row for name, row in FIGURES if name == "west_attacks.csv" and "_deaths_" in row["series"]]
    facts = rows_of(shared("science", "facts", "west_attacks.csv"))
    assert sorted((row["date"], float(row["value"])) for row in attacks) == sorted(
        (fact["date"], float(fact["value"])) for fact in facts
    )
    battles = {row["locator"].split(",")[0] for name, row in FIGURES if name == "sieges.csv"}
    facts = rows_of(shared("science", "facts", "sieges.csv"))
    assert {fact["battle"] for fact in facts} - battles == {"Sirte 2016", "Marawi 2017"}  # outside Iraq and Syria


def test_towns_held_follow_from_dated_gains_and_losses() -> None:
    spells = [row for row in rows_of(shared("science", "facts", "places.csv")) if row["country"] in {"IQ", "SY"}]
    people: dict[str, float] = defaultdict(float)
    for spell in spells:
        town = re.sub(r" \d$", "", spell["place"])
        people[town] = max(people[town], float(spell["population_prewar"]))
    for row in series("cities_held"):
        for column, limit in (("value", 50_000), ("low", 60_000), ("high", 40_000)):
            held = {
                town
                for spell in spells
                if spell["date_gained"] <= row["date"] < spell["date_lost"]
                and people[town := re.sub(r" \d$", "", spell["place"])] >= limit
            }
            assert float(row[column]) == len(held), (row["date"], column)
    assert len(series("cities_held")) == 20

"""The documents say what the run says: shares, bands, dates and counts against independent computations."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from polemos.cases.load import load_case
from polemos.core.errors import InputError
from polemos.report.reading import facts_of, graph_of
from polemos.scenarios.ledger import ledger
from polemos.web.documents import DOCUMENTS, as_json, claims
from polemos.web.material import Material
from small_case import change, write_small_case


@pytest.fixture(scope="module")
def documents(material):
    return {name: json.loads(as_json(make(material))) for name, make in DOCUMENTS.items()}


def test_the_same_run_gives_the_same_bytes(material) -> None:
    for make in DOCUMENTS.values():
        assert as_json(make(material)) == as_json(make(material))


def test_shares_of_the_map_are_counted_over_draws(material, documents) -> None:
    found, holder = documents["map"], material.dataset["holder"].values
    ids = [str(p) for p in material.dataset["place"].values]
    for code, name in ((1, "movement"), (0, "nobody"), (2, "rival")):
        for m in (0, 7, len(found["months"]) - 1):
            for k, place in enumerate(found["places"]):
                share = np.mean(holder[:, m, ids.index(place["id"])] == code)
                assert found[name][m][k] == round(1000 * float(share))
    assert len(found["sentences"]) == len(found["months"]) == 24
    assert all(len(row) == len(found["places"]) for row in (*found["shade"], *found["hatched"]))


def test_a_place_counts_every_draw_once(material, documents) -> None:
    holder = material.dataset["holder"].values
    for place, history in documents["places"]["places"].items():
        k = [str(p) for p in material.dataset["place"].values].index(place)
        held = holder[:, :, k] == 1
        assert sum(history["first"]) + history["never"] == 8
        assert sum(history["last"]) + history["never"] + history["still"] == 8
        firsts = [np.flatnonzero(row)[0] for row in held if row.any()]
        assert history["first"] == np.bincount(firsts, minlength=24).tolist() if firsts else not any(history["first"])


def test_bands_enclose_each_other_and_agree_with_numpy(material, documents) -> None:
    target = documents["fans"]["targets"][0]
    values = material.dataset[target["name"]].values.astype(float)
    assert np.allclose(target["median"], np.median(values, axis=0), rtol=1e-3)
    for level, (low, high) in target["bands"].items():
        share = float(level) / 100
        assert np.allclose(low, np.quantile(values, (1 - share) / 2, axis=0), rtol=1e-3, atol=1e-9)
        assert np.allclose(high, np.quantile(values, (1 + share) / 2, axis=0), rtol=1e-3, atol=1e-9)


def test_every_link_joins_two_boxes_and_every_mechanism_shows_its_equation(documents) -> None:
    causes = documents["causes"]
    boxes = {box["name"] for box in causes["nodes"]}
    assert all({link["cause"], link["effect"]} <= boxes for link in causes["links"])
    for mechanism in causes["mechanisms"].values():
        for method in mechanism["methods"]:
            assert "return" in method["equation"] and '"""' not in method["equation"]
    assert set(causes["grades"]) >= {link["grade"] for link in causes["links"]}


def test_the_boundary_and_the_box_stand_in_the_overview(documents) -> None:
    overview = documents["overview"]
    assert "do not imply endorsement" in overview["boundary"]
    assert overview["box"]["what"] and overview["box"]["how"] and overview["box"]["blind"]
    assert "no record of events and no advice" in overview["footer"]


def test_verdicts_and_what_they_rest_on_are_the_ledgers_own() -> None:
    case = load_case("islamic-state")
    facts, model = facts_of(case)
    causes, loops = graph_of(model)
    shown = claims.document(Material(None, case, facts, model, causes, loops))
    entries = {entry.id: entry for entry in ledger(case).entries}
    assert [claim["id"] for claim in shown["claims"]] == list(entries)
    assert all(claim["verdict"] == entries[claim["id"]].word for claim in shown["claims"])
    assert all(claim["reason"] for claim in shown["claims"])
    assert sum(shown["counts"].values()) == len(entries)
    figure = next(claim for claim in shown["claims"] if claim["id"] == "F05")
    assert any(name == "beside" for name, _ in figure["numbers"])


def test_a_case_that_comes_near_to_today_shows_no_places(tmp_path) -> None:
    case = write_small_case(tmp_path)
    with pytest.raises(InputError, match="must not resolve single places"):
        load_case(case, today=date(2016, 6, 1))
    change(case, "case.toml", 'places_resolution = "place"', 'places_resolution = "admin1"')
    assert load_case(case, today=date(2016, 6, 1)).header.places_resolution == "admin1"

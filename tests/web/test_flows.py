"""Flows of displaced people: counted by province and never by place, net per place and month, against plain loops."""

from __future__ import annotations

import io

import numpy as np
import pyarrow.parquet as pq
import pytest

from polemos.report.holding_map import Frame
from polemos.web.documents import flows
from polemos.web.exports import export

FRAME = Frame(40.0, 37.0, 10.0, 1.0, 200.0)


@pytest.fixture
def fled(material, monkeypatch):
    """The small run with people displaced; its mechanisms displace nobody."""
    luck = np.random.default_rng(3)
    places, months = len(material.holding.places), len(material.labels)
    values = luck.integers(0, 1_000, (5, months, places)).astype(float)
    monkeypatch.setattr(type(material), "by_place", lambda self, name: values if name == "displaced" else None)
    return values


def test_persons_are_summed_over_the_places_of_a_province(material, fled) -> None:
    found = flows.flows_of(material)
    province = {place.id: (place.country, place.adm1) for place in material.case.places}
    assert found.provinces == (("northland", "East"), ("northland", "North"), ("southland", "South"))
    for d in range(5):
        for m in (0, 1, 11):
            for k, name in enumerate(found.provinces):
                mine = [i for i, place in enumerate(material.holding.places) if province[place] == name]
                change = [fled[d, m, i] - (fled[d, m - 1, i] if m else 0.0) for i in mine]
                assert found.left[d, m, k] == sum(c for c in change if c > 0)
                assert found.home[d, m, k] == sum(-c for c in change if c < 0)


def test_those_who_left_less_those_who_came_home_are_the_displaced(material, fled) -> None:
    found = flows.flows_of(material)
    net = (found.left - found.home).sum(axis=2).cumsum(axis=1)
    assert np.array_equal(net, fled.sum(axis=2))


def test_the_document_names_provinces_and_says_what_it_does_not_know(material, fled) -> None:
    shown = flows.document(material, FRAME)
    assert [entry["name"] for entry in shown["provinces"]] == ["East", "North", "South"]
    assert set(shown) == {"provinces", "left", "home", "sentences"}
    assert len(shown["sentences"]) == len(material.labels) == len(shown["left"]["mean"])
    assert all("does not say where people go" in text for text in shown["sentences"])
    text = str(shown)
    assert not any(place.name in text for place in material.case.places)


def test_the_table_holds_every_province_and_month(material, fled) -> None:
    table = pq.read_table(io.BytesIO(export(material, "flows", "parquet")))
    assert table.num_rows == 3 * len(material.labels)
    assert table["left_mean"][0].as_py() == flows.flows_of(material).left[:, 0, 0].mean()


def test_a_run_without_displaced_people_has_no_flows(material, monkeypatch) -> None:
    monkeypatch.setattr(type(material), "by_place", lambda self, name: None)
    assert flows.document(material, FRAME) is None
    assert pq.read_table(io.BytesIO(export(material, "flows", "parquet"))).num_rows == 0

"""From a case to the report's records."""

from __future__ import annotations

import pytest

from polemos.cases.load import load_case
from polemos.report.citations import reference
from polemos.report.reading import facts_of, graph_of


@pytest.fixture
def read(small_case):
    return facts_of(load_case(small_case), "2013-06")


def test_places_edges_figures_and_targets_are_those_of_the_case(read):
    facts, _ = read
    assert [place.id for place in facts.places] == ["alpha", "beta", "gamma"]
    assert facts.edges == (("alpha", "beta"), ("beta", "gamma"))
    assert [(f.value, f.low, f.high) for f in facts.dots(facts.targets[0])] == [(400, 300, 500)]
    assert facts.claims == {"M09": "People join whom they see win."}


def test_priors_stand_with_their_quantiles_and_evidence(read):
    rows = {(row.mechanism, row.name, row.label): row for row in read[0].parameters}
    row = rows["SmallRecruitment", "propensity", ""]
    assert row.quantiles[1:] == pytest.approx((0.002, 0.010))
    assert (row.basis, row.source, row.locator, row.known_from) == ("derived", "atlas", "p. 14", "2012-02-01")
    assert row.meaning == "share of civilians who join"
    assert rows["SmallCost", "will", "southern_army"].quantiles == pytest.approx((0.05, 0.5, 0.95))
    assert ("SmallRecruitment", "zeal", "each place apart") in rows
    assert ("", "initial reserve", "") not in rows


def test_the_graph_is_the_model_s(read):
    causes, loops = graph_of(read[1])
    assert ("civilians", "underground", 1) in {(li.cause, li.effect, li.sign) for li in causes.links}
    assert all(kind in "RB" for _, kind in loops)


def test_a_reference_reads_as_one_line():
    entry = reference(
        "doe",
        {
            "title": "On it",
            "author": "Doe, J.",
            "year": "2016",
            "pages": "3--9",
            "volume": "4",
            "url": "https://x.org",
            "doi": "10.1/2",
        },
    )
    assert entry.text == "Doe, J. On it. 2016. vol. 4, p. 3\u20139. 10.1/2."
    assert entry.url == "https://x.org"
    assert reference("empty", {}).text == ""

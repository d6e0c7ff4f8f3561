"""The page as a whole: self-contained, escaped, complete, the same bytes again."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from made_up import LOOPS, MANIFEST, causes, facts, run
from reader import Reader

from polemos.report.facts import MechanismRow, Place, Reference
from polemos.report.holding_map import BOUNDARY
from polemos.report.page import page_of, render

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}</style></title>]]><!--"


@pytest.fixture(scope="module")
def page():
    return render(page_of(facts(), run(), MANIFEST, causes(), LOOPS))


@pytest.fixture(scope="module")
def read(page):
    return Reader(page)


def hostile_facts():
    case = facts()
    bad = {"title": HOSTILE, "note": HOSTILE}
    return replace(
        case,
        title=HOSTILE,
        summary=HOSTILE,
        movement=HOSTILE,
        targets=tuple(replace(t, **bad, unit=HOSTILE) for t in case.targets),
        figures=tuple(replace(f, source=HOSTILE, locator=HOSTILE, basis=HOSTILE, unit=HOSTILE) for f in case.figures),
        places=tuple(Place(p.id, HOSTILE + p.id, HOSTILE, p.lat, p.lon, p.population + 2e5) for p in case.places),
        parameters=tuple(
            replace(p, mechanism=HOSTILE, name=HOSTILE, label=HOSTILE, unit=HOSTILE, meaning=HOSTILE, prior=HOSTILE,
                    basis=HOSTILE, source=HOSTILE, locator=HOSTILE, known_from=HOSTILE, note=HOSTILE)
            for p in case.parameters
        ),
        mechanisms=(MechanismRow(HOSTILE, HOSTILE, HOSTILE, (HOSTILE,)),),
        references=(
            Reference(HOSTILE, HOSTILE, "javascript:alert(3)"),
            Reference("b", HOSTILE, "https://x/" + HOSTILE),
        ),
        claims={HOSTILE: HOSTILE},
    )  # fmt: skip


def test_tags_are_balanced(read):
    assert read.broken == []
    assert read.open == []


def test_nothing_is_loaded_from_anywhere(page, read):
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "use", "image", "video"} & {
        t for t, _ in read.tags
    }
    for tag, attributes in read.tags:
        assert not {"src", "srcset", "style", "xlink:href", "poster", "background"} & set(attributes), tag
        assert not any(name.startswith("on") for name in attributes), tag
        if tag != "a":
            assert "http" not in " ".join(value or "" for name, value in attributes.items() if name != "http-equiv"), (
                tag
            )
    sheet = read.text("style")
    assert "@import" not in sheet
    assert "@font-face" not in sheet
    assert re.findall(r"url\((?!#)", page) == []


def test_links_lead_into_the_page_or_are_plain_addresses(read):
    ids = {attributes.get("id") for _, attributes in read.tags}
    for link in read.all("a"):
        assert link["href"].startswith("https://") or link["href"].lstrip("#") in ids


def test_the_policy_allows_the_one_style_sheet_and_nothing_else(read):
    policy = next(m["content"] for m in read.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(read.text("style").encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_hostile_text_stays_text():
    bad_causes = replace(causes(), links=tuple(replace(li, mechanisms=(HOSTILE,)) for li in causes().links))
    manifest = MANIFEST | {HOSTILE: HOSTILE, "left_out": {HOSTILE: HOSTILE}}
    text = render(page_of(hostile_facts(), run(), manifest, bad_causes, [((HOSTILE, "b"), "R")]))
    read = Reader(text)
    assert read.broken == []
    assert read.open == []
    assert "<script" not in text
    assert "<img" not in text
    assert "{{7*7}}" in text
    assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)
    assert all(not (a.get("href") or "").startswith("javascript") for a in read.all("a"))


def test_every_chart_has_a_description_a_sentence_and_tables(read):
    charts = [svg for svg in read.all("svg") if svg.get("class") == "chart"]
    assert len(charts) == 3 + 6 + 1
    assert all(svg["role"] == "img" and len(svg["aria-label"]) > 60 for svg in charts)
    assert len(read.all("figure")) == len(read.all("figcaption")) == len(charts)
    assert len(read.all("details")) == len(charts) + 1
    tables = len(read.all("table"))
    assert tables == len(read.all("caption"))
    assert tables == 1 + 3 * 2 + 6 + 1 + 1 + 1 + 1 + 1 + 1


def test_each_sentence_stands_under_its_chart(page, read):
    built = page_of(facts(), run(), MANIFEST, causes(), LOOPS)
    words = " ".join(read.text("figcaption").split())
    for chart in (*built.fans, *built.maps, built.causal):
        assert chart.sentence.endswith(".")
        assert chart.sentence in words


def test_the_boundary_sentence_stands_under_every_map(read):
    assert read.text("figcaption").count(BOUNDARY) == 6


def test_the_box_of_a_posterior_says_that_it_is_too_sure_of_parameters():
    built = page_of(facts(), run(), MANIFEST | {"posterior": {"until": "2017-03-20"}}, causes(), LOOPS)
    said = " ".join(built.box.what)
    assert "parameters come from a posterior" in said and "Few parameters are identified" in said
    assert "not calibrated" not in said


def test_the_box_counts(read):
    text = " ".join(read.text().split())
    assert "40 draws of a model, given data and assumptions" in text
    assert "It is not calibrated yet" in text
    assert "Of 5 observed figures" in text
    assert "4 of these figures were published by the information cut, 1 later" in text
    assert "1 of 2 priors rest on recollection or judgement" in text
    assert "Claims with no mechanism in this run: M14 (listed with the mechanisms)." in text
    assert "coalition of rivals" in text
    assert "none in this run" in text
    assert "Not computed: deaths (the model lacks the stock 'dead')." in text


def test_nothing_is_foretold_and_nobody_wins(read):
    own = read.text()
    for phrase in ("victory narrative", "Collapse.will", "will to stay"):  # names that the made-up case gives
        own = own.replace(phrase, "")
    assert not re.search(r"\b(will|wins?|won|loses?|victory|victorious|defeat|defeats|defeated)\b", own, re.IGNORECASE)


def test_ids_are_unique(read):
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_same_run_gives_the_same_bytes(page):
    assert render(page_of(facts(), run(), MANIFEST, causes(), LOOPS)) == page


def test_the_page_stays_small(page):
    assert len(page.encode()) < 1_000_000


def test_a_run_without_figures_or_weak_spots_still_has_a_page():
    bare = replace(facts(), figures=(), parameters=(), references=(), claims={}, mechanisms=())
    text = render(page_of(bare, run(draws=1, months=3), {"draws": 1}, replace(causes(), nodes=(), links=()), ()))
    assert "No observed figure falls into this run" in text
    assert Reader(text).broken == []

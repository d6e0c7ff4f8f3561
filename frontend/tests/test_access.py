"""No violation of WCAG A or AA that axe finds, on every view, in light, dark and right-to-left; charts have twins."""

from __future__ import annotations

from pathlib import Path

import pytest

from stage import VIEWS, Served, Watched, show, unfold

AXE = (Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = {"light": {"theme": "light"}, "dark": {"theme": "dark"}, "rtl": {"lang": "ar"}}
MORE = {
    "map": {"place": "mosul"},
    "causes": {"link": "weapons>weapons_on"},
    "claims": {"claim": "M09"},
    "fans": {},
    "scenarios": {},
    "data": {},
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("view", VIEWS)
def test_no_violation(served: Served, seen: Watched, view: str, look: str) -> None:
    show(seen.page, served, view=view, **MORE[view], **LOOKS[look])
    unfold(seen.page)
    seen.page.evaluate(AXE)
    found = seen.page.evaluate(
        f"axe.run(document, {{runOnly: {{type: 'tag', values: {RULES}}}}}).then(r => r.violations.map("
        "v => [v.id, v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).slice(0, 3)]))"
    )
    assert found == []


def test_right_to_left_turns_the_page(served: Served, seen: Watched) -> None:
    show(seen.page, served, view="map", lang="ar")
    assert seen.page.evaluate("document.documentElement.dir") == "rtl"
    nav = seen.page.locator("nav a").first.bounding_box()
    assert nav["x"] > 1280 / 2
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("view", ["map", "fans", "causes"])
def test_every_chart_has_its_sentence_and_its_table(served: Served, seen: Watched, view: str) -> None:
    show(seen.page, served, view=view, place="mosul")
    figures = seen.page.locator("figure").all()
    assert figures
    for figure in figures:
        assert len(figure.locator("svg[role=img]").first.get_attribute("aria-label")) > 10
        assert len(figure.locator("figcaption > p:not(.take)").first.inner_text()) > 20
        figure.locator("details > summary").first.click()
        figure.locator("table tbody tr").first.wait_for()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wider_than_the_window(served: Served, seen: Watched, view: str, width: int) -> None:
    seen.page.set_viewport_size({"width": width, "height": 900})
    show(seen.page, served, view=view, **MORE[view])
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_boundary_and_the_box_stand_on_every_view(served: Served, seen: Watched) -> None:
    for view in VIEWS:
        show(seen.page, served, view=view)
        assert "do not imply endorsement" in seen.page.locator("footer").inner_text()
        assert "no record of what happened" in seen.page.locator(".box").inner_text()


def test_equations_are_typeset_whole(served: Served, seen: Watched) -> None:
    show(seen.page, served, view="causes")
    names = seen.page.locator("[data-task=link] option").evaluate_all("all => all.slice(1).map(one => one.value)")
    drawn = 0
    for name in names[::12]:
        seen.page.evaluate("name => { location.hash = 'view=causes&link=' + encodeURIComponent(name); }", name)
        cards = seen.page.locator("article.card")
        cards.first.wait_for()
        assert not {"$", "\\"} & set("".join(cards.locator("p, math").all_text_contents()))
        drawn += cards.locator(".equations math mi").count()
    assert drawn > 100

"""A comparison from the lever to the answer: "computing" until the draws are there, then civilians first of all."""

from __future__ import annotations

from stage import Served, Watched, show

SOON = 420_000


def test_a_lever_becomes_a_difference_with_its_range(served: Served, seen: Watched) -> None:
    show(seen.page, served, view="scenarios")
    page = seen.page
    page.locator("[data-task=lever-fire_restraint]").check()
    page.locator("[data-task=draws]").fill("4")
    page.locator("[data-task=compare]").click()
    page.locator("[data-task=computing]").wait_for()
    assert page.locator("[data-task=comparison]").count() == 0, "no number stands in for an answer"
    page.locator("[data-task=comparison]").wait_for(timeout=SOON)
    rows = page.locator("[data-task=comparison] table").first.locator("tbody tr").all_inner_texts()
    assert rows[0].startswith("civilians killed") and " to " in rows[0]
    titles = page.locator("[data-task=comparison] figure .title").all_inner_texts()
    assert titles[:2] == ["A: Civilians killed", "B: Civilians killed"]
    assert "within the model" in page.locator("[data-task=comparison]").inner_text()
    assert "comparison=" in page.evaluate("location.hash")

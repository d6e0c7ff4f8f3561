"""A first answer from the emulator: at once, labelled, and gone when the draws have been computed.

The emulator is learned from few runs of a small case, and everything is shown whatever its check says: this is about
the page. How long an answer takes is timed from the slider to the painted frame, in rounds of which the best counts.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.ensemble.run import run_ensemble
from polemos.scenarios import lever_training
from polemos.scenarios.sources import draws_of
from stage import Served, Watched, entered, serving, show, watched
from test_access import AXE, LOOKS, RULES

SOON = 240_000
ROUNDS = 4
GAP = slice(6, 10)
MOVE = """async steps => {
  const slider = document.querySelector('[data-task=slider-weapons]');
  const value = () => document.querySelector('[data-task=first-answer]')?.dataset.value;
  const times = [];
  for (const step of steps) {
    const [begun, before] = [performance.now(), value()];
    slider.value = String(step);
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    while (value() === before && performance.now() - begun < 5000) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - begun);
  }
  return times;
}"""


def seen(name: str, levers: int, rows: int) -> np.ndarray:
    """All of a part but some months of one chart."""
    shown = np.ones((levers, rows), bool)
    shown[:, GAP if name == "fighters" else slice(0)] = False
    return shown


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app over a small case with an emulator."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copytree(load_case("marawi").folder, folder / "marawi", ignore=shutil.ignore_patterns("emulators"))
    case = load_case(str(folder / "marawi"))
    run_ensemble(resolve(case), 12, 1, folder / "runs/marawi-1-12")
    draws = draws_of(str(case.folder), 200, 1, None, None, False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lever_training, "FRESH", 4)
        emulator, _ = lever_training.train(case, draws, 12, 600.0, folder / "work", lambda *_: None)
    levers = len(emulator.tops)
    parts = {
        name: dataclasses.replace(part, shown=seen(name, levers, len(part.rest)))
        for name, part in emulator.parts.items()
    }
    lever_training.keep(case, dataclasses.replace(emulator, parts=parts))
    with serving(folder / "runs", folder / "store", cases=(case.folder,)) as found:
        yield found


@pytest.fixture
def page(browser: Browser, small: Served) -> Iterator[Watched]:
    """The scenarios of that case."""
    context = entered(browser, small, viewport={"width": 1280, "height": 900})
    found = watched(context)
    show(found.page, small, view="scenarios")
    found.page.locator("[data-task=lever-weapons]").check()
    yield found
    context.close()
    assert [url for url in found.asked if not url.startswith((small.base, "data:", "blob:"))] == []
    assert found.complaints == []


def test_a_lever_is_answered_at_once_and_says_that_it_is_emulated(page: Watched) -> None:
    rounds = []
    for turn in range(ROUNDS):
        steps = [round(0.05 + 0.05 * k + 0.01 * turn, 2) for k in range(30)]
        rounds.append(sorted(page.page.evaluate(MOVE, steps)))
    best = min(rounds, key=lambda times: times[28])
    print(f"lever to first answer: median {best[15]:.0f} ms, p95 {best[28]:.0f} ms; load {os.getloadavg()[0]:.1f}")
    assert best[28] < 300
    section = page.page.locator("[data-task=first-answer]")
    assert "Emulated, not simulated: learned from 12 runs of 200 draws" in section.inner_text()
    rows = section.locator("table").first.locator("tbody tr").all_inner_texts()
    assert rows[0].startswith("civilians killed") and " to " in rows[0]
    titles = section.locator("figure .title").all_inner_texts()
    assert titles[:2] == ["A: Civilians killed", "B: Civilians killed"]
    said = section.locator("figcaption > p:not(.take)").all_inner_texts()
    assert all(text.startswith("Emulated") == (k % 2 == 1) for k, text in enumerate(said)), "A is a run, B is not"


def test_the_computed_answer_takes_its_place_until_a_lever_moves_again(page: Watched) -> None:
    window = page.page
    window.evaluate(MOVE, [0.5])
    window.locator("[data-task=compare]").click()
    window.locator("[data-task=computing]").wait_for()
    assert window.locator("[data-task=first-answer]").count() == 1
    window.locator("[data-task=comparison]").wait_for(timeout=SOON)
    assert window.locator("[data-task=first-answer]").count() == 0
    window.evaluate(MOVE, [0.8])
    window.locator("[data-task=first-answer]").wait_for()


def test_months_that_the_check_hid_are_a_gap_and_say_so(page: Watched) -> None:
    window = page.page
    window.evaluate(MOVE, [0.5])
    chart = window.locator("[data-task=first-answer] figure", has_text="B: Fighters")
    assert chart.locator("path.band").get_attribute("d").count("M") == 2
    assert chart.locator("path.median").get_attribute("d").count("M") == 2
    chart.locator("summary").click()
    chart.locator("tbody tr").first.wait_for()
    assert "Shown for 14 of 18 months" in chart.inner_text()
    cells = chart.locator("tbody tr").nth(GAP.start).locator("td").all_inner_texts()
    assert cells == ["to be computed"] * 2
    other = window.locator("[data-task=first-answer] figure", has_text="A: Fighters")
    assert other.locator("path.band").get_attribute("d").count("M") == 1


@pytest.mark.parametrize("look", LOOKS)
def test_no_violation(page: Watched, small: Served, look: str) -> None:
    window = page.page
    show(window, small, view="scenarios", **LOOKS[look])
    window.locator("[data-task=lever-weapons]").check()
    window.evaluate(MOVE, [0.5])
    window.evaluate(AXE)
    found = window.evaluate(
        f"axe.run(document, {{runOnly: {{type: 'tag', values: {RULES}}}}}).then(r => r.violations.map("
        "v => [v.id, v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).slice(0, 3)]))"
    )
    assert found == []
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_where_there_is_no_answer_nothing_stands_in_for_it(page: Watched) -> None:
    window = page.page
    window.evaluate(MOVE, [0.5])
    window.locator("fieldset.lever", has_text="weapons").locator("select").first.select_option("2017-06")
    window.locator("[data-task=first-answer]", has_text="No first answer").wait_for()
    assert window.locator("[data-task=first-answer] table, [data-task=first-answer] figure").count() == 0

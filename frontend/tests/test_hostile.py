"""Five hundred hostile strings in every text field of a case, of events and of the address: text they stay."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import EVENTS_HEAD, event_row
from hostile import strings
from polemos.web.documents import DOCUMENTS, as_json
from polemos.web.material import Material, read_material
from polemos.web.single_file import single_file
from stage import VIEWS, Served, Watched, entered, serving, show, unfold, watched

KEPT_AS_THEY_ARE = {
    "look",
    "d",
    "line",
    "head",
    "mark",
    "shade",
    "hatched",
    "months",
    "cut",
    "kind",
    "id",
    "start",
    "end",
}


def poisoned(value: object, supply: Iterator[str], key: str = "") -> object:
    """A document with every free text replaced; what decides a shape or a class stays as it is."""
    if isinstance(value, dict):
        return {k: poisoned(v, supply, k) for k, v in value.items()}
    if isinstance(value, list):
        return [poisoned(v, supply, key) for v in value]
    if (
        isinstance(value, str)
        and value
        and key not in KEPT_AS_THEY_ARE
        and not re.fullmatch(r"[0-9.:-]+|start|end|middle|lat|lon", value)
    ):
        return next(supply)
    return value


def round_and_round() -> Iterator[str]:
    """The strings, again and again; each with a number, so that they stay apart where they are keys."""
    number = 0
    while True:
        for text in strings():
            number += 1
            yield f"{text} {number}"


@pytest.fixture(scope="module")
def hostile(
    run_folder: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Watched, int]]:
    """The app over a run in whose documents every text is hostile."""
    with serving(run_folder.parent, tmp_path_factory.mktemp("hostile") / "store") as served:
        supply, run = round_and_round(), run_folder.name
        used = 0
        for name, make in DOCUMENTS.items():
            document = poisoned(json.loads(as_json(make(served.work.library.material(run)))), supply)
            text = json.dumps(document)
            used += text.count("alert(1)")
            served.work.shelf.get((run, served.work.library.stamp(run), name), lambda text=text: text.encode())
        context = entered(browser, served, viewport={"width": 1280, "height": 900})
        yield served, watched(context), used
        context.close()


def check(served: Served, seen: Watched) -> None:
    assert seen.dialogs == []
    assert [url for url in seen.asked if not url.startswith((served.base, "data:", "blob:"))] == []
    assert not any("Content Security Policy" in text or "evil" in text for text in seen.complaints), seen.complaints[:3]
    assert (
        seen.page.evaluate(
            "document.querySelectorAll('script:not([src=\"/assets/app.js\"]), iframe, object, embed, base, img').length"
        )
        == 0
    )


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_words_of_a_case_stay_words(hostile: tuple[Served, Watched, int], view: str) -> None:
    served, seen, used = hostile
    assert used > 500
    show(seen.page, served, view=view)
    unfold(seen.page)
    for link in seen.page.locator("main a[href]").all()[:400]:
        assert not link.get_attribute("href").lower().strip().startswith(("javascript:", "data:"))
    assert "alert(1)" in seen.page.locator("body").inner_text()
    check(served, seen)


def test_hostile_words_of_events_stay_words(served: Served, seen: Watched, tmp_path: Path) -> None:
    rows = [event_row(k, text.replace("\n", " ")) for k, text in enumerate(strings())]
    file = tmp_path / "hostile.csv"
    file.write_text("\n".join([EVENTS_HEAD, *rows]) + "\n", encoding="utf-8")
    show(seen.page, served, view="data")
    seen.page.locator("[data-task=source]").select_option("table")
    seen.page.locator("[data-task=file]").set_input_files(file)
    seen.page.locator("[data-task=receipt]").wait_for()
    assert "500 =" in seen.page.locator("[data-task=receipt]").inner_text()
    check(served, seen)


def scenario_of(texts: list[str]) -> str:
    """A sound scenario whose title, question, reason and notes are these texts."""
    quoted = [json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f") for text in texts]
    rows = [f"{name} = {quoted[k % len(quoted)]}" for k, name in enumerate(("title", "question", "because"))]
    acts = [f'[[acts]]\ntarget = "weapons"\nhow = "scale"\nvalue = 0.9\nnote = {text}' for text in quoted]
    return "\n".join([*rows, 'identification = "not identified"', *acts]) + "\n"


def test_hostile_words_of_a_scenario_stay_words(served: Served, seen: Watched) -> None:
    show(seen.page, served, view="scenarios")
    texts, taken = strings(), 0
    for first in range(0, 500, 25):
        file = {"name": "x.toml", "mimeType": "text/plain", "buffer": scenario_of(texts[first : first + 25]).encode()}
        with seen.page.expect_response("**/scenario") as answer:
            seen.page.locator("[data-task=upload]").set_input_files(file)
        assert answer.value.status in (200, 422)
        taken += answer.value.status == 200
        seen.page.wait_for_timeout(50)
    assert taken > 10
    seen.complaints[:] = [text for text in seen.complaints if "422" not in text]
    check(served, seen)


def test_hostile_addresses_do_nothing(served: Served, seen: Watched) -> None:
    for k, text in enumerate(strings()[::5]):
        name = (
            "view",
            "run",
            "month",
            "place",
            "target",
            "theme",
            "lang",
            "q",
            "link",
            "loop",
            "off",
            "claim",
            "kind",
            "dataset",
        )[k % 14]
        view = {} if name == "view" else {"view": VIEWS[k % len(VIEWS)]}
        words = "&".join(f"{key}={urllib.parse.quote(value)}" for key, value in {**view, name: text}.items())
        seen.page.evaluate("words => { location.hash = words; }", words)
        seen.page.wait_for_timeout(15)
    seen.page.wait_for_timeout(300)
    seen.complaints[:] = [text for text in seen.complaints if "404" not in text and "422" not in text]
    check(served, seen)


def test_the_single_file_asks_nothing_and_runs_from_disk(run_folder: Path, browser: Browser, tmp_path: Path) -> None:
    material: Material = read_material(run_folder, "islamic-state")
    file = tmp_path / "explore.html"
    file.write_text(single_file(material), encoding="utf-8")
    print(f"explore.html: {file.stat().st_size:,} bytes")
    context = browser.new_context()
    seen = watched(context)
    for view in VIEWS:
        seen.page.goto(f"{file.as_uri()}#view={view}&place=mosul")
        seen.page.reload()
        seen.page.wait_for_selector("main .box")
        seen.page.wait_for_selector(".loading", state="detached")
    seen.page.goto(f"{file.as_uri()}#view=map&month=2014-06")
    seen.page.reload()
    seen.page.locator("h2.title", has_text="2014-06").wait_for()
    assert {url.split("#")[0] for url in seen.asked} <= {file.as_uri(), "data:,"}
    assert seen.complaints == [] and seen.dialogs == []
    context.close()

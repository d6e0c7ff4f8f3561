"""What people come to do, done twice: with the keyboard alone, and with the mouse."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page

from stage import Served, Watched, show


class Keyboard:
    """Reaches things with Tab and works them with keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        wanted = self.page.locator(selector).first
        wanted.wait_for()
        for _ in range(400):
            if wanted.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {selector}")

    def press(self, selector: str) -> None:
        """Work a button, link or disclosure."""
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def tick(self, selector: str) -> None:
        """Change a checkbox."""
        self.reach(selector)
        self.page.keyboard.press("Space")

    def choose(self, selector: str, label: str) -> None:
        """Choose from a list with the arrow keys."""
        self.reach(selector)
        self.page.keyboard.press("Home")
        for _ in range(500):
            if self.page.locator(selector).first.evaluate("e => e.selectedOptions[0].textContent").startswith(label):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} is not to be chosen in {selector}")

    def slide(self, selector: str, steps: int) -> None:
        """To the start of a slider and some steps up."""
        self.reach(selector)
        self.page.keyboard.press("Home")
        for _ in range(steps):
            self.page.keyboard.press("ArrowRight")

    def write(self, selector: str, text: str) -> None:
        """Replace the text of a field."""
        self.reach(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        """Click."""
        self.page.locator(selector).first.click()

    tick = press

    def choose(self, selector: str, label: str) -> None:
        """Choose from a list."""
        options = self.page.locator(f"{selector} option")
        options.first.wait_for(state="attached")
        text = next(t for t in options.all_inner_texts() if t.startswith(label))
        self.page.locator(selector).first.select_option(label=text)

    def slide(self, selector: str, steps: int) -> None:
        """Click on the slider where the step is."""
        self.page.locator(selector).scroll_into_view_if_needed()
        box = self.page.locator(selector).bounding_box()
        slider = self.page.locator(selector)
        share = steps * float(slider.get_attribute("step") or 1) / float(slider.get_attribute("max"))
        self.page.mouse.click(box["x"] + 8 + (box["width"] - 16) * share, box["y"] + box["height"] / 2)

    def write(self, selector: str, text: str) -> None:
        """Click into a field and type."""
        self.page.locator(selector).first.click(click_count=3)
        self.page.keyboard.type(text)


Hand = Keyboard | Mouse


def month(hand: Hand, page: Page) -> None:
    hand.slide("[data-task=month]", 29)
    page.locator("h2.title", has_text="2014-06").wait_for()
    assert "At the end of 2014-06" in page.locator("figcaption").first.inner_text()
    assert "month=2014-06" in page.evaluate("new Promise(done => setTimeout(() => done(location.hash), 400))")


def play(hand: Hand, page: Page) -> None:
    before = page.locator(".slider output").inner_text()
    hand.press("button:has-text('Play')")
    page.locator("button:has-text('Pause')").wait_for()
    page.wait_for_timeout(900)
    hand.press("button:has-text('Pause')")
    assert page.locator(".slider output").inner_text() != before


def place(hand: Hand, page: Page) -> None:
    if isinstance(hand, Mouse):
        page.locator("[data-place=raqqa] circle.place").click()
    else:
        hand.choose("[data-task=place]", "Raqqa")
    page.locator("section.history h2", has_text="Raqqa").wait_for()
    page.locator(".loading").wait_for(state="detached")
    assert page.locator("section.history figure").count() >= 4
    assert "of the draws" in page.locator("section.history").inner_text()


def table(hand: Hand, page: Page) -> None:
    hand.press("figure details > summary")
    page.locator("figure table").first.wait_for()
    with page.expect_download() as got:
        hand.press("figure details button:has-text('CSV')")
    lines = Path(got.value.path()).read_text(encoding="utf-8").splitlines()
    assert any("do not imply endorsement" in line for line in lines if line.startswith("#"))
    assert len(list(csv.reader(line for line in lines if not line.startswith("#")))) == 129
    with page.expect_download() as got:
        hand.press("figure details button:has-text('Parquet')")
    assert pq.read_table(got.value.path()).num_rows == 128


def flight(hand: Hand, page: Page) -> None:
    hand.slide("[data-task=month]", 57)
    page.locator("path.flow").first.wait_for(state="attached")
    assert "does not say where people go" in page.locator("svg.map").get_attribute("aria-label")
    hand.press("figure details:has-text('by province') > summary")
    page.locator("figure table", has_text="Ninewa").wait_for()
    hand.tick("[data-task=flows]")
    page.locator("svg.map path.flow").first.wait_for(state="detached")


def picture(hand: Hand, page: Page) -> None:
    with page.expect_download() as got:
        hand.press("figure button:has-text('SVG')")
    text = Path(got.value.path()).read_text(encoding="utf-8")
    assert "ring: civilians killed in the month" in text, "a picture that is taken away has its legend"
    assert "do not imply" in text and "endorsement" in text and "polemos" in text and "class=" not in text
    assert not re.search(r"https?://(?!www\.w3\.org)", text)
    with page.expect_download() as got:
        hand.press("figure button:has-text('PNG')")
    assert Path(got.value.path()).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def fan(hand: Hand, page: Page) -> None:
    hand.press("nav a:has-text('Fans')")
    hand.choose("[data-task=target]", "Fighters")
    page.locator("figure").first.wait_for()
    assert page.locator("figure").count() == 1 and page.locator("path.trace").count() > 1
    hand.tick("[data-task=traces]")
    page.locator("figure path.trace").first.wait_for(state="detached")


def loop(hand: Hand, page: Page) -> None:
    hand.press("nav a:has-text('Causal')")
    hand.choose("[data-task=loop]", "R: ")
    page.locator("main p[role=status]", has_text="reinforcing").wait_for()
    assert page.locator("svg.causal g.faded").count() > 10


def link(hand: Hand, page: Page) -> None:
    hand.press("nav a:has-text('Causal')")
    if isinstance(hand, Mouse):
        page.locator("[data-link='weapons>weapons_on'] .wide").dispatch_event("click")
    else:
        hand.choose("[data-task=link]", "weapons ")
    page.locator("article .equations math").first.wait_for()
    assert page.locator("article table tbody tr").count() > 0
    hand.press("article button:has-text('Switch')")
    page.locator("p[role=status]", has_text="Switched off").wait_for()


def claim(hand: Hand, page: Page) -> None:
    hand.press("nav a:has-text('Claims')")
    hand.choose("[data-task=kind]", "forecast")
    page.locator("p[role=status]", has_text="of 39 shown").wait_for()
    assert set(page.locator(".claims .id").all_inner_texts()) >= {"P1", "P12"}
    hand.press(".claims details > summary")
    assert "what happened" in page.locator(".claims details[open]").first.inner_text()


def events(hand: Hand, page: Page) -> None:
    hand.press("nav a:has-text('Data')")
    hand.choose("[data-task=source]", "own table")
    if isinstance(hand, Keyboard):
        hand.reach("[data-task=file]")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space") if isinstance(hand, Keyboard) else page.locator("[data-task=file]").click()
    chooser.value.set_files(page.event_file)  # type: ignore[attr-defined]
    page.locator("[data-task=receipt]").wait_for()
    assert "read = accepted + rejected" in page.locator("[data-task=receipt]").inner_text()
    page.locator("figure svg .bar").first.wait_for()


def scenario(hand: Hand, page: Page) -> None:
    hand.press("nav a:has-text('Scenarios')")
    hand.tick("[data-task=lever-weapons]")
    hand.slide("[data-task=slider-weapons]", 10)
    hand.write("[data-task=name]", 'Half the "weapons"')
    with page.expect_download() as got:
        hand.press("[data-task=download]")
    file = Path(got.value.path())
    text = file.read_text(encoding="utf-8")
    acts = tomllib.loads(text)["acts"]
    assert tomllib.loads(text)["title"] == 'Half the "weapons"'
    assert acts[0]["target"] == "weapons" and acts[0]["how"] == "scale" and 0.4 <= acts[0]["value"] <= 0.6
    hand.press("[data-task=save]")
    hand.tick("[data-task=lever-weapons]")
    hand.choose("[data-task=preset]", 'own: Half the "weapons"') if isinstance(hand, Mouse) else None
    upload = page.locator("[data-task=upload]")
    upload.set_input_files({"name": "mine.toml", "mimeType": "text/plain", "buffer": text.encode()})
    page.locator("[data-task=lever-weapons]:checked").wait_for()
    assert page.locator("[data-task=slider-weapons]").input_value() == str(acts[0]["value"])


def job(hand: Hand, page: Page) -> None:
    hand.press("nav a:has-text('Scenarios')")
    hand.write("[data-task=draws]", "12")
    hand.press("[data-task=start]")
    page.locator("[data-job=running]").first.wait_for()
    hand.press(".jobs button:has-text('Cancel')")
    page.locator("[data-job=cancelled], [data-job=stopped]").first.wait_for()
    page.locator(".jobs button:has-text('Resume')").first.wait_for()


def colours(hand: Hand, page: Page) -> None:
    hand.choose("[data-task=theme]", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 21, 26)"
    hand.choose("[data-task=language]", "العربية")
    assert page.evaluate("document.documentElement.dir") == "rtl"


TASKS: list[Callable[[Hand, Page], None]] = [
    month, play, place, table, flight, picture, fan, loop, link, claim, events, scenario, job, colours,
]  # fmt: skip


@pytest.mark.parametrize("hand", [Keyboard, Mouse])
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_task(
    served: Served, seen: Watched, event_file: Path, task: Callable[[Hand, Page], None], hand: type[Hand]
) -> None:
    seen.page.event_file = event_file  # type: ignore[attr-defined]
    show(seen.page, served, view="map")
    task(hand(seen.page), seen.page)

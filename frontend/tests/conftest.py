"""The shipped case, run once with few draws, served; and one browser for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.ensemble.run import run_ensemble
from stage import Served, Watched, browsing, entered, serving, watched

DRAWS = 24
EVENTS_HEAD = "id,date_start,country,best,low,high,side_a,side_b"


def event_row(number: int, text: str = "made up") -> str:
    """A sound row of a plain table of events, with a text in its two sides."""
    quoted = text.replace('"', '""')
    day = f"{2013 + number // 12 % 5}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    return f'{number + 1},{day},Iraq,{number % 7},{number % 5},{number % 9},"{quoted}","{quoted}"'


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the shipped case; POLEMOS_TEST_RUN names one that is there, to save the time while developing."""
    if ready := os.environ.get("POLEMOS_TEST_RUN"):
        return Path(ready)
    folder = tmp_path_factory.mktemp("runs") / f"islamic-state-1-{DRAWS}"
    run_ensemble(resolve(load_case("islamic-state")), DRAWS, 1, folder)
    return folder


@pytest.fixture(scope="session")
def served(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app over that run."""
    with serving(run_folder.parent, tmp_path_factory.mktemp("events") / "store") as found:
        yield found


@pytest.fixture(scope="session")
def event_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of made-up events."""
    file = tmp_path_factory.mktemp("file") / "made-up.csv"
    file.write_text("\n".join([EVENTS_HEAD, *(event_row(k) for k in range(120))]) + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with browsing() as found:
        yield found


@pytest.fixture
def seen(browser: Browser, served: Served) -> Iterator[Watched]:
    """A page in a session; what it asked of other places, and any complaint or dialog, fails the test."""
    context = entered(browser, served, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    found = watched(context)
    yield found
    context.close()
    assert [url for url in found.asked if not url.startswith((served.base, "data:", "blob:"))] == []
    assert found.complaints == [] and found.dialogs == []

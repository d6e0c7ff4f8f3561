"""A stage for browser tests: the served app of the other tests, and a browser that may ask nothing else.

Every request of the page is kept, and so is everything the browser's console complains of.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from web_stage import Served, serving

__all__ = ["VIEWS", "Served", "Watched", "browsing", "entered", "serving", "show", "unfold", "watched"]

CHROMIUM = shutil.which("chromium") or "chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
]  # fmt: skip
VIEWS = ("map", "fans", "scenarios", "causes", "claims", "data")


@dataclass
class Watched:
    """A page with what it asked for and what it complained of."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def entered(browser: Browser, served: Served, **options: Any) -> BrowserContext:
    """A browser context that holds the session; the token is spent the first time, later ones get the cookie."""
    context = browser.new_context(**options)
    key = served.session.enter(served.session.token) or served.session.key
    context.add_cookies(
        [{"name": f"polemos-{served.port}", "value": key, "url": served.base, "httpOnly": True, "sameSite": "Strict"}]
    )
    return context


def watched(context: BrowserContext) -> Watched:
    """A new page, watched."""
    found = Watched(context.new_page())
    found.page.set_default_timeout(60_000)
    found.page.on("request", lambda request: found.asked.append(request.url))
    found.page.on(
        "console", lambda said: found.complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.on("dialog", lambda dialog: (found.dialogs.append(dialog.message), dialog.dismiss()))
    return found


def show(page: Page, served: Served, **address: str) -> None:
    """Open a view and wait until it is drawn."""
    words = "&".join(f"{name}={value}" for name, value in address.items())
    page.goto(f"{served.base}/#{words}")
    page.reload()
    page.wait_for_selector("main .box")
    page.wait_for_selector(".loading", state="detached")
    page.wait_for_load_state("networkidle")


def unfold(page: Page, most: int = 8) -> None:
    """Open what is folded away."""
    page.evaluate(
        "most => [...document.querySelectorAll('main details:not([open]) > summary')].slice(0, most)"
        ".forEach(summary => summary.click())",
        most,
    )

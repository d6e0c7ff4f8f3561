"""A release from an interface that answers in pages of JSON, written as one CSV file in the columns it sends."""

from __future__ import annotations

import csv
import http.client
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from polemos.core.errors import InputError
from polemos.events.http import Retry, ask
from polemos.events.publishers import Publisher

PAGES = 5000
PAGE_BYTES = 64 * 2**20


def fetch_pages(source: Publisher, release: str, path: Path, say: Callable[[str], None]) -> Path:
    """Fetch every page and write the rows; refuses an empty release and one whose rows do not add up to its count."""
    aside = path.with_name(path.name + ".part")
    rows, promised = 0, None
    with aside.open("w", encoding="utf-8", newline="") as out:
        writer: csv.DictWriter[str] | None = None
        for page in _pages(source, release):
            promised = page.get("TotalCount", promised)
            for row in page["Result"]:
                if writer is None:
                    writer = csv.DictWriter(out, fieldnames=list(row), extrasaction="raise")
                    writer.writeheader()
                writer.writerow(row)
                rows += 1
    _check(source.address(release, 1), aside, rows, promised)
    say(f"{rows:,} events in pages")
    aside.replace(path)
    return path


def _check(url: str, aside: Path, rows: int, promised: int | None) -> None:
    if not rows:
        aside.unlink()
        raise InputError(url, "the publisher's answer is empty", fix="check the release and try again later")
    if promised is not None and rows != promised:
        aside.unlink()
        raise InputError(url, f"the pages hold {rows:,} events and promise {promised:,}", fix="fetch it again")


def _pages(source: Publisher, release: str) -> Iterator[dict[str, Any]]:
    for number in range(1, PAGES + 1):
        url = source.address(release, number)
        page = _page(url, ask(source, url, {"Accept": "application/json"}))
        yield page
        if number >= int(page.get("TotalPages", 1)):
            return
    raise InputError(source.address(release, 1), f"the release has more than {PAGES} pages")


def _page(url: str, answer: http.client.HTTPResponse) -> dict[str, Any]:
    try:
        data = answer.read(PAGE_BYTES + 1)
    except (http.client.HTTPException, OSError) as error:
        why = InputError(url, "the transfer of a page broke off", fix="run it again")
        raise Retry(why) from error
    if len(data) > PAGE_BYTES:
        raise InputError(url, f"a page is larger than {PAGE_BYTES:,} bytes")
    try:
        page = json.loads(data)
    except ValueError as error:
        raise InputError(url, "a page is not JSON", value=data[:60].decode("latin-1"), fix="try again later") from error
    if not isinstance(page, dict) or not isinstance(page.get("Result"), list):
        raise InputError(url, "a page holds no list named Result", value=str(page)[:60], fix="try again later")
    return page

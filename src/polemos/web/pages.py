"""The built pages: read once into memory, so that no request ever names a file on disk.

Assumes the built files lie beside this module; the colours and the look of charts come from the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from polemos.core.errors import UsageError
from polemos.report.page import style_sheet
from polemos.report.palette import app_variables

KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
MISSING = "the app's built pages are missing from this installation; build them with 'make web'."


@dataclass(frozen=True)
class Page:
    """Bytes and their media type."""

    content: bytes
    kind: str


@cache
def built() -> dict[str, Page]:
    """The files by name: app.js, app.css, palette.css and what else was built."""
    folder = resources.files("polemos.web").joinpath("static")
    found = {
        entry.name: Page(entry.read_bytes(), KINDS[suffix])
        for entry in (folder.iterdir() if folder.is_dir() else ())
        if (suffix := "." + entry.name.rpartition(".")[2]) in KINDS
    }
    if "app.js" not in found or "app.css" not in found:
        raise UsageError(MISSING)
    found["palette.css"] = Page((app_variables() + style_sheet("chart")).encode(), KINDS[".css"])
    return found


def entry_page() -> str:
    """The page that loads the app: no script and no style of its own."""
    return (
        '<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<title>polemos</title>\n'
        '<link rel="icon" href="data:,">\n'
        '<link rel="stylesheet" href="/assets/palette.css">\n<link rel="stylesheet" href="/assets/app.css">\n'
        '</head>\n<body>\n<div id="app"></div>\n'
        '<script type="module" src="/assets/app.js"></script>\n</body>\n</html>\n'
    )

"""The app over one run as a single file: documents, script and styles inside, opened from disk, no request at all.

Assumes the same built pages as the server. Its policy names the hashes of its one script and one style sheet and
forbids everything else; data stand in a block that no browser runs.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from polemos.core.errors import ResourceLimitError
from polemos.ensemble.durable import write_durably
from polemos.web.documents import DOCUMENTS, as_json
from polemos.web.library import about_run
from polemos.web.material import Material
from polemos.web.pages import built

MOST = 5_000_000


def single_file(material: Material) -> str:
    """The page as text; the same run, the same text. ResourceLimitError above 5 MB."""
    pages = built()
    script = pages["app.js"].content.decode().replace("</script", "<\\/script").replace("<!--", "<\\!--")
    style = (pages["palette.css"].content + pages["app.css"].content).decode()
    page = (
        '<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(script, style)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f'<title>polemos</title>\n<link rel="icon" href="data:,">\n<style>{style}</style>\n</head>\n<body>\n'
        f'<div id="app"></div>\n<script type="application/json" id="polemos-data">{_data(material)}</script>\n'
        f'<script type="module">{script}</script>\n</body>\n</html>\n'
    )
    size = len(page.encode())
    if size > MOST:
        raise ResourceLimitError(f"the page would have {size:,} bytes, more than {MOST:,}; use 'polemos serve'.")
    return page


def write_single_file(material: Material, out: Path) -> Path:
    """Write the page whole or not at all."""
    write_durably(out, single_file(material).encode())
    return out


def _data(material: Material) -> str:
    """The documents as JSON in which no tag can begin."""
    parts = [f'"{name}":{as_json(make(material)).decode()}' for name, make in DOCUMENTS.items()]
    runs = as_json({"name": material.run.path.resolve().name, **about_run(material.manifest)}).decode()
    return f'{{"runs":[{runs}],"documents":{{{",".join(parts)}}}}}'.replace("<", "\\u003c")


def _policy(script: str, style: str) -> str:
    return (
        f"default-src 'none'; script-src 'sha256-{_hash(script)}'; style-src 'sha256-{_hash(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")

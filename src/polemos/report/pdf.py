"""A run on paper: the same records as the page, set by typst, which needs no network and brings its own fonts.

Assumes light colours. Words are handed over as data and pictures as files, so nothing in a case is read as markup.
"""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

from markupsafe import Markup

from polemos.core.errors import UsageError
from polemos.ensemble.durable import write_durably
from polemos.report.facts import ParameterRow
from polemos.report.numbers import clean, interval, number, unit_text
from polemos.report.page import style_sheet
from polemos.report.palette import CIVIDIS, LIGHT
from polemos.report.views import Chart, Grid, Page

MISSING = "--pdf: needs typst, which is not installed; install it with pip install 'polemos[pdf]'."
FONT = "Libertinus Serif"


def write_pdf(page: Page, out: Path) -> Path:
    """Write the page as a PDF, whole or not at all; UsageError without typst."""
    try:
        import typst
    except ImportError:
        raise UsageError(MISSING) from None
    with tempfile.TemporaryDirectory(prefix="polemos-") as name:
        folder = Path(name)
        (folder / "page.json").write_text(json.dumps(_data(page, folder), ensure_ascii=False), encoding="utf-8")
        template = resources.files("polemos.report").joinpath("templates/report.typ").read_text(encoding="utf-8")
        (folder / "report.typ").write_text(template, encoding="utf-8")
        content: bytes = typst.compile(str(folder / "report.typ"), root=name)
    write_durably(out, content)
    return out


def _data(page: Page, folder: Path) -> dict[str, Any]:
    charts = {"fans": page.fans, "maps": page.maps, "causal": (page.causal,)}
    drawn = {kind: [_chart(chart, folder) for chart in found] for kind, found in charts.items()}
    return {
        "title": clean(page.title),
        "summary": clean(page.summary),
        "boundary": clean(page.boundary),
        "box": {**_words(asdict(page.box)), "scores": _grid(page.box.scores)},
        "fans": drawn["fans"],
        "maps": drawn["maps"],
        "causal": drawn["causal"][0],
        "ever": _grid(page.ever),
        "loops": _grid(page.loops),
        "tables": [_grid(page.claims), _grid(_parameters(page.parameters))],
        "references": [_words(asdict(entry)) for entry in page.references],
        "manifest": [[clean(part) for part in line] for line in page.manifest],
    }


def _chart(chart: Chart, folder: Path) -> dict[str, str]:
    file = re.sub(r"[^a-z0-9]+", "-", chart.anchor.lower()) + ".svg"
    (folder / file).write_text(_standalone(chart.picture), encoding="utf-8")
    return {"title": clean(chart.title), "sentence": clean(chart.sentence), "note": clean(chart.note), "file": file}


def _standalone(picture: Markup) -> str:
    """The picture with its own style sheet, every named colour written in."""
    named = {**LIGHT, **{f"p{k}": value for k, value in enumerate((LIGHT["bg"], *CIVIDIS[1:]))}}
    sheet = re.sub(r"var\(--(\w+)\)", lambda found: named[found[1]], style_sheet("chart"))
    sheet = re.sub(r"font:12px [^}]*", f"font-size:12px;font-family:'{FONT}'", sheet)
    head, _, rest = str(picture).partition(">")
    return f'{head} xmlns="http://www.w3.org/2000/svg"><style>{sheet}</style>{rest}'


def _parameters(rows: tuple[ParameterRow, ...]) -> Grid:
    cells = tuple(
        (
            f"{row.mechanism}.{row.name}" + (f" [{row.label}]" if row.label else ""),
            unit_text(row.unit), number(row.quantiles[1]), interval(row.quantiles[0], row.quantiles[2]), row.basis,
            f"{row.source}, {row.locator}" if row.locator else row.source, row.known_from,
        )
        for row in rows
    )  # fmt: skip
    headings = ("parameter", "unit", "median", "90 % range", "basis", "source", "known from")
    return Grid("Every number with a prior", headings, cells, (2, 3))


def _grid(grid: Grid) -> dict[str, Any]:
    cleaned: dict[str, Any] = _words({**asdict(grid), "numeric": list(grid.numeric)})
    return cleaned


def _words(value: Any) -> Any:
    """The same with every text cleaned of control characters."""
    if isinstance(value, dict):
        return {key: _words(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_words(part) for part in value]
    return clean(value) if isinstance(value, str) else value

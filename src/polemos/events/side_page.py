"""Figures and events side by side on one page: a table per target that both observe, with a sentence on the sums."""

from __future__ import annotations

from importlib import resources
from itertools import groupby
from typing import Any

import jinja2
import pyarrow as pa

from polemos.events.case_targets import CaseTarget


def side_page(case: str, targets: tuple[CaseTarget, ...], table: pa.Table) -> str:
    """The page as self-contained HTML; every text is escaped."""
    known = {target.name: target for target in targets}
    grouped = groupby(table.to_pylist(), key=lambda row: row["target"])
    sections = [_section(known[name], list(rows)) for name, rows in grouped]
    text = resources.files("polemos.events").joinpath("data", "side_by_side.html").read_text(encoding="utf-8")
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(text)
    return template.render(case=case, targets=sections)


def _section(target: CaseTarget, rows: list[dict[str, Any]]) -> dict[str, Any]:
    events = sum(row["events"] for row in rows)
    figures = [row["figure"] for row in rows if row["figure"] is not None]
    summary = f"Events sum to {events:,.0f} over {len(rows)} periods"
    summary += (
        f", figures to {sum(figures):,.0f} over {len(figures)}." if figures else "; the case has no figures for it."
    )
    return {"title": target.title, "unit": target.unit, "note": target.note, "summary": summary, "rows": rows}

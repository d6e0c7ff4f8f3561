"""One dataset on one page: what the receipt says, deaths by year, a small map by half-degree cell, and the table."""

from __future__ import annotations

import math
from importlib import resources
from typing import Any

import jinja2

from polemos.events.engine import connection
from polemos.events.receipt import Receipt
from polemos.events.table import EventTable

WIDTH, TALL = 960, 230
CELLS = 4000


def page(events: EventTable, receipt: Receipt) -> str:
    """The page as self-contained HTML; every text of the file is escaped."""
    rows = events.to_panel(by=("year", "country", "type")).to_arrow().to_pylist()
    text = resources.files("polemos.events").joinpath("data", "show.html").read_text(encoding="utf-8")
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(text)
    return template.render(receipt=receipt, rows=rows, timeline=_timeline(rows), map=_map(events))


def _timeline(rows: list[dict[str, Any]]) -> dict[str, Any]:
    years: dict[int, int] = {}
    for row in rows:
        years[int(row["period"])] = years.get(int(row["period"]), 0) + (row["best"] or 0)
    first, last, top = min(years), max(years), max(max(years.values()), 1)
    step = (WIDTH - 20) / (last - first + 1)
    bars = [_bar(year, deaths, 10 + (year - first) * step, step, top) for year, deaths in sorted(years.items())]
    every = max(1, math.ceil((last - first + 1) / 12))
    ticks = [{"x": round(10 + (y - first) * step, 1), "label": y} for y in range(first, last + 1, every)]
    peak = max(years, key=lambda year: years[year])
    summary = f"Deaths (best estimate) by year, {first} to {last}; most in {peak}: {years[peak]:,}."
    return {"bars": bars, "ticks": ticks, "top": f"{top:,}", "summary": summary}


def _bar(year: int, deaths: int, x: float, step: float, top: int) -> dict[str, Any]:
    height = round(deaths / top * (TALL - 20), 1)
    width = round(max(step - 2, 1), 1)
    return {
        "x": round(x, 1),
        "y": round(TALL + 8 - height, 1),
        "width": width,
        "height": height,
        "label": f"{year}: {deaths:,}",
    }


def _map(events: EventTable) -> dict[str, Any]:
    """A circle per half-degree cell, its area in proportion to deaths; the largest cells if there are too many."""
    sql = f"""SELECT priogrid_gid AS cell, CAST(sum(best) AS BIGINT) AS best FROM events WHERE priogrid_gid IS NOT NULL
              GROUP BY ALL ORDER BY best DESC, cell LIMIT {CELLS}"""
    with connection(events=events.data) as con:
        cells = con.sql(sql).fetchall()
    if not cells:
        return {"points": [], "height": 40, "summary": "The source gives no coordinates, so there is no map."}
    spots = [((c - 1) % 720 * 0.5 - 179.75, (c - 1) // 720 * 0.5 - 89.75, c, best or 0) for c, best in cells]
    west, east = min(s[0] for s in spots) - 1, max(s[0] for s in spots) + 1
    south, north = min(s[1] for s in spots) - 1, max(s[1] for s in spots) + 1
    scale, top = min(WIDTH / (east - west), 640 / (north - south)), max(s[3] for s in spots) or 1
    points = [
        {"x": round((x - west) * scale, 1), "y": round((north - y) * scale, 1), "label": f"cell {cell}: {best:,}",
         "r": round(1 + 17 * math.sqrt(best / top), 1)} for x, y, cell, best in spots
    ]  # fmt: skip
    most = f"most in cell {spots[0][2]}: {spots[0][3]:,}"
    summary = f"Deaths (best estimate) by half-degree cell, {len(spots):,} cells; {most}."
    return {"points": points, "height": round((north - south) * scale), "summary": summary}

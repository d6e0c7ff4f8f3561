"""The README's pictures and table, from a run's own report: nothing is computed or drawn anew.

    python docs/pictures/make_pictures.py runs/islamic-state-1-200

reads `report.html` and `summary.json` of a finished run, writes `fans.svg` and `map.svg` beside this file, and replaces
the table between the two `run-table` marks of README.md. Assumes the page as `polemos run` writes it.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from polemos.report.numbers import clean, interval, number, unit_text

HERE = Path(__file__).parent
README = HERE.parents[1] / "README.md"
FANS = ("fan-area_control", "fan-people_ruled", "fan-fighters", "fan-deaths_dyads_iraq")
ROWS = ("area_control", "people_ruled", "fighters", "deaths_dyads_iraq", "cities_held")
HALF_YEARS = ("2013 H2", "2014 H2", "2015 H2", "2016 H2", "2017 H2", "2019 H2")
CAPTION = (
    "Shades: 50, 80 and 95 % of the draws. Thick line: median. Thin lines: single draws.",
    "Marks: published figures, from their low to their high end. Dashed: information cut (March 2017).",
)
MAP_CAPTION = (
    "Shade: share of the draws in which the movement holds",
    "the place; white: in none. Hatched: nobody is likeliest.",
)
RULE = re.compile(r"^(svg|\.(label|strong|halo|grid|axis|band|b\d|trace|median|cut|dot|whisker|edge|place|p\d|hatch))")
MARKS = ("<!-- run-table -->", "<!-- /run-table -->")


def style_of(page: str) -> str:
    """The light colours of the page and the rules that its charts use."""
    sheet = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    if sheet is None:
        sys.exit("report.html: has no style sheet; is it a page of polemos?")
    lines = sheet[1].splitlines()
    variables = re.match(r":root\{.*?\}", lines[0])
    kept = [line for line in lines if RULE.match(line)]
    return "\n".join([variables[0] if variables else "", *kept, "text{font:12px system-ui,sans-serif}"])


def figure_of(page: str, anchor: str) -> tuple[str, str, float, float]:
    """Title, drawing, width and height of one chart of the page."""
    found = re.search(rf'<figure id="{anchor}"><h3>(.*?)</h3>\s*(<svg.*?</svg>)\s*<', page, re.DOTALL)
    if found is None:
        sys.exit(f"report.html: has no chart '{anchor}'; run the case to its last month.")
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', found[2])
    assert box is not None
    return re.sub(r"<.*?>", "", html.unescape(found[1])), found[2], float(box[1]), float(box[2])


def sheet_of(page: str, anchors: tuple[str, ...], columns: int, caption: tuple[str, ...]) -> str:
    """One SVG with several charts of a page, each under its title."""
    charts = [figure_of(page, anchor) for anchor in anchors]
    wide, tall = max(c[2] for c in charts) + 24, max(c[3] for c in charts) + 34
    rows = -(-len(charts) // columns)
    width, height = wide * columns, tall * rows + 16 * len(caption) + 12
    parts = [f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>']
    for k, (title, drawing, inner_width, inner_height) in enumerate(charts):
        x, y = (k % columns) * wide + 12, (k // columns) * tall + 6
        placed = f'<svg x="{x:g}" y="{y + 22:g}" width="{inner_width:g}" height="{inner_height:g}" '
        parts.append(f'<text x="{x:g}" y="{y + 14:g}" class="strong">{html.escape(title)}</text>')
        parts.append(drawing.replace("<svg ", placed, 1))
    for k, line in enumerate(caption):
        parts.append(f'<text x="12" y="{tall * rows + 16 * (k + 1):g}">{html.escape(line)}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}">'
    return f"{head}<style>{html.escape(style_of(page), quote=False)}</style>{''.join(parts)}</svg>\n"


def table_of(summary: dict[str, Any]) -> str:
    """Chosen rows of a run's table in Markdown."""
    lines = [
        "| quantity | half-year | median | 50 % of draws | 90 % of draws | observed |",
        "|---|---|--:|--:|--:|---|",
    ]
    for row in summary["table"]:
        if row["target"] in ROWS and row["half_year"] in HALF_YEARS:
            name = clean(f"{row['title']} ({unit_text(row['unit'])})") if row["unit"] != "1" else clean(row["title"])
            ranges = [interval(row[f"low{level}"], row[f"high{level}"]) for level in (50, 90)]
            lines.append(
                f"| {name} | {row['half_year']} | {number(row['median'])} | {' | '.join(ranges)} | {_seen(row)} |"
            )
    return "\n".join(lines)


def _seen(row: dict[str, Any]) -> str:
    values = [float(figure["value"]) for figure in row["observed"]]
    if not values:
        return ""
    outside = sum(figure["falls"] == "outside" for figure in row["observed"])
    shown = interval(min(values), max(values)) if len(values) > 1 else number(values[0])
    return f"{shown}; {outside} of {len(values)} outside"


def main() -> None:
    """Read the run, write the pictures and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="the folder of a finished run")
    parser.add_argument("--month", default="", help="the month of the map, as in the report (default: its first)")
    asked = parser.parse_args()
    page = (asked.run / "report.html").read_text(encoding="utf-8")
    summary = json.loads((asked.run / "summary.json").read_text(encoding="utf-8"))
    months = re.findall(r'<figure id="map-(\d{4}-\d{2})"', page)
    anchor = f"map-{asked.month or months[min(1, len(months) - 1)]}"
    for name, text in (
        ("fans.svg", sheet_of(page, FANS, 2, CAPTION)),
        ("map.svg", sheet_of(page, (anchor,), 1, MAP_CAPTION)),
    ):
        ET.fromstring(text)  # an SVG that is no XML would show nothing
        (HERE / name).write_text(text, encoding="utf-8")
    readme = README.read_text(encoding="utf-8")
    before, _, rest = readme.partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    if not after:
        sys.exit(f"README.md: lacks the marks {MARKS[0]} and {MARKS[1]}.")
    said = f"{summary['draws']} draws, seed {summary['seed']}, polemos {summary['polemos']}"
    README.write_text(f"{before}{MARKS[0]}\n{table_of(summary)}\n\n*{said}.*\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()

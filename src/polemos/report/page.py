"""One self-contained page for a run: nothing is loaded from anywhere, no script runs, every text is escaped.

The content security policy names the hash of the one style sheet and forbids everything else. The same run and case
give the same bytes: there is no clock and no luck in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from polemos.report import holding_map, sections
from polemos.report.bands import Floats, fan
from polemos.report.box import WEAK, box
from polemos.report.causal import Causes
from polemos.report.coverage import Coverage, by_knowledge, coverage
from polemos.report.facts import Facts, Reference, Target
from polemos.report.numbers import clean, isolate, number, unit_text
from polemos.report.palette import style_variables
from polemos.report.record import holding, month_labels, recorded
from polemos.report.views import Chart, Page

if TYPE_CHECKING:
    import xarray as xr

    from polemos.cases.schema import Case

Loops = Sequence[tuple[tuple[str, ...], str]]


def write_report(out: Path, case: Case) -> Path:
    """Write `report.html` into the run folder `out` of a case; raises what a missing or foreign run raises."""
    from polemos.ensemble.reading import Ensemble
    from polemos.report.reading import facts_of, graph_of

    run = Ensemble.open(out)
    facts, model = facts_of(case, month_labels(run.dataset)[-1], run.manifest.get("without", ()))
    causes, loops = graph_of(model)
    text = render(page_of(facts, run.dataset, run.manifest, causes, loops))
    return replace_file(Path(out) / "report.html", text)


def page_of(facts: Facts, dataset: xr.Dataset, manifest: Mapping[str, Any], causes: Causes, loops: Loops) -> Page:
    """Everything on the page, from a case's facts, a run's arrays and the causal graph."""
    labels = month_labels(dataset)
    found = {target.name: recorded(dataset, target) for target in facts.targets}
    values = {name: array for name, array in found.items() if array is not None}
    targets = tuple(target for target in facts.targets if target.name in values)
    dots = {target.name: facts.dots(target) for target in targets}
    covered = [coverage(t.title, dots[t.name], values[t.name], labels) for t in targets]
    known = by_knowledge(targets, dots, values, labels, facts.information_cut)
    months = holding_map.map_months(labels, f"{facts.information_cut:%Y-%m}")
    held = holding(dataset, months)
    loop_grid, loops_note = sections.loops_table(causes, loops)
    return Page(
        title=facts.title,
        case_name=facts.name,
        summary=facts.summary,
        box=box(facts, manifest, labels, covered, known),
        fans=_fans(facts, targets, values, labels, covered),
        fan_legend=sections.fan_legend(),
        maps=tuple(sections.map_section(facts, held, month) for month in range(len(months))),
        map_legend=sections.map_legend(),
        boundary=holding_map.BOUNDARY,
        ever=sections.ever_table(facts, held, labels),
        causal=sections.causal_section(causes, loops),
        loops=loop_grid,
        loops_note=loops_note,
        mechanisms=facts.mechanisms,
        claims=sections.claims_table(facts),
        endings=facts.endings,
        parameters=facts.parameters,
        parameters_note=parameters_note(facts),
        references=tuple(linkable(entry) for entry in facts.references),
        manifest=tuple(manifest_lines(manifest)),
    )


def _fans(
    facts: Facts,
    targets: Sequence[Target],
    values: Mapping[str, Floats],
    labels: tuple[str, ...],
    covered: Sequence[Coverage],
) -> tuple[Chart, ...]:
    return tuple(
        sections.fan_section(facts, target, values[target.name], fan(values[target.name], labels), part)
        for target, part in zip(targets, covered, strict=True)
    )


def render(page: Page) -> str:
    """The page as HTML."""
    return render_with("page.html.j2", page)


def render_with(template: str, page: object) -> str:
    """A page as HTML, by a template of this room."""
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("polemos.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )
    environment.filters.update(isolate=isolate, clean=clean, number=number, unit=unit_text)
    style = style_variables() + style_sheet("page") + style_sheet("chart")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return environment.get_template(template).render(
        page=page, style=Markup(style), style_hash=Markup(digest), weak=WEAK
    )


def style_sheet(name: str) -> str:
    """One of the style sheets: 'page', or 'chart' for what stands inside a picture."""
    sheet = resources.files("polemos.report").joinpath(f"templates/{name}.css").read_text(encoding="utf-8")
    return sheet.replace("\r\n", "\n")


def parameters_note(facts: Facts) -> str:
    """How many numbers have a prior and how many of these are weak."""
    weak = sum(row.basis in WEAK for row in facts.parameters)
    return (
        f"{len(facts.parameters)} numbers have a prior; {weak} of them are recalled or elicited, which is marked. "
        "Known from is the day on which the source was published."
    )


def linkable(entry: Reference) -> Reference:
    """A reference whose link is one of the web; any other address becomes part of its text."""
    safe = entry.url.startswith(("https://", "http://"))
    return entry if safe or not entry.url else replace(entry, text=f"{entry.text} {entry.url}", url="")


def manifest_lines(manifest: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """A manifest as (name, value) lines; tables within it get one line for each entry."""
    out: list[tuple[str, str]] = []
    for key, value in manifest.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            out += manifest_lines(value, f"{name}, ")
        elif value not in ([], "", None):
            out.append((name, value if isinstance(value, str) else json.dumps(value, sort_keys=True)))
    return out


def replace_file(path: Path, text: str) -> Path:
    half = path.with_name(path.name + ".part")
    with half.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    return path

"""What stands on every view: which run this is, what it is and is not, how it did, where it is blind."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from polemos.report.box import box
from polemos.report.coverage import by_knowledge, coverage
from polemos.report.holding_map import BOUNDARY
from polemos.report.page import manifest_lines
from polemos.web.material import Material

FOOTER = (
    "Every output is a model's distribution given data and assumptions, no record of events and no advice. Aggregate, "
    "academic and protective use only."
)


def document(material: Material) -> dict[str, Any]:
    """Titles, months, the box, the boundary sentence and the manifest as lines."""
    facts, labels, values = material.facts, material.labels, material.values
    dots = {target.name: facts.dots(target) for target in material.targets}
    covered = [coverage(t.title, dots[t.name], values[t.name], labels) for t in material.targets]
    known = by_knowledge(material.targets, dots, values, labels, facts.information_cut)
    told = box(facts, material.manifest, labels, covered, known)
    return {
        "case": facts.name,
        "title": facts.title,
        "summary": facts.summary,
        "movement": facts.movement,
        "polemos": material.manifest["polemos"],
        "draws": material.manifest["draws"],
        "seed": material.manifest["seed"],
        "months": list(labels),
        "cut": f"{facts.information_cut:%Y-%m}",
        "changed": material.changed,
        "box": asdict(told),
        "boundary": BOUNDARY,
        "footer": FOOTER,
        "manifest": [list(line) for line in manifest_lines(material.manifest)],
    }

"""Every number with a prior, what it rests on, and the bibliography."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from polemos.report.box import WEAK
from polemos.report.page import linkable, parameters_note
from polemos.web.material import Material


def document(material: Material) -> dict[str, Any]:
    """Rows of parameters and references."""
    facts = material.facts
    return {
        "note": parameters_note(facts),
        "weak": list(WEAK),
        "parameters": [asdict(row) for row in facts.parameters],
        "references": [asdict(linkable(entry)) for entry in facts.references],
    }

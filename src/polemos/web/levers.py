"""What a scenario may change in a case, as the app offers it: policy and protection alone, and claims to switch off."""

from __future__ import annotations

from typing import Any

from polemos.cases.build import build
from polemos.cases.claims import load_claims
from polemos.cases.resolve import resolve
from polemos.cases.schema import Case
from polemos.core.model import Model
from polemos.report.numbers import unit_text
from polemos.scenarios.levers import Lever, levers_of
from polemos.scenarios.scenario import names_of, scenario
from polemos.web.documents.rounding import short


def levers_document(case: Case) -> dict[str, Any]:
    """Levers with unit, labels, bounds and path; claims that can be switched off; the case's scenarios; the months."""
    model = build(resolve(case))
    return {
        "case": case.header.name,
        "months": list(model.calendar.labels),
        "levers": [_lever(name, lever, model, case) for name, lever in levers_of(model).items()],
        "off": [
            {"claim": claim.id, "title": claim.title, "parameters": list(claim.trial.parameters)}
            for claim in load_claims(case) if claim.trial and set(claim.trial.parameters) <= set(model.parameters)
        ],
        "scenarios": [_scenario(case, name) for name in names_of(case)],
    }  # fmt: skip


def _lever(name: str, lever: Lever, model: Model, case: Case) -> dict[str, Any]:
    return {
        "name": name,
        "unit": lever.unit,
        "unit_text": unit_text(lever.unit),
        "labels": list(lever.labels),
        "is_share": lever.is_share,
        "how": lever.how,
        "rest": lever.rest,
        "tops": {how: short(top) for how, top in lever.tops.items()},
        "note": " ".join(case.drivers[name].note.split()) if name in case.drivers else _doc(name, model),
    }


def _doc(name: str, model: Model) -> str:
    return model.stocks[name].doc if name in model.stocks else model.parameters[name].doc


def _scenario(case: Case, name: str) -> dict[str, Any]:
    found = scenario(case, name)
    return {
        "name": name,
        "title": found.title,
        "question": found.parts[0][1].question,
        "identification": found.identification,
        "because": found.because,
        "toml": (case.folder / "scenarios" / f"{name}.toml").read_text(encoding="utf-8"),
    }

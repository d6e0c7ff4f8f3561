"""The causal diagram: boxes and arrows as laid out for the report, loops, and what each mechanism rests on.

A link is graded by the mechanisms that declare it: 'contested' if the ledger contradicts a claim that one carries,
'data' if the posterior shipped with the case moved one of its parameters, 'literature' if a prior was read in a
publication, 'estimated' if one was derived from figures, 'assumed' if all are recalled or elicited.
"""

from __future__ import annotations

import inspect
from dataclasses import asdict
from typing import Any

from polemos.calibration.contraction import NOT_IDENTIFIED
from polemos.core.errors import InputError
from polemos.core.mechanism import Flow, Mark, Mechanism, Transition
from polemos.core.model import Model
from polemos.report import causal
from polemos.report.equations.methods import equations
from polemos.report.facts import MechanismRow, ParameterRow
from polemos.scenarios.ledger import ledger
from polemos.web.material import Material

GRADES = (("literature", ("read",)), ("estimated", ("derived",)), ("assumed", ("recalled", "elicited")))
WORDS = {
    "contested": "a claim that it carries is contradicted in the ledger",
    "data": "what was observed moved at least one of its parameters away from the prior",
    "literature": "at least one of its priors was read in a publication",
    "estimated": "at least one of its priors was derived from figures, none was read in a publication",
    "assumed": "all its priors rest on recollection or judgement",
    "none": "no parameter stands behind it",
}


def document(material: Material) -> dict[str, Any]:
    """Picture, links, loops and mechanisms."""
    drawn = causal.drawn(material.causes)
    contested = {entry.id for entry in ledger(material.case).entries if entry.word == "contradicted"}
    grades = {row.name: grade(row, material.facts.parameters, contested) for row in material.facts.mechanisms}
    kinds = [kind for _, kind in material.loops]
    return {
        "width": drawn.size[0],
        "height": drawn.size[1],
        "nodes": [asdict(box) for box in drawn.boxes(material.causes)],
        "links": [
            {**asdict(drawn.arrow(link)), "mechanisms": list(link.mechanisms),
             "grade": _best([grades[name] for name in link.mechanisms if name in grades])}
            for link in material.causes.links
        ],
        "loops": [
            {"path": list(path), "kind": kind, "text": causal.path_text(material.causes, path)}
            for path, kind in material.loops
        ],
        "grades": WORDS,
        "sentence": causal.summary(material.causes, kinds),
        "mechanisms": {row.name: _mechanism(row, material, grades) for row in material.facts.mechanisms},
    }  # fmt: skip


def grade(mechanism: MechanismRow, parameters: tuple[ParameterRow, ...], contested: set[str]) -> str:
    """What a mechanism rests on, in a word."""
    own = [row for row in parameters if row.mechanism == mechanism.name]
    if contested & set(mechanism.claims):
        return "contested"
    if any(said not in ("", NOT_IDENTIFIED) for said in (getattr(row, "learned", "") for row in own)):
        return "data"
    return next((name for name, members in GRADES if {row.basis for row in own} & set(members)), "none")


def _best(grades: list[str]) -> str:
    order = list(WORDS)
    return min(grades, key=order.index, default="none")


def _mechanism(row: MechanismRow, material: Material, grades: dict[str, str]) -> dict[str, Any]:
    return {
        **asdict(row),
        "grade": grades[row.name],
        "methods": _methods(row.name, material.model),
        "parameters": [asdict(p) for p in material.facts.parameters if p.mechanism == row.name],
    }


def _methods(name: str, model: Model) -> list[dict[str, Any]]:
    mechanism = next(m for m in model.mechanisms if m.__name__ == name)
    return [_method(mechanism, mark, model) for mark in mechanism.marks()]


def _method(mechanism: type[Mechanism], mark: Mark, model: Model) -> dict[str, Any]:
    return {
        "name": mark.name,
        "says": inspect.cleandoc(getattr(mechanism, mark.name).__doc__ or ""),
        "equation": _source(getattr(mechanism, mark.name)),
        "lines": _lines(mechanism, mark, model),
        "raised_by": list(mark.raised_by),
        "lowered_by": list(mark.lowered_by),
        "changes": _changes(mark),
    }


def _lines(mechanism: type[Mechanism], mark: Mark, model: Model) -> list[str]:
    """The equation, typeset, with those of the functions that it calls; none where the code cannot be typeset."""
    try:
        found = equations(model, mechanism, mark)
    except InputError:
        return []
    return [*(line for helper in found.helpers for line in helper.lines), *found.lines]


def _changes(mark: Mark) -> list[str]:
    if isinstance(mark, Flow):
        return [end.stock for end in (mark.source, mark.sink) if end is not None]
    return list(mark.changes) if isinstance(mark, Transition) else [mark.name]


def _source(method: Any) -> str:
    """The lines of a method below its docstring: the equation as it is computed."""
    text = inspect.cleandoc("\n" + inspect.getsource(inspect.unwrap(method)))
    body = text.split('"""', 2)[-1] if '"""' in text else text.split(":\n", 1)[-1]
    return inspect.cleandoc("\n" + body.strip("\n"))

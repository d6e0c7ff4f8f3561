"""A study of sensitivity as text and as plain data: errors of the emulator first, then what drives what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from polemos.report.numbers import number, percent
from polemos.scenarios.sensitivity import Study
from polemos.scoring.tables import as_text

SHOWN, MEASURES = 5, 3


def lines(found: Study) -> Iterator[str]:
    """The study, line by line."""
    screened = f"{len(found.inputs)} of {len(found.screened)} parameters after screening by Morris"
    yield f"{found.runs} runs, parameters from {found.source}; {screened}."
    yield f"Sobol indices at N = {found.base} of an emulator; outputs as log(1 + y); inputs taken as independent."
    yield "Error: root mean square error on 200 fresh runs in standard deviations of these, their luck included."
    for j, output in enumerate(found.outputs):
        explained = percent(max(float(found.emulator.explained[j]), 0.0))
        error = number(float(found.emulator.fresh_error[j]))
        yield f"\n{output.title}: emulator's error {error}, variance explained {explained}"
        yield as_text(("driver", "first", "±", "total", "±", "at its 5 %", "at its 95 %"), list(_drivers(found, j)))
    yield "\nWhat to measure next: share of variance that one more report at the information cut would take away"
    yield as_text(("output", *(f"{i + 1}." for i in range(MEASURES))), list(_measures(found)))


def figures_page(found: Study) -> Iterator[str]:
    """The page of figures: how good the emulator is, then the study."""
    yield from ("# What drives what: figures", "")
    yield from ("Made by `benchmarks/evidence.py`; how it is done is in [what drives what](sensitivity.md).", "")
    error, explained = found.emulator.fresh_error, np.maximum(found.emulator.explained, 0.0)
    low, middle, high = (number(float(np.quantile(error, q))) for q in (0.0, 0.5, 1.0))
    yield f"Over {len(found.outputs)} outputs the emulator's error is {low} to {high} standard deviations (middle"
    least, half, most = (percent(float(np.quantile(explained, q))) for q in (0.0, 0.5, 1.0))
    yield f"{middle}); it accounts for {least} to {most} of an output's variance (middle {half}). The rest is luck,"
    yield from ("places, and what it did not learn; the indices speak of the part that is explained.", "")
    yield from ("```", *lines(found), "```")


def _drivers(found: Study, j: int) -> Iterator[tuple[str, ...]]:
    for i in np.argsort(-found.sobol.total[:, j], kind="stable")[:SHOWN]:
        indices = (found.sobol.first, found.sobol.first_half, found.sobol.total, found.sobol.total_half)
        ends = [number(max(float(np.expm1(end)), 0.0)) for end in found.tornado[i, j]]
        yield (found.inputs[i], *(f"{float(part[i, j]):.2f}" for part in indices), *ends)


def _measures(found: Study) -> Iterator[tuple[str, ...]]:
    for j, output in enumerate(found.outputs):
        best = np.argsort(-found.gains[:, j], kind="stable")[:MEASURES]
        told = [f"{found.measures[i]} {percent(float(found.gains[i, j]))}" for i in best]
        yield (output.title, *told, *[""] * (MEASURES - len(told)))


def plain(found: Study) -> dict[str, Any]:
    """The study as plain data, rows per output and input."""
    rows = [
        {
            "output": output.title, "expression": output.expression, "parameter": name,
            "first": float(found.sobol.first[i, j]), "first_half": float(found.sobol.first_half[i, j]),
            "total": float(found.sobol.total[i, j]), "total_half": float(found.sobol.total_half[i, j]),
            "low": float(found.tornado[i, j, 0]), "high": float(found.tornado[i, j, 1]),
        }
        for j, output in enumerate(found.outputs)
        for i, name in enumerate(found.inputs)
    ]  # fmt: skip
    effects = [
        {"output": output.title, "parameter": name, "effect": float(found.morris.effect[i, j]),
         "spread": float(found.morris.spread[i, j])}
        for j, output in enumerate(found.outputs)
        for i, name in enumerate(found.screened)
    ]  # fmt: skip
    errors = {o.title: float(e) for o, e in zip(found.outputs, found.emulator.fresh_error, strict=True)}
    gains = [
        {"output": o.title, "target": name, "reduction": float(found.gains[i, j])}
        for j, o in enumerate(found.outputs)
        for i, name in enumerate(found.measures)
    ]
    about = {"runs": found.runs, "draws_from": found.source, "base": found.base, "scale": "log(1 + y)"}
    return {**about, "fresh_error": errors, "sobol": rows, "morris": effects, "measure_next": gains}

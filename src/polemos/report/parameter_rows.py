"""The rows of the parameter table: every number that has a prior, with its quantiles and what it rests on.

Assumes priors are what the information cut allows (`resolve` chose them).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from polemos.calibration.contraction import NOT_IDENTIFIED
from polemos.report.facts import ParameterRow

if TYPE_CHECKING:
    from polemos.cases.priors import AnyPrior
    from polemos.cases.resolved import ResolvedCase, ResolvedInitial, ResolvedParameter
    from polemos.core.model import Model

SHARES = np.array([0.05, 0.5, 0.95])
Quantiles = tuple[float, float, float]
EARLIER = "prior without figures later than the information cut"
BOUNDS = ("at_least", "at_most")


def parameter_rows(
    resolved: ResolvedCase,
    model: Model,
    learned: Mapping[str, str] | None = None,
    posterior: Mapping[str, Quantiles] | None = None,
) -> tuple[ParameterRow, ...]:
    """One row per parameter and label, then initial stocks that are drawn; by name, `learned` says what data said and
    `posterior` has quantiles (5, 50 and 95 %)."""
    meanings = {key: spec.doc for key, spec in model.parameters.items()}
    rows: list[ParameterRow] = []
    for key, found in sorted((k, p) for k, p in resolved.parameters.items() if k in model.parameters):
        mechanism, _, name = key.rpartition(".")
        for label, prior in zip(_labels(found, resolved), found.priors, strict=True):
            note = "; ".join(part for part in (found.note, EARLIER if found.without_later_figures else "") if part)
            rows.append(_row(mechanism, name, label, meanings.get(key, ""), prior, found, note))
    for stock, start in sorted(resolved.initial.items()):
        if start.prior is not None:
            rows.append(_row("", f"initial {stock}", "", "the stock at the start", start.prior, start, start.note))
    after = posterior or {}
    return tuple(replace(row, learned=_learned(row, learned or {}), posterior=after.get(_key(row))) for row in rows)


def _key(row: ParameterRow) -> str:
    key = f"{row.mechanism}.{row.name}" if row.mechanism else row.name.replace("initial ", "initial.")
    return f"{key}[{row.label}]" if row.label else key


def _learned(row: ParameterRow, learned: Mapping[str, str]) -> str:
    """What data said of a row; one that stands for all places tells of how many they said anything."""
    key = _key(row)
    if row.label.startswith("each "):
        own = [said for name, said in learned.items() if name.startswith(key.removesuffix(f"{row.label}]"))]
        moved = sum(said != NOT_IDENTIFIED for said in own)
        return f"{moved} of {len(own)} identified" if moved else NOT_IDENTIFIED if own else ""
    return learned.get(key, "")


def prior_text(prior: AnyPrior) -> str:
    """'lognormal, median 0.002, upper95 0.01', then its bounds if it has any."""
    given = {name: value for name, value in prior.model_dump().items() if name not in ("family", "iid", *BOUNDS)}
    given |= {name.replace("_", " "): value for name in BOUNDS if (value := getattr(prior, name)) is not None}
    parts = [f"{name} {value:g}" for name, value in given.items()]
    return ", ".join([prior.family, *parts])


def _labels(found: ResolvedParameter, resolved: ResolvedCase) -> tuple[str, ...]:
    if not found.dims:
        return ("",)
    if len(found.priors) == 1:
        return (f"each {found.dims[0]} apart",)
    return resolved.dims[found.dims[0]]


def _row(
    mechanism: str,
    name: str,
    label: str,
    meaning: str,
    prior: AnyPrior,
    found: ResolvedParameter | ResolvedInitial,
    note: str,
) -> ParameterRow:
    low, middle, high = (float(q) for q in prior.quantile(SHARES))
    return ParameterRow(
        mechanism=mechanism,
        name=name,
        label=label,
        unit=found.unit,
        meaning=meaning,
        prior=prior_text(prior),
        quantiles=(low, middle, high),
        basis=found.basis,
        source=found.source.cite,
        locator=found.source.locator,
        known_from=found.known_from.isoformat(),
        note=note,
    )

"""Everything that is wrong with a case folder, as a list; an empty list means that the case runs.

Goes further than loading: mechanisms are found and asked for their parameters, units are compared, figures, targets,
outcomes and claims are read, and the model is built.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polemos.cases.build import build
from polemos.cases.claim_checks import check_claims
from polemos.cases.claims import read_claims
from polemos.cases.csv_rows import Row
from polemos.cases.fit import fit_problems, mechanism_classes
from polemos.cases.load import read_case
from polemos.cases.observed import Figure, read_figures, read_outcomes
from polemos.cases.problems import Problems
from polemos.cases.resolve import resolve
from polemos.cases.resolved import ResolvedCase
from polemos.cases.schema import Case
from polemos.cases.targets import check_target, read_targets
from polemos.cases.units import meaning
from polemos.core.errors import InputError
from polemos.observation.registry import all_quantities


class Validation(NamedTuple):
    """A checked case: what it resolves to (None when it has problems) and the problems."""

    resolved: ResolvedCase | None
    problems: Problems


def validate(name_or_path: str | Path, today: date | None = None) -> Validation:
    """Check a case by name or path; `today` guards recent places."""
    case, problems = read_case(name_or_path, today, observed=True)
    if case is None:
        return Validation(None, problems)
    resolved: ResolvedCase | None = None
    with problems.collecting():
        resolved = resolve(case)
        fit_problems(resolved, mechanism_classes(resolved, problems), problems)
    _check_observed(case, resolved, problems)
    if resolved is not None and not problems:
        with problems.collecting():
            build(resolved)
    return Validation(None if problems else resolved, problems)


def _check_observed(case: Case, resolved: ResolvedCase | None, problems: Problems) -> None:
    units = _series_units(read_figures(case, problems), problems)
    targets = read_targets(case, problems)
    for name, target in targets.items():
        with problems.collecting():
            check_target(name, target, case, units, all_quantities())
    read_outcomes(case, problems)
    claims = read_claims(case, problems)
    if resolved is not None:
        check_claims(case, resolved, claims, units, targets, problems)


def _series_units(figures: Sequence[tuple[Row, Figure]], problems: Problems) -> dict[str, str]:
    """The one unit of each series."""
    units: dict[str, str] = {}
    for row, figure in figures:
        known = units.setdefault(figure.series, figure.unit)
        with problems.collecting():
            if meaning(figure.unit) is None:
                fix = "write it like person/month"
                raise InputError(row.where("unit"), "is not a unit polemos knows", value=figure.unit, fix=fix)
            if figure.unit != known:
                rule = f"a series has one unit, and {figure.series} began with {known}"
                raise InputError(row.where("unit"), rule, value=figure.unit, fix="convert it")
    return units

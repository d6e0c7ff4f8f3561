"""Whether claims fit their case: parameters on trial, series laid beside them, outcome expressions."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from polemos.cases.claims import Claim
from polemos.cases.entries import LABELLED
from polemos.cases.files import shown
from polemos.cases.problems import Problems, nearest
from polemos.cases.regions import ATTACKS, regions_of
from polemos.cases.resolved import ResolvedCase
from polemos.cases.schema import Case
from polemos.cases.units import meaning
from polemos.core.calendar import Calendar
from polemos.core.errors import InputError
from polemos.observation.choice import own_names
from polemos.observation.expression import check_expression
from polemos.observation.registry import all_quantities


def check_claims(
    case: Case,
    resolved: ResolvedCase,
    claims: Sequence[Claim],
    series: Collection[str],
    targets: Collection[str],
    problems: Problems,
) -> None:
    """Everything in which claims disagree with their case; `series` are its observed series, `targets` its targets."""
    where = shown(case.folder / "claims.toml")
    names = series_names(case, targets)
    months = Calendar(resolved.start, resolved.months, resolved.steps_per_month).labels
    for number, claim in enumerate(claims, start=1):
        place = f"{where}, claims.{number}"
        _check_trial(claim, resolved, place, problems)
        _check_beside(claim, series, place, problems)
        _check_circular(claim, claims, place, problems)
        if claim.expression:
            with problems.collecting():
                check_expression(claim.expression, names, months, f"{place}.expression")


def series_names(case: Case, targets: Collection[str]) -> set[str]:
    """The monthly series that a run of the case can have: also sums over labels, and those of places and regions."""
    known, dims = all_quantities(), {dim: case.labels(dim) for dim in ("place", *LABELLED)}
    summed = {name for name, quantity in known.items() if quantity.each}
    of_places = {f"{what}{place}" for what in ("held_", "killed_at_") for place in case.labels("place")}
    of_regions = {f"{ATTACKS}{region}" for region in regions_of(case)}
    return {*own_names(known, dims), *targets, *summed, *of_places, *of_regions}


def _check_trial(claim: Claim, resolved: ResolvedCase, place: str, problems: Problems) -> None:
    for parameter in claim.trial.parameters if claim.trial else ():
        if parameter not in resolved.parameters:
            fix = nearest(parameter, resolved.parameters) or "name a parameter of parameters.toml"
            rule = "the case has no parameter of this name"
            problems.append(InputError(f"{place}.trial.parameters", rule, value=parameter, fix=fix))


def _check_beside(claim: Claim, series: Collection[str], place: str, problems: Problems) -> None:
    if claim.states is not None and meaning(claim.states.unit) is None:
        rule, fix = "is not a unit polemos knows", "write it like person/month"
        problems.append(InputError(f"{place}.states.unit", rule, value=claim.states.unit, fix=fix))
    for number, beside in enumerate(claim.beside, start=1):
        if beside.series and beside.series not in series:
            fix = nearest(beside.series, series) or "add its figures"
            rule = "no file in figures/ has this series"
            problems.append(InputError(f"{place}.beside.{number}.series", rule, value=beside.series, fix=fix))


def _check_circular(claim: Claim, claims: Sequence[Claim], place: str, problems: Problems) -> None:
    ids = [other.id for other in claims]
    for named in (*claim.circular_for, *(own for beside in claim.beside for own in beside.circular_for)):
        if named not in ids:
            fix = nearest(named, ids) or "name a claim of this file"
            problems.append(InputError(f"{place}.circular_for", "must be a claim's id", value=named, fix=fix))

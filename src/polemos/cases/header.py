"""`case.toml`: read, and checked against itself, its folder's name and today's date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ValidationError

from polemos.cases import schema
from polemos.cases.files import read_toml, shown
from polemos.cases.problems import Problems, nearest, translate
from polemos.cases.schema import CaseFile
from polemos.cases.tables import place_columns
from polemos.core.calendar import LONGEST_STEP_DAYS, month_number
from polemos.core.errors import InputError

LONGEST_RUN_MONTHS = 1200
FEWEST_STEPS = 5
PLACE_DELAY_MONTHS = 24


def known_keys(*models: type[BaseModel]) -> list[str]:
    """The keys of some schemas, for advice on misspelt ones."""
    return sorted({name for model in models for name in model.model_fields})


def read_header(folder: Path, today: date, problems: Problems) -> CaseFile | None:
    """The content of `case.toml`, or None when nothing else can be checked against it; reasons go to `problems`."""
    path = folder / "case.toml"
    with problems.collecting():
        raw = read_toml(path)
        try:
            case = CaseFile.model_validate(raw)
        except ValidationError as error:
            keys = known_keys(CaseFile, schema.Header, schema.Dims, schema.Actor)
            problems.extend(translate(error, raw, shown(path), keys))
            return None
        for check in (_check_name, _check_clock):
            with problems.collecting():
                check(case, folder, shown(path))
        with problems.collecting():
            _check_resolution(case, today, shown(path))
        with problems.collecting():
            _check_constituency(case, shown(path))
        _check_names(case, shown(path))
        _check_span(case, shown(path))
        return case
    return None


def _check_name(case: CaseFile, folder: Path, where: str) -> None:
    due = folder.resolve().name.replace("_", "-")
    if case.case.name != due:
        raise InputError(
            f"{where}, case.name",
            f"must be the folder's name, {due}",
            value=case.case.name,
            fix="rename one of the two",
        )


def _check_span(case: CaseFile, where: str) -> None:
    start, end = month_number(case.case.start), month_number(case.case.end)
    if end < start:
        raise InputError(
            f"{where}, case.end",
            f"must not be before the start, {case.case.start}",
            value=case.case.end,
            fix="swap them",
        )
    if end - start >= LONGEST_RUN_MONTHS:
        raise InputError(
            f"{where}, case.end",
            f"a case spans at most {LONGEST_RUN_MONTHS} months",
            value=case.case.end,
            fix="shorten it",
        )
    cut = case.case.information_cut
    if cut.year * 12 + cut.month - 1 < start:
        raise InputError(
            f"{where}, case.information_cut",
            f"must not be before the start, {case.case.start}",
            value=str(cut),
            fix="name the day up to which figures may have shaped the priors",
        )


def _check_clock(case: CaseFile, folder: Path, where: str) -> None:
    if case.case.steps_per_month < FEWEST_STEPS:
        raise InputError(
            f"{where}, case.steps_per_month",
            f"the step may be at most {LONGEST_STEP_DAYS:g} days, so a month needs at least {FEWEST_STEPS} steps",
            value=case.case.steps_per_month,
            fix=f"write {FEWEST_STEPS} or more",
        )


def _check_names(case: CaseFile, where: str) -> None:
    movements = [actor.id for actor in case.actors if actor.role == "movement"]
    if len(movements) != 1:
        raise InputError(
            f"{where}, actors",
            "exactly one actor has the role 'movement'",
            value=len(movements),
            fix="correct the roles",
        )
    if not any(actor.role == "rival" for actor in case.actors):
        raise InputError(f"{where}, actors", "at least one actor has the role 'rival'", value=0, fix="add a rival")
    check_once((actor.id for actor in case.actors), f"{where}, actors", "the actor's id")
    check_once(case.dims.kind, f"{where}, dims.kind", "the label")
    check_once(case.dims.country, f"{where}, dims.country", "the label")
    check_once(case.dims.community, f"{where}, dims.community", "the label")
    for label in set(case.dims.community) & set(place_columns(())):
        raise InputError(
            f"{where}, dims.community",
            "a community has no name of a column of places.csv",
            value=label,
            fix="rename it",
        )


def _check_constituency(case: CaseFile, where: str) -> None:
    name, known = case.case.constituency, case.dims.community
    if name not in known:
        raise InputError(
            f"{where}, case.constituency",
            "must be one of the communities in [dims], the one that the movement draws on",
            value=name,
            fix=nearest(name, known) or f"choose one of {', '.join(known)}",
        )


def check_once(names: Iterable[str], where: str, what: str) -> None:
    """Refuse a name that stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError(where, f"{what} stands twice", value=name, fix="rename or remove one")
        seen.add(name)


def _check_resolution(case: CaseFile, today: date, where: str) -> None:
    """Nothing at the resolution of places within two years of today: polemos is no targeting aid."""
    open_month = today.year * 12 + today.month - 1 - PLACE_DELAY_MONTHS
    if case.case.places_resolution == "place" and month_number(case.case.end) > open_month:
        raise InputError(
            f"{where}, case.places_resolution",
            f"a case that comes within {PLACE_DELAY_MONTHS} months of today must not resolve single places",
            value=case.case.places_resolution,
            fix="write 'admin1' and one row for each province, or end the case earlier",
        )

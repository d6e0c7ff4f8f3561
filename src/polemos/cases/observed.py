"""What was observed: figures, and the outcomes of places.

None of this shapes the model: neither `resolve` nor `build` calls anything here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, model_validator

from polemos.cases.citations import check_row_cites
from polemos.cases.csv_rows import Row
from polemos.cases.driver_rows import check_within
from polemos.cases.fields import (
    Day,
    MaybeDay,
    MaybeNumber,
    Name,
    Number,
    Text,
    check_range,
    refuse,
)
from polemos.cases.problems import Problems
from polemos.cases.schema import Case, CaseFile, DatedEvidence
from polemos.cases.tables import EVIDENCE, read_table
from polemos.core.errors import InputError

FIGURES = ("series", "date", "value", "low", "high", "unit", *EVIDENCE, "circular_for")
OUTCOMES = ("place", "spell", "date_gained", "date_lost", "assault_start", "date_encircled", "retaken_by", *EVIDENCE)
Record = TypeVar("Record", bound=DatedEvidence)


class Figure(DatedEvidence):
    """A row of `figures/*.csv`; `circular_for` names mechanisms whose priors rest on it."""

    series: Text
    date: Day
    value: Number
    low: MaybeNumber
    high: MaybeNumber
    unit: Text
    circular_for: str

    @model_validator(mode="after")
    def is_ordered(self) -> Figure:
        """low <= value <= high where they are given."""
        check_range(self.value, self.low, self.high)
        return self


class Outcome(DatedEvidence):
    """A row of `outcomes.csv`: one spell of holding, with empty dates where nothing happened or is known."""

    place: Name
    spell: Annotated[Number, Field(ge=0)]
    date_gained: MaybeDay
    date_lost: MaybeDay
    assault_start: MaybeDay
    date_encircled: MaybeDay
    retaken_by: str

    @model_validator(mode="after")
    def is_ordered(self) -> Outcome:
        """A place is lost after it was gained."""
        if self.date_gained and self.date_lost and self.date_lost < self.date_gained:
            raise refuse(
                "date_lost must not lie before date_gained", "swap the dates, or correct one", str(self.date_lost)
            )
        return self


def load_figures(case: Case) -> tuple[Figure, ...]:
    """All observed series, file by file."""
    problems = Problems()
    figures = read_figures(case, problems)
    problems.raise_first()
    return tuple(figure for _, figure in figures)


def load_outcomes(case: Case) -> tuple[Outcome, ...]:
    """What happened to each place; a case without `outcomes.csv` has none."""
    problems = Problems()
    outcomes = read_outcomes(case, problems)
    problems.raise_first()
    return outcomes


def read_figures(case: Case, problems: Problems) -> list[tuple[Row, Figure]]:
    """The figures that keep the rules, with their lines; the others become problems."""
    found: list[tuple[Row, Figure]] = []
    for path in sorted((case.folder / "figures").glob("*.csv")):
        with problems.collecting():
            rows = _dated(path, FIGURES, Figure, case, problems)
            for row, figure in rows:
                with problems.collecting():
                    check_within(figure.date, _header(case), row.where("date"))
            found.extend(rows)
    return found


def read_outcomes(case: Case, problems: Problems) -> tuple[Outcome, ...]:
    """The outcomes that keep the rules; the others become problems."""
    path = case.folder / "outcomes.csv"
    if not path.exists():
        return ()
    rows: list[tuple[Row, Outcome]] = []
    with problems.collecting():
        rows = _dated(path, OUTCOMES, Outcome, case, problems)
    places = set(case.labels("place"))
    for row, outcome in rows:
        with problems.collecting():
            if outcome.place not in places:
                raise InputError(
                    row.where("place"), "must be a place of places.csv", value=outcome.place, fix="correct it"
                )
            for column in ("date_gained", "date_lost", "assault_start", "date_encircled"):
                if (day := getattr(outcome, column)) is not None:
                    check_within(day, _header(case), row.where(column))
    return tuple(outcome for _, outcome in rows)


def _dated(
    path: Path, header: tuple[str, ...], record: type[Record], case: Case, problems: Problems
) -> list[tuple[Row, Record]]:
    rows = read_table(path, header, record, problems)
    check_row_cites(rows, case.references, problems)
    return rows


def _header(case: Case) -> CaseFile:
    return CaseFile(case=case.header, dims=case.dims, actors=case.actors)

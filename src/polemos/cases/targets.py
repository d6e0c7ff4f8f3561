"""`targets.toml`: which figures are the dots beside which simulated quantity, and what a run records for them.

Targets shape no history: `resolve` and `build` read nothing of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from polemos.cases.citations import check_entry_cites
from polemos.cases.entries import LABELLED, read_entries
from polemos.cases.fields import Basis, Name, Strict, Text, Texts, matching
from polemos.cases.files import shown
from polemos.cases.header import known_keys
from polemos.cases.problems import Problems, nearest
from polemos.cases.schema import Case, Source
from polemos.cases.units import meaning, same_unit
from polemos.core.errors import InputError
from polemos.observation.choice import Asked, check_asked
from polemos.observation.quantity import Quantity

PERIOD = r"quarter|year|\d{4}-\d{2}:\d{4}-\d{2}"
Period = Annotated[str, matching(PERIOD, "must be a period", "write quarter, year, or months like 2020-07:2021-11")]


class TargetNumber(Strict):
    """A number that a quantity waits for, with its unit and source."""

    value: Annotated[float, Field(gt=0)]
    unit: Text
    basis: Basis
    source: Source
    note: str = ""


class TargetEntry(Strict):
    """`[target]` of `targets.toml`: which figures are the dots beside which simulated quantity.

    `label` says which one where the quantity has one for each (as, for each country); `threshold` what it counts from.
    `periods` says of a series that is a mean over more than its month over which: quarter, year, or months like
    2020-07:2021-11. `gathered`: months are added up to quarters before they are compared. `scored`: forecasts of it are
    judged; `judges_only`: nothing is learned from it, because another target says the same.
    """

    title: Text
    unit: Text
    quantity: Name
    series: Texts
    label: str = ""
    threshold: TargetNumber | None = None
    periods: dict[Text, Period] = Field(default_factory=dict)
    gathered: Literal["", "quarter"] = ""
    scored: bool = False
    judges_only: bool = False
    note: str = ""

    @property
    def numbers(self) -> dict[str, TargetNumber]:
        """The numbers given, by name."""
        return {} if self.threshold is None else {"threshold": self.threshold}

    @property
    def asked(self) -> Asked:
        """What a run must record for it."""
        return Asked(self.quantity, self.label, {name: number.value for name, number in self.numbers.items()})


def load_targets(case: Case) -> dict[str, TargetEntry]:
    """Which figures stand beside which simulated quantity."""
    problems = Problems()
    targets = read_targets(case, problems)
    problems.raise_first()
    return targets


def read_targets(case: Case, problems: Problems) -> dict[str, TargetEntry]:
    """The targets that keep the rules; the others become problems."""
    found = _read(case.folder, problems)
    for name, target in found.items():
        numbers = {f"{name}.{key}": number for key, number in target.numbers.items()}
        check_entry_cites(shown(case.folder / "targets.toml"), numbers, case.references, problems)
    return found


def asked_for(folder: Path) -> dict[str, Asked]:
    """What the targets of a case folder ask a run to record, by name."""
    problems = Problems()
    found = _read(folder, problems)
    problems.raise_first()
    return {name: target.asked for name, target in found.items()}


def _read(folder: Path, problems: Problems) -> dict[str, TargetEntry]:
    return read_entries(folder / "targets.toml", TargetEntry, problems, known_keys(TargetEntry, TargetNumber, Source))


def check_target(
    name: str, target: TargetEntry, case: Case, units: Mapping[str, str], known: Mapping[str, Quantity]
) -> None:
    """Refuse a target that no quantity answers, or whose series are missing or of another unit.

    `units` has the unit of each series of figures, `known` the quantities that polemos observes.
    """
    where = f"{shown(case.folder / 'targets.toml')}, {name}"
    dims = {dim: case.labels(dim) for dim in ("place", *LABELLED)}
    check_asked(name, target.asked, known, dims, where)
    for key, number in target.numbers.items():
        due = known[target.quantity].numbers[key]
        if not same_unit(number.unit, due):
            raise InputError(
                f"{where}.{key}.unit", f"{target.quantity} takes {due}", value=number.unit, fix="convert it"
            )
    if meaning(target.unit) is None:
        fix = "write it like person/month"
        raise InputError(f"{where}.unit", "is not a unit polemos knows", value=target.unit, fix=fix)
    for series in sorted({*target.periods} - {*target.series}):
        raise InputError(f"{where}.periods", "is no series of this target", value=series, fix="remove it")
    for series in target.series:
        _check_series(series, target, units, where)


def _check_series(series: str, target: TargetEntry, units: Mapping[str, str], where: str) -> None:
    if series not in units:
        fix = nearest(series, units) or "add its figures"
        raise InputError(f"{where}.series", "no file in figures/ has this series", value=series, fix=fix)
    if not same_unit(units[series], target.unit):
        rule = f"must have the unit of its series, {series} has {units[series]}"
        raise InputError(f"{where}.unit", rule, value=target.unit, fix="convert one of the two")

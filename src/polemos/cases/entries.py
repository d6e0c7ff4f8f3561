"""`parameters.toml`, `initial.toml` and `drivers.toml`: read, and checked against the header."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from polemos.cases import schema
from polemos.cases.fields import Strict
from polemos.cases.files import read_toml, shown
from polemos.cases.header import known_keys
from polemos.cases.problems import Problems, translate
from polemos.cases.schema import CaseFile, DriverEntry, InitialEntry, LabelledDim, MechanismEntry, ParameterEntry
from polemos.core.errors import InputError

Entry = TypeVar("Entry", bound=Strict)
SHARE_TOLERANCE = 1e-6
LABELLED: tuple[LabelledDim, ...] = get_args(LabelledDim)


def read_entries(path: Path, entry: type[Entry], problems: Problems, keys: list[str]) -> dict[str, Entry]:
    """The tables of a TOML file as checked records; those that break a rule become problems."""
    found: dict[str, Entry] = {}
    with problems.collecting():
        for name, table in read_toml(path).items():
            try:
                found[name] = entry.model_validate(_as_mechanism(table) if entry is MechanismEntry else table)
            except ValidationError as error:
                problems.extend(translate(error, {name: table}, shown(path), keys, (name,)))
    return found


def _as_mechanism(table: Any) -> Any:
    if not isinstance(table, Mapping):
        return table
    own = {key: table[key] for key in ("class", "claim") if key in table}
    return own | {"parameters": {key: value for key, value in table.items() if key not in ("class", "claim")}}


def read_mechanisms(folder: Path, case: CaseFile | None, problems: Problems) -> dict[str, MechanismEntry]:
    """`parameters.toml`: the mechanisms that the case uses, and its priors."""
    path = folder / "parameters.toml"
    keys = known_keys(ParameterEntry, schema.Source)
    found = read_entries(path, MechanismEntry, problems, [*keys, "class", "claim", "family", "median", "upper95"])
    if case is not None:
        for name, mechanism in found.items():
            for parameter, entry in mechanism.parameters.items():
                with problems.collecting():
                    _check_parameter(entry, case, f"{shown(path)}, {name}.{parameter}")
    return found


def _check_parameter(entry: ParameterEntry, case: CaseFile, where: str) -> None:
    check_hindsight(entry.known_from, entry.prior_before, case.case.information_cut, where)
    for key, prior in (("prior", entry.prior), ("prior_before", entry.prior_before)):
        if isinstance(prior, dict):
            if dim_of(prior, case) is None:
                raise InputError(
                    f"{where}.{key}",
                    f"needs one prior for each label of a dimension ({', '.join(LABELLED)})",
                    value=", ".join(prior),
                    fix="add or remove labels until they are those of case.toml",
                )
            if any(one.iid for one in prior.values()):
                raise InputError(f"{where}.{key}", "iid goes with a single prior", value="iid = true", fix="remove iid")
    if entry.prior_before is not None and _shape(entry.prior) != _shape(entry.prior_before):
        raise InputError(f"{where}.prior_before", "must have the labels of prior", fix="give both the same form")


def _shape(prior: Any) -> object:
    return sorted(prior) if isinstance(prior, dict) else prior.iid


def dim_of(labels: Mapping[str, object], case: CaseFile) -> str | None:
    """The dimension whose labels these are."""
    return next((dim for dim in LABELLED if set(labels_of(dim, case)) == set(labels)), None)


def labels_of(dim: str, case: CaseFile) -> tuple[str, ...]:
    """The labels of a dimension that the header names; rivals are the actors of that role."""
    rivals = tuple(actor.id for actor in case.actors if actor.role == "rival")
    found: tuple[str, ...] = getattr(case.dims, dim, rivals)
    return found


def check_hindsight(known_from: date, before: object, cut: date, where: str) -> None:
    """A prior that rests on figures later than the information cut needs a second one without them."""
    if known_from > cut and before is None:
        raise InputError(
            f"{where}.known_from",
            f"lies after the case's information_cut, {cut}, so a prior_before without later figures is needed",
            value=str(known_from),
            fix="add prior_before, or use an earlier source",
        )


def read_initial(folder: Path, case: CaseFile | None, problems: Problems) -> dict[str, InitialEntry]:
    """`initial.toml`: how the stocks start."""
    path = folder / "initial.toml"
    keys = known_keys(InitialEntry, schema.Source, schema.Spread)
    found = read_entries(path, InitialEntry, problems, keys)
    if case is not None:
        for name, entry in found.items():
            with problems.collecting():
                if entry.prior is not None:
                    check_hindsight(
                        entry.known_from, entry.prior_before, case.case.information_cut, f"{shown(path)}, {name}"
                    )
                _check_spread(entry, case, f"{shown(path)}, {name}.spread")
    return found


def _check_spread(entry: InitialEntry, case: CaseFile, where: str) -> None:
    if entry.spread.owner is not None and entry.spread.place in (None, "each"):
        raise InputError(
            f"{where}.owner", "goes with a column of places.csv", fix="add place = 'population' or another"
        )
    for dim in (*LABELLED, "owner"):
        labels = labels_of(dim, case)
        shares = getattr(entry.spread, dim)
        if shares is None:
            continue
        if set(shares) != set(labels):
            raise InputError(
                f"{where}.{dim}",
                f"needs a share for each of {', '.join(labels)}",
                value=", ".join(shares),
                fix="add them",
            )
        if abs(sum(shares.values()) - 1.0) > SHARE_TOLERANCE:
            raise InputError(
                f"{where}.{dim}", "the shares must sum to 1", value=sum(shares.values()), fix="adjust them"
            )


def read_drivers(folder: Path, problems: Problems) -> dict[str, DriverEntry]:
    """`drivers.toml`: the acts from outside and where their months stand."""
    return read_entries(
        folder / "drivers.toml", DriverEntry, problems, known_keys(DriverEntry, schema.Rule, schema.Source)
    )

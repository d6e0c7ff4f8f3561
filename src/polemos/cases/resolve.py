"""Case in, `ResolvedCase` out: every choice that the case leaves to a rule is made here, and only here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from polemos.cases.driver_path import resolve_driver
from polemos.cases.entries import LABELLED, dim_of
from polemos.cases.files import shown
from polemos.cases.priors import AnyPrior
from polemos.cases.resolved import ResolvedCase, ResolvedEdge, ResolvedInitial, ResolvedParameter
from polemos.cases.schema import Case, CaseFile, InitialEntry, ParameterEntry
from polemos.core.calendar import month_number
from polemos.core.errors import InputError, UsageError


def resolve(case: Case, until: str | date | None = None) -> ResolvedCase:
    """Everything explicit; `until` (a month like 2016-06, or a day in it) ends the run early."""
    months = _months(case, until)
    header = case.header
    return ResolvedCase(
        folder=shown(case.folder),
        name=header.name,
        title=header.title,
        start=header.start,
        months=months,
        steps_per_month=header.steps_per_month,
        information_cut=header.information_cut,
        places_resolution=header.places_resolution,
        constituency=header.constituency,
        absent=tuple(sorted(header.absent)),
        dims={dim: case.labels(dim) for dim in ("place", *LABELLED)},
        actors=case.actors,
        places=tuple(sorted(case.places, key=lambda place: place.id)),
        edges=_edges(case),
        reach=_reach(case),
        mechanisms={name: entry.class_path for name, entry in sorted(case.mechanisms.items())},
        claims={name: entry.claim for name, entry in sorted(case.mechanisms.items())},
        parameters=_parameters(case),
        initial={name: _initial(name, entry, case) for name, entry in sorted(case.initial.items())},
        drivers={name: resolve_driver(name, case, months) for name in sorted(case.drivers)},
    )


def _months(case: Case, until: str | date | None) -> int:
    start, end = month_number(case.header.start), month_number(case.header.end)
    if until is None:
        return end - start + 1
    text = until if isinstance(until, str) else f"{until.year:04d}-{until.month:02d}"
    try:
        last = month_number(text, "until")
    except InputError as error:
        raise UsageError(str(error)) from None
    if not start <= last <= end:
        span = f"{case.header.start} to {case.header.end}"
        raise UsageError(f"until: must be a month of the case, {span} (it is '{text}'); choose one of them.")
    return last - start + 1


def _edges(case: Case) -> tuple[ResolvedEdge, ...]:
    pairs = sorted((min(e.a, e.b), max(e.a, e.b), e.km) for e in case.edges)
    return tuple(ResolvedEdge(a=a, b=b, km=km) for a, b, km in pairs)


def _reach(case: Case) -> tuple[tuple[float, ...], ...]:
    known = {(entry.place, entry.rival): entry.reach for entry in case.reach}
    return tuple(tuple(known.get((p, r), 0.0) for r in case.rivals) for p in case.labels("place"))


def _parameters(case: Case) -> dict[str, ResolvedParameter]:
    found = {f"{m}.{p}": e for m, entry in case.mechanisms.items() for p, e in entry.parameters.items()}
    return {key: _parameter(entry, case) for key, entry in sorted(found.items())}


def _parameter(entry: ParameterEntry, case: Case) -> ResolvedParameter:
    prior, earlier = chosen_prior(entry, case.header.information_cut)
    dims, priors = _with_dims(prior, case)
    return ResolvedParameter(
        unit=entry.unit, dims=dims, priors=priors, without_later_figures=earlier, **_evidence(entry)
    )


def chosen_prior(entry: ParameterEntry | InitialEntry, cut: date) -> tuple[Any, bool]:
    """The prior that rests on nothing later than the cut, and whether that is `prior_before`."""
    earlier = entry.known_from > cut and entry.prior_before is not None
    return (entry.prior_before if earlier else entry.prior), earlier


def _with_dims(prior: Any, case: Case) -> tuple[tuple[str, ...], tuple[AnyPrior, ...]]:
    if not isinstance(prior, Mapping):
        return (("place",) if prior.iid else ()), (prior,)
    dim = dim_of(prior, CaseFile(case=case.header, dims=case.dims, actors=case.actors))
    assert dim is not None
    return (dim,), tuple(prior[label] for label in case.labels(dim))


def _evidence(entry: ParameterEntry | InitialEntry) -> dict[str, Any]:
    return {"basis": entry.basis, "source": entry.source, "known_from": entry.known_from, "note": entry.note}


def _initial(name: str, entry: InitialEntry, case: Case) -> ResolvedInitial:
    prior, _ = chosen_prior(entry, case.header.information_cut)
    weights: dict[str, tuple[float, ...]] = {}
    if entry.spread.place is not None:
        weights["place"] = _place_weights(entry, case, f"{shown(case.folder / 'initial.toml')}, {name}.spread")
    for dim in LABELLED:
        shares = getattr(entry.spread, dim)
        if shares is not None:
            weights[dim] = _scaled([shares[label] for label in case.labels(dim)], 1.0)
    return ResolvedInitial(unit=entry.unit, value=entry.value, prior=prior, weights=weights, **_evidence(entry))


def _place_weights(entry: InitialEntry, case: Case, where: str) -> tuple[float, ...]:
    column, owners = entry.spread.place, entry.spread.owner
    places = sorted(case.places, key=lambda place: place.id)
    if column == "each":
        return (1.0,) * len(places)
    sizes = [float(getattr(place, str(column))) for place in places]
    groups = {"": (1.0, [True] * len(places))}
    if owners is not None:
        held = [place.owner_at_start if place.holder_at_start == "rival" else None for place in places]
        groups = {rival: (share, [owner == rival for owner in held]) for rival, share in owners.items()}
    total = [0.0] * len(places)
    for rival, (share, inside) in sorted(groups.items()):
        own = [size if there else 0.0 for size, there in zip(sizes, inside, strict=True)]
        if share > 0 and sum(own) <= 0:
            what = f"{where}.owner.{rival}" if rival else f"{where}.place"
            raise InputError(what, f"no place has a {column} to share out by", value=share, fix="choose another column")
        if share > 0:
            total = [t + w for t, w in zip(total, _scaled(own, share), strict=True)]
    return _scaled(total, 1.0)


def _scaled(values: list[float], total: float) -> tuple[float, ...]:
    whole = sum(values)
    return tuple(value * total / whole for value in values)

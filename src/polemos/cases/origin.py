"""A case as it stood on a day: drivers known by then, and priors that rest on nothing later where the case has them.

Assumes the choice of places, mechanisms and labels is no knowledge of a later time; it is hindsight all the same.
"""

from __future__ import annotations

from datetime import date

from polemos.cases.schema import Case, DriverRow
from polemos.core.errors import UsageError


def at_origin(case: Case, origin: date) -> Case:
    """The case with driver rows published by the origin; after its last known row a driver follows its rule.

    Priors are those that the origin allows (`prior_before` where there is one). Raises UsageError outside the span.
    """
    if not case.header.start <= f"{origin:%Y-%m}" <= case.header.end:
        span = f"{case.header.start} to {case.header.end}"
        raise UsageError(f"--origin: must be a day of the case, {span} (it is '{origin}'); choose one of its days.")
    rows = {name: _known(own, origin) for name, own in case.driver_rows.items()}
    header = case.header.model_copy(update={"information_cut": origin})
    return case.model_copy(update={"driver_rows": rows, "header": header})


def rests_on_later(case: Case, origin: date) -> tuple[str, ...]:
    """Priors that rest on figures published after the origin and have no earlier form, 'Mechanism.parameter'."""
    entries = {f"{m}.{p}": e for m, entry in case.mechanisms.items() for p, e in entry.parameters.items()}
    late = [key for key, entry in entries.items() if entry.known_from > origin and entry.prior_before is None]
    return tuple(sorted(late))


def _known(rows: tuple[DriverRow, ...], origin: date) -> tuple[DriverRow, ...]:
    return tuple(row for row in rows if row.known_from <= origin and row.date <= origin)

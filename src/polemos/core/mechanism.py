"""What a causal claim looks like in code: a frozen dataclass whose fields are parameters and whose methods are marked.

`@flow` moves something between two stocks, `@derived` names a quantity that others read, `@transition` switches states
once a step. A method's argument names are what it reads (stocks, derived quantities, drivers,
attributes, `step` for the step's length in months); the marks say what it may change and with which sign.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from polemos.core.errors import InputError
from polemos.core.parameter import ParameterSpec, declared_parameters
from polemos.core.stock import End, Stock

LUCKS = ("chance", "order", "amount", "events", "sizes")
Method = TypeVar("Method", bound=Callable[..., Any])


@dataclass(frozen=True)
class Mark:
    """What every marked method declares."""

    name: str
    reads: tuple[str, ...]
    raised_by: tuple[str, ...]
    lowered_by: tuple[str, ...]


@dataclass(frozen=True)
class Flow(Mark):
    """A rate in the stocks' unit per month from source to sink.

    luck: 'chance' (each person apart: a count by inversion), 'order' (people moved together: the expected number,
    rounded without bias), 'amount' (not people: the expected amount), 'events' (a whole number of happenings, from
    outside) or 'sizes' (the sizes of the events of the flow `of`; the method returns the size of one event, given the
    uniform numbers in its argument `stream`). `via` names a derived (rival, place) matrix of
    zeros and ones that says which label of the other end each place belongs to. With `per_head` the method returns a
    hazard (1/month), which the engine multiplies by what the source holds.
    """

    source: End | None
    sink: End | None
    luck: str
    via: str | None
    per_head: bool
    of: str | None = None
    stream: str | None = None


@dataclass(frozen=True)
class Derived(Mark):
    """A named quantity computed from the state; `neutral` stands in for it when its mechanism is switched off."""

    unit: str
    dims: tuple[str, ...]
    neutral: float | None


@dataclass(frozen=True)
class Transition(Mark):
    """A switch of stocks decided once a step; returns the new values in the order of `changes`.

    `streams` are uniform numbers, one for each element of the first changed stock.
    """

    changes: tuple[str, ...]
    streams: tuple[str, ...]


class Mechanism:
    """A causal claim. Subclasses are frozen dataclasses, final, and pure; `stocks` are those the claim speaks of."""

    stocks: ClassVar[tuple[Stock, ...]] = ()
    claims: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parameters(cls) -> dict[str, ParameterSpec]:
        """The declared parameters by name."""
        return declared_parameters(cls)

    @classmethod
    def marks(cls) -> tuple[Mark, ...]:
        """Every marked method, by name."""
        found = (getattr(member, "__mark__", None) for _, member in sorted(vars(cls).items()))
        return tuple(mark for mark in found if mark is not None)


def _reads(method: Callable[..., Any], leave_out: tuple[str, ...] = ()) -> tuple[str, ...]:
    names = tuple(inspect.signature(method).parameters)[1:]
    return tuple(name for name in names if name not in leave_out)


def _check_signs(method: Callable[..., Any], reads: tuple[str, ...], signs: tuple[str, ...]) -> None:
    stray = [name for name in signs if name not in reads]
    if stray:
        raise InputError(
            f"{method.__qualname__}",
            f"declares a sign for {stray[0]!r}, which it does not read",
            fix="signs are declared for argument names only",
        )


def flow(
    source: str | None,
    sink: str | None,
    raised_by: tuple[str, ...] = (),
    lowered_by: tuple[str, ...] = (),
    luck: str = "chance",
    via: str | None = None,
    per_head: bool = False,
    of: str | None = None,
    stream: str | None = None,
) -> Callable[[Method], Method]:
    """Mark a method as a flow; it returns a rate per month with the dimensions of both ends taken together."""
    if luck not in LUCKS:
        raise InputError("flow.luck", f"luck is one of {', '.join(LUCKS)}", value=luck, fix="choose one of them")
    if (luck == "sizes") != (of is not None and stream is not None):
        raise InputError(
            "flow.luck", "sizes, and only sizes, name the flow `of` whose events they have, and a `stream`"
        )

    def mark(method: Method) -> Method:
        reads = _reads(method, (stream,) if stream else ())
        _check_signs(method, reads, raised_by + lowered_by)
        ends = End.parse(source), End.parse(sink)
        declaration = Flow(method.__name__, reads, raised_by, lowered_by, *ends, luck, via, per_head, of, stream)
        method.__mark__ = declaration  # type: ignore[attr-defined]
        return method

    return mark


def derived(
    unit: str,
    dims: tuple[str, ...] = (),
    raised_by: tuple[str, ...] = (),
    lowered_by: tuple[str, ...] = (),
    neutral: float | None = None,
) -> Callable[[Method], Method]:
    """Mark a method as a derived quantity named like the method."""

    def mark(method: Method) -> Method:
        reads = _reads(method)
        _check_signs(method, reads, raised_by + lowered_by)
        declaration = Derived(method.__name__, reads, raised_by, lowered_by, unit, dims, neutral)
        method.__mark__ = declaration  # type: ignore[attr-defined]
        return method

    return mark


def transition(
    changes: tuple[str, ...],
    raised_by: tuple[str, ...] = (),
    lowered_by: tuple[str, ...] = (),
    streams: tuple[str, ...] = (),
) -> Callable[[Method], Method]:
    """Mark a method as a transition of the stocks in `changes`."""

    def mark(method: Method) -> Method:
        reads = _reads(method, streams)
        _check_signs(method, reads, raised_by + lowered_by)
        declaration = Transition(method.__name__, reads, raised_by, lowered_by, changes, streams)
        method.__mark__ = declaration  # type: ignore[attr-defined]
        return method

    return mark

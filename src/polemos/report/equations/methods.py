"""The equations of one marked method of a mechanism in a model, ready to be put on a page."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from polemos.core.exchange import route
from polemos.core.mechanism import Derived, Flow, Mark, Mechanism, Transition
from polemos.core.model import Model
from polemos.report.equations.reader import Helper, Reader, equation, named


@dataclass(frozen=True)
class Equations:
    """Lines of LaTeX, the last ones being what the method gives; `frame` is the shape of that."""

    lines: tuple[str, ...]
    helpers: tuple[Helper, ...]
    frame: tuple[str, ...]


def equations(model: Model, mechanism: type[Mechanism], mark: Mark) -> Equations:
    """Every line of a method; raises InputError for code that cannot be typeset."""
    where = f"{mechanism.__name__}.{mark.name}"
    known = {name: named(name, model.unit_and_dims(name)[1]) for name in mark.reads}
    known |= {stream: named(stream, frame_of(model, where, mark)) for stream in streams(mechanism, mark)}
    known |= {f"self.{n}": named(n, spec.dims, parameter=True) for n, spec in mechanism.parameters().items()}
    reader = Reader(where, mechanism, known, model.dims)
    results = reader.read(getattr(mechanism, mark.name))
    if isinstance(mark, Transition):
        last = [equation(s, r, r"^{\text{new}}") for s, r in zip(mark.changes, results, strict=True)]
    else:
        last = [equation(mark.name, results[0])]
    return Equations((*reader.lines, *last), tuple(reader.helpers.values()), frame_of(model, where, mark))


def streams(mechanism: type[Mechanism], mark: Mark) -> tuple[str, ...]:
    """The arguments of a method that are luck."""
    arguments = tuple(inspect.signature(getattr(mechanism, mark.name)).parameters)[1:]
    return tuple(name for name in arguments if name not in mark.reads)


def frame_of(model: Model, name: str, mark: Mark) -> tuple[str, ...]:
    """The dimensions of what a method gives."""
    if isinstance(mark, Derived):
        return mark.dims
    if isinstance(mark, Transition):
        return model.stocks[mark.changes[0]].dims
    assert isinstance(mark, Flow)
    return route(model, name, mark).frame

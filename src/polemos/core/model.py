"""A model: mechanisms, the stocks they speak of, fixed attributes, drivers and a calendar, checked when it is built.

Construction fails with a sentence that names what is missing. `replace` and `without` return a new model; nothing is
changed in place. NumPy arrays are held, never imported here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from polemos.core.calendar import Calendar
from polemos.core.errors import InputError
from polemos.core.mechanism import Derived, Flow, Mark, Mechanism, Transition
from polemos.core.parameter import ParameterSpec
from polemos.core.stock import End, Stock

RESERVED = ("step",)


@dataclass(frozen=True)
class Attribute:
    """A fixed fact about places, actors or edges; `values` has the shape of `dims`, `doc` says what it is."""

    values: Any
    unit: str
    dims: tuple[str, ...]
    doc: str = ""


@dataclass(frozen=True)
class Driver:
    """An act from outside: one value per month of the run, shape (months, *dims)."""

    values: Any
    unit: str
    dims: tuple[str, ...]


@dataclass(frozen=True)
class Initial:
    """How a stock starts: `total` (None: drawn as 'initial.<stock>') times `weights`, which have the stock's dims."""

    stock: str
    unit: str
    weights: Any
    total: float | None = 1.0


@dataclass(frozen=True)
class Constant:
    """What stands in for a derived quantity whose mechanism is off: one value for all its elements."""

    value: float
    unit: str
    dims: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """Everything the engine needs except the values of the parameters."""

    dims: Mapping[str, tuple[str, ...]]
    mechanisms: tuple[type[Mechanism], ...]
    attributes: Mapping[str, Attribute]
    drivers: Mapping[str, Driver]
    initial: Mapping[str, Initial]
    calendar: Calendar
    constants: Mapping[str, Constant] = field(default_factory=dict)
    kept_stocks: tuple[Stock, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "mechanisms", tuple(sorted(self.mechanisms, key=lambda m: m.__name__)))
        names = [m.__name__ for m in self.mechanisms]
        for name in names:
            if names.count(name) > 1:
                raise InputError(f"mechanism {name}", "stands twice in the model", fix="keep one of the two")
        self._check_names()
        for mechanism, mark in self._owned_marks():
            self._check_reads(mechanism, mark)
            self._check_targets(mechanism, mark)
        for stock in self.stocks.values():
            self._check_initial(stock)
        self.derived_order()

    @property
    def stocks(self) -> dict[str, Stock]:
        """All stocks by name; the same stock declared by two mechanisms must be the same."""
        found: dict[str, Stock] = {}
        for owner, stock in self._declared_stocks():
            if stock.name in found and found[stock.name] != stock:
                raise InputError(
                    f"stock {stock.name}", f"is declared differently by {owner}", fix="declare it once and share it"
                )
            found[stock.name] = stock
        return dict(sorted(found.items()))

    @property
    def parameters(self) -> dict[str, ParameterSpec]:
        """All parameters as 'Class.name'."""
        return {f"{m.__name__}.{name}": spec for m in self.mechanisms for name, spec in m.parameters().items()}

    def flows(self) -> dict[str, tuple[type[Mechanism], Flow]]:
        """All flows as 'Class.name'."""
        return {f"{m.__name__}.{k.name}": (m, k) for m, k in self._owned_marks() if isinstance(k, Flow)}

    def transitions(self) -> dict[str, tuple[type[Mechanism], Transition]]:
        """All transitions as 'Class.name'."""
        return {f"{m.__name__}.{k.name}": (m, k) for m, k in self._owned_marks() if isinstance(k, Transition)}

    def derived(self) -> dict[str, tuple[type[Mechanism], Derived]]:
        """All derived quantities by their own name."""
        return {k.name: (m, k) for m, k in self._owned_marks() if isinstance(k, Derived)}

    def derived_order(self) -> tuple[str, ...]:
        """Derived quantities so that each stands after what it reads; a circle is refused."""
        derived = self.derived()
        order: list[str] = []
        open_names: list[str] = []

        def visit(name: str) -> None:
            if name in order:
                return
            if name in open_names:
                circle = " -> ".join([*open_names[open_names.index(name) :], name])
                raise InputError(
                    f"derived quantity {name}", f"reads itself: {circle}", fix="put a stock into the circle"
                )
            open_names.append(name)
            for read in derived[name][1].reads:
                if read in derived:
                    visit(read)
            open_names.pop()
            order.append(name)

        for name in sorted(derived):
            visit(name)
        return tuple(order)

    def shape(self, dims: Iterable[str]) -> tuple[int, ...]:
        """The lengths of named dimensions."""
        return tuple(len(self.dims[d]) for d in dims)

    def unit_and_dims(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Unit and dimensions of anything a mechanism can read."""
        if name in self.stocks:
            return self.stocks[name].unit, self.stocks[name].dims
        derived = self.derived()
        if name in derived:
            return derived[name][1].unit, derived[name][1].dims
        if name in self.drivers:
            return self.drivers[name].unit, self.drivers[name].dims
        if name in self.attributes:
            return self.attributes[name].unit, self.attributes[name].dims
        if name in self.constants:
            return self.constants[name].unit, self.constants[name].dims
        if name == "step":
            return "month", ()
        return "1", ()

    def replace(self, old: str, new: type[Mechanism]) -> Model:
        """The model with one mechanism exchanged for another."""
        self._named(old)
        kept = tuple(m for m in self.mechanisms if m.__name__ != old)
        return dataclasses.replace(self, mechanisms=(*kept, new))

    def without(self, *names: str) -> Model:
        """The model with mechanisms switched off: their flows stop, what they derive becomes neutral."""
        gone = [self._named(name) for name in names]
        constants = dict(self.constants)
        for mechanism in gone:
            for mark in mechanism.marks():
                if isinstance(mark, Derived) and mark.neutral is not None:
                    constants[mark.name] = Constant(mark.neutral, mark.unit, mark.dims)
        kept = tuple(m for m in self.mechanisms if m not in gone)
        stocks = tuple(stock for _, stock in self._declared_stocks())
        return dataclasses.replace(self, mechanisms=kept, constants=constants, kept_stocks=stocks)

    def graph(self) -> Any:
        """The signed causal graph; see `polemos.core.graph`."""
        from polemos.core.graph import causal_graph

        return causal_graph(self)

    def _named(self, name: str) -> type[Mechanism]:
        for mechanism in self.mechanisms:
            if mechanism.__name__ == name:
                return mechanism
        near = get_close_matches(name, [m.__name__ for m in self.mechanisms], n=1)
        raise InputError("model", f"has no mechanism {name!r}", fix=f"did you mean {near[0]}?" if near else "")

    def _declared_stocks(self) -> list[tuple[str, Stock]]:
        own = [(m.__name__, stock) for m in self.mechanisms for stock in m.stocks]
        return own + [("the model", stock) for stock in self.kept_stocks]

    def _owned_marks(self) -> list[tuple[type[Mechanism], Mark]]:
        return [(m, mark) for m in self.mechanisms for mark in m.marks()]

    def _check_names(self) -> None:
        kinds = {"stock": self.stocks, "driver": self.drivers, "attribute": self.attributes, "constant": self.constants}
        seen: dict[str, str] = {}
        everything = [(n, kind) for kind, table in kinds.items() for n in table]
        everything += [(k.name, "derived quantity") for _, k in self._owned_marks() if isinstance(k, Derived)]
        for name, kind in everything:
            if name in seen:
                raise InputError(f"{kind} {name}", f"has the name of a {seen[name]}", fix="rename one of them")
            seen[name] = kind

    def _check_reads(self, mechanism: type[Mechanism], mark: Mark) -> None:
        known = {*self.stocks, *self.derived(), *self.drivers, *self.attributes, *self.constants, *RESERVED}
        for name in mark.reads:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f" (near: {near[0]})" if near else ""
                raise InputError(
                    f"{mechanism.__name__}.{mark.name}",
                    f"reads {name!r}, which nothing in the model provides",
                    fix=f"add the mechanism, driver or attribute that provides it{hint}",
                )

    def _check_targets(self, mechanism: type[Mechanism], mark: Mark) -> None:
        where = f"{mechanism.__name__}.{mark.name}"
        if isinstance(mark, Transition):
            for name in mark.changes:
                self._stock(name, where)
                if self.stocks[name].counted:
                    raise InputError(where, f"switches {name}, which holds people", fix="move people with a flow")
        if not isinstance(mark, Flow):
            return
        ends = [end for end in (mark.source, mark.sink) if end is not None]
        units = {self._stock(end.stock, where).unit for end in ends}
        if len(units) != 1:
            raise InputError(where, "joins stocks of different units", value=sorted(units), fix="convert in two flows")
        if any(self.stocks[end.stock].counted for end in ends) and (len(ends) < 2 or mark.luck == "amount"):
            raise InputError(where, "moves people from or to nowhere", fix="people need a source, a sink and luck")
        if mark.luck in ("events", "sizes"):
            self._check_events(mechanism, mark, where)
        for end in ends:
            self._check_label(end, where)

    def _check_events(self, mechanism: type[Mechanism], mark: Flow, where: str) -> None:
        if mark.source is not None or mark.per_head:
            raise InputError(where, "takes events from a stock", fix="events happen from outside: source None")
        if mark.of is None:
            return
        events = {k.name: k for k in mechanism.marks() if isinstance(k, Flow) and k.luck == "events"}
        if mark.of not in events:
            raise InputError(where, "names a flow that counts no events of this mechanism", value=mark.of)
        sinks = [k.sink for k in (mark, events[mark.of]) if k.sink is not None]
        if len({self.stocks[s.stock].dims for s in sinks if s.stock in self.stocks}) > 1 or any(s.label for s in sinks):
            raise InputError(
                where, "has other dimensions than the events it belongs to", fix="give both sinks the same"
            )

    def _check_label(self, end: End, where: str) -> None:
        labels = [label for dim in self.stocks[end.stock].dims for label in self.dims[dim]]
        if end.label is not None and end.label not in labels:
            raise InputError(where, f"names the label {end.label!r}, which {end.stock} has not", value=labels[:6])

    def _check_initial(self, stock: Stock) -> None:
        for dim in stock.dims:
            if dim not in self.dims:
                raise InputError(f"stock {stock.name}", f"has the dimension {dim!r}, which the case does not name")
        if stock.name not in self.initial and not stock.starts_at_zero:
            raise InputError(f"initial {stock.name}", "is missing", fix="give the stock a start, with a source")

    def _stock(self, name: str, where: str) -> Stock:
        if name not in self.stocks:
            raise InputError(where, f"changes {name!r}, which no mechanism declares as a stock")
        return self.stocks[name]

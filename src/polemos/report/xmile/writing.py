"""A core as XMILE 1.0, with the engine's own scheme: an Euler step whose flows are those of the step's expected middle.

Names that begin with `start_` belong to the start of a step and serve only to find its middle; `middle_` is a stock
there. A tool that integrates by Euler with the declared step gives the numbers of the engine's expectation mode.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from polemos import __version__
from polemos.core.exchange import TINY, Route, route
from polemos.core.model import Model
from polemos.core.stock import Stock
from polemos.report.xmile.core_model import Core, computed, element_name, parameter_symbols
from polemos.report.xmile.expression import Expression, number, operation, quantity

SPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
At = tuple[int, ...]
Routes = Mapping[str, Route]
Rates = dict[str, dict[At, Expression]]


@dataclass
class _Sheet:
    """The variables of the file, in order."""

    model: Model
    found: list[ET.Element] = field(default_factory=list)

    def add(self, kind: str, name: str, equation: str, unit: str, doc: str = "", **links: list[str]) -> None:
        """One variable."""
        one = ET.Element(kind, name=name)
        ET.SubElement(one, "eqn").text = equation
        for link, names in links.items():
            for other in names:
                ET.SubElement(one, link).text = other
        ET.SubElement(one, "units").text = unit
        if doc:
            ET.SubElement(one, "doc").text = doc
        self.found.append(one)


def as_xmile(core: Core, name: str, title: str) -> str:
    """The file as text."""
    model, sheet = core.model, _Sheet(core.model)
    routes = {key: route(model, key, mark) for key, (_, mark) in model.flows().items()}
    _given(sheet, core)
    _half(sheet, routes, _rates(sheet, routes, "start_", ""))
    _flows(sheet, routes, _whole(sheet, routes, _rates(sheet, routes, "", "middle_")))
    _stocks(sheet, routes)
    return _file(sheet, core, name, title)


def _given(sheet: _Sheet, core: Core) -> None:
    """Parameters, drivers and facts as constants or steps in time."""
    model = core.model
    for mechanism in model.mechanisms:
        for key, spec in mechanism.parameters().items():
            values = core.theta[f"{mechanism.__name__}.{key}"][0]
            for at, own in np.ndenumerate(parameter_symbols(model, mechanism, key)):
                sheet.add("aux", own.name, number(float(np.asarray(values)[at])).text(), spec.unit, spec.doc)
    for key, driver in model.drivers.items():
        for at in np.ndindex(model.shape(driver.dims)):
            path = np.asarray(driver.values, np.float64)[(slice(None), *at)]
            sheet.add("aux", element_name(model, key, driver.dims, at), _steps(path, model), driver.unit)
    for key, fact in model.attributes.items():
        for at, value in np.ndenumerate(np.broadcast_to(fact.values, model.shape(fact.dims))):
            sheet.add("aux", element_name(model, key, fact.dims, at), number(value).text(), fact.unit, fact.doc)


def _steps(path: np.ndarray[tuple[int], np.dtype[np.float64]], model: Model) -> str:
    """A path of months as steps; each begins a quarter of a time step early, so that no rounding of time can miss it
    (some tools ask whether the middle of a time step lies behind it)."""
    text = number(path[0]).text()
    for month in np.flatnonzero(np.diff(path)) + 1:
        rise = float(path[month] - path[month - 1])
        sign, size = ("+" if rise > 0 else "-"), number(abs(rise)).text()
        text += f" {sign} STEP({size}, {float(month) - model.calendar.step / 4!r})"
    return text


def _rates(sheet: _Sheet, routes: Routes, prefix: str, state: str) -> Rates:
    """Derived quantities and the rate of every flow, as auxiliaries; rates by element of the flow's frame."""
    model = sheet.model
    for key in model.derived_order():
        owner, mark = model.derived()[key]
        made = np.broadcast_to(computed(model, owner, mark, state, prefix), model.shape(mark.dims))
        for at, result in np.ndenumerate(made):
            sheet.add("aux", prefix + element_name(model, key, mark.dims, at), result.text(), mark.unit)
    found: Rates = {}
    for key, (owner, flow) in model.flows().items():
        r = routes[key]
        made = np.broadcast_to(computed(model, owner, flow, state, prefix), r.shape(model))
        found[key] = {}
        for at, result in np.ndenumerate(made):
            if flow.per_head:
                result = operation("mul", result, quantity(state + _end(model, r, at, source=True)))
            name = f"{prefix}rate_{element_name(model, key, r.frame, at)}"
            sheet.add("aux", name, operation("max", result, number(0.0)).text(), f"{_unit(model, r)}/month")
            found[key][at] = quantity(name)
    return found


def _half(sheet: _Sheet, routes: Routes, rates: Rates) -> None:
    """Half a step: hazards at its start, what comes by its middle, and every stock there, within its bounds."""
    model, length = sheet.model, number(sheet.model.calendar.step / 2)
    per_rate = {}
    for own, total in _pushed(model, routes, rates).items():
        hazard = _hazard(total, quantity(own), length)
        sheet.add("aux", f"start_hazard_{own}", hazard.text(), "1")
        leaves = _gone(own, quantity(f"start_hazard_{own}"))
        sheet.add("aux", f"start_per_rate_{own}", _share(leaves, total).text(), "month", "what leaves per unit of rate")
        per_rate[own] = quantity(f"start_per_rate_{own}")
    out, come = _ends(model, routes, _amounts(model, routes, rates, per_rate, length))
    for name, stock, at in _elements(model):
        own = element_name(model, name, stock.dims, at)
        value = quantity(own)
        if own in out:
            value = operation("sub", value, out[own])
        if own in come:
            sheet.add("aux", f"come_{own}", come[own].text(), stock.unit, "what comes by the middle of the step")
            value = operation("add", value, quantity(f"come_{own}"))
        value = operation("max", value, number(stock.low))
        if np.isfinite(stock.high):
            value = operation("min", value, number(stock.high))
        sheet.add("aux", f"middle_{own}", value.text(), stock.unit, "in the expected middle of the step")


def _whole(sheet: _Sheet, routes: Routes, rates: Rates) -> Rates:
    """What each flow moves in the whole step: what comes in it may leave in it, as far as it surely comes."""
    model, length = sheet.model, number(sheet.model.calendar.step)
    pushed = _pushed(model, routes, rates)
    inflows = set(_ends(model, routes, rates)[1])
    for own, total in pushed.items():
        sheet.add("aux", f"hazard_{own}", _hazard(total, quantity(f"middle_{own}"), length).text(), "1")
        sheet.add("aux", f"steady_{own}", _steady(own).text(), "1", "how far the rate stays as the content falls")
        come = operation("mul", quantity(f"hazard_{own}"), quantity(f"come_{own}")) if own in inflows else number(0.0)
        first = _left(own, total, come, length, quantity(own))
        sheet.add("aux", f"first_per_rate_{own}", _share(first, total).text(), "month")
    per_rate = {own: quantity(f"first_per_rate_{own}") for own in pushed}
    _, coming = _ends(model, routes, _amounts(model, routes, rates, per_rate, length))
    for own in sorted(pushed.keys() & coming.keys()):
        sheet.add("aux", f"coming_{own}", coming[own].text(), "", "what comes in the whole step")
        surely = quantity(f"coming_{own}")
        come = operation("min", operation("mul", quantity(f"hazard_{own}"), quantity(f"come_{own}")), surely)
        last = _left(own, pushed[own], come, length, operation("add", quantity(own), surely))
        sheet.add("aux", f"per_rate_{own}", _share(last, pushed[own]).text(), "month", "what leaves per unit of rate")
        per_rate[own] = quantity(f"per_rate_{own}")
    return _amounts(model, routes, rates, per_rate, length)


def _hazard(total: Expression, content: Expression, length: Expression) -> Expression:
    return operation("mul", operation("div", total, operation("max", content, number(TINY))), length)


def _gone(own: str, hazard: Expression) -> Expression:
    stays = operation("exp", operation("sub", number(0.0), hazard))
    return operation("mul", quantity(own), operation("sub", number(1.0), stays))


def _share(leaves: Expression, total: Expression) -> Expression:
    return operation("div", leaves, operation("max", total, number(TINY)))


def _steady(own: str) -> Expression:
    """1 where the rate is the same whatever is there, 0 where the hazard is (see `exchange.expected_to_leave`)."""
    twice = operation("mul", number(2.0), quantity(f"start_hazard_{own}"))
    rise = operation("div", quantity(f"hazard_{own}"), operation("max", twice, number(TINY)))
    fall = operation("div", quantity(own), operation("max", quantity(f"middle_{own}"), number(TINY)))
    rise, fall = operation("sub", rise, number(1.0)), operation("sub", fall, number(1.0))
    square = operation("max", operation("mul", fall, fall), number(TINY))
    ratio = operation("div", operation("mul", rise, fall), square)
    return operation("min", operation("max", ratio, number(0.0)), number(1.0))


def _left(own: str, total: Expression, come: Expression, length: Expression, sure: Expression) -> Expression:
    leaving = operation("add", _gone(own, quantity(f"hazard_{own}")), come)
    more = operation("sub", operation("mul", total, length), leaving)
    return operation("min", operation("add", leaving, operation("mul", quantity(f"steady_{own}"), more)), sure)


def _pushed(model: Model, routes: Routes, rates: Rates) -> dict[str, Expression]:
    return dict(sorted(_ends(model, routes, rates)[0].items()))


def _ends(model: Model, routes: Routes, values: Rates) -> tuple[dict[str, Expression], dict[str, Expression]]:
    """The sums of what belongs to flows, by the element of a stock that they leave, and that they reach."""
    out: dict[str, Expression] = {}
    into: dict[str, Expression] = {}
    for key, r in sorted(routes.items()):
        for at, value in values[key].items():
            for source, found in ((True, out), (False, into)):
                if _has(r, source):
                    own = _end(model, r, at, source=source)
                    found[own] = operation("add", found[own], value) if own in found else value
    return out, into


def _amounts(
    model: Model, routes: Routes, rates: Rates, per_rate: Mapping[str, Expression], length: Expression
) -> Rates:
    """What each flow moves: its share of what leaves its source, or its rate for that time from outside."""
    return {
        key: {
            at: operation("mul", rate, per_rate[_end(model, r, at, source=True)] if _has(r, True) else length)
            for at, rate in rates[key].items()
        }
        for key, r in routes.items()
    }


def _flows(sheet: _Sheet, routes: Routes, amounts: Rates) -> None:
    for key, r in sorted(routes.items()):
        for at, amount in sorted(amounts[key].items()):
            per_month = operation("div", amount, number(sheet.model.calendar.step))
            sheet.add(
                "flow", element_name(sheet.model, key, r.frame, at), per_month.text(), f"{_unit(sheet.model, r)}/month"
            )


def _stocks(sheet: _Sheet, routes: Routes) -> None:
    model = sheet.model
    for name, stock, at in _elements(model):
        own = element_name(model, name, stock.dims, at)
        ends: dict[bool, list[str]] = {True: [], False: []}
        for key, r in sorted(routes.items()):
            for source in (True, False):
                places = np.ndindex(r.shape(model)) if _has(r, source) else ()
                ends[source] += [
                    element_name(model, key, r.frame, place)
                    for place in places
                    if _end(model, r, place, source=source) == own
                ]
        start = float(np.broadcast_to(model.initial[name].weights, model.shape(stock.dims))[at])
        sheet.add("stock", own, number(start).text(), stock.unit, stock.doc, inflow=ends[False], outflow=ends[True])


def _elements(model: Model) -> Iterator[tuple[str, Stock, At]]:
    """Every element of every stock, battles' codes left out."""
    for name, stock in model.stocks.items():
        if not (stock.code and stock.starts_at_zero):
            for at in np.ndindex(model.shape(stock.dims)):
                yield name, stock, at


def _has(r: Route, source: bool) -> bool:
    return (r.flow.source if source else r.flow.sink) is not None


def _end(model: Model, r: Route, at: At, *, source: bool) -> str:
    """The element of a stock that one element of a flow leaves or reaches."""
    end = r.flow.source if source else r.flow.sink
    assert end is not None
    dims = model.stocks[end.stock].dims
    where = dict(zip(r.frame, at, strict=True))
    found = []
    for dim in dims:
        labels = model.dims[dim]
        found.append(labels.index(end.label) if end.label in labels else where[dim])
    return element_name(model, end.stock, dims, tuple(found))


def _unit(model: Model, r: Route) -> str:
    end = r.flow.source or r.flow.sink
    assert end is not None
    return model.stocks[end.stock].unit


def _file(sheet: _Sheet, core: Core, name: str, title: str) -> str:
    root = ET.Element("xmile", version="1.0", xmlns=SPACE)
    header = ET.SubElement(root, "header")
    ET.SubElement(header, "vendor").text = "polemos"
    ET.SubElement(header, "product", version=__version__, lang="en").text = "polemos"
    ET.SubElement(header, "name").text = f"{title}: core of {name} without places"
    out = ", ".join(core.left_out) or "nothing"
    ET.SubElement(header, "caption").text = f"Leaves out: places, switches, luck, and {out}."
    calendar = core.model.calendar
    specs = ET.SubElement(root, "sim_specs", method="Euler", time_units="months")
    for key, value in (("start", 0.0), ("stop", float(calendar.months)), ("dt", calendar.step)):
        ET.SubElement(specs, key).text = repr(value)
    variables = ET.SubElement(ET.SubElement(root, "model"), "variables")
    variables.extend(sheet.found)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"

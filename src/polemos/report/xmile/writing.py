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
    _middles(sheet, routes, _amounts(sheet, routes, _rates(sheet, routes, "start_", ""), "start_", ""))
    amounts = _amounts(sheet, routes, _rates(sheet, routes, "", "middle_"), "", "middle_")
    _flows(sheet, routes, amounts)
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


def _amounts(sheet: _Sheet, routes: Routes, rates: Rates, prefix: str, state: str) -> Rates:
    """What each flow moves in the whole step (in half of it, at its start): all outflows of a stock compete."""
    model, length = sheet.model, sheet.model.calendar.step * (0.5 if prefix else 1.0)
    pushed: dict[str, Expression] = {}
    for key, r in routes.items():
        for at, rate in rates[key].items() if r.flow.source is not None else ():
            own = _end(model, r, at, source=True)
            pushed[own] = operation("add", pushed[own], rate) if own in pushed else rate
    for own, total in sorted(pushed.items()):
        hazard = operation("div", total, operation("max", quantity(state + own), number(TINY)))
        stays = operation("exp", operation("sub", number(0.0), operation("mul", hazard, number(length))))
        leaves = operation("mul", quantity(own), operation("sub", number(1.0), stays))
        share = operation("div", leaves, operation("max", total, number(TINY)))
        sheet.add("aux", f"{prefix}per_rate_{own}", share.text(), "month", "what leaves per unit of rate")
    return {
        key: {
            at: operation("mul", rate, quantity(f"{prefix}per_rate_{_end(model, r, at, source=True)}"))
            if r.flow.source is not None
            else operation("mul", rate, number(length))
            for at, rate in rates[key].items()
        }
        for key, r in routes.items()
    }


def _middles(sheet: _Sheet, routes: Routes, amounts: Rates) -> None:
    """Every stock in the expected middle of the step, within its bounds."""
    model = sheet.model
    for name, stock, at in _elements(model):
        own = element_name(model, name, stock.dims, at)
        value = quantity(own)
        for key, r in sorted(routes.items()):
            for kind, source in (("sub", True), ("add", False)):
                for place, amount in amounts[key].items() if _has(r, source) else ():
                    if _end(model, r, place, source=source) == own:
                        value = operation(kind, value, amount)
        value = operation("max", value, number(stock.low))
        if np.isfinite(stock.high):
            value = operation("min", value, number(stock.high))
        sheet.add("aux", f"middle_{own}", value.text(), stock.unit, "in the expected middle of the step")


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

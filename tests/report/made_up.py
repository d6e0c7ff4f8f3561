"""A small made-up case and run for the tests of this room; nothing in it is a fact."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import xarray as xr

from polemos.report.causal import Causes, Link
from polemos.report.facts import Facts, Figure, MechanismRow, ParameterRow, Place, Reference, Target

CITIES = (
    ("harbour", "Harbour", "east", 33.3, 44.4, 6_000_000.0),
    ("upriver", "Upriver", "east", 36.3, 43.1, 1_400_000.0),
    ("crossing", "Crossing", "west", 35.9, 39.0, 220_000.0),
    ("oldtown", "Old Town", "west", 36.2, 37.2, 2_000_000.0),
    ("ford", "Ford", "west", 35.3, 40.1, 240_000.0),
)


def figure(series: str, day: str, value: float, spread: float = 0.1, **more: Any) -> Figure:
    """An observed figure with a symmetric low and high end."""
    given: dict[str, Any] = {
        "unit": "km2", "basis": "read", "source": "doe2099", "locator": "p. 3", "known_from": date.fromisoformat(day),
    } | more  # fmt: skip
    return Figure(series, date.fromisoformat(day), value, value * (1 - spread), value * (1 + spread), **given)


def places(count: int = 40) -> tuple[Place, ...]:
    """The named cities and a scatter of villages."""
    luck = np.random.default_rng(3)
    named = [Place(*city) for city in CITIES]
    for k in range(count - len(named)):
        lat, lon = 31.0 + 6 * luck.random(), 36.5 + 10 * luck.random()
        named.append(
            Place(f"village_{k:02d}", f"Village {k}", "east" if lon > 41 else "west", lat, lon, 3e4 * luck.random())
        )
    return tuple(named)


def facts(**more: Any) -> Facts:
    """A case as the report sees it."""
    where = places()
    given: dict[str, Any] = {
        "name": "made-up",
        "title": "A made-up case",
        "summary": "Nothing in this case is a fact.",
        "movement": "The movement",
        "information_cut": date(2017, 3, 20),
        "hash": "0" * 64,
        "targets": (
            Target("area_control", "Area controlled", "km2", ("area_a", "area_b"), "without desert"),
            Target("fighters", "Fighters", "person", ("fighters_a",)),
            Target("unseen", "A quantity without figures", "USD/month", ("none",)),
            Target("not_run", "A quantity that was not run", "1", ("none",)),
        ),
        "figures": (
            figure("area_a", "2015-01-01", 90_000.0),
            figure("area_a", "2016-07-04", 60_000.0),
            figure("area_b", "2014-10-01", 1_000_000.0, source="roe2098"),
            figure("area_a", "2017-06-26", 36_000.0),
            figure("area_a", "2031-01-01", 1.0),
            figure("fighters_a", "2014-09-11", 25_000.0, unit="person"),
        ),
        "places": where,
        "edges": tuple((where[k].id, where[k + 1].id) for k in range(len(where) - 1)),
        "parameters": (
            ParameterRow("Recruitment", "propensity", "", "1/month", "share who enlist", "lognormal",
                         (0.0005, 0.002, 0.01), "derived", "doe2099", "Table 2", "2016-02-01", "a note"),
            ParameterRow("Collapse", "will", "state", "1", "will to stay", "beta", (0.1, 0.5, 0.9),
                         "recalled", "roe2098", "", "2015-01-01", ""),
        ),
        "mechanisms": (MechanismRow("Recruitment", "People join.", "Assumes pay is shared.", ("M09",)),),
        "references": (
            Reference("doe2099", "Doe, A book (2099)", "https://example.org/book"),
            Reference("roe2098", "Roe"),
        ),
        "claims": {"M09": "victory narrative", "M14": "coalition of rivals"},
    } | more  # fmt: skip
    return Facts(**given)


def run(draws: int = 40, start: str = "2012-01", months: int = 120) -> xr.Dataset:
    """A run with a rise and a fall; the dimension month holds the last day of each month."""
    luck = np.random.default_rng(7)
    time = np.arange(months)
    shape = np.exp(-(((time - 34) / 22.0) ** 2))
    size = np.exp(luck.normal(11.0, 0.7, size=(draws, 1)))
    area = (size * shape * np.exp(luck.normal(0, 0.05, size=(draws, months)))).astype(np.float32)
    where = places()
    held = (luck.random((draws, 1, len(where))) * 1.3 < shape[None, :, None]).astype(np.uint8)
    holder = np.where(held == 1, 1, np.where(luck.random((draws, 1, len(where))) < 0.3, 0, 2)).astype(np.uint8)
    holder[:, :, 0] = 2
    first = np.datetime64(start, "M")
    days = (first + np.arange(1, months + 1)).astype("datetime64[D]") - np.timedelta64(1, "D")
    data = {
        "area_control": (("draw", "month"), area),
        "fighters": (("draw", "month"), (area**1.5 / 900).astype(np.float32)),
        "unseen": (("draw", "month"), np.zeros_like(area)),
        "holder": (("draw", "month", "place"), holder),
    }
    return xr.Dataset(data, coords={"month": days.astype("datetime64[ns]"), "place": [p.id for p in where]})


def causes() -> Causes:
    """A signed graph with a circle."""
    links = (
        Link("fighters", "holder", 1, ("Combat",)),
        Link("holder", "people_ruled", 1, ("Rule",)),
        Link("people_ruled", "revenue", 1, ("Tax",)),
        Link("revenue", "fighters", 1, ("Recruitment",)),
        Link("weapons", "fighters", -1, ("AirPower",)),
        Link("fighters", "pay", -1, ("Tax",)),
        Link("pay", "fighters", 1, ("Recruitment",)),
        Link("revenue", "pay", 0, ("Tax", "Rule")),
    )
    kinds = {"fighters": "stock", "holder": "stock", "weapons": "driver"}
    names = sorted({name for link in links for name in (link.cause, link.effect)})
    return Causes(tuple((name, kinds.get(name, "derived")) for name in names), links)


LOOPS = ((("fighters", "pay"), "B"), (("fighters", "holder", "people_ruled", "revenue"), "R"))
MANIFEST: dict[str, Any] = {
    "case": {"name": "made-up", "hash": "0" * 64}, "polemos": "0.1.0", "seed": 1, "draws": 40,
    "left_out": {"deaths": "the model lacks the stock 'dead'"},
}  # fmt: skip

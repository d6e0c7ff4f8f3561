"""The text of a fresh case: the mechanisms' declarations written out, with `value to fill in` wherever a number stands.

The ids (places, rival, country, communities) are examples that validate as they are; every gap is a fact that only its
author has.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping

from polemos.cases.absent import neutral_of
from polemos.cases.build import ATTRIBUTES, kind_name
from polemos.cases.carried import Carried
from polemos.cases.fit import FROM_PLACES
from polemos.cases.gaps import MARK
from polemos.cases.load import SHIPPED
from polemos.cases.observed import FIGURES, OUTCOMES
from polemos.cases.tables import DRIVER_TAIL, EDGES, REACH, place_columns
from polemos.core.mechanism import Derived, Mechanism
from polemos.core.parameter import ParameterSpec
from polemos.core.stock import Stock

GAP = f'"{MARK}"'
PRIOR = f'{{ family = "lognormal", median = {GAP}, upper95 = {GAP} }}'
EVIDENCE = f"basis = {GAP}\nsource = {{ cite = {GAP} }}\nknown_from = {GAP}\n"
LABELS = {
    "kind": ("core", "local", "foreign"),
    "country": ("country_one",),
    "community": ("community_one", "community_two"),
    "rival": ("rival_one",),
}
PLACE_IDS = ("place_one", "place_two")
Mechanisms = Mapping[str, type[Mechanism]]

HEADER = f"""\
# What the case is, its span and its clock. Lines that say "{MARK}" wait for you.

[case]
name = "{{name}}"
title = {GAP}
summary = {GAP}
start = {GAP}  # the first month, like "2012-01"
end = {GAP}  # the last month
steps_per_month = 10  # at least 5: a step is at most a week
information_cut = {GAP}  # figures later than this day may not shape a prior; like "2017-03-20"
places_resolution = "place"  # "admin1" when the case comes within 24 months of today
constituency = "community_one"  # the community that the movement draws on
absent = {{absent}}  # mechanisms that play no part; what they would derive is neutral

[dims]
kind = {json.dumps(LABELS["kind"])}
country = {json.dumps(LABELS["country"])}
community = {json.dumps(LABELS["community"])}  # one or more; each has a column of shares in places.csv

[[actors]]
id = "movement"
name = {GAP}
role = "movement"

[[actors]]
id = "rival_one"  # rename it here and in the tables; add one for each rival
name = {GAP}
role = "rival"
"""

README = """\
# {name}

A case for polemos. Every "{mark}" in the files waits for a fact; `polemos validate` lists those left.
Write each source into `references.bib` first and cite it by its key. The basis of a number is one of: read (it stands
in the source), derived (computed from it), recalled (common knowledge, to be checked), elicited (your judgement).

Say here what the case covers, where its data come from and under which licences, and what in it is hindsight.

Places are aggregates for research after the fact. A case that comes within 24 months of today is refused unless it
resolves provinces only (`places_resolution = "admin1"`).
"""

REFERENCES = f"""\
@misc{{my_source,
  author = {{{MARK}}},
  title = {{{MARK}}},
  year = {{{MARK}}},
  url = {{{MARK}}}
}}
"""

TARGETS = f"""\
# Which observed series are the dots beside which simulated quantity. A run keeps each under the name in brackets.
# A quantity that has one series for each country needs a key `label`; one that counts from a number, `threshold`, like
# threshold = {{ value = 50000, unit = "person", basis = "read", source = {{ cite = "my_source" }} }}

[area_control]
title = "Area under control"
unit = "km2"
quantity = "area_control"
series = [{GAP}]
"""


def case_files(name: str, mechanisms: Mechanisms, carried: Carried | None = None) -> dict[str, str]:
    """The files of a fresh case by their path in the folder; with priors carried over from another case, if given."""
    absent = carried.absent if carried else ()
    drivers = _drivers(mechanisms, absent)
    return {
        "case.toml": HEADER.format(name=name.replace("_", "-"), absent=json.dumps(absent)),
        "places.csv": _table(
            place_columns(LABELS["community"]), [{"id": place, "owner_at_start": "rival_one"} for place in PLACE_IDS]
        ),
        "edges.csv": _table(EDGES, [dict(zip(EDGES, PLACE_IDS, strict=False))]),
        "reach.csv": _table(REACH, [{"place": place, "rival": "rival_one"} for place in PLACE_IDS]),
        "parameters.toml": "\n".join(_parameters(mechanisms, carried)),
        "initial.toml": "\n".join(_initial(mechanisms)),
        "drivers.toml": "\n".join(_driver(driver, about) for driver, about in drivers.items()),
        **{f"drivers/{driver}.csv": _driver_table(about[1]) for driver, about in drivers.items()},
        "targets.toml": TARGETS,
        "figures/area.csv": _table(FIGURES, [{"unit": "km2"}]),
        "outcomes.csv": _table(OUTCOMES, []),
        "references.bib": REFERENCES + (f"\n{carried.reference()}" if carried else ""),
        "README.md": README.format(name=name, mark=MARK),
    }


def _table(header: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    free = {"low": "", "high": "", "locator": "", "confidence": "", "note": "", "circular_for": ""}
    lines = [",".join(header)] + [",".join((free | row).get(column, MARK) for column in header) for row in rows]
    return "\n".join(lines) + "\n"


def _parameters(mechanisms: Mechanisms, carried: Carried | None) -> Iterator[str]:
    yield "# The mechanisms of the case and the priors of their parameters. Remove the table of one you do without.\n"
    for name, mechanism in sorted(mechanisms.items()):
        claims = ", ".join(mechanism.claims)
        summary = (mechanism.__doc__ or "").strip().splitlines()[0]
        yield f"# {summary}\n[{name}]\nclaim = {json.dumps(claims)}\n"
        for parameter, spec in mechanism.parameters().items():
            yield _parameter(f"{name}.{parameter}", spec, carried)


def _parameter(key: str, spec: ParameterSpec, carried: Carried | None) -> str:
    title = f"# {' '.join(spec.doc.split())}\n[{key}]\nunit = {json.dumps(spec.unit)}\n"
    labels = LABELS[spec.dims[0]] if spec.dims and spec.dims != ("place",) else ()
    if carried and (text := carried.text(key, labels)) is not None:
        return title + text
    head = title + EVIDENCE
    if spec.dims == ("place",):
        return head + f"prior = {PRIOR[:-2]}, iid = true }}\n"
    if spec.dims:
        return head + f"\n[{key}.prior]\n" + "".join(f"{label} = {PRIOR}\n" for label in LABELS[spec.dims[0]])
    return head + f"prior = {PRIOR}\n"


def _initial(mechanisms: Mechanisms) -> Iterator[str]:
    yield "# How the stocks start. People, holders and owners come from places.csv; ledgers start at zero.\n"
    stocks = {stock.name: stock for mechanism in mechanisms.values() for stock in mechanism.stocks}
    for name, stock in sorted(stocks.items()):
        if name not in FROM_PLACES and not stock.starts_at_zero:
            doc, spread = " ".join(stock.doc.split()), ", ".join(_spread(stock))
            head = f"# {doc}\n[{name}]\nunit = {json.dumps(stock.unit)}\nvalue = {GAP}\n"
            yield f"{head}spread = {{ {spread} }}\n{EVIDENCE}"


def _spread(stock: Stock) -> Iterator[str]:
    for dim in stock.dims:
        if dim == "place":
            yield f'place = "{"population" if stock.counted else "each"}"'
        elif len(LABELS[dim]) == 1:
            yield f"{dim} = {{ {LABELS[dim][0]} = 1.0 }}"
        else:
            yield f"{dim} = {{ {', '.join(f'{label} = {GAP}' for label in LABELS[dim])} }}"


def _drivers(mechanisms: Mechanisms, absent: tuple[str, ...]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Unit and dimensions of what mechanisms read and nothing else provides; as in a shipped case where one knows."""
    marks = [mark for mechanism in mechanisms.values() for mark in mechanism.marks()]
    given = {"step", *ATTRIBUTES, *map(kind_name, LABELS["kind"])} | {
        mark.name for mark in marks if isinstance(mark, Derived)
    }
    given |= {*neutral_of(absent, "absent")} | {
        stock.name for mechanism in mechanisms.values() for stock in mechanism.stocks
    }
    files = sorted(SHIPPED.glob("*/drivers.toml"))
    known = {name: about for file in files for name, about in tomllib.loads(file.read_text("utf-8")).items()}
    found = {}
    for name in sorted({read for mark in marks for read in mark.reads} - given):
        about = known.get(name, {"unit": MARK, "dims": []})
        found[name] = (str(about["unit"]), tuple(about["dims"]))
    return found


def _driver(name: str, about: tuple[str, tuple[str, ...]]) -> str:
    unit, dims = about
    return (
        f"[{name}]\nunit = {json.dumps(unit)}\ndims = {json.dumps(dims)}\n"
        f'file = "drivers/{name}.csv"\ninterpolation = "step"\nbefore = {GAP}\nrule = {{ kind = "last" }}\n{EVIDENCE}'
    )


def _driver_table(dims: tuple[str, ...]) -> str:
    rows = [{dims[0]: label} for label in LABELS[dims[0]]] if dims else [{}]
    return _table(("date", *dims, *DRIVER_TAIL), rows)

"""What the report needs to know of a case and of a run, as plain frozen records; `reading` fills them.

Assumes dates are days and that every observed figure belongs to the month of its date. No array lives here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Day


@dataclass(frozen=True)
class Figure:
    """One observed figure: value with its low and high end (in `unit`), where it stands and when it was published."""

    series: str
    date: Day
    value: float
    low: float
    high: float
    unit: str
    basis: str
    source: str
    locator: str
    known_from: Day
    confidence: str = ""
    circular_for: str = ""

    @property
    def month(self) -> str:
        """The month the figure is compared with, 'YYYY-MM'."""
        return f"{self.date.year:04d}-{self.date.month:02d}"


@dataclass(frozen=True)
class Target:
    """A simulated series, kept in a run under `name`, and the observed series that are the dots beside it."""

    name: str
    title: str
    unit: str
    series: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Place:
    """A place on the map; population in persons, degrees north and east."""

    id: str
    name: str
    country: str
    lat: float
    lon: float
    population: float


@dataclass(frozen=True)
class ParameterRow:
    """One number with a prior; quantiles are the 5th, 50th and 95th percentile, label is one entry of a dimension.

    learned: what the posterior shipped with the case says of it; empty where none is. posterior: its quantiles there.
    """

    mechanism: str
    name: str
    label: str
    unit: str
    meaning: str
    prior: str
    quantiles: tuple[float, float, float]
    basis: str
    source: str
    locator: str
    known_from: str
    note: str
    learned: str = ""
    posterior: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class MechanismRow:
    """A mechanism of the model: its first sentence, what it assumes, and the claims it stands for."""

    name: str
    summary: str
    assumes: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """An entry of the bibliography, flattened to text; `url` is shown as a link and never loaded, `who` wrote it."""

    key: str
    text: str
    url: str = ""
    who: str = ""


@dataclass(frozen=True)
class Facts:
    """A case as the page shows it."""

    name: str
    title: str
    summary: str
    movement: str
    information_cut: Day
    hash: str
    targets: tuple[Target, ...]
    figures: tuple[Figure, ...]
    places: tuple[Place, ...]
    edges: tuple[tuple[str, str], ...]
    parameters: tuple[ParameterRow, ...]
    mechanisms: tuple[MechanismRow, ...]
    references: tuple[Reference, ...]
    claims: Mapping[str, str] = field(default_factory=dict)
    endings: tuple[str, ...] = ()

    def dots(self, target: Target) -> tuple[Figure, ...]:
        """The observed figures beside a target, in time order."""
        found = [figure for figure in self.figures if figure.series in target.series]
        return tuple(sorted(found, key=lambda figure: (figure.date, figure.series, figure.value)))

    def authors(self) -> dict[str, str]:
        """Who wrote what, by the key of the bibliography."""
        return {entry.key: entry.who for entry in self.references if entry.who}

"""What people write about a case, file by file; frozen, unknown keys refused, every number with its evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from polemos.cases.fields import (
    Amount,
    Basis,
    Day,
    MaybeNumber,
    Month,
    Name,
    Names,
    Number,
    Share,
    Strict,
    Text,
    as_tuple,
    check_range,
    cite_keys,
    matching,
    refuse,
)
from polemos.cases.priors import PriorOrLabels

Role = Literal["movement", "rival", "fire"]
Holder = Literal["nobody", "movement", "rival"]
LabelledDim = Literal["kind", "country", "community", "rival"]
FILE_RULE = "must be a table in the case's folder drivers/, like drivers/name.csv"
HEADER_RULE = "must be a name of small letters, digits and hyphens that begins with a letter"
Whole = Annotated[int, Field(ge=1)]


class Header(Strict):
    """`[case]`: what it is, its span, its clock, what was known, and the community that the movement draws on.

    `absent` names mechanisms that play no part in this case: what they would derive stands at its neutral value.
    """

    name: Annotated[str, matching(r"[a-z][a-z0-9-]{0,62}", HEADER_RULE, "rename it")]
    title: Text
    summary: Text
    start: Month
    end: Month
    steps_per_month: Annotated[int, Field(le=100)]
    information_cut: Day
    places_resolution: Literal["place", "admin1"]
    constituency: Name
    absent: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] = ()


class Dims(Strict):
    """`[dims]`: the labels that the case chooses; places and rivals come from their own tables."""

    kind: Names
    country: Names
    community: Names


class Actor(Strict):
    """`[[actors]]`: exactly one movement; rivals hold ground; fire only strikes."""

    id: Name
    name: Text
    role: Role


class CaseFile(Strict):
    """`case.toml`."""

    case: Header
    dims: Dims
    actors: Annotated[tuple[Actor, ...], BeforeValidator(as_tuple)]


class RowEvidence(Strict):
    """Where the numbers of a table's row come from; several reference keys have semicolons between."""

    basis: Basis
    source: Text

    @property
    def cites(self) -> tuple[str, ...]:
        """The reference keys."""
        return cite_keys(self.source)


class DatedEvidence(RowEvidence):
    """Evidence with the day on which the figure was published."""

    locator: str
    known_from: Day
    confidence: str


class Place(DatedEvidence):
    """A row of `places.csv`: land and people, who holds it, whose troops stand there.

    `communities` are the shares of the people by community, in the order of `case.toml`.
    """

    id: Name
    name: Text
    country: Name
    adm1: Text
    lat: Annotated[Number, Field(ge=-90, le=90)]
    lon: Annotated[Number, Field(ge=-180, le=180)]
    population: Amount
    town_population: Amount
    area_settled: Amount
    area_desert: Amount
    built_up: Amount
    communities: dict[str, Share]
    holder_at_start: Holder
    owner_at_start: Name
    presence_at_start: Amount
    note: str


class Edge(RowEvidence):
    """A row of `edges.csv`: two places between which people travel, km apart by road."""

    a: Name
    b: Name
    km: Annotated[Number, Field(gt=0)]


class Reach(RowEvidence):
    """A row of `reach.csv`: how far a rival's ground troops can operate in a place."""

    place: Name
    rival: Name
    reach: Share


class DriverRow(DatedEvidence):
    """A row of a driver's table, one value for a month (and a label)."""

    date: Day
    label: str
    value: Number
    low: MaybeNumber
    high: MaybeNumber

    @model_validator(mode="after")
    def is_ordered(self) -> DriverRow:
        """low <= value <= high where they are given."""
        check_range(self.value, self.low, self.high)
        return self


class Source(Strict):
    """A key of references.bib and the place in the source."""

    cite: Text
    locator: str = ""

    @property
    def cites(self) -> tuple[str, ...]:
        """The reference keys."""
        return cite_keys(self.cite)


class Evidence(Strict):
    """Why a number in a TOML table is what it is."""

    basis: Basis
    source: Source
    known_from: Day
    note: str = ""


class ParameterEntry(Evidence):
    """`[Mechanism.parameter]`: a prior (one for each label where it has a dimension)."""

    unit: Text
    prior: PriorOrLabels
    prior_before: PriorOrLabels | None = None


class MechanismEntry(Strict):
    """`[Mechanism]`: its class when it stands outside polemos, the claim, its parameters."""

    class_path: Annotated[str, Field(alias="class")] = ""
    claim: str = ""
    parameters: dict[Name, ParameterEntry]


class Spread(Strict):
    """How a stock's total is shared out: over places by a column (or 'each': every place has the total), over labels.

    `owner` shares a stock of places between the rivals whose troops are there, then by the column within each.
    """

    place: Literal["population", "area_settled", "area_desert", "built_up", "presence_at_start", "each"] | None = None
    owner: dict[Name, Share] | None = None
    kind: dict[Name, Share] | None = None
    country: dict[Name, Share] | None = None
    community: dict[Name, Share] | None = None
    rival: dict[Name, Share] | None = None


class InitialEntry(Evidence):
    """`[stock]` of `initial.toml`: a fixed value or a prior, and its spread."""

    unit: Text
    value: Annotated[float, Field(ge=0)] | None = None
    prior: PriorOrLabels | None = None
    prior_before: PriorOrLabels | None = None
    spread: Spread = Spread()

    @model_validator(mode="after")
    def has_one_amount(self) -> InitialEntry:
        """Either a value or a prior, for the whole stock."""
        if (self.value is None) == (self.prior is None):
            stands = "neither" if self.value is None else "both"
            raise refuse("needs either a value or a prior, and not both", "give one of the two", stands)
        if isinstance(self.prior, dict) or (self.prior is not None and self.prior.iid):
            raise refuse("the prior of an initial stock is one prior for its total", "share it out with spread", "more")
        return self


class Rule(Strict):
    """What a driver does after its observed path ends."""

    kind: Literal["last", "mean", "decay", "zero"]
    months: Whole = 12
    half_life: Annotated[float, Field(gt=0)] = 6.0


class DriverEntry(Strict):
    """`[driver]` of `drivers.toml`: an act from outside, month by month, in its own table.

    each_place: the one path holds at every place, and a scenario may change it at named places.
    """

    unit: Text
    dims: Annotated[tuple[LabelledDim, ...], Field(max_length=1), BeforeValidator(as_tuple)]
    each_place: bool = False
    file: Annotated[str, matching(r"drivers/[a-z][a-z0-9_]*\.csv", FILE_RULE, "move the file there")]
    interpolation: Literal["step", "linear"]
    before: float
    rule: Rule
    basis: Basis
    source: Source
    known_from: Day | None = None
    note: str = ""

    @model_validator(mode="after")
    def has_one_path_for_all_places(self) -> DriverEntry:
        """No path of its own for a place: that would tell the model the course of the war."""
        if self.each_place and self.dims:
            raise refuse(
                "a driver of each place has one path for all places", "remove dims or each_place", ", ".join(self.dims)
            )
        return self


class Reference(Strict):
    """An entry of references.bib."""

    kind: str
    fields: dict[str, str]


class Case(Strict):
    """A case as written, checked against itself; nothing in it depends on the mechanisms' code."""

    folder: Path
    header: Header
    dims: Dims
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    edges: tuple[Edge, ...]
    reach: tuple[Reach, ...]
    mechanisms: dict[str, MechanismEntry]
    initial: dict[str, InitialEntry]
    drivers: dict[str, DriverEntry]
    driver_rows: dict[str, tuple[DriverRow, ...]]
    references: dict[str, Reference]

    @property
    def rivals(self) -> tuple[str, ...]:
        """The ids of the rivals in the order of the file."""
        return tuple(actor.id for actor in self.actors if actor.role == "rival")

    def labels(self, dim: str) -> tuple[str, ...]:
        """The labels of a dimension; places are sorted by id, so that the order of rows changes nothing."""
        if dim == "place":
            return tuple(sorted(place.id for place in self.places))
        if dim == "rival":
            return self.rivals
        chosen: tuple[str, ...] = getattr(self.dims, dim)
        return chosen

"""`claims.toml`: the claims under test, how each is tried, and the figures laid beside it.

Shapes no history: neither `resolve` nor `build` reads it. A claim's own source, and any source marked as circular for
it, may not judge it; such a figure is refused where it is brought.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from polemos.cases.citations import check_cites
from polemos.cases.fields import Basis, Day, MaybeDay, Name, Strict, Text, as_tuple, matching, refuse
from polemos.cases.files import read_toml, shown
from polemos.cases.header import check_once, known_keys
from polemos.cases.problems import Problems, translate
from polemos.cases.schema import Case, Source, Whole

ID_RULE = "must be a letter and a number, like M09 or P7a"
Id = Annotated[str, matching(r"[A-Z][0-9]{1,2}[a-z]?", ID_RULE, "write it like M09")]
Texts = Annotated[tuple[Text, ...], BeforeValidator(as_tuple)]
PARAMETER_RULE = "must name a parameter of a mechanism"
ParameterName = Annotated[str, matching(r"[A-Z]\w*\.[a-z]\w*", PARAMETER_RULE, "write it like Class.parameter")]


class Trial(Strict):
    """How a mechanism is tried: multiplying `parameters` by 0 makes its effect absent, by -1 opposite.

    `opposite` false: the opposite has no meaning. `affects` names what the effect shows in.
    """

    parameters: Annotated[tuple[ParameterName, ...], Field(min_length=1), BeforeValidator(as_tuple)]
    opposite: bool


class States(Strict):
    """What a figure says, or the size of a mechanism's effect; without `high` a lower bound, without `low` an upper."""

    low: float | None = None
    high: float | None = None
    unit: Text

    @model_validator(mode="after")
    def is_a_range(self) -> States:
        """At least one end, in order."""
        if self.low is None and self.high is None:
            raise refuse("needs a low or a high end", "add one", "neither")
        if self.range[0] > self.range[1]:
            raise refuse("low must not lie above high", "swap them", f"{self.low}, {self.high}")
        return self

    @property
    def range(self) -> tuple[float, float]:
        """Both ends; an open one is infinite."""
        low = -math.inf if self.low is None else self.low
        return low, math.inf if self.high is None else self.high


class Beside(Strict):
    """A figure laid beside a claim: a series of `figures/` between two days, or a range with its evidence."""

    series: str = ""
    start: MaybeDay = None
    end: MaybeDay = None
    low: float | None = None
    high: float | None = None
    basis: Basis | None = None
    source: Source | None = None
    known_from: Day | None = None
    circular_for: Annotated[tuple[Id, ...], BeforeValidator(as_tuple)] = ()
    note: str = ""

    @model_validator(mode="after")
    def is_one_of_two(self) -> Beside:
        """Either a series, or a range with basis, source and known_from."""
        own = (self.low, self.high, self.basis, self.source, self.known_from)
        if self.series and any(value is not None for value in own):
            raise refuse("is either a series or a range of its own, not both", "remove one", self.series)
        if not self.series and any(value is None for value in own):
            raise refuse("needs a series, or low, high, basis, source and known_from", "complete it", "neither")
        return self

    def covers(self, day: date) -> bool:
        """Whether a day lies between the two days."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Claim(Strict):
    """An entry of `claims.toml`: a claim of the text under test, in our words, and what is known of it.

    `shows` says what would show it, `ours` which parts are our addition, `known` what speaks for or against it; a
    forecast has a question and, once known, its outcome and whether it came true. `expression`, `direction` and
    `threshold` say it in numbers: the expression over a run's series lies above (or below) the threshold; for a
    mechanism, what the mechanism adds to the expression does, or lies in the range that it `states`. `needs` names
    series that a trial cannot do without.
    """

    id: Id
    paragraph: Whole | None = None
    paragraphs: Annotated[tuple[Whole, ...], BeforeValidator(as_tuple)] = ()
    kind: Literal["figure", "mechanism", "forecast"]
    title: Text
    text: Text
    source: Source | None = None
    circular_for: Annotated[tuple[Id, ...], BeforeValidator(as_tuple)] = ()
    shows: str = ""
    ours: Texts = ()
    known: str = ""
    question: str = ""
    outcome: str = ""
    came_true: Literal["yes", "in part", "no", "not observed"] | None = None
    trial: Trial | None = None
    at_most: Literal["refined"] | None = None
    needs: Annotated[tuple[Name, ...], BeforeValidator(as_tuple)] = ()
    states: States | None = None
    beside: Annotated[tuple[Beside, ...], BeforeValidator(as_tuple)] = ()
    expression: str = ""
    direction: Literal["above", "below"] | None = None
    threshold: float | None = None

    @model_validator(mode="after")
    def is_whole(self) -> Claim:
        """Each kind has what belongs to it, and an expression its direction and threshold."""
        bounded = self.direction is not None and self.threshold is not None
        ranged = self.kind == "mechanism" and self.states is not None
        if self.expression and not bounded and not ranged:
            raise refuse("an expression needs a direction and a threshold", "add both", self.expression)
        if ranged and (not self.expression or self.direction is not None or self.threshold is not None):
            rule = "what a mechanism states is the range of its expression, without direction and threshold"
            raise refuse(rule, "add an expression, and remove these", self.id)
        if not self.expression and (self.direction is not None or self.threshold is not None):
            raise refuse("a direction and a threshold need an expression", "add one", self.id)
        if self.trial is not None and self.kind != "mechanism":
            raise refuse("only a mechanism is tried", "remove trial", self.kind)
        if (self.states is not None and self.kind == "forecast") or (self.beside and self.kind != "figure"):
            raise refuse("only a figure has states and beside, a mechanism states", "remove them", self.kind)
        if self.came_true is not None and self.kind != "forecast":
            raise refuse("only a forecast comes true", "remove came_true", self.kind)
        return self

    @property
    def effect(self) -> tuple[float, float] | None:
        """The range in which a mechanism says that what it adds to its expression lies; None where it says none."""
        if self.kind != "mechanism" or not self.expression:
            return None
        if self.states is not None:
            return self.states.range
        assert self.threshold is not None, "an expression has a threshold"
        return (self.threshold, math.inf) if self.direction == "above" else (-math.inf, self.threshold)


class ClaimFile(Strict):
    """`claims.toml`."""

    claims: Annotated[tuple[Claim, ...], BeforeValidator(as_tuple)]


def load_claims(case: Case) -> tuple[Claim, ...]:
    """The claims under test; a case without `claims.toml` has none."""
    problems = Problems()
    claims = read_claims(case, problems)
    problems.raise_first()
    return claims


def read_claims(case: Case, problems: Problems) -> tuple[Claim, ...]:
    """The claims, as a list of tables named `claims`."""
    path = case.folder / "claims.toml"
    if not path.exists():
        return ()
    with problems.collecting():
        raw = read_toml(path)
        try:
            claims = ClaimFile.model_validate(raw).claims
        except ValidationError as error:
            problems.extend(translate(error, raw, shown(path), known_keys(ClaimFile, Claim, Trial, States, Beside)))
            return ()
        check_once((claim.id for claim in claims), f"{shown(path)}, claims", "the claim's id")
        for number, claim in enumerate(claims, start=1):
            for where, source in _sources(claim, f"{shown(path)}, claims.{number}"):
                check_cites(where, source.cites, case.references, problems)
        return claims
    return ()


def _sources(claim: Claim, where: str) -> list[tuple[str, Any]]:
    found = [(f"{where}.beside.{n}.source.cite", b.source) for n, b in enumerate(claim.beside, start=1)]
    return [pair for pair in [(f"{where}.source.cite", claim.source), *found] if pair[1] is not None]

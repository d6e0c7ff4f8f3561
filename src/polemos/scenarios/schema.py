"""What stands in a scenario file: acts from outside, and mechanisms whose effect is switched off.

Assumes that whoever writes one asks what policy or protection would have changed. The movement's side has no levers:
its parameters are no targets here, and may only be switched off by the claim they carry.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from polemos.cases.fields import Month, Strict, Text, as_tuple, refuse
from polemos.core.calendar import month_number

How = Literal["set", "scale", "add", "clamp", "hold", "shift"]
Identification = Literal["identified", "partly identified", "not identified"]
TAKES: dict[str, tuple[str, ...]] = {
    "set": ("value",),
    "scale": ("value",),
    "add": ("value",),
    "clamp": ("low", "high"),
    "hold": (),
    "shift": ("by",),
}
MONTHS_OF_SHIFT = 120


class When(Strict):
    """Only while the sum of a stock or derived quantity lies above (or below) a level."""

    quantity: Text
    above: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def has_one_level(self) -> When:
        """Either above or below."""
        if (self.above is None) == (self.below is None):
            raise refuse("a condition has either 'above' or 'below'", "give one of the two", self.quantity)
        return self


class Act(Strict):
    """One change of one driver from the month `start` to the month `end`, both inside (else the run's ends).

    set: to `value`; scale: times `value`; add: plus `value`; clamp: into `low` to `high`; hold: as in the month before
    `start`; shift: what was done comes `by` months later (negative: earlier).
    """

    target: Text
    how: How
    value: float | None = None
    low: float | None = None
    high: float | None = None
    by: Annotated[int, Field(ge=-MONTHS_OF_SHIFT, le=MONTHS_OF_SHIFT)] | None = None
    unit: str = ""
    start: Month | None = None
    end: Month | None = None
    label: str = ""
    when: When | None = None
    note: str = ""

    @model_validator(mode="after")
    def is_whole(self) -> Act:
        """It has what its kind takes and nothing else, and its interval is not empty."""
        for key in ("value", "low", "high", "by"):
            given, due = getattr(self, key) is not None, key in TAKES[self.how]
            if given != due:
                rule = f"'{self.how}' {'needs' if due else 'takes no'} {key}"
                raise refuse(rule, f"{'add' if due else 'remove'} {key}", self.target)
        if self.low is not None and self.high is not None and self.low > self.high:
            raise refuse("the interval is empty: low lies above high", "swap them", f"{self.low:g} to {self.high:g}")
        if self.start and self.end and month_number(self.end) < month_number(self.start):
            raise refuse("the interval is empty: it ends before it starts", "swap them", f"{self.start} to {self.end}")
        if self.how == "hold" and self.start is None:
            raise refuse("'hold' needs a start: it keeps the value of the month before", "add start", self.target)
        if self.when is not None and self.how in ("hold", "shift"):
            raise refuse(f"'{self.how}' cannot wait for a condition", "remove when", self.target)
        return self


class ScenarioFile(Strict):
    """A scenario: what is asked, what is changed, and how far the data could tell its effect."""

    title: Text
    question: Text
    identification: Identification
    because: Text
    off: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] = ()
    acts: Annotated[tuple[Act, ...], BeforeValidator(as_tuple)] = ()

    @model_validator(mode="after")
    def changes_something(self) -> ScenarioFile:
        """At least one act or one mechanism off."""
        if not self.acts and not self.off:
            raise refuse("changes nothing", "add [[acts]], or off = [...]", self.title)
        return self

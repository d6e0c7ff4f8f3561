"""The kinds of value that stand in a case: names, months, days, numbers from a table, keys of references.

Dates are strict: a day is YYYY-MM-DD; where a source gives less, YYYY-MM or YYYY stands for the last day of it
(nothing counts as known before its period is over).
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

NAME_RULE = "must be a name of small letters, digits and underscores that begins with a letter"


class Strict(BaseModel):
    """Frozen, no unknown keys, no silent conversion, no NaN or infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def refuse(rule: str, fix: str, value: str | None = None) -> PydanticCustomError:
    """A broken rule in our own words; `value` where the whole entry would say too much."""
    return PydanticCustomError("rule", "{rule}", {"rule": rule, "fix": fix, "value": value})


def matching(pattern: str, rule: str, fix: str) -> BeforeValidator:
    """A check that a text matches a pattern as a whole."""

    def _check(value: Any) -> Any:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise refuse(rule, fix)
        return value

    return BeforeValidator(_check)


def as_tuple(value: Any) -> Any:
    """TOML's lists as tuples."""
    return tuple(value) if isinstance(value, list) else value


def _number(value: Any) -> Any:
    if isinstance(value, str):
        if not NUMBER.fullmatch(value):
            raise refuse("must be a finite number", "write digits with a point, no separators, no spaces")
        return float(value)
    return value


def _empty(value: Any) -> Any:
    return None if value == "" else value


def last_day(text: str) -> date:
    """The last day of a period written YYYY, YYYY-MM or YYYY-MM-DD; ValueError if it is none."""
    found = PARTIAL_DATE.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month = int(found[1]), int(found[2] or 12)
    if found[3]:
        return date(year, month, int(found[3]))
    if not 1 <= month <= 12 or year < 1:
        raise ValueError(text)
    return date(year, month, calendar.monthrange(year, month)[1])


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return last_day(value)
        except ValueError:
            raise refuse("must be a date that exists", "write it like 2017-02-01, 2017-02 or 2017") from None
    if isinstance(value, datetime):
        raise refuse("must be a date without a time", "write it like 2017-02-01")
    return value


def check_range(value: float, low: float | None, high: float | None) -> None:
    """Refuse a value outside its own range."""
    if (low is not None and low > value) or (high is not None and high < value):
        stands = f"low {low}, value {value}, high {high}"
        raise refuse("low, value and high must stand in this order", "correct the one that is wrong", stands)


def cite_keys(text: str) -> tuple[str, ...]:
    """The reference keys in a source: one, or several with semicolons between."""
    return tuple(key.strip() for key in text.split(";"))


Name = Annotated[str, matching(r"[a-z][a-z0-9_]{0,62}", NAME_RULE, "rename it")]
Text = Annotated[str, Field(min_length=1)]
Number = Annotated[float, BeforeValidator(_number)]
MaybeNumber = Annotated[float | None, BeforeValidator(_number), BeforeValidator(_empty)]
Share = Annotated[float, Field(ge=0, le=1), BeforeValidator(_number)]
Amount = Annotated[float, Field(ge=0), BeforeValidator(_number)]
Day = Annotated[date, BeforeValidator(_day)]
MaybeDay = Annotated[date | None, BeforeValidator(_day), BeforeValidator(_empty)]
Month = Annotated[
    str, matching(r"(19|20)\d{2}-(0[1-9]|1[0-2])", "must be a month that exists", "write it like 2014-06")
]
Basis = Literal["read", "derived", "recalled", "elicited"]
Names = Annotated[tuple[Name, ...], Field(min_length=1), BeforeValidator(as_tuple)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1), BeforeValidator(as_tuple)]

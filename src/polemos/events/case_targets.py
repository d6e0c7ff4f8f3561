"""The declaration of a case's observed panel: `event_targets.toml`, a table per target, read and checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from polemos.core.errors import InputError

MODELS: dict[str, set[str]] = {
    "reporting_error": {"kind"},
    "source_bias": {"name"},
    "missing_months": {"sums"},
    "counting_noise": {"size"},
    "reporting_delay": {"name"},
    "date_error": set(),
}
EVENT_KEYS = {"sources", "by", "types", "actors", "without", "countries", "summary_events"}
KEYS = {"title", "unit", "series", "events", "outcomes", "observation", "span", "note", "role", "counts"}


@dataclass(frozen=True)
class CaseTarget:
    """One target: the figures and events that observe it, how they err, and the months [first, last] that count.

    `counts`: each row of its series is one event, whatever its value. `role` is target or driver.
    """

    name: str
    title: str
    unit: str
    span: tuple[str, str]
    observation: tuple[dict[str, Any], ...]
    series: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    events: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    role: str = "target"
    counts: bool = False

    def covers(self, period: str) -> bool:
        """Whether a day, month or year lies within the span."""
        return self.span[0][: len(period)] <= period[:7] <= self.span[1]


def read_case_targets(folder: Path) -> tuple[CaseTarget, ...]:
    """The targets of a case folder, in the order of the file; refuses what it does not know."""
    path = folder / "event_targets.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(str(path), "no readable table of targets", value=str(error)) from error
    return tuple(_target(f"{path}, table [{name}]", name, entry) for name, entry in tables.items())


def _target(where: str, name: str, entry: dict[str, Any]) -> CaseTarget:
    for key in set(entry) - KEYS:
        raise InputError(f"{where}, key {key}", f"a target knows {', '.join(sorted(KEYS))}")
    for key in ("title", "unit", "span", "observation"):
        if key not in entry:
            raise InputError(where, f"a target has the key {key}")
    if not any(entry.get(key) for key in ("series", "events", "outcomes")):
        raise InputError(where, "a target is observed by series, events or outcomes")
    for model in entry["observation"]:
        _check_model(where, model)
    _check_events(where, entry.get("events", {}))
    lists: dict[str, Any] = {
        key: tuple(entry[key]) for key in ("series", "outcomes", "observation", "span") if key in entry
    }
    return CaseTarget(name=name, **{**entry, **lists})


def _check_model(where: str, model: dict[str, Any]) -> None:
    name = model.get("model", "")
    if name not in MODELS:
        raise InputError(f"{where}, observation", f"models are {', '.join(MODELS)}", value=name)
    for key in set(model) - {"model"} - MODELS[name]:
        raise InputError(f"{where}, observation {name}, key {key}", "the model has no such setting")


def _check_events(where: str, events: dict[str, Any]) -> None:
    for key in set(events) - EVENT_KEYS:
        raise InputError(f"{where}, events, key {key}", f"a count knows {', '.join(sorted(EVENT_KEYS))}")
    if events and not {"sources", "by", "types"} <= set(events):
        raise InputError(f"{where}, events", "a count says its sources, by (month or year) and types")

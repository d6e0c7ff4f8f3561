"""Actor names of a source as the actors of a case: a table with the columns name and actor, one row per name."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from polemos.core.errors import InputError


@dataclass(frozen=True)
class ActorNames:
    """The actor that each name stands for; a name that is not listed stays as it is."""

    actors: dict[str, str] = field(default_factory=dict)
    origin: str = ""

    def table(self) -> pa.Table:
        """The names as an Arrow table."""
        names, actors = list(self.actors), list(self.actors.values())
        return pa.table({"name": pa.array(names, pa.string()), "actor": pa.array(actors, pa.string())})

    def rename_sql(self) -> str:
        """SQL over the views `raw` and `renaming`: the events with the sides under the case's names."""
        if not self.actors:
            return "SELECT * FROM raw"
        return """SELECT raw.* REPLACE (coalesce(a.actor, raw.side_a) AS side_a,
                                        coalesce(b.actor, raw.side_b) AS side_b)
                  FROM raw LEFT JOIN renaming a ON raw.side_a = a.name LEFT JOIN renaming b ON raw.side_b = b.name"""


def read_actor_names(path: Path) -> ActorNames:
    """Read a table of actor names; refuses a name listed twice and a row without an actor."""
    if not path.is_file():
        raise InputError(str(path), "the case has no table of actor names", fix="add event_actors.csv: name,actor")
    actors: dict[str, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if not {"name", "actor"} <= set(reader.fieldnames or ()):
            raise InputError(f"{path}, line 1", "the header has the columns name and actor")
        for number, row in enumerate(reader, start=2):
            name, actor = (row["name"] or "").strip(), (row["actor"] or "").strip()
            if not name or not actor:
                raise InputError(f"{path}, line {number}", "a row gives a name and an actor")
            if name in actors:
                raise InputError(f"{path}, line {number}, column name", "a name is listed once", value=name)
            actors[name] = actor
    return ActorNames(actors, path.name)

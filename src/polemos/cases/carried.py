"""Priors carried over from another case, as text of a fresh one.

Assumes that a mechanism's parameters mean the same in both. A prior that differs between rivals is carried over as the
first rival's. Which mechanisms play no part is taken too, and nothing else: no place, no start, no driver, no figure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from polemos.cases.priors import Prior
from polemos.cases.schema import Case, ParameterEntry

KEY = "carried_over"


@dataclass(frozen=True)
class Carried:
    """A case whose mechanisms and priors a fresh case begins with."""

    case: Case

    @property
    def absent(self) -> tuple[str, ...]:
        """The mechanisms that play no part in either case."""
        return self.case.header.absent

    def entry(self, key: str) -> ParameterEntry | None:
        """The other case's entry for 'Class.parameter'."""
        mechanism, parameter = key.split(".")
        return self.case.mechanisms[mechanism].parameters.get(parameter)

    def text(self, key: str, labels: tuple[str, ...]) -> str | None:
        """The table of a parameter without its unit; `labels` are those of its dimension, if it has one."""
        entry = self.entry(key)
        if entry is None:
            return None
        locator = json.dumps(f"{key}: {entry.basis} there, carried over")
        lines = ['basis = "elicited"', f'source = {{ cite = "{KEY}", locator = {locator} }}']
        lines.append(f"known_from = {entry.known_from}")
        for name in ("prior", "prior_before"):
            value = getattr(entry, name)
            if value is None:
                continue
            one = next(iter(value.values())) if isinstance(value, dict) else value
            lines += [_inline(f"{name}.{label}" if label else name, one) for label in labels or ("",)]
        return "\n".join(lines) + "\n"

    def reference(self) -> str:
        """The entry of references.bib that says where the priors come from."""
        name = self.case.header.name
        fields = {
            "author": f"{{The authors of the case {name}}}",
            "title": f"Priors of the case {name}",
            "year": str(self.case.header.information_cut.year),
            "note": "Each stands there with its own source. Assumes that the same equations hold alike here.",
        }
        return f"@misc{{{KEY},\n" + ",\n".join(f"  {k} = {{{v}}}" for k, v in fields.items()) + "\n}\n"


def _inline(name: str, prior: Prior) -> str:
    values = prior.model_dump(exclude_defaults=True)
    return f"{name} = {{ {', '.join(f'{key} = {json.dumps(value)}' for key, value in values.items())} }}"

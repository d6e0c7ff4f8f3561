"""Everything a calibration needs of a case at an origin: its model to the origin's month, its coordinates, its design.

Assumes the case as it stood on that day: rows of figures and drivers published by then, priors that rest on nothing
later. What was published afterwards is not carried any further from here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from polemos.calibration.design import Design
from polemos.calibration.latent import Latent, latent_of
from polemos.cases.build import build
from polemos.cases.origin import at_origin, rests_on_later
from polemos.cases.panel import observed_panel
from polemos.cases.resolve import resolve
from polemos.cases.resolved import ResolvedCase
from polemos.cases.schema import Case
from polemos.cases.targets import asked_for
from polemos.core.errors import UsageError
from polemos.core.model import Model
from polemos.ensemble.manifest import code_hash
from polemos.observation.choice import choose
from polemos.observation.registry import all_quantities


@dataclass(frozen=True)
class Setup:
    """A case at an origin. `late`: priors that rest on figures after the origin and have no earlier form."""

    resolved: ResolvedCase
    origin: date
    model: Model
    latent: Latent
    design: Design
    late: tuple[str, ...]

    @property
    def hash(self) -> str:
        """sha256 of what decides a simulated history and what it is compared with."""
        code = code_hash(self.model.mechanisms)
        text = "\n".join([self.resolved.canonical, str(self.origin), repr(self.design.panel), code])
        return hashlib.sha256(text.encode()).hexdigest()


def set_up(case: Case, origin: date, targets: Sequence[str] = ()) -> Setup:
    """The case as it stood at the origin, with the targets named (all of them without names)."""
    known = at_origin(case, origin)
    resolved = resolve(known, origin)
    model = build(resolved)
    quantities, _ = choose(all_quantities(), model, asked_for(case.folder))
    panel = observed_panel(case).until(origin)
    answered = {q.name for q in quantities}
    wanted = _wanted(targets, answered & set(panel.targets))
    panel = replace(panel, rows=tuple(row for row in panel.rows if row.target in wanted))
    asked = tuple(q for q in quantities if q.name in panel.targets)
    if not asked:
        raise UsageError(f"--until {origin}: no figure that the model answers was known by then; choose a later day.")
    design = Design(panel, asked, resolved.months)
    return Setup(resolved, origin, model, latent_of(resolved), design, rests_on_later(case, origin))


def _wanted(targets: Sequence[str], known: set[str]) -> set[str]:
    for name in targets:
        if name not in known:
            raise UsageError(
                f"--targets {name}: is no target with figures by then; choose of {', '.join(sorted(known))}."
            )
    return set(targets) or known

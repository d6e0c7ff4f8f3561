"""The posteriors that go with a case: `posteriors/YYYY-MM-DD.npz` in its folder, one for each information cut.

Assumes that a file belongs to the case only while mechanisms and priors are those it was made with; one that is out of
date is not used, and why is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.contraction import said
from polemos.calibration.latent import Floats
from polemos.calibration.posterior import Posterior, prior_hash, read_posterior
from polemos.cases.origin import at_origin
from polemos.cases.resolve import resolve
from polemos.cases.schema import Case
from polemos.core.errors import UsageError
from polemos.core.seeds import host_uniform

ANEW = 1 << 31


@dataclass(frozen=True)
class Source:
    """Where draws come from: a posterior, or the priors; `about` says so in words."""

    posterior: Posterior | None
    about: str


def shipped(case: Case) -> dict[date, Path]:
    """The posteriors of a case by the day up to which they were learned."""
    files = sorted((case.folder / "posteriors").glob("*.npz"))
    return {date.fromisoformat(file.stem): file for file in files}


def source_at(case: Case, day: date | None = None, exact: bool = False) -> Source:
    """The posterior learned on the latest day up to `day` (else the case's information cut), or why there is none.

    exact: only the one of that very day will do; UsageError without it.
    """
    known = shipped(case)
    wanted = day or case.header.information_cut
    fitting = [learned for learned in known if learned == wanted or (learned < wanted and not exact)]
    if exact and not fitting:
        days = ", ".join(str(learned) for learned in known) or "none"
        raise UsageError(f"--origin {wanted}: no posterior of that day is shipped; there are: {days}.")
    if not fitting:
        return Source(None, "the priors: no posterior is shipped")
    return given(case, known[max(fitting)])


def given(case: Case, path: Path) -> Source:
    """The posterior of a file, if it belongs to the case as it is."""
    posterior = read_posterior(path)
    learned = date.fromisoformat(posterior.about["origin"])
    if posterior.about["priors"] != prior_hash(resolve(at_origin(case, learned), learned)):
        why = f"the posterior in {path.name} was made with other mechanisms or priors"
        return Source(None, f"the priors: {why}; `polemos calibrate` makes it anew")
    return Source(posterior, f"what was known on {learned} (posterior {posterior.hash[:12]})")


def said_of(case: Case) -> dict[str, str]:
    """What the data known at the information cut said of each parameter, by name; empty without a posterior."""
    posterior = source_at(case).posterior
    table = {} if posterior is None else posterior.about.get("contraction", {})
    return {name: said(*values) for name, values in table.items()}


def quantiles_of(case: Case) -> dict[str, tuple[float, float, float]]:
    """5, 50 and 95 % of each parameter in the posterior of the information cut, by name; empty without one."""
    posterior = source_at(case).posterior
    if posterior is None:
        return {}
    low, middle, high = np.quantile(posterior.values.astype(np.float64), (0.05, 0.5, 0.95), axis=0).tolist()
    return dict(zip(posterior.names, zip(low, middle, high, strict=True), strict=True))


def rows_for(posterior: Posterior, draw_ids: NDArray[np.integer[Any]]) -> dict[str, Floats]:
    """Parameters for a run's draws, in the order of the file and round again."""
    return posterior.parameters(np.asarray(draw_ids) % len(posterior))


def luck_for(posterior: Posterior, draw_ids: NDArray[np.integer[Any]], months: int, seed: int = 0) -> NDArray[np.int64]:
    """The luck by month of a run's draws, (draw, month): what each was chosen with, then luck of its own.

    `seed` changes what comes after the months that were learned from, and only that.
    """
    ids = np.asarray(draw_ids)
    known = posterior.luck[ids % len(posterior), :months].astype(np.int64)
    fresh = ANEW + (host_uniform(seed, ids, "after the posterior", 1) * ANEW).astype(np.int64)
    return np.concatenate([known, np.repeat(fresh, months - known.shape[1], axis=1)], axis=1)


def with_luck(posterior: Posterior, draws: int, months: int) -> tuple[dict[str, Floats], NDArray[np.int64]]:
    """Parameters, and their luck by month; a second round of draws goes on in its own way."""
    rows = np.arange(draws)
    return rows_for(posterior, rows), luck_for(posterior, rows, months)

"""From a case at an origin to a posterior with its diagnostics: the whole way, one function.

Assumes `simulate` is an open bank of the case's model up to the origin. Same case, budget and seed: same posterior.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from polemos import __version__
from polemos.calibration.budget import Budget
from polemos.calibration.checking import Check, check
from polemos.calibration.contraction import Contraction
from polemos.calibration.in_sample import InSample, in_sample
from polemos.calibration.posterior import Posterior, prior_hash
from polemos.calibration.stages import Last, Work, first_stage, last_stage
from polemos.observation import misfit


@dataclass(frozen=True)
class Fit:
    """A posterior, the check of the learner, how well it predicts what it learned from, and what the data said."""

    posterior: Posterior
    check: Check
    in_sample: InSample
    contraction: Contraction

    @property
    def failures(self) -> tuple[str, ...]:
        """Every diagnostic that failed, as sentences."""
        return (*self.check.failures, *self.in_sample.failures)


def fit(work: Work, budget: Budget) -> Fit:
    """Calibrate."""
    first = first_stage(work, budget)
    checked = check(first.learner, first.unseen, work.seed)
    last = last_stage(work, budget, first)
    predicted = in_sample(last, work.seed)
    contraction = _contraction(work, last)
    about = {
        **_about(work, budget),
        "check": checked.as_plain(),
        "in_sample": _plain(predicted),
        "contraction": contraction.as_plain(),
        "copies_that_count": [round(count, 2) for count in last.effective],
        "share_of_the_evidence": round(last.share, 4),
        "different_histories": last.different,
    }
    posterior = _posterior(work, last, about)
    return Fit(posterior, checked, predicted, contraction)


def _posterior(work: Work, last: Last, about: dict[str, Any]) -> Posterior:
    return Posterior(
        names=work.setup.latent.names,
        values=work.setup.latent.table(last.sample.z),
        luck=last.luck.astype(np.uint32),
        seed=work.seed,
        misfits=last.summaries.misfits,
        misfit_sd=misfit.log_sd(last.sample.misfit).astype(np.float32),
        about=about,
    )


def _contraction(work: Work, last: Last) -> Contraction:
    """Of all draws."""
    latent = work.setup.latent
    z = latent.within_bounds(last.sample.z)
    return Contraction(latent.names, z.mean(axis=0), z.std(axis=0), np.arange(z.shape[1]) >= len(latent.shared))


def _about(work: Work, budget: Budget) -> dict[str, Any]:
    setup = work.setup
    return {
        "case": setup.resolved.name,
        "origin": str(setup.origin),
        "polemos": __version__,
        "priors": prior_hash(setup.resolved),
        "setup": setup.hash,
        "histories": {k: getattr(budget, k) for k in ("prior", "checks", "draws", "copies")},
        "figures": len(setup.design.panel.rows),
        "places_known_to_be_held": len(setup.design.panel.spells),
        "targets": list(setup.design.panel.targets),
        "priors_resting_on_later_figures": list(setup.late),
    }


def _plain(found: InSample) -> dict[str, Any]:
    covered = {name: round(share, 3) for name, share in found.covered.items()}
    order = None if np.isnan(found.order) else round(found.order, 3)
    return {"overall": round(found.overall, 3), "covered": covered, "order": order, "places": found.places}

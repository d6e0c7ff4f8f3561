"""What a case must have before its mechanisms can be tried; refused before anything is simulated."""

from __future__ import annotations

from polemos.cases.claims import load_claims
from polemos.cases.schema import Case
from polemos.core.errors import InputError
from polemos.scenarios.trial_bank import known_rows, later_rows, whole
from polemos.scenarios.trial_prior import UNSEEN, trial_of


def refuse_untriable(case: Case) -> None:
    """InputError where no claim can be tried, nothing was known at the information cut, or nothing comes after it."""
    setup, cut = whole(case), case.header.information_cut
    if trial_of(load_claims(case), tuple(setup.model.parameters)).ids == (UNSEEN.id,):
        rule = "no claim has a trial of parameters that the case has, so there is nothing to try"
        raise InputError(f"{case.folder}/claims.toml", rule, fix='add trial = { parameters = ["Class.name"] } to one')
    place, fix = f"{case.folder}/case.toml, information_cut", "bring figures to its other side, or move it"
    if not known_rows(setup, cut).any():
        raise InputError(place, "no figure of the targets was known by then", value=str(cut), fix=fix)
    if not len(later_rows(setup, cut)):
        rule = "no figure of the targets is of a month after it, so no mechanism's skill can be judged"
        raise InputError(place, rule, value=str(cut), fix=fix)

"""Mechanisms off by claim or name, values set by hand: names, refusals, and luck that stays as it was."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any

import numpy as np
import pytest

from polemos.cases.changes import Changed, Changes, changed_model
from polemos.cases.claims import load_claims
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.cases.settings import set_draws
from polemos.cases.switches import filed_under, keeps_books
from polemos.core.errors import UsageError
from polemos.ensemble.run import experiment_of
from shipped_model import shipped_model

CASE = load_case("islamic-state")
MECHANISM_CLAIMS = [claim.id for claim in load_claims(CASE) if claim.kind == "mechanism"]
PRESENT = {claim for m in shipped_model().mechanisms for claim in m.claims}


@cache
def resolved() -> Any:
    return resolve(CASE, "2012-01")


def changed(**options: tuple[str, ...]) -> Changed:
    return changed_model(resolved(), Changes(**options))


def refused(**options: tuple[str, ...]) -> str:
    with pytest.raises(UsageError) as error:
        changed(**options)
    return str(error.value)


@pytest.mark.parametrize("claim", MECHANISM_CLAIMS)
def test_every_claim_can_be_switched_off(claim: str) -> None:
    """The model is whole without it: whatever is read is provided. `benchmarks/switch_off.py` also runs each."""
    if claim not in PRESENT:
        assert "neither a claim" in refused(without=(claim,))
        return
    found = changed(without=(claim,))
    filed = {m.__name__ for m in shipped_model().mechanisms if filed_under(resolved(), m) == claim}
    kept = {m.__name__ for m in found.model.mechanisms}
    assert found.without and not kept & set(found.without)
    assert all(keeps_books(m) for m in found.model.mechanisms if m.__name__ in filed)
    assert set(found.model.stocks) == set(shipped_model().stocks)


@pytest.mark.parametrize("mechanism", shipped_model().mechanisms, ids=lambda m: m.__name__)
def test_every_mechanism_can_be_switched_off_or_says_why_not(mechanism: Any) -> None:
    if keeps_books(mechanism):
        assert "which nothing in the model provides" in refused(without=(mechanism.__name__,))
        return
    assert changed(without=(mechanism.__name__,)).without == (mechanism.__name__,)


def test_only_keeps_what_is_named_and_the_books() -> None:
    kept = changed(only=("Narrative", "M13")).model.mechanisms
    assert {"Narrative", "AirPower"} <= {m.__name__ for m in kept}
    assert all(m.__name__ == "Narrative" or "M13" in m.claims or keeps_books(m) for m in kept)


def test_wrong_names_are_refused_with_the_nearest() -> None:
    assert "did you mean Narrative?" in refused(without=("Narative",))
    assert "did you mean M1" in refused(only=("M19",))
    assert "did you mean Exits.calm?" in refused(set=("Exits.clam=1",))
    assert "did you mean iraq?" in refused(set=("weapons[irak]=1",))
    assert "is not NAME=VALUE" in refused(set=("Exits.calm",))
    assert "give one in 1/month" in refused(set=("Exits.calm=lots",))
    assert "is set twice" in refused(set=("Exits.calm=1", "exits.calm=2"))
    assert "nothing that can be set" in refused(without=("Exits",), set=("Exits.calm=1",))


def test_values_are_set_by_class_or_snake_case_and_for_one_label() -> None:
    found = changed(
        without=("Narrative",),
        set=("going_underground.slipping=0.5", "weapons[iraq]=7", "initial.sympathisers=9", "appeal=2"),
    )
    assert [str(s) for s in found.settings] == [
        "GoingUnderground.slipping = 0.5 1/month",
        "weapons[iraq] = 7 weapon/month",
        "initial.sympathisers = 9 person",
        "appeal = 2",
    ]
    np.testing.assert_array_equal(found.model.drivers["weapons"].values[:, 0], 7.0)
    before = shipped_model().drivers["weapons"].values[:1, 1]
    np.testing.assert_array_equal(found.model.drivers["weapons"].values[:, 1], before)
    assert found.model.constants["appeal"].value == 2.0
    theta = {"GoingUnderground.slipping": np.ones(3), "Exits.calm": np.ones(3), "initial.sympathisers": np.ones(3)}
    after = set_draws(found.model, theta, found.settings)
    assert [list(after[name]) for name in theta] == [[0.5] * 3, [1.0] * 3, [9.0] * 3]
    assert list(theta["initial.sympathisers"]) == [1.0] * 3


def test_luck_and_draws_of_what_stays_are_the_same_with_and_without() -> None:
    """A mechanism switched off and one whose rate is zero leave the same bytes: the luck of all others is untouched."""
    few = ("Narrative", "QuasiState", "Exits", "ForeignRecruitment", "Displacement", "Mobilisation")
    kept = dict.fromkeys(("vanguard", "displaced", "manpower", "fighters", "narrative"), "end")
    runs = {
        "off": Changes(only=few, without=("ForeignRecruitment",)),
        "zero": Changes(only=few, set=("ForeignRecruitment.zeal=0",)),
    }
    ids, arrays = np.arange(3), {}
    for name, changes in runs.items():
        made = dataclasses.replace(experiment_of(resolved(), 3, 5, record=kept, changes=changes), quantities=())
        arrays[name] = made.compute(made.compile(), ids)
    whole = experiment_of(resolved(), 3, 5).parameters(ids)
    for name, values in made.parameters(ids).items():
        assert name == "ForeignRecruitment.zeal" or values.tobytes() == whole[name].tobytes()
    for name, values in arrays["off"].items():
        assert values.tobytes() == arrays["zero"][name].tobytes(), name
    assert len(np.unique(arrays["off"]["manpower"][:, -1].sum(axis=1))) == 3

"""Countries and provinces are groups of places; a forecast can ask for the attacks in them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from polemos.cases.claim_checks import series_names
from polemos.cases.load import load_case
from polemos.cases.regions import regions_of
from polemos.forecasting.simulate import _attacks


def test_every_place_is_in_its_country_and_its_province(small_case: Path) -> None:
    case = load_case(small_case)
    assert regions_of(case) == {
        "northland": ("alpha", "beta"),
        "northland_east": ("beta",),
        "northland_north": ("alpha",),
        "southland": ("gamma",),
        "southland_south": ("gamma",),
    }
    assert {"attacks_in_northland", "attacks_in_southland_south"} <= series_names(case, ())


def test_attacks_in_provinces_add_up_to_their_country(small_case: Path) -> None:
    regions = regions_of(load_case(small_case))
    model: Any = SimpleNamespace(dims={"place": ("alpha", "beta", "gamma")})
    record = {"attacks": np.random.default_rng(1).uniform(size=(5, 24, 3))}
    found = _attacks(record, model, regions)
    assert (found["attacks_in_northland_east"] == record["attacks"][:, :, 1]).all()
    parts = found["attacks_in_northland_east"] + found["attacks_in_northland_north"]
    np.testing.assert_allclose(found["attacks_in_northland"], parts)
    assert _attacks({}, model, regions) == {}, "without attacks in the model there are no such series"


def test_provinces_of_the_shipped_case_have_names_that_an_expression_can_hold() -> None:
    assert {"iraq_salah_al_din", "syria_deir_ez_zor", "iraq"} <= set(regions_of(load_case("islamic-state")))

"""Declaring a quantity: one file is enough, and what is wrong with it is said."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import polemos.observation
from polemos.core.errors import InputError
from polemos.observation.quantity import quantity
from polemos.observation.registry import all_quantities

NEW = '''
"""Twice the treasury."""
from polemos.observation.quantity import quantity

@quantity(title="Twice the treasury", unit="USD", needs={"treasury": "end"}, measures="end")
def twice_the_treasury(record, model):
    """Assumes nothing."""
    return record["treasury"] * 2
'''


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A folder that also counts as the room of quantities."""
    monkeypatch.setattr(polemos.observation, "__path__", [*polemos.observation.__path__, str(tmp_path)])
    all_quantities.cache_clear()
    yield tmp_path
    all_quantities.cache_clear()
    for name in ("treasure", "copy_of_treasure"):
        sys.modules.pop(f"polemos.observation.{name}", None)


def test_a_new_file_is_a_new_quantity(room: Path) -> None:
    (room / "treasure.py").write_text(NEW)
    found = polemos.observation.quantities["twice_the_treasury"]
    assert found.observe({"treasury": np.ones((2, 3))}, None).tolist() == [[2.0] * 3] * 2
    assert found.assumptions == "Assumes nothing."
    assert "fighters" in polemos.observation.quantities


def test_two_files_may_not_declare_the_same_name(room: Path) -> None:
    (room / "treasure.py").write_text(NEW)
    (room / "copy_of_treasure.py").write_text(NEW)
    with pytest.raises(InputError, match="quantity twice_the_treasury: is declared once"):
        all_quantities()


def test_a_quantity_states_its_assumptions() -> None:
    with pytest.raises(InputError, match="what it assumes"):

        @quantity(title="x", unit="1", needs={"holder": "end"}, measures="end")
        def silent(record: Any, model: Any) -> Any:
            return record["holder"]


def test_what_is_recorded_is_known_to_the_engine() -> None:
    with pytest.raises(InputError, match="one of end, gain, mean, sum"):

        @quantity(title="x", unit="1", needs={"holder": "last"}, measures="end")
        def wrong(record: Any, model: Any) -> Any:
            """Assumes."""
            return record["holder"]


def test_a_wrong_shape_is_refused() -> None:
    @quantity(title="x", unit="1", needs={"holder": "end"}, measures="end")
    def too_wide(record: Any, model: Any) -> Any:
        """Assumes."""
        return record["holder"]

    declared = too_wide.__quantity__  # type: ignore[attr-defined]
    with pytest.raises(InputError, match=r"quantity too_wide: returns one number per draw and month .*\(2, 3, 4\)"):
        declared.observe({"holder": np.ones((2, 3, 4))}, None)


def test_what_the_model_lacks_is_named() -> None:
    found = all_quantities()["deaths_dyads"].chosen("deaths", "syria")
    bare = SimpleNamespace(
        stocks={"movement_killed": 0, "killed_by_fire": 0},
        derived=dict,
        flows=dict,
        attributes={},
        dims={"country": ("iraq",)},
    )
    assert found.missing(bare) == (
        "the stock, derived quantity or flow 'forces_killed'",
        "the attribute 'in_country'",
        "the country 'syria'",
    )

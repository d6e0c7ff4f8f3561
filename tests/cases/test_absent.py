"""A case says which shipped mechanisms play no part in it; what they would derive stands at its neutral value."""

from __future__ import annotations

from pathlib import Path

import pytest

from polemos.cases.absent import neutral_values
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.errors import InputError
from polemos.core.model import Constant
from small_case import change, write_small_case


def absent(parent: Path, *names: str) -> dict[str, Constant]:
    folder = write_small_case(parent)
    listed = ", ".join(f'"{name}"' for name in names)
    change(folder, "case.toml", 'constituency = "river_people"', f'constituency = "river_people"\nabsent = [{listed}]')
    return neutral_values(resolve(load_case(folder)))


def test_what_an_absent_mechanism_derives_stands_at_its_neutral_value(tmp_path: Path) -> None:
    found = absent(tmp_path, "HeavyArms", "SuicideStrikes")
    assert found == {"firepower": Constant(1.0, "1", ()), "shock_force": Constant(0.0, "person", ("place",))}


def test_without_absent_mechanisms_nothing_stands_in(tmp_path: Path) -> None:
    assert absent(tmp_path) == {}


def test_a_mechanism_that_polemos_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"case.absent, HeavyArm: polemos has no mechanism of this name"):
        absent(tmp_path, "HeavyArm")


def test_a_mechanism_with_a_table_is_not_absent(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a mechanism with a table is not absent"):
        absent(tmp_path, "SmallCost")

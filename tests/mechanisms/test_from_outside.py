"""A mechanism from outside the package: one source file, one table in the case, and nothing in polemos is edited."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from polemos.cases.build import build
from polemos.cases.draw import draw_parameters
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.engine import compile_model
from polemos.core.errors import InputError
from polemos.core.model import Model
from small_case import change

SOURCE = '''
"""Rumours: the underground is talked about, and talk makes civilians leave. Assumes no answer. Leaves out papers."""

from dataclasses import dataclass

from jax import Array

from polemos.core.mechanism import Mechanism, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, DISPLACED, UNDERGROUND


@dataclass(frozen=True)
class Rumours(Mechanism):
    """How much the underground is talked about."""

    stocks = (UNDERGROUND,)

    loudness: Array = parameter("1/person", "talk per member")

    @derived("1", ("place",), raised_by=("underground",), neutral=0.0)
    def rumour(self, underground: Array) -> Array:
        """Talk at each place; shape (place,)."""
        return self.loudness * underground.sum(axis=0)


@dataclass(frozen=True)
class FlightFromRumours(Mechanism):
    """Civilians leave where there is talk."""

    stocks = (CIVILIANS, DISPLACED)

    fear: Array = parameter("1/month", "share who leave per month and unit of talk")

    @flow("civilians", "displaced", raised_by=("rumour",), per_head=True)
    def flight(self, rumour: Array) -> Array:
        """Share per month; shape (place,)."""
        return self.fear * rumour
'''

ENTRY = """
unit = "{unit}"
prior = {{ family = "uniform", low = {low}, high = {high} }}
basis = "elicited"
source = {{ cite = "atlas" }}
known_from = 2012-02-01
"""
RUMOURS = '\n[Rumours]\nclass = "rumours_from_outside:Rumours"\n\n[Rumours.loudness]' + ENTRY.format(
    unit="1/person", low=0.001, high=0.002
)
FLIGHT = '\n[FlightFromRumours]\nclass = "rumours_from_outside:FlightFromRumours"\n\n[FlightFromRumours.fear]'
FLIGHT += ENTRY.format(unit="1/month", low=0.01, high=0.02)


@pytest.fixture
def rumours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The module of the new mechanisms, where Python finds it."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "rumours_from_outside.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    yield
    sys.modules.pop("rumours_from_outside", None)


def with_tables(case: Path, *tables: str) -> Path:
    path = case / "parameters.toml"
    path.write_text(path.read_text(encoding="utf-8") + "".join(tables), encoding="utf-8")
    return case


def displaced(case: Path) -> tuple[Model, np.ndarray]:
    resolved = resolve(load_case(case))
    model = build(resolved)
    ids = np.arange(4)
    simulation = compile_model(model, {"displaced": "end", "underground": "end"}, lanes=4)
    return model, simulation(draw_parameters(resolved, 1, ids), 1, ids)["displaced"]


@pytest.mark.usefixtures("rumours")
def test_a_mechanism_from_outside_runs_by_a_table_alone(small_case: Path) -> None:
    model, fled = displaced(with_tables(small_case, RUMOURS, FLIGHT))
    assert "Rumours" in {m.__name__ for m in model.mechanisms}
    assert "FlightFromRumours.fear" in model.parameters
    assert fled.shape == (4, 24, 3)
    assert (np.diff(fled.sum(axis=2), axis=1) >= 0.0).all() and fled[:, -1].sum(axis=1).min() > 0.0


@pytest.mark.usefixtures("rumours")
def test_it_can_be_switched_off_again(small_case: Path) -> None:
    resolved = resolve(load_case(with_tables(small_case, RUMOURS, FLIGHT)))
    off = build(resolved).without("Rumours")
    ids = np.arange(4)
    found = compile_model(off, {"displaced": "end"}, lanes=4)(draw_parameters(resolved, 1, ids), 1, ids)
    assert found["displaced"].sum() == 0.0


@pytest.mark.usefixtures("rumours")
def test_without_its_table_the_case_is_refused_with_what_is_missing(small_case: Path) -> None:
    with pytest.raises(InputError) as caught:
        build(resolve(load_case(with_tables(small_case, FLIGHT))))
    text = str(caught.value)
    assert "FlightFromRumours.flight" in text and "'rumour'" in text and text.endswith(".") and "\n" not in text


@pytest.mark.usefixtures("rumours")
def test_a_table_without_its_parameter_is_refused(small_case: Path) -> None:
    bare = RUMOURS[: RUMOURS.index("[Rumours.loudness]")]
    with pytest.raises(InputError) as caught:
        build(resolve(load_case(with_tables(small_case, bare, FLIGHT))))
    assert "loudness" in str(caught.value)


def test_a_class_that_python_does_not_find_is_refused(small_case: Path) -> None:
    with pytest.raises(InputError) as caught:
        build(resolve(load_case(with_tables(small_case, RUMOURS))))
    assert "rumours_from_outside" in str(caught.value)


@pytest.mark.usefixtures("rumours")
def test_a_unit_that_is_not_the_mechanisms_is_refused(small_case: Path) -> None:
    case = with_tables(small_case, RUMOURS, FLIGHT)
    change(case, "parameters.toml", 'unit = "1/person"', 'unit = "1/month**2"')
    with pytest.raises(InputError) as caught:
        build(resolve(load_case(case)))
    assert "loudness" in str(caught.value) and "1/person" in str(caught.value)

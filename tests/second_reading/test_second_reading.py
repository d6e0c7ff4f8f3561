"""Every mechanism written a second time, from its page alone, gives the same numbers as the package.

The table READINGS of a module of this folder maps 'Class.method' to a plain function whose arguments are named like
what the method reads and like the class's parameters. Readings see one state at a time, the package all of them at
once, both in double precision.
"""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from drawn_states import parameters_of, shape, states_of

from polemos.core.mechanism import Derived, Flow, Mark, Transition
from shipped_model import shipped_model

Array = np.ndarray[Any, Any]
Reading = Callable[..., Any]
HERE = Path(__file__).parent
SWITCH_DRAWS = 4  # sets of states for a switch, whose result is only a yes or no
SHAPE_ONLY = {"Owners.owner_of": ("reach",)}  # read for the number of its rows, not for what stands in them


def _tables() -> dict[str, dict[str, Reading]]:
    found = {}
    for path in sorted(HERE.glob("*.py")):
        if path.stem.startswith("test_") or path.stem == "drawn_states":
            continue
        spec = importlib.util.spec_from_file_location(f"second_reading_of_{path.stem}", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found[path.stem] = module.READINGS
    return found


TABLES = _tables()
READINGS = {key: reading for table in TABLES.values() for key, reading in table.items()}


def _marked() -> dict[str, tuple[type[Any], Mark]]:
    return {f"{m.__name__}.{mark.name}": (m, mark) for m in shipped_model().mechanisms for mark in m.marks()}


def _streams(mark: Mark) -> tuple[str, ...]:
    if isinstance(mark, Transition):
        return mark.streams
    return (mark.stream,) if isinstance(mark, Flow) and mark.stream else ()


def _dims(mark: Mark) -> tuple[tuple[str, ...], ...]:
    """The dimensions of each result."""
    model = shipped_model()
    if isinstance(mark, Derived):
        return (mark.dims,)
    if isinstance(mark, Transition):
        return tuple(model.stocks[name].dims for name in mark.changes)
    assert isinstance(mark, Flow)
    ends = [end for end in (mark.source, mark.sink) if end is not None]
    touched = {d for e in ends for d in model.stocks[e.stock].dims if e.label not in model.dims[d]}
    touched -= {"rival"} if mark.via else set()
    return (tuple(d for d in ("kind", "rival", "place") if d in touched),)


def _arguments(reading: Reading) -> tuple[str, ...]:
    return tuple(inspect.signature(reading).parameters)


@cache
def _given(key: str) -> tuple[dict[str, Array], dict[str, Array]]:
    """What a method reads and its parameters, in all states."""
    mechanism, mark = _marked()[key]
    draws = range(SWITCH_DRAWS if isinstance(mark, Transition) else 1)
    states = [states_of(f"{key} {n}", mark.reads, _streams(mark), _dims(mark)[0]) for n in draws]
    parameters = {n: np.concatenate([v for _ in draws]) for n, v in parameters_of(mechanism).items()}
    return {n: np.concatenate([s[n] for s in states]) for n in states[0]}, parameters


def _shaped(results: Any, mark: Mark, lead: tuple[int, ...] = ()) -> list[Array]:
    """Results as float arrays of the declared shapes; one that does not depend on an index is the same along it."""
    results = results if isinstance(results, tuple) else (results,)
    wanted = [(*lead, *shape(dims)) for dims in _dims(mark)]
    shaped = []
    for result, size in zip(results, wanted, strict=True):
        row = np.asarray(result, float)
        padded = (*lead, *[1] * (len(size) - row.ndim), *row.shape[len(lead) :])
        shaped.append(np.broadcast_to(row.reshape(padded), size))
    return shaped


def _read(key: str, given: dict[str, Array]) -> list[Array]:
    reading, mark = READINGS[key], _marked()[key][1]
    states = len(next(iter(given.values())))
    names = _arguments(reading)
    with np.errstate(all="ignore"):
        rows = [_shaped(reading(**{n: given[n][i] for n in names}), mark) for i in range(states)]
    return [np.stack(column) for column in zip(*rows, strict=True)]


def _run(key: str) -> list[Array]:
    mechanism, mark = _marked()[key]
    reads, parameters = _given(key)
    method, states = getattr(mechanism, mark.name), len(next(iter((reads | parameters).values())))
    with jax.enable_x64(True):
        given = {n: jnp.asarray(v) for n, v in reads.items()}
        values = {n: jnp.asarray(v) for n, v in parameters.items()}
        return _shaped(jax.vmap(lambda v, g: method(mechanism(**v), **g))(values, given), mark, (states,))


@pytest.mark.parametrize("key", sorted(READINGS))
def test_page_and_package_agree(key: str) -> None:
    reads, parameters = _given(key)
    for theirs, ours in zip(_run(key), _read(key, reads | parameters), strict=True):
        assert np.isfinite(theirs).all() and np.isfinite(ours).all()
        np.testing.assert_allclose(theirs, ours, rtol=1e-10, atol=0.0, err_msg=key)


@pytest.mark.parametrize("key", sorted(READINGS))
def test_a_reading_reads_what_the_method_reads_and_all_of_it_matters(key: str) -> None:
    """Numbers that agree while an input makes no difference would show nothing about that input."""
    mark = _marked()[key][1]
    reads, parameters = _given(key)
    names = _arguments(READINGS[key])
    read = {n for n in names if n not in parameters}
    not_needed = {*mark.reads, *_streams(mark)} - read
    assert read <= {*mark.reads, *_streams(mark)}
    assert not_needed <= {mark.via if isinstance(mark, Flow) else None}, "only the table of a route may be left unread"
    before = _read(key, reads | parameters)
    for name in (n for n in names if n not in SHAPE_ONLY.get(key, ())):
        moved = reads | parameters
        moved[name] = np.roll(moved[name], 7, axis=0) if not name.startswith("kind_") else 1.0 - moved[name]
        changed = [np.any(a != b) for a, b in zip(before, _read(key, moved), strict=True)]
        assert any(changed), f"{key}: {name} makes no difference in the drawn states"


def test_every_method_of_every_mechanism_has_one_reading() -> None:
    keys = [key for table in TABLES.values() for key in table]
    assert len(keys) == len(set(keys)), "a method is read in two modules"
    assert set(keys) == set(_marked())


def test_a_module_reads_one_mechanism_and_all_of_its_parameters() -> None:
    for table in TABLES.values():
        (mechanism,) = {_marked()[key][0] for key in table}
        used = {name for reading in table.values() for name in _arguments(reading)}
        assert set(mechanism.parameters()) <= used


def test_every_page_has_a_module() -> None:
    pages = HERE.parents[1] / "docs" / "explanation" / "mechanisms"
    assert set(TABLES) == {page.stem for page in pages.glob("*.md")} - {"index"}

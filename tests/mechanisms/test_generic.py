"""What holds for every shipped mechanism, whatever it says: signs are slopes, parameters matter, units agree, style."""

from __future__ import annotations

import csv
import importlib
import inspect
import pkgutil
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pint
import pytest

import polemos.mechanisms
from polemos.cases.claims import load_claims
from polemos.cases.load import load_case
from polemos.core.mechanism import Derived, Flow, Mark, Mechanism, Transition
from polemos.core.stock import End
from shipped_model import Array, drawn, shipped_model

STATES, AGAIN = 200, 150  # switches are rare: each state is tried again with other luck
SIZES = {"place": 5, "kind": 3, "rival": 3, "country": 2, "community": 4}
ZERO_OR_ONE = {"held", "offensive", "assault", "adjacency", "in_country", "owner_of", "front_of", "was_held", "split"}
TYPICAL = {
    "civilians": 3e5, "fighters": 300.0, "underground": 100.0, "vanguard": 150.0, "garrison": 2000.0,
    "reserve": 4e4, "manpower": 2e5, "sympathisers": 5e4, "displaced": 5e4, "people_ruled": 3e6, "news": 3e6,
    "treasury": 3e8, "narrative": 1.5, "pay": 200.0, "revenue": 3e7, "weapons": 1500.0, "weapons_on": 60.0,
    "built_up": 20.0, "area_settled": 1500.0, "other_wars": 800.0, "wanted": 400.0, "troops_wanted": 2000.0,
    "town_population": 1e5, "appeal": 1.5, "attacks_west": 5.0, "forgotten_attacks": 5.0, "publicity": 1.5,
    "provocation": 3.0, "attention_home": 2.0, "attention_west": 5.0, "impression": 5.0, "true_strength": 2e4,
    "deaths_west": 2e3, "faded_west": 2e3, "faded_home": 1e4, "killed_by_movement": 2e3,
    "appeal_abroad": 1.5, "past_rule": 3e6, "captured": 1e6, "arms": 500.0,
    "suicide_vehicles": 50.0, "strikes": 5.0, "shock_force": 100.0, "spent": 3e7, "killing": 50.0, "harm": 30.0,
    "detained": 3e3, "kept_up": 1500.0, "largest_air_war": 1500.0, "weariness": 0.1, "attacks": 10.0,
    "setback": 2.0, "firepower": 1.5,
}  # fmt: skip


@cache
def mechanisms() -> tuple[type[Mechanism], ...]:
    found = set()
    for module in pkgutil.iter_modules(polemos.mechanisms.__path__):
        loaded = importlib.import_module(f"polemos.mechanisms.{module.name}")
        members = inspect.getmembers(loaded, inspect.isclass)
        found |= {c for _, c in members if c.__module__ == loaded.__name__ and issubclass(c, Mechanism)}
    return tuple(sorted(found, key=lambda c: c.__name__))


def marks() -> list[Any]:
    return [pytest.param(m, mark, id=f"{m.__name__}.{mark.name}") for m in mechanisms() for mark in m.marks()]


def each_mechanism() -> list[Any]:
    return [pytest.param(m, id=m.__name__) for m in mechanisms()]


def signed_reads() -> list[Any]:
    rows = []
    for m in mechanisms():
        for mark in m.marks():
            for sign, names in ((1.0, mark.raised_by), (-1.0, mark.lowered_by)):
                for name in names:
                    label = f"{m.__name__}.{mark.name}-{'+' if sign > 0 else '-'}{name}"
                    rows.append(pytest.param(m, mark, name, sign, id=label))
    return rows


def meaning(name: str) -> tuple[str, tuple[str, ...]]:
    """Unit and dimensions of what a mechanism reads."""
    model = shipped_model()
    known = {*model.stocks, *model.derived(), *model.drivers, *model.attributes, "step"}
    assert name in known, f"the shipped case does not provide {name}"
    return model.unit_and_dims(name)


@cache
def states(name: str) -> Array:
    """Random values of something read, in range; shape (states, *dims)."""
    luck = np.random.default_rng(zlib.crc32(name.encode()))
    unit, dims = meaning(name)
    shape = (STATES, *(SIZES[d] for d in dims))
    if name in ("holder", "owner"):
        return luck.integers(0, 3 if name == "holder" else SIZES["rival"], shape).astype(float)
    if name in ("owner_of", "in_country"):
        return (luck.integers(0, shape[1], (STATES, 1, shape[2])) == np.arange(shape[1])[None, :, None]) * 1.0
    if name == "adjacency":
        half = np.triu(luck.integers(0, 2, shape), 1)
        return (half + half.swapaxes(1, 2)).astype(float)
    if name in ZERO_OR_ONE or (name in shipped_model().stocks and shipped_model().stocks[name].code):
        return luck.integers(0, 2, shape).astype(float)
    if name in TYPICAL:
        return TYPICAL[name] * np.exp(luck.normal(0.0, 1.5, shape))
    if unit == "1":
        return luck.uniform(0.05, 0.95, shape)
    return 1e3 * np.exp(luck.normal(0.0, 0.7, shape))


def parameters(mechanism: type[Mechanism]) -> dict[str, Array]:
    """Draws from the shipped priors, one row per state, cut to the small sizes."""
    found = {}
    for name, spec in mechanism.parameters().items():
        values = drawn(STATES)[f"{mechanism.__name__}.{name}"]
        for axis, dim in enumerate(spec.dims, start=1):
            values = values.take(range(SIZES[dim]), axis=axis)
        found[name] = values
    return found


def arguments(mark: Mark) -> dict[str, Array]:
    found = {name: states(name) for name in mark.reads}
    found |= {"step": np.ones(STATES)} if "step" in found else {}
    if isinstance(mark, Transition):
        size = int(np.prod([SIZES[d] for d in shipped_model().stocks[mark.changes[0]].dims]))
        found = {name: np.repeat(values, AGAIN, axis=0) for name, values in found.items()}
        for stream in mark.streams:  # half of them small, so that rare switches happen
            luck = np.random.default_rng(zlib.crc32(stream.encode()))
            found[stream] = luck.random((STATES * AGAIN, size)) ** luck.choice([1.0, 6.0], (STATES * AGAIN, size))
    if isinstance(mark, Flow) and mark.stream and mark.sink:  # half of them near 1, where sizes are large
        shape = (STATES, *(SIZES[d] for d in shipped_model().stocks[mark.sink.stock].dims))
        luck = np.random.default_rng(zlib.crc32(mark.stream.encode()))
        found[mark.stream] = 1.0 - luck.random(shape) ** luck.choice([1.0, 6.0], shape)
    return found


@cache
def compiled(mechanism: type[Mechanism], name: str) -> Any:
    def one(values: dict[str, Any], reads: dict[str, Any]) -> Any:
        return getattr(mechanism(**values), name)(**reads)

    return jax.jit(jax.vmap(one))


def outcome(mechanism: type[Mechanism], mark: Mark, values: dict[str, Array], reads: dict[str, Array]) -> Array:
    """What the marked method returns for every state; of a transition the first stock it changes."""
    if isinstance(mark, Transition):
        values = {name: np.repeat(v, AGAIN, axis=0) for name, v in values.items()}
    with jax.enable_x64(True):
        if not values and not reads:
            result = getattr(mechanism(), mark.name)()
            return np.full(STATES, float(result))
        got = compiled(mechanism, mark.name)(values, reads)
        return np.asarray(got[0] if isinstance(got, tuple) else got, np.float64)


def out_dims(mark: Mark) -> tuple[str, ...]:
    """Which dimensions may stand last in the outcome: those of the frame of a flow, or the declared ones."""
    if isinstance(mark, Derived):
        return mark.dims
    stocks = shipped_model().stocks
    ends = [mark.source, mark.sink] if isinstance(mark, Flow) else []
    names = [e.stock for e in ends if e is not None] + list(mark.changes if isinstance(mark, Transition) else ())
    return tuple(dict.fromkeys(d for n in names for d in stocks[n].dims))


def here(values: Array, mark: Mark) -> Array:
    """The outcome at the first place, or in all if it has no places; shape (states,)."""
    if "place" in out_dims(mark) and values.ndim > 1 and values.shape[-1] == SIZES["place"]:
        values = values[..., 0]
    return values.reshape(len(values), -1).sum(axis=1)


def nudged(name: str, values: Array, up: bool, far: bool) -> Array:
    """What is read, moved at the first place (everywhere if it has no places): codes to 0 or 1, others by a share."""
    step = 2.0 if far else 1e-4
    moved = values * (1.0 + step) if up else values / (1.0 + step)
    if name in ZERO_OR_ONE:
        moved = np.full_like(values, 1.0 if up else 0.0)
    if "place" not in meaning(name)[1]:
        return moved
    result = values.copy()
    result[..., 0] = moved[..., 0]
    return result


@pytest.mark.parametrize(("mechanism", "mark", "name", "sign"), signed_reads())
def test_declared_signs_are_the_slopes(mechanism: type[Mechanism], mark: Mark, name: str, sign: float) -> None:
    values, reads = parameters(mechanism), arguments(mark)
    far = isinstance(mark, Transition)
    high, low = (
        here(outcome(mechanism, mark, values, reads | {name: nudged(name, reads[name], up, far)}), mark)
        for up in (True, False)
    )
    rise = sign * (high - low)
    assert rise.mean() > 0.0, f"{name} does not push {mark.name} the declared way on average"
    tolerance = 1e-9 * np.maximum(np.abs(high), np.abs(low)).max()
    wrong = (rise < -tolerance).mean()
    assert wrong == 0.0, f"{name} pushes {mark.name} the other way in {wrong:.0%} of states"


@pytest.mark.parametrize("mechanism", each_mechanism())
def test_every_parameter_changes_some_outcome(mechanism: type[Mechanism]) -> None:
    values = parameters(mechanism)
    for name in values:
        changed = values | {name: values[name] * 1.7}
        moved = any(
            (
                outcome(mechanism, mark, values, arguments(mark)) != outcome(mechanism, mark, changed, arguments(mark))
            ).any()
            for mark in mechanism.marks()
        )
        assert moved, f"{mechanism.__name__}.{name} does nothing"


@pytest.mark.parametrize(("mechanism", "mark"), marks())
def test_outcomes_are_finite_and_rates_are_not_negative(mechanism: type[Mechanism], mark: Mark) -> None:
    reads = arguments(mark)
    for position, empty in enumerate((None, *mark.reads)):
        given = reads if empty is None else reads | {empty: np.zeros_like(reads[empty])}
        result = outcome(mechanism, mark, parameters(mechanism), given)
        assert np.isfinite(result).all(), f"with {empty} nothing"
        if isinstance(mark, Flow):
            assert (result >= 0.0).all(), f"{position}: a negative rate with {empty} nothing"


def tried() -> list[Any]:
    """Each parameter that carries a claim's effect, times 0 and, where that has a meaning, times -1."""
    rows = []
    for claim in load_claims(load_case("islamic-state")):
        if claim.trial is not None:
            for key in claim.trial.parameters:
                signs = (0.0, -1.0) if claim.trial.opposite else (0.0,)
                rows += [pytest.param(*key.split("."), sign, id=f"{claim.id}-{key}-times{sign:+.0f}") for sign in signs]
    return rows


@pytest.mark.parametrize(("owner", "name", "sign"), tried())
def test_a_claim_without_effect_or_opposite_leaves_everything_finite(owner: str, name: str, sign: float) -> None:
    mechanism = next(m for m in mechanisms() if m.__name__ == owner)
    values = parameters(mechanism)
    changed = values | {name: values[name] * sign}
    moved = False
    for mark in mechanism.marks():
        result = outcome(mechanism, mark, changed, arguments(mark))
        assert np.isfinite(result).all(), f"{mark.name} is not finite"
        moved = moved or bool((result != outcome(mechanism, mark, values, arguments(mark))).any())
    assert moved, f"{owner}.{name} times {sign:g} changes nothing"


@pytest.mark.parametrize("mechanism", each_mechanism())
def test_flows_go_from_and_to_what_the_table_says(mechanism: type[Mechanism]) -> None:
    """`flow_ends.csv` is read by people: who moves, who dies, who pays. The sign of a flow is in its ends alone."""
    with (Path(__file__).parent / "flow_ends.csv").open(encoding="utf-8") as file:
        told = {row["flow"]: (row["source"], row["sink"]) for row in csv.DictReader(file)}
    own = {name: ends for name, ends in told.items() if name.startswith(f"{mechanism.__name__}.")}
    flows = [mark for mark in mechanism.marks() if isinstance(mark, Flow)]
    found = {f"{mechanism.__name__}.{flow.name}": (shown(flow.source), shown(flow.sink)) for flow in flows}
    assert found == own


def shown(end: End | None) -> str:
    return "" if end is None else f"{end.stock}[{end.label}]" if end.label else end.stock


# Units: measuring in other units must not change what is said.

REGISTRY = pint.UnitRegistry(None)
BASE = ("person", "month", "USD", "km", "weapon", "death", "vehicle", "event")
for base in BASE:
    REGISTRY.define(f"{base} = [{base}]")
for line in ("deaths = death", "km2 = km ** 2", "persons = person"):
    REGISTRY.define(line)


def power(unit: str, base: str) -> float:
    """The power of a base unit in a declared unit."""
    if unit == "1":
        return 0.0
    return float(REGISTRY.parse_expression(unit).to_base_units().dimensionality.get(f"[{base}]", 0.0))


def out_unit(mark: Mark) -> str:
    if isinstance(mark, Derived):
        return mark.unit
    if isinstance(mark, Flow):
        end = mark.source or mark.sink
        assert end is not None
        unit = shipped_model().stocks[end.stock].unit
        if mark.of:
            return f"{unit}/event"
        return "1/month" if mark.per_head or unit == "1" else f"{unit}/month"
    assert isinstance(mark, Transition)
    return shipped_model().stocks[mark.changes[0]].unit


def test_the_power_of_a_unit_is_read_rightly() -> None:
    assert power("USD/person/month", "month") == -1.0
    assert power("person*month/weapon", "month") == 1.0
    assert power("person/km**2", "km") == -2.0 == -power("km2", "km")
    assert power("deaths/month", "death") == 1.0 == -power("1/death", "death")
    assert power("1/month", "person") == 0.0 == power("1", "person")


@pytest.mark.parametrize("base", BASE)
@pytest.mark.parametrize(("mechanism", "mark"), marks())
def test_units_agree(mechanism: type[Mechanism], mark: Mark, base: str) -> None:
    scale, specs = 4.0, mechanism.parameters()
    values, reads = parameters(mechanism), arguments(mark)
    other_values = {n: v * scale ** power(specs[n].unit, base) for n, v in values.items()}
    other_reads = {n: v * scale ** (power(meaning(n)[0], base) if n in mark.reads else 0.0) for n, v in reads.items()}
    expected = outcome(mechanism, mark, values, reads) * scale ** power(out_unit(mark), base)
    got = outcome(mechanism, mark, other_values, other_reads)
    np.testing.assert_allclose(got, expected, rtol=1e-6, atol=1e-9 * np.abs(expected).max())


# Style.


@pytest.mark.parametrize("mechanism", each_mechanism())
def test_a_file_says_what_it_assumes_and_leaves_out_and_stays_short(mechanism: type[Mechanism]) -> None:
    module = inspect.getmodule(mechanism)
    assert module is not None and module.__doc__ is not None and module.__file__ is not None
    told = " ".join(module.__doc__.split())
    assert "Assumes " in told and "Leaves out " in told
    assert len(Path(module.__file__).read_text().splitlines()) <= 75
    assert mechanism.__doc__ and mechanism.claims, "says which claim it is"
    for mark in mechanism.marks():
        text = getattr(mechanism, mark.name).__doc__
        assert text and "shape (" in text, f"{mark.name} does not say its shape"


def test_each_file_has_one_mechanism_and_its_own_test() -> None:
    folder = Path(polemos.mechanisms.__path__[0])
    names = sorted(p.stem for p in folder.glob("*.py") if p.stem != "__init__")
    assert len(mechanisms()) == len(names)
    tests = {p.stem.removeprefix("test_") for p in Path(__file__).parent.glob("test_*.py")}
    assert set(names) <= tests

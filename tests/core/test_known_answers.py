"""Textbook answers as configurations of the real engine and the shipped mechanisms, in double precision without luck.

Each is met at the shipped ten steps a month, its error falls at least in proportion to the step, and the value
extrapolated from three steps is exact to 1e-6. A model month stands for the unit of time of the text.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from polemos.core.intervention import Intervention
from polemos.core.mechanism import Mechanism, flow
from polemos.core.shared_stocks import GARRISON
from polemos.core.stock import Stock
from polemos.mechanisms.aimed_fire import AimedFire
from polemos.mechanisms.ambushes import Ambushes
from polemos.mechanisms.control import Control
from polemos.mechanisms.displacement import Displacement
from polemos.mechanisms.infiltration import Infiltration
from polemos.mechanisms.movement_deployment import MovementDeployment
from polemos.mechanisms.owners import Owners
from polemos.mechanisms.rival_deployment import RivalDeployment
from polemos.mechanisms.sweeps import Sweeps
from tiny_models import DIMS, LOCAL, alone, exact, lanes_of, tiny_model

SHIPPED = 10
STEPS = (SHIPPED, 2 * SHIPPED, 4 * SHIPPED)
VAST = 1e12
Array = np.ndarray[Any, Any]


def assert_converges(value_at: Callable[[int], float], truth: float, tolerance: float = 1e-3) -> None:
    """Relative error below `tolerance` at the shipped step, halved with it, and gone to 1e-6 after extrapolation."""
    values = [value_at(steps) for steps in STEPS]
    errors = [abs(v / truth - 1.0) for v in values]
    assert errors[0] < tolerance, f"{values[0]} for {truth} at the shipped step"
    for coarse, fine in itertools.pairwise(errors):
        assert fine <= 0.55 * coarse or fine < 1e-7, f"errors {errors} do not fall in proportion to the step"
    assert abs(extrapolated(values) / truth - 1.0) < 1e-6, f"{values} extrapolate to {extrapolated(values)}"


def extrapolated(values: list[float]) -> float:
    """The limit of three values at steps h, h/2, h/4, whatever the order of the error."""
    first, second = values[1] - values[0], values[2] - values[1]
    return values[2] if first == second else values[2] - second * second / (second - first)


# T2: control with hysteresis and a state of nobody (the Athena model, section 2.4).

NOBODY, MOVEMENT, RIVAL = 0.0, 1.0, 2.0
TABLE = [
    # holder, the movement's influence, the rival's, who holds next
    (MOVEMENT, 0.40, 0.45, NOBODY),
    (MOVEMENT, 0.40, 0.55, RIVAL),
    (MOVEMENT, 0.40, 0.40, MOVEMENT),
    (MOVEMENT, 0.45, 0.40, MOVEMENT),
    (RIVAL, 0.45, 0.40, NOBODY),
    (RIVAL, 0.55, 0.40, MOVEMENT),
    (RIVAL, 0.40, 0.40, RIVAL),
    (NOBODY, 0.40, 0.45, NOBODY),
    (NOBODY, 0.40, 0.55, RIVAL),
    (NOBODY, 0.55, 0.40, MOVEMENT),
    (NOBODY, 0.40, 0.50, NOBODY),
]


def test_control_changes_hands_as_the_table_says() -> None:
    places = {**DIMS, "place": tuple(f"place{i}" for i in range(len(TABLE)))}
    holder, movement, rival, expected = (np.array(column) for column in zip(*TABLE, strict=True))
    facts = {"movement_influence": movement, "rival_influence": rival}
    model = tiny_model(Control, dims=places, start={"holder": holder}, facts=facts)
    out = alone(exact(model, {"holder": "end"}), lanes_of(model, Control__majority=0.5))
    np.testing.assert_array_equal(out["holder"][0, 0], expected)


def test_control_remembers_who_held_when_the_influences_come_back() -> None:
    movement = [0.60, 0.40, 0.45, 0.40, 0.45, 0.55]
    rival = [0.40, 0.45, 0.40, 0.55, 0.40, 0.40]
    paths = {"movement_influence": movement, "rival_influence": rival}
    model = tiny_model(Control, months=6, start={"holder": RIVAL}, paths=paths)
    out = alone(exact(model, {"holder": "end"}), lanes_of(model, Control__majority=0.5))
    assert list(out["holder"][0, :, 0]) == [MOVEMENT, NOBODY, NOBODY, RIVAL, NOBODY, MOVEMENT]


# T1 and T14: Lanchester's square law, dx/dt = -a y, dy/dt = -b x.

A, B, X0, Y0 = 0.004, 0.01, 1000.0, 400.0


@cache
def square_law(steps: int) -> tuple[Array, Array]:
    start = {"garrison": X0, "fighters": Y0 * LOCAL, "offensive": 1.0}
    model = tiny_model(AimedFire, months=45, steps=steps, start=start, facts={"firepower": 1.0})
    theta = lanes_of(
        model,
        AimedFire__kill_fighters=B,
        AimedFire__kill_forces=A,
        AimedFire__cover=1.0,
        AimedFire__massing=1.0,
    )
    out = alone(exact(model, {"garrison": "end", "fighters": "end"}), theta)
    return out["garrison"][0, :, 0], out["fighters"][0].sum(axis=(1, 2))


def closed_form(months: float) -> tuple[float, float]:
    w = np.sqrt(A * B)
    c1, c2 = (X0 / np.sqrt(A) - Y0 / np.sqrt(B)) / 2, (X0 / np.sqrt(A) + Y0 / np.sqrt(B)) / 2
    up, down = np.exp(w * months), np.exp(-w * months)
    return float(np.sqrt(A) * (c1 * up + c2 * down)), float(np.sqrt(B) * (-c1 * up + c2 * down))


def test_square_law_closed_form_gives_the_printed_values() -> None:
    assert closed_form(20.0) == pytest.approx((975.925, 202.671), abs=5e-4)


@pytest.mark.parametrize("months", [1, 5, 20, 35])
@pytest.mark.parametrize("side", [0, 1])
def test_square_law_follows_the_closed_form(months: int, side: int) -> None:
    assert_converges(lambda steps: float(square_law(steps)[side][months - 1]), closed_form(months)[side])


def test_square_law_keeps_its_invariant() -> None:
    def invariant(steps: int) -> float:
        x, y = square_law(steps)
        return float(B * x[19] ** 2 - A * y[19] ** 2)

    assert_converges(invariant, 9360.0)


def test_square_law_survivors_when_the_weaker_side_is_gone() -> None:
    x, y = square_law(SHIPPED)
    assert x[-1] == pytest.approx(967.471, rel=1e-3)
    assert y[-1] < 1e-3
    assert y[39] > 5.0, "the weaker side lasts 40.878 months"


# T15: Engel's Iwo Jima; reinforcements come ashore evenly over each day.

SEA = Stock("at_sea", "person", ("place",), "troops not yet ashore")
ASHORE = {1: 54_000.0, 3: 6_000.0, 6: 13_000.0}
AMERICAN_LOSSES, JAPANESE_LOSSES, DEFENDERS = 0.0544, 0.0106, 21_500.0


@dataclass(frozen=True)
class Landing(Mechanism):
    """A flow whose size interventions give."""

    stocks = (SEA, GARRISON)

    @flow("at_sea", "garrison")
    def landed(self, at_sea: Any) -> Any:
        return 0.0 * at_sea


@cache
def iwo_jima(steps: int) -> tuple[Array, Array]:
    start = {"at_sea": VAST, "fighters": DEFENDERS * LOCAL, "offensive": 1.0}
    model = tiny_model(AimedFire, Landing, months=36, steps=steps, start=start, facts={"firepower": 1.0})
    acts = [
        Intervention("Landing.landed", "set", men, f"2013-{day:02d}", f"2013-{day + 1:02d}")
        for day, men in ASHORE.items()
    ]
    theta = lanes_of(
        model,
        AimedFire__kill_fighters=JAPANESE_LOSSES,
        AimedFire__kill_forces=AMERICAN_LOSSES,
        AimedFire__cover=1.0,
        AimedFire__massing=1.0,
    )
    out = alone(exact(model, {"garrison": "end", "fighters": "end"}, interventions=acts), theta)
    return out["garrison"][0, :, 0], out["fighters"][0].sum(axis=(1, 2))


@cache
def iwo_jima_by_quadrature(evenly: bool = True) -> dict[int, tuple[float, float]]:
    state, days = np.array([0.0, DEFENDERS]), {}
    for day in range(1, 37):
        men = ASHORE.get(day, 0.0)
        state[0] += 0.0 if evenly else men
        rate = men if evenly else 0.0
        solution = solve_ivp(
            lambda _, z, rate=rate: [rate - AMERICAN_LOSSES * z[1], -JAPANESE_LOSSES * z[0]],
            (0.0, 1.0), state, method="DOP853", rtol=1e-12, atol=1e-9,
        )  # fmt: skip
        state = solution.y[:, -1]
        days[day] = (float(state[0]), float(state[1]))
    return days


def test_printed_iwo_jima_values_mean_landings_spread_over_the_day() -> None:
    spread, at_dawn = iwo_jima_by_quadrature(), iwo_jima_by_quadrature(evenly=False)
    assert spread[28] == pytest.approx((53_042, 4_656), abs=0.5)
    assert spread[36] == pytest.approx((51_985, 217), abs=0.5)
    assert at_dawn[28][0] > 53_500


@pytest.mark.parametrize(("day", "side"), [(28, 0), (28, 1), (36, 0), (36, 1)])
def test_iwo_jima_follows_the_ordinary_differential_equation(day: int, side: int) -> None:
    assert_converges(lambda steps: float(iwo_jima(steps)[side][day - 1]), iwo_jima_by_quadrature()[day][side])


def test_iwo_jima_errors_fall_with_the_square_of_the_step() -> None:
    for day in (28, 36):
        for side in (0, 1):
            truth = iwo_jima_by_quadrature()[day][side]
            errors = [abs(iwo_jima(steps)[side][day - 1] / truth - 1.0) for steps in STEPS]
            assert errors[1] < 0.3 * errors[0] and errors[2] < 0.3 * errors[1]


# T5: Kress & Szechtman's stalemates, dI/dt = -G (mu + (1 - mu) I/P) + rho + theta G (1 - mu) (1 - I/P).

PEOPLE, BLOWS, RHO, THETA = 1e6, 100.0, 20.0, 0.3
STALEMATES = {0.0: 384_615.0, 0.1: 316_239.0, 0.2: 230_769.0, 0.3: 120_879.0}
EDGE = (RHO / BLOWS + THETA) / (1.0 + THETA)


def stalemate(mu: float) -> float:
    return PEOPLE * (RHO / BLOWS - mu + THETA * (1.0 - mu)) / ((1.0 - mu) * (1.0 + THETA))


@cache
def hidden_war(steps: int, months: int, people: float, lanes: int) -> tuple[Any, Any]:
    start = {"garrison": 1000.0, "underground": None, "civilians": people, "vanguard": VAST, "displaced": VAST}
    facts = {
        "held": 0.0, "constituency": 1.0, "adjacency": 0.0, "killing": 0.0, "discontent": 1.0, "open_corridors": 0.0,
    }  # fmt: skip
    model = tiny_model(
        Sweeps, Infiltration, Displacement, months=months, steps=steps, start={**start, "holder": 2.0}, facts=facts
    )
    act = Intervention("Infiltration.settle", "add", RHO, "2013-01", label="local")
    return model, exact(model, {"underground": "end"}, lanes, [act])


def growth(steps: int, mu: Array, hidden: Array) -> Array:
    """Change of the underground over one month, from whole numbers of members; people are kept up by immigration."""
    model, simulation = hidden_war(steps, 1, PEOPLE, len(mu))
    misses = BLOWS * (1.0 - mu) * (1.0 - hidden / PEOPLE)
    theta = sweeping(model, len(mu), mu) | {
        "Displacement.homeward": THETA * misses / VAST,
        "initial.underground": hidden,
    }
    return alone(simulation, theta)["underground"][:, 0].sum(axis=(1, 2)) - hidden


def sweeping(model: Any, lanes: int, mu: Any) -> dict[str, Array]:
    return lanes_of(
        model,
        lanes,
        Sweeps__raids=BLOWS / 1000.0,
        Sweeps__intelligence=mu,
        Sweeps__trace=1e-9,
        Sweeps__bystander=0.0,
        Sweeps__backlash=THETA,
        Infiltration__spreading=0.0,
        Infiltration__cell=1.0,
        Displacement__from_battle=0.0,
        Displacement__from_rule=0.0,
        Displacement__from_terror=0.0,
        Displacement__trapped=0.0,
        Displacement__homeward=0.0,
    )


@pytest.mark.parametrize("mu", STALEMATES)
def test_stalemate_formula_gives_the_printed_values(mu: float) -> None:
    assert stalemate(mu) == pytest.approx(STALEMATES[mu], abs=0.5)


def zeros(steps: int) -> list[float]:
    """Where the underground neither grows nor shrinks, by bisection over whole numbers and a straight line between."""
    mu = np.array(list(STALEMATES))
    low, high = np.full(len(mu), 1.0), np.full(len(mu), PEOPLE - 1.0)
    for _ in range(20):
        middle = np.floor((low + high) / 2)
        rising = growth(steps, mu, middle) > 0.0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    below, above = growth(steps, mu, low), growth(steps, mu, high)
    return list(low + (high - low) * below / (below - above))


@cache
def cached_zeros(steps: int) -> tuple[float, ...]:
    return tuple(float(z) for z in zeros(steps))


@pytest.mark.parametrize("position", range(len(STALEMATES)))
def test_stalemates_without_and_with_intelligence(position: int) -> None:
    mu = list(STALEMATES)[position]
    assert cached_zeros(SHIPPED)[position] == pytest.approx(STALEMATES[mu], rel=1e-3)
    assert_converges(lambda steps: cached_zeros(steps)[position], stalemate(mu))


def test_stalemates_attract_from_both_sides() -> None:
    mu = np.array(list(STALEMATES))
    at = np.array([stalemate(m) for m in mu])
    assert (growth(SHIPPED, mu, np.floor(at * 0.98)) > 0.0).all()
    assert (growth(SHIPPED, mu, np.ceil(at * 1.02)) < 0.0).all()


def test_enough_intelligence_leaves_no_stalemate() -> None:
    hidden = np.array([1e3, 1e4, 1e5, 9e5])
    assert EDGE == pytest.approx(0.3846, abs=5e-5)
    assert (growth(SHIPPED, np.full(4, EDGE + 0.005), hidden) < 0.0).all()
    assert growth(SHIPPED, np.full(4, EDGE - 0.005), hidden)[0] > 0.0


def test_enough_intelligence_leaves_no_stalemate_of_a_few_dozen_members() -> None:
    hidden = np.array([30.0, 50.0, 100.0, 200.0])
    assert (growth(SHIPPED, np.full(4, EDGE + 0.005), hidden) < 0.0).all()


@cache
def uprising(steps: int) -> float:
    model, simulation = hidden_war(steps, 60, 1e4, 1)
    out = alone(simulation, sweeping(model, 1, 0.2) | {"initial.underground": np.array([2000.0])})
    return float(out["underground"][0, -1].sum())


def test_underground_grows_and_shrinks_at_the_rate_of_the_equation() -> None:
    def rates(_: float, state: Array) -> list[float]:
        hidden, people = state
        missed = BLOWS * 0.8 * (1.0 - hidden / people)
        return [RHO - (BLOWS - missed) + THETA * missed, -THETA * missed]

    truth = solve_ivp(rates, (0.0, 60.0), [2000.0, 1e4], method="DOP853", rtol=1e-12, atol=1e-9).y[0, -1]
    assert_converges(uprising, float(truth))


# T6: under the linear law with reinforcement the winner does not depend on how large both sides begin.

INFLOW, DRAWS, SCALES = 500.0, 50, (0.1, 0.3, 1.0, 3.0, 10.0)


@cache
def reinforced() -> tuple[Any, Any]:
    start = {"garrison": None, "fighters": None, "reserve": VAST, "vanguard": VAST, "offensive": 1.0, "holder": 1.0}
    facts = {"reach": 1.0, "adjacency": 0.0, "held": 1.0, "constituency": 1.0, "firepower": 1.0}
    model = tiny_model(
        AimedFire, RivalDeployment, MovementDeployment, Owners, months=2000, start=start, facts=facts
    )  # fmt: skip
    acts = [
        Intervention("RivalDeployment.sent", "set", INFLOW, "2013-01"),
        Intervention("MovementDeployment.sent", "set", INFLOW, "2013-01", label="local"),
    ]
    return model, exact(model, {"garrison": "end", "fighters": "end"}, DRAWS * len(SCALES), acts)


def winners(massing: float) -> tuple[Array, Array]:
    """Whether the movement wins, and how much of the loser is left per head of the winner; (draws, scales)."""
    model, simulation = reinforced()
    luck = np.random.default_rng(1)
    kill_forces = np.exp(luck.uniform(np.log(0.005), np.log(0.05), DRAWS))
    ratio = np.exp(luck.choice([-1.0, 1.0], DRAWS) * luck.uniform(0.3, 1.5, DRAWS))
    force, garrison = luck.uniform(100.0, 1000.0, (2, DRAWS))
    lanes = DRAWS * len(SCALES)
    quiet = {key.replace(".", "__"): 0.0 for key in model.parameters if "Deployment." in key}
    theta = lanes_of(
        model,
        lanes,
        **quiet,
        AimedFire__kill_fighters=np.repeat(kill_forces / ratio, len(SCALES)),
        AimedFire__kill_forces=np.repeat(kill_forces, len(SCALES)),
        AimedFire__cover=1.0,
        AimedFire__massing=massing,
    )
    theta["initial.fighters"] = np.round(np.outer(force, SCALES)).ravel()
    theta["initial.garrison"] = np.round(np.outer(garrison, SCALES)).ravel()
    out = alone(simulation, theta)
    movement, rival = out["fighters"][:, -1].sum(axis=(1, 2)), out["garrison"][:, -1, 0]
    wins = (movement > rival).reshape(DRAWS, len(SCALES))
    left = (np.minimum(movement, rival) / np.maximum(movement, rival)).reshape(wins.shape)
    if massing == 0.5:  # b p against a q decides, with the same inflow on both sides
        np.testing.assert_array_equal(wins[:, 0], ratio > 1.0)
    return wins, left


def test_winner_under_the_linear_law_does_not_depend_on_the_scale_of_both_sides() -> None:
    wins, left = winners(massing=0.5)
    assert left.max() < 0.2, "the war is not decided yet"
    assert (wins == wins[:, :1]).all()
    assert 5 < wins[:, 0].sum() < DRAWS - 5


def test_winner_under_the_square_law_does_depend_on_the_scale() -> None:
    wins, _ = winners(massing=1.0)
    assert (wins != wins[:, :1]).any()


# T16: Deitchman's guerrilla war, dG/dt = -g G R, dR/dt = -r G; the regulars need R0 > sqrt(2 r G0 / g).

AREA_FIRE, AMBUSH, GUERRILLAS = 1e-5, 0.02, 500.0
NEEDED = np.sqrt(2.0 * AMBUSH * GUERRILLAS / AREA_FIRE)
PROBES = np.array([1300.0, 1410.0, 1414.0, 1415.0, 1418.0, 1500.0])


@cache
def guerrilla_war(steps: int, months: int) -> tuple[Array, Array]:
    start = {"garrison": None, "underground": GUERRILLAS * LOCAL, "civilians": 1e9}
    model = tiny_model(Sweeps, Ambushes, months=months, steps=steps, start=start, facts={"held": 0.0, "anger": 1.0})
    theta = lanes_of(
        model,
        len(PROBES),
        Sweeps__raids=AREA_FIRE * 1e9,
        Sweeps__intelligence=0.0,
        Sweeps__trace=1e-9,
        Sweeps__bystander=0.0,
        Sweeps__backlash=0.0,
        Ambushes__tempo=AMBUSH,
        Ambushes__deaths=1.0,
        Ambushes__thin_garrison=1e-9,
    )
    theta["initial.garrison"] = PROBES
    out = alone(exact(model, {"garrison": "end", "underground": "end"}, len(PROBES)), theta)
    return out["garrison"][:, :, 0], out["underground"].sum(axis=(2, 3))


def test_regulars_win_above_the_threshold_and_lose_below_it() -> None:
    assert pytest.approx(1414.2, abs=0.05) == NEEDED
    regulars, guerrillas = (side[:, -1] for side in guerrilla_war(SHIPPED, 5000))
    won = PROBES > NEEDED * (1.0 + 1e-3)
    lost = PROBES < NEEDED * (1.0 - 1e-3)
    assert won.any() and lost.any()
    assert (regulars[won] > 1.0).all() and (guerrillas[won] < 0.1).all()
    assert (regulars[lost] < 1e-3).all() and (guerrillas[lost] > 0.1).all()


def test_threshold_of_the_regulars_converges_with_the_step() -> None:
    def threshold(steps: int) -> float:
        """The start at which what is left after twenty years would just suffice to go on to a draw."""
        regulars, guerrillas = (side[:, 239] for side in guerrilla_war(steps, 240))
        excess = regulars**2 - 2.0 * AMBUSH / AREA_FIRE * guerrillas
        near = slice(1, 5)
        return float(np.roots(np.polyfit(PROBES[near] - 1414.0, excess[near], 2))[-1]) + 1414.0

    assert_converges(threshold, float(NEEDED))

"""What a model refuses and says, how it is changed, what its graph shows, and what interventions do to it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest

from polemos.core.engine import compile_model
from polemos.core.errors import InputError
from polemos.core.graph import Loop, loops
from polemos.core.intervention import Condition, Intervention
from polemos.core.mechanism import Mechanism, derived, flow, transition
from polemos.core.model import Initial, Model
from polemos.core.parameter import parameter
from polemos.core.stock import Stock
from shipped_model import shipped_model
from tiny_models import DIMS, alone, exact, lanes_of, tiny_model

PLACES = {**DIMS, "place": ("alpha", "beta", "gamma")}
FOLK = Stock("folk", "person", ("place",), "people")
GONE = Stock("gone", "person", ("place",), "people who left", starts_at_zero=True)
MONEY = Stock("money", "USD", (), "money")
MOOD = Stock("mood", "1", ("place",), "mood")


@dataclass(frozen=True)
class Leaving(Mechanism):
    """People leave, the faster the worse the mood."""

    stocks = (FOLK, GONE, MOOD)
    rate: Any = parameter("1/month", "share who leave")

    @flow("folk", "gone", raised_by=("folk", "weather"), lowered_by=("mood",))
    def leave(self, folk: Any, mood: Any, weather: Any) -> Any:
        return self.rate * folk * weather / (1.0 + mood)


@dataclass(frozen=True)
class Trade(Mechanism):
    """Money comes in per head and is spent; much of it lifts the mood."""

    stocks = (FOLK, MONEY, MOOD)
    claims = ("M10",)
    yield_per_head: Any = parameter("USD/person/month", "income per head")

    @derived("USD/month", raised_by=("folk",), neutral=7.0)
    def turnover(self, folk: Any) -> Any:
        return self.yield_per_head * folk.sum()

    @flow(None, "money", raised_by=("turnover",), luck="amount")
    def income(self, turnover: Any) -> Any:
        return turnover

    @flow(None, "mood", raised_by=("money",), luck="amount")
    def cheer(self, money: Any, mood: Any) -> Any:
        return 1e-6 * money + 0.0 * mood


@dataclass(frozen=True)
class Birthdays(Mechanism):
    """Something that has to do with nothing else, and uses luck."""

    stocks = (Stock("cake", "person", ("place",)), Stock("eaten", "person", ("place",), starts_at_zero=True))

    @flow("cake", "eaten")
    def eat(self, cake: Any) -> Any:
        return 0.3 * cake


START: dict[str, Any] = {"folk": [1000.0, 500.0, 0.0], "money": 100.0, "mood": 1.0, "cake": 40.0}


def town(*mechanisms: type[Mechanism], months: int = 6) -> Model:
    return tiny_model(*mechanisms, months=months, dims=PLACES, start=START, paths={"weather": np.ones(months)})


def refused(build: Callable[[], Any]) -> str:
    with pytest.raises(InputError) as caught:
        build()
    text = str(caught.value)
    assert text.endswith(".") and "\n" not in text
    return text


# Refusals.


def test_a_missing_read_is_named_with_something_near() -> None:
    text = refused(lambda: tiny_model(Leaving, dims=PLACES, start=START, facts={"wether": 1.0}))
    assert "Leaving.leave" in text and "'weather'" in text and "near: wether" in text


def test_a_circle_of_derived_quantities_is_told() -> None:
    @dataclass(frozen=True)
    class Circle(Mechanism):
        @derived("1")
        def hen(self, egg: Any) -> Any:
            return egg

        @derived("1")
        def egg(self, hen: Any) -> Any:
            return hen

    text = refused(lambda: tiny_model(Circle))
    assert "egg -> hen -> egg" in text or "hen -> egg -> hen" in text


def test_a_flow_between_different_units_is_refused() -> None:
    @dataclass(frozen=True)
    class Selling(Mechanism):
        stocks = (FOLK, MONEY)

        @flow("money", "folk", luck="amount")
        def sold(self, money: Any) -> Any:
            return money

    text = refused(lambda: tiny_model(Selling, dims=PLACES, start=START))
    assert "Selling.sold" in text and "USD" in text and "person" in text


@pytest.mark.parametrize(("source", "sink"), [(None, "folk"), ("folk", None)])
def test_people_come_from_somewhere_and_go_somewhere(source: str | None, sink: str | None) -> None:
    @dataclass(frozen=True)
    class Magic(Mechanism):
        stocks = (FOLK,)

        @flow(source, sink)
        def appear(self, folk: Any) -> Any:
            return folk

    text = refused(lambda: tiny_model(Magic, dims=PLACES, start=START))
    assert "Magic.appear" in text and "nowhere" in text


def test_people_do_not_move_as_amounts() -> None:
    @dataclass(frozen=True)
    class Pouring(Mechanism):
        stocks = (FOLK, GONE)

        @flow("folk", "gone", luck="amount")
        def pour(self, folk: Any) -> Any:
            return folk

    assert "Pouring.pour" in refused(lambda: tiny_model(Pouring, dims=PLACES, start=START))


def test_a_transition_does_not_switch_people() -> None:
    @dataclass(frozen=True)
    class Switching(Mechanism):
        stocks = (FOLK,)

        @transition(("folk",))
        def vanish(self, folk: Any) -> Any:
            return 0.0 * folk

    text = refused(lambda: tiny_model(Switching, dims=PLACES, start=START))
    assert "Switching.vanish" in text and "folk" in text


def test_the_same_mechanism_twice_is_refused() -> None:
    assert "mechanism Leaving: stands twice" in refused(lambda: town(Leaving, Leaving))


def test_one_stock_declared_in_two_ways_is_refused() -> None:
    @dataclass(frozen=True)
    class Other(Mechanism):
        stocks = (dataclasses.replace(FOLK, doc="other people"),)

    text = refused(lambda: town(Leaving, Other))
    assert "stock folk" in text and "differently by Other" in text


def test_a_sign_for_what_is_not_read_is_refused() -> None:
    def declare() -> None:
        @flow("folk", "gone", raised_by=("moood",))
        def leave(self: Any, folk: Any, mood: Any) -> Any:
            return folk

    text = refused(declare)
    assert "leave" in text and "'moood'" in text


def test_a_label_that_the_stock_has_not_is_refused() -> None:
    @dataclass(frozen=True)
    class Calling(Mechanism):
        stocks = (FOLK, GONE)

        @flow("folk[nowhere]", "gone[alpha]")
        def call(self, folk: Any) -> Any:
            return folk.sum()

    assert "'nowhere'" in refused(lambda: tiny_model(Calling, dims=PLACES, start=START))


def test_a_flow_into_a_stock_that_nobody_declares_is_refused() -> None:
    @dataclass(frozen=True)
    class Losing(Mechanism):
        stocks = (FOLK,)

        @flow("folk", "limbo")
        def lose(self, folk: Any) -> Any:
            return folk

    assert "'limbo'" in refused(lambda: tiny_model(Losing, dims=PLACES, start=START))


def test_a_stock_without_a_start_is_named_unless_it_is_a_ledger() -> None:
    model = town(Leaving)
    without = {n: i for n, i in model.initial.items() if n != "folk"}
    assert "initial folk" in refused(lambda: dataclasses.replace(model, initial=without))
    ledger = {n: i for n, i in model.initial.items() if n != "gone"}
    assert dataclasses.replace(model, initial=ledger).stocks["gone"] == GONE


def test_a_dimension_that_the_case_does_not_name_is_refused() -> None:
    @dataclass(frozen=True)
    class Weekly(Mechanism):
        stocks = (Stock("shift", "1", ("weekday",)),)

    start = {"shift": Initial("shift", "1", np.ones(7))}
    text = refused(lambda: dataclasses.replace(town(Leaving), mechanisms=(Weekly,), initial=start))
    assert "'weekday'" in text


def test_a_driver_with_the_name_of_a_stock_is_refused() -> None:
    model = town(Leaving)
    both = {**model.drivers, "mood": model.drivers["weather"]}
    assert "mood" in refused(lambda: dataclasses.replace(model, drivers=both))


@pytest.mark.parametrize(
    ("record", "mode"),
    [({"folks": "end"}, "counts"), ({"folk": "middle"}, "counts"), ({"folk": "sum"}, "counts"),
     ({"turnover": "gain"}, "counts"), ({"folk": "end"}, "lucky")],
)  # fmt: skip
def test_what_cannot_be_recorded_is_refused(record: dict[str, str], mode: str) -> None:
    refused(lambda: compile_model(town(Leaving, Trade), record, mode=mode))


# Changing a model.


def test_replace_exchanges_one_mechanism() -> None:
    @dataclass(frozen=True)
    class Staying(Mechanism):
        stocks = (FOLK, GONE, MOOD)

        @flow("folk", "gone")
        def stay(self, folk: Any) -> Any:
            return 0.0 * folk

    model = town(Leaving, Trade)
    changed = model.replace("Leaving", Staying)
    assert [m.__name__ for m in changed.mechanisms] == ["Staying", "Trade"]
    assert [m.__name__ for m in model.mechanisms] == ["Leaving", "Trade"]
    out = alone(exact(changed, {"folk": "end"}), lanes_of(changed, Trade__yield_per_head=1.0))
    np.testing.assert_array_equal(out["folk"][0, -1], START["folk"])


def test_an_unknown_mechanism_is_refused_with_something_near() -> None:
    assert "did you mean Leaving?" in refused(lambda: town(Leaving).without("Leafing"))


def test_without_stops_flows_keeps_stocks_and_gives_neutral_values() -> None:
    @dataclass(frozen=True)
    class Watching(Mechanism):
        stocks = (Stock("noted", "USD", (), starts_at_zero=True),)

        @flow(None, "noted", luck="amount")
        def note(self, turnover: Any) -> Any:
            return turnover

    model = town(Leaving, Trade, Watching, months=2)
    off = model.without("Trade")
    assert [m.__name__ for m in off.mechanisms] == ["Leaving", "Watching"]
    out = alone(exact(off, {"money": "end", "noted": "end"}), lanes_of(off, Leaving__rate=0.1))
    assert list(out["money"][0]) == [100.0, 100.0]
    assert out["noted"][0] == pytest.approx([7.0, 14.0])


def test_what_has_no_neutral_value_cannot_be_switched_off_while_it_is_read() -> None:
    @dataclass(frozen=True)
    class Weather(Mechanism):
        @derived("1")
        def weather(self) -> Any:
            return 1.0

    model = tiny_model(Leaving, Weather, dims=PLACES, start=START)
    assert "'weather'" in refused(lambda: model.without("Weather"))


def test_luck_of_what_is_untouched_does_not_change() -> None:
    record = {"folk": "end", "gone": "gain", "money": "end", "mood": "end"}
    results = []
    for model in (
        town(Leaving, Trade, Birthdays),
        town(Leaving, Trade),
        town(Leaving, Trade, Birthdays).without("Birthdays"),
    ):
        theta = lanes_of(model, 32, Leaving__rate=0.2, Trade__yield_per_head=1.0)
        results.append(compile_model(model, record, lanes=32)(theta, 11, np.arange(32)))
    for name in record:
        assert results[0][name].tobytes() == results[1][name].tobytes() == results[2][name].tobytes(), name
    assert len(np.unique(results[0]["folk"][:, -1, 0])) > 5, "the draws differ by luck"


# The graph.


def test_graph_has_the_declared_signs_and_what_follows_from_the_ends_of_flows() -> None:
    graph = town(Leaving, Trade).graph()
    signs = {(a, b, data["sign"]) for a, b, data in graph.edges(data=True)}
    assert ("mood", "folk", 1) in signs and ("mood", "gone", -1) in signs
    assert ("weather", "folk", -1) in signs and ("weather", "gone", 1) in signs
    assert ("folk", "turnover", 1) in signs and ("turnover", "money", 1) in signs and ("money", "mood", 1) in signs
    assert {graph.nodes[n]["kind"] for n in ("folk", "turnover", "weather")} == {"stock", "derived", "driver"}


def test_a_reinforcing_and_a_balancing_loop_are_told_apart() -> None:
    @dataclass(frozen=True)
    class Envy(Mechanism):
        stocks = (MOOD, MONEY)

        @flow("mood", None, raised_by=("money",), luck="amount")
        def sour(self, mood: Any, money: Any) -> Any:
            return 0.0 * mood * money

    assert loops(town(Leaving, Trade).graph()) == [Loop(("folk", "turnover", "money", "mood"), "R")]
    both = loops(town(Leaving, Trade, Envy).graph())
    assert both == [Loop(("folk", "turnover", "money", "mood"), kind) for kind in ("B", "R")]


def test_the_shipped_model_has_the_loop_of_rule_revenue_and_recruits() -> None:
    graph = shipped_model().graph()
    chain = ["people_ruled", "revenue", "treasury", "spent", "pay", "fighters"]
    for cause, effect in itertools.pairwise(chain):
        assert 1 in {data["sign"] for data in graph[cause][effect].values()}, (cause, effect)
    found = set(loops(graph))
    assert Loop(("fighters", "pay"), "B") in found, "more fighters, less pay for each"
    assert {loop.kind for loop in found} == {"R", "B"}


# Interventions.


@cache
def plain() -> dict[str, Any]:
    return acted()


def acted(*acts: Intervention) -> dict[str, Any]:
    model = town(Leaving, Trade)
    theta = lanes_of(model, Leaving__rate=0.1, Trade__yield_per_head=2.0)
    record = {"folk": "end", "gone": "gain", "money": "end", "turnover": "end", "mood": "end", "Leaving.leave": "sum"}
    record["Trade.income"] = "sum"
    return {n: v[0] for n, v in alone(exact(model, record, interventions=acts), theta).items()}


def test_a_driver_is_set_between_two_dates() -> None:
    out = acted(Intervention("weather", "set", 0.0, "2013-03", end="2013-05"))
    gone = out["gone"].sum(axis=1)
    assert (gone[[2, 3]] == 0.0).all() and (gone[[0, 1, 4, 5]] > 0.0).all()
    np.testing.assert_array_equal(out["folk"][:2], plain()["folk"][:2])


def test_a_parameter_is_scaled() -> None:
    out = acted(Intervention("Trade.yield_per_head", "scale", 3.0, "2013-04"))
    np.testing.assert_allclose(out["turnover"][3:] / out["folk"][3:].sum(axis=1), 6.0)
    np.testing.assert_allclose(out["turnover"][:3] / out["folk"][:3].sum(axis=1), 2.0)


def test_a_flow_is_added_to() -> None:
    out = acted(Intervention("Trade.income", "add", 50.0, "2013-02", end="2013-03"))
    np.testing.assert_allclose(out["Trade.income"][1] - plain()["Trade.income"][1], 50.0, rtol=1e-4)
    np.testing.assert_allclose(out["money"][-1] - plain()["money"][-1], 50.0, rtol=1e-2)


def test_a_flow_is_set_at_one_label_only() -> None:
    out = acted(Intervention("Leaving.leave", "set", 0.0, "2013-01", label="beta"))
    assert (out["gone"][:, 1] == 0.0).all() and (out["gone"][:, 0] > 0.0).all()
    assert (out["folk"][:, 1] == 500.0).all()
    np.testing.assert_allclose(out["Leaving.leave"].sum(axis=0), out["gone"].sum(axis=0))


def test_a_flow_that_is_made_negative_stops() -> None:
    out = acted(Intervention("Leaving.leave", "add", -1e9, "2013-01"))
    np.testing.assert_array_equal(out["gone"], 0.0)


def test_a_stock_is_clamped() -> None:
    out = acted(Intervention("money", "clamp", 0.0, "2013-02", high=2500.0))
    assert out["money"][0] == plain()["money"][0] > 2500.0
    np.testing.assert_array_equal(out["money"][1:], 2500.0)


def test_an_act_waits_for_its_condition_and_ends_with_it() -> None:
    level = float(plain()["money"][2])
    out = acted(Intervention("Trade.income", "set", 0.0, "2013-01", when=Condition("money", above=level)))
    np.testing.assert_allclose(out["money"][:3], plain()["money"][:3], rtol=1e-9)
    assert level <= out["money"][-1] < level + 400.0 < plain()["money"][-1]
    low = acted(Intervention("Trade.income", "set", 0.0, "2013-01", when=Condition("folk", below=1e9)))
    np.testing.assert_array_equal(low["money"], 100.0)


def test_later_acts_work_on_what_earlier_ones_left() -> None:
    acts = (Intervention("weather", "set", 4.0, "2013-01"), Intervention("weather", "clamp", 0.0, "2013-01", high=2.0))
    double = acted(*acts)["gone"][0, 0]
    assert double == pytest.approx(2.0 * plain()["gone"][0, 0], rel=0.1)
    assert acted(*reversed(acts))["gone"][0, 0] > 1.5 * double


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (Intervention("folk", "set", 0.0, "2013-01"), "people"),
        (Intervention("folk", "add", 10.0, "2013-01"), "people"),
        (Intervention("weather", "double", 2.0, "2013-01"), "set, scale, add, clamp"),
        (Intervention("wether", "set", 2.0, "2013-01"), "nothing in the model has this name"),
        (Intervention("weather", "clamp", 2.0, "2013-01"), "highest"),
        (Intervention("weather", "clamp", 2.0, "2013-01", high=1.0), "highest"),
        (Intervention("weather", "set", 2.0, "2012-12"), "outside the run"),
        (Intervention("weather", "set", 2.0, "2013-03", end="2013-03"), "end before they start"),
        (Intervention("mood", "set", 2.0, "2013-01", label="delta"), "'delta'"),
        (Intervention("weather", "set", 2.0, "2013-01", when=Condition("weather", above=1.0)), "weather"),
        (Intervention("weather", "set", 2.0, "2013-01", when=Condition("money")), "'above' or 'below'"),
    ],
)
def test_an_impossible_intervention_is_refused_with_a_sentence(act: Intervention, told: str) -> None:
    assert told in refused(lambda: act.checked(town(Leaving, Trade)))

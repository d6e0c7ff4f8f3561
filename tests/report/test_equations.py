"""Equations read off code: known forms, every read and parameter shown, what cannot be typeset refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp
import pytest

from polemos.core.elementary import growth
from polemos.core.errors import InputError
from polemos.core.mechanism import Flow, Mark, Mechanism, Transition, derived, flow
from polemos.core.parameter import parameter
from polemos.core.shared_stocks import CIVILIANS, FIGHTERS
from polemos.report.equations.methods import equations
from shipped_model import shipped_model


@dataclass(frozen=True)
class Told(Mechanism):
    """Forms whose typeset text is known."""

    stocks = (CIVILIANS, FIGHTERS)

    speed: Any = parameter("1/month", "how fast")

    @derived("person", ("place",))
    def around(self, civilians: Any, fighters: Any, adjacency: Any) -> Any:
        """People next door; shape (place,)."""
        near = adjacency @ civilians
        return jnp.where((near > 1.0) & (civilians <= 2.0), near - (1.0 - fighters.sum(axis=0)), -near)

    @derived("1", ("place",))
    def chance(self, civilians: Any, step: Any) -> Any:
        """A chance; shape (place,)."""
        return -growth(-self.speed * civilians * step) / jnp.maximum(civilians.sum(), 1e-6)

    @derived("person", ("place",))
    def looped(self, civilians: Any) -> Any:
        """A loop; shape (place,)."""
        for _ in range(2):
            civilians = civilians + 1.0
        return civilians

    @derived("person", ("place",))
    def unknown(self, civilians: Any) -> Any:
        """A function nobody knows; shape (place,)."""
        return jnp.sinc(civilians)

    @flow("civilians", "fighters[local]")
    def mixed(self, civilians: Any, in_country: Any) -> Any:
        """Axes that do not fit; shape (place,)."""
        return civilians @ in_country


def lines(method: str) -> tuple[str, ...]:
    (mark,) = [m for m in Told.marks() if m.name == method]
    return equations(shipped_model(), Told, mark).lines


def test_a_matrix_product_and_cases_are_typeset_with_their_indices() -> None:
    assert lines("around") == (
        r"\text{near}_{p} = \sum_{p'} \text{adjacency}_{p,p'} \cdot \text{civilians}_{p'}",
        r"\text{around}_{p} = \begin{cases} \text{near}_{p} - \left(1 - \left(\sum_{k} \text{fighters}_{k,p}"
        r"\right)\right) & \text{if } \text{near}_{p} > 1 \wedge \text{civilians}_{p} \le 2 \\ -\text{near}_{p} "
        r"& \text{else} \end{cases}",
    )


def test_guards_and_exponentials_are_typeset() -> None:
    assert lines("chance") == (
        r"\text{chance}_{p} = \frac{1 - e^{-\mathit{speed} \cdot \text{civilians}_{p} \cdot \text{step}}}"
        r"{\max\left(\sum_{p'} \text{civilians}_{p'},\, 10^{-6}\right)}",
    )


@pytest.mark.parametrize(("method", "said"), [("looped", "one return"), ("unknown", "sinc"), ("mixed", "multiplies")])
def test_what_cannot_be_typeset_is_refused(method: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        lines(method)
    assert f"Told.{method}" in str(refused.value)


MARKS = [pytest.param(m, k, id=f"{m.__name__}.{k.name}") for m in shipped_model().mechanisms for k in m.marks()]


@pytest.mark.parametrize(("mechanism", "mark"), MARKS)
def test_everything_that_a_method_reads_is_in_its_equations(mechanism: type[Mechanism], mark: Mark) -> None:
    found = equations(shipped_model(), mechanism, mark)
    told = " ".join(found.lines) + " ".join(line for helper in found.helpers for line in helper.lines)
    streams = mark.streams if isinstance(mark, Transition) else ()
    for name in (*mark.reads, *streams):
        shown = name.replace("_", r"\_")
        routed = isinstance(mark, Flow) and mark.via == name
        assert rf"\text{{{shown}}}" in told or name == "reach" or routed, f"{name} is read and not shown"

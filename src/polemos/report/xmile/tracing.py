"""What a method of a mechanism computes, element by element, by interpreting its traced program on expressions.

Assumes programs without loops over time and without luck. An operation that has no counterpart is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jax
import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError
from polemos.report.xmile.expression import CALLED, COMPARED, INFIX, JOINED, Expression, number, operation

Elements = NDArray[np.object_]
ELEMENTWISE = {*INFIX, *COMPARED, *CALLED, *JOINED, "not"}
SAME = ("convert_element_type", "copy", "stop_gradient")


def traced(where: str, method: Callable[..., Any], reads: Mapping[str, Elements]) -> Elements:
    """The result of a method whose arguments are arrays of expressions."""
    with jax.enable_x64(True):
        shapes = {name: np.zeros(values.shape) for name, values in reads.items()}
        program = jax.make_jaxpr(lambda given: method(**given))(shapes)
    leaves = [reads[name] for name in sorted(reads)]
    (result, *_) = _run(where, program.jaxpr, [elements(c) for c in program.consts], leaves)
    return result


def elements(values: Any) -> Elements:
    """Numbers as constant expressions; expressions as they are."""
    found = np.asarray(values, object)
    filled = np.empty(found.shape, object)
    for at, value in np.ndenumerate(found):
        filled[at] = value if isinstance(value, Expression) else number(float(value))
    return filled


def combined(kind: str, *parts: Elements) -> Elements:
    """An operation taken element by element."""
    shape = np.broadcast_shapes(*(part.shape for part in parts))
    shaped: list[Any] = [np.broadcast_to(part, shape) for part in parts]
    filled = np.empty(shape, object)
    for at in np.ndindex(shape):
        filled[at] = operation(kind, *(part[at] for part in shaped))
    return filled


def _run(where: str, program: Any, constants: list[Elements], given: list[Elements]) -> list[Elements]:
    known: dict[Any, Elements] = dict(zip(program.constvars, constants, strict=True))
    known |= dict(zip(program.invars, given, strict=True))

    def look(atom: Any) -> Elements:
        return elements(atom.val) if hasattr(atom, "val") else known[atom]

    for step in program.eqns:
        results = _step(where, step, [look(atom) for atom in step.invars])
        known |= dict(zip(step.outvars, results, strict=True))
    return [look(atom) for atom in program.outvars]


def _step(where: str, step: Any, given: list[Elements]) -> list[Elements]:
    kind, about = step.primitive.name, step.params
    if "jaxpr" in about or "call_jaxpr" in about:
        inner = about.get("jaxpr", about.get("call_jaxpr"))
        return _run(where, inner.jaxpr, [elements(c) for c in inner.consts], given)
    if kind in ELEMENTWISE:
        return [combined(kind, *given)]
    if kind in OTHERS:
        return [OTHERS[kind](about, *given)]
    raise InputError(where, f"has a step '{kind}' that XMILE cannot say", fix="leave this mechanism out of the export")


def _power(about: Any, x: Elements) -> Elements:
    return combined("pow", x, elements(about["y"]))


def _negative(about: Any, x: Elements) -> Elements:
    return combined("sub", elements(0.0), x)


def _growth(about: Any, x: Elements) -> Elements:
    return combined("sub", combined("exp", x), elements(1.0))


def _chosen(about: Any, test: Elements, no: Elements, yes: Elements) -> Elements:
    return combined("if", test, yes, no)


def _spread(about: Any, x: Elements) -> Elements:
    shape = [1] * len(about["shape"])
    for axis, size in zip(about["broadcast_dimensions"], x.shape, strict=True):
        shape[axis] = size
    return np.broadcast_to(x.reshape(shape), about["shape"])


def _folded(kind: str) -> Callable[..., Elements]:
    def fold(about: Any, x: Elements) -> Elements:
        for axis in sorted(about["axes"], reverse=True):
            parts = [np.take(x, i, axis=axis) for i in range(x.shape[axis])]
            x = elements(parts[0])
            for part in parts[1:]:
                x = combined(kind, x, elements(part))
        return x

    return fold


def _product(about: Any, a: Elements, b: Elements) -> Elements:
    (left, right), (batch, _) = about["dimension_numbers"]
    assert not batch
    a, b = np.moveaxis(a, left, range(-len(left), 0)), np.moveaxis(b, right, range(len(right)))
    outer = a.reshape(*a.shape, *[1] * (b.ndim - len(right)))
    product = combined("mul", outer, b)
    first = a.ndim - len(left)
    return _folded("add")({"axes": range(first, first + len(left))}, product)


def _counted(about: Any) -> Elements:
    shape, axis = about["shape"], about["dimension"]
    numbers = np.arange(shape[axis]).reshape([-1 if i == axis else 1 for i in range(len(shape))])
    return elements(np.broadcast_to(numbers, shape))


OTHERS: dict[str, Callable[..., Elements]] = {
    **dict.fromkeys(SAME, lambda about, x: x),
    "integer_pow": _power,
    "square": lambda about, x: combined("mul", x, x),
    "neg": _negative,
    "expm1": _growth,
    "select_n": _chosen,
    "broadcast_in_dim": _spread,
    "reshape": lambda about, x: x.reshape(about["new_sizes"]),
    "squeeze": lambda about, x: np.squeeze(x, axis=tuple(about["dimensions"])),
    "expand_dims": lambda about, x: np.expand_dims(x, tuple(about["dimensions"])),
    "transpose": lambda about, x: np.transpose(x, about["permutation"]),
    "reduce_sum": _folded("add"),
    "reduce_max": _folded("max"),
    "reduce_min": _folded("min"),
    "dot_general": _product,
    "iota": _counted,
    "clamp": lambda about, low, x, high: combined("min", combined("max", x, low), high),
}

"""Calls inside a method: functions of `jax.numpy` and `polemos.core`, reductions, and the mechanism's own helpers."""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING, Any

from polemos.core.errors import InputError
from polemos.report.equations import operations as op
from polemos.report.equations.term import Axes, Index, Term, Tex, aligned, name, subscripted, symbols

if TYPE_CHECKING:
    from polemos.report.equations.reader import Reader


def called(reader: Reader, node: ast.Call) -> Term:
    """The term of a call."""
    word = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    library = isinstance(owner, ast.Name) and owner.id == "jnp"
    own = isinstance(owner, ast.Name) and owner.id == "self"
    options = {k.arg: ast.literal_eval(k.value) for k in node.keywords if k.arg in ("axis", "keepdims")}
    if word in ("sum", "max", "min", "argmax", "prod", "cumsum"):
        part = reader.term(node.args[0] if library else owner or node)
        if word == "cumsum":
            return op.running_sum(part, options.get("axis", 0))
        return op.reduced(word, part, options.get("axis"), options.get("keepdims", False))
    parts = [reader.term(argument) for argument in node.args]
    if word == "where":
        return op.either(parts[0], parts[1], parts[2], reader.where)
    if word in ("zeros_like", "ones_like", "full_like"):
        filled = parts[1] if word == "full_like" else reader.term(ast.Constant(float(word == "ones_like")))
        return Term(parts[0].axes, lambda index, used: filled.at((), used))
    if word == "arange":
        return Term((parts[0].length_of,), lambda index, used: Tex(str(index[0])))
    if word in ("asarray", "float"):
        return parts[0]
    if word in op.NAMED and not own:
        return op.elementwise(op.NAMED[word], parts, reader.where)
    function = getattr(reader.owner, word, None) if own else reader.scope.get(word)
    if function is None or not inspect.isfunction(function):
        raise reader.refused(node, "this function cannot be typeset")
    return _private(reader, word, function, node, parts)


def _private(reader: Reader, word: str, function: Any, node: ast.Call, parts: list[Term]) -> Term:
    """A helper: its own equations are put among the reader's helpers; here stands its name with what it is given."""
    from polemos.report.equations.reader import Helper, Reader, equation, named

    names = [n for n in inspect.signature(function).parameters if n != "self"]
    given = dict(zip(names, parts, strict=False)) | {k.arg: reader.term(k.value) for k in node.keywords if k.arg}
    told = word.lstrip("_")
    known = {k: v for k, v in reader.known.items() if k.startswith("self.")}
    known |= {n: named(n, part.axes) for n, part in given.items()}
    inner = Reader(f"{reader.where}, {word}", reader.owner, known, reader.labels, reader.helpers)
    try:
        (result,) = inner.read(function)
    except InputError:
        if not function.__module__.startswith("polemos.core."):
            raise
        axes: Axes = ()
        for part in given.values():
            axes = aligned(axes, part.axes, reader.where)
        told_by_engine = " ".join((inspect.getdoc(function) or "").split())
        reader.helpers[told] = Helper(told, tuple(names), (), told_by_engine)
    else:
        axes = result.axes
        reader.helpers[told] = Helper(told, tuple(names), (*inner.lines, equation(told, result)))

    def show(index: Index, used: frozenset[str]) -> Tex:
        shown = [part.at(index if part.axes == axes else symbols(part.axes), used).text for part in given.values()]
        inside = r",\, ".join(shown)
        return Tex(subscripted(rf"{name(told)}\left({inside}\right)", index))

    return Term(axes, show)

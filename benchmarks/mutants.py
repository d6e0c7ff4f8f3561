"""Do the tests of the mechanisms notice a deliberate mistake? Seeded mutants, each against its own tests.

A mutant is one mechanism with one mistake: a wrong sign, a wrong unit (times for divided by), a wrong index (axis,
label, code), a dropped term, or a swapped argument. Each runs in a fork of a process that has imported everything,
against `tests/mechanisms/test_generic.py` for that mechanism and the mechanism's own test, and is killed if a test
fails. A mechanism whose tests fail without a mistake would kill every mutant, so --check runs each without one.

Usage: python benchmarks/mutants.py [--check] [--mutants 100] [--seed 1] [--only MODULE] > table.md
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import importlib
import os
import random
import signal
import sys
import types
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MECHANISMS = ROOT / "src" / "polemos" / "mechanisms"
TESTS = ROOT / "tests" / "mechanisms"
KINDS = ("sign", "unit", "index", "term", "swap")
SECONDS = 240
IMPORTED = ("jax", "jax.numpy", "numpy", "pint", "pytest", "scipy.special", "polemos.cases.load", "polemos.cases.build")
TURNED = {"None, :": ":, None", ":, None": "None, :"}
OPERATORS: dict[type[ast.operator], tuple[str, type[ast.operator]]] = {
    ast.Add: ("sign", ast.Sub),
    ast.Sub: ("sign", ast.Add),
    ast.Mult: ("unit", ast.Div),
    ast.Div: ("unit", ast.Mult),
}
OTHER_LABEL = {"local": "core", "core": "local", "foreign": "local"}


@dataclass(frozen=True)
class Mutant:
    """One mistake: the number of its node in the file, what stood there and what stands there now."""

    module: str
    kind: str
    number: int
    changed: ast.AST | None

    @property
    def tree(self) -> ast.Module:
        """The file without the mistake."""
        return ast.parse((MECHANISMS / f"{self.module}.py").read_text(encoding="utf-8"))

    @property
    def source(self) -> str:
        """The whole file with the mistake."""
        tree = self.tree
        if self.changed is not None:
            node = list(ast.walk(tree))[self.number]
            node.__class__ = self.changed.__class__  # type: ignore[assignment]
            node.__dict__ = {**node.__dict__, **self.changed.__dict__}
        return ast.unparse(ast.fix_missing_locations(tree))

    def told(self) -> tuple[int, str, str]:
        """Line, what stood there, what stands there now."""
        node: Any = list(ast.walk(self.tree))[self.number]
        return node.lineno, ast.unparse(node), ast.unparse(self.changed) if self.changed is not None else ""


def mutants_of(module: str) -> Iterator[Mutant]:
    """Every mutant of one file, in order."""
    tree = ast.parse((MECHANISMS / f"{module}.py").read_text(encoding="utf-8"))
    for number, node in enumerate(ast.walk(tree)):
        for kind, changed in _changes(node):
            yield Mutant(module, kind, number, changed)


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What may go wrong at a node: (kind, the node as it would be)."""
    if isinstance(node, ast.BinOp):
        yield from _of_operator(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "sign", node.operand
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from _of_comparison(node)
    elif isinstance(node, ast.Call):
        yield from _of_call(node)
    elif isinstance(node, ast.Subscript) and ast.unparse(node.slice) in (
        "(None, :)",
        "(:, None)",
        "None, :",
        ":, None",
    ):
        turned = "[:, None]" if ast.unparse(node.slice).strip("()").startswith("None") else "[None, :]"
        yield "index", ast.parse(ast.unparse(node.value) + turned, mode="eval").body


def _of_operator(node: ast.BinOp) -> Iterator[tuple[str, ast.AST]]:
    left, right = node.left, node.right
    one = isinstance(right, ast.Constant) and right.value == 1.0 and isinstance(node.op, ast.Mult)
    if type(node.op) in OPERATORS and not one:
        kind, other = OPERATORS[type(node.op)]
        yield kind, ast.BinOp(left, other(), right)
        yield "term", left
        if isinstance(node.op, ast.Add | ast.Mult):
            yield "term", right
        else:
            yield "swap", ast.BinOp(right, node.op, left)


def _of_comparison(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    turned = {ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.Eq: ast.NotEq, ast.GtE: ast.LtE, ast.LtE: ast.GtE}
    if type(node.ops[0]) in turned:
        yield "sign", ast.Compare(node.left, [turned[type(node.ops[0])]()], node.comparators)
    right = node.comparators[0]
    if isinstance(right, ast.Constant) and right.value in (1.0, 2.0):
        yield "index", ast.Compare(node.left, node.ops, [ast.Constant(3.0 - right.value)])


def _of_call(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    word = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if word in ("maximum", "minimum"):
        other = ast.Attribute(ast.Name("jnp"), "minimum" if word == "maximum" else "maximum")
        yield "swap", ast.Call(other, node.args, node.keywords)
    if word == "where" and len(node.args) == 3:
        yield "swap", ast.Call(node.func, [node.args[0], node.args[2], node.args[1]], [])
    if word == "power":
        yield "swap", ast.Call(node.func, node.args[::-1], [])
    if word == "flow" and len(node.args) >= 2:
        yield from _of_flow(node)
    for i, keyword in enumerate(node.keywords):
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant):
            changed = copy.deepcopy(node)
            changed.keywords[i].value = ast.Constant(1 - int(keyword.value.value))
            yield "index", changed


def _of_flow(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    """Ends swapped; one end's label for another."""
    yield "swap", ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
    for i, end in enumerate(node.args[:2]):
        for label, other in OTHER_LABEL.items():
            if isinstance(end, ast.Constant) and f"[{label}]" in str(end.value):
                changed = copy.deepcopy(node)
                changed.args[i] = ast.Constant(str(end.value).replace(f"[{label}]", f"[{other}]"))
                yield "index", changed


def modules(only: str) -> list[str]:
    """The files of mechanisms, or one of them."""
    return sorted(p.stem for p in MECHANISMS.glob("*.py") if p.stem != "__init__" and only in ("", p.stem))


def chosen(number: int, seed: int, only: str) -> list[Mutant]:
    """Mutants by turns from every mechanism, their kinds by turns too, all by one seed."""
    luck = random.Random(seed)
    names = modules(only)
    pools = {name: {k: [m for m in mutants_of(name) if m.kind == k] for k in KINDS} for name in names}
    found: list[Mutant] = []
    while len(found) < number and any(any(kinds.values()) for kinds in pools.values()):
        luck.shuffle(names)
        for name in names:
            kinds = [kind for kind in KINDS if pools[name][kind]]
            if kinds and len(found) < number:
                pool = pools[name][luck.choice(kinds)]
                found.append(pool.pop(luck.randrange(len(pool))))
    return found


def verdict(mutant: Mutant) -> str:
    """'killed', 'survived' or 'too slow' (which no test noticed, but somebody would)."""
    child = os.fork()
    if child == 0:
        os._exit(_in_child(mutant))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "too slow"
    return "survived" if os.WEXITSTATUS(status) == 0 else "killed"


def _in_child(mutant: Mutant) -> int:
    signal.alarm(SECONDS)
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        try:
            own = _put_in_place(mutant)
        except Exception:
            return 1  # refused when it is declared
        return int(_failed(TESTS / f"test_{mutant.module}.py") or _failed(TESTS / "test_generic.py", "-k", own))


def _make_ready() -> None:
    """Import and load once what every fork needs and no mutant changes; no device is opened before a fork."""
    for name in (*IMPORTED, *(f"polemos.mechanisms.{name}" for name in modules(""))):
        importlib.import_module(name)
    loading = importlib.import_module("polemos.cases.load")
    load, case = loading.load_case, loading.load_case("islamic-state")
    vars(loading)["load_case"] = lambda name, *rest, **more: case if name == "islamic-state" else load(name)


def _put_in_place(mutant: Mutant) -> str:
    """Make the mutant the module that everybody imports; gives its class's name."""
    name, path = f"polemos.mechanisms.{mutant.module}", MECHANISMS / f"{mutant.module}.py"
    module = types.ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    exec(compile(mutant.source, str(path), "exec"), module.__dict__)
    setattr(importlib.import_module("polemos.mechanisms"), mutant.module, module)
    (own,) = [c.__name__ for c in vars(module).values() if getattr(c, "__module__", "") == name and hasattr(c, "marks")]
    return own


def _failed(tests: Path, *words: str) -> bool:
    import pytest

    return pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--no-header", str(tests), *words]) != 0


def main() -> None:
    """Print a table by kind, and every survivor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--part", default="1/1", help="2/3: the second of three equal parts")
    parser.add_argument("--check", action="store_true", help="run the tests of each mechanism without a mistake")
    given = parser.parse_args()
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    _make_ready()
    part, parts = map(int, given.part.split("/"))
    if given.check:
        for name in modules(given.only)[part - 1 :: parts]:
            print(f"{name} without a mistake: {verdict(Mutant(name, '', 0, None))}", flush=True)
        return
    ends: list[tuple[Mutant, str]] = []
    for i, mutant in list(enumerate(chosen(given.mutants, given.seed, given.only), start=1))[part - 1 :: parts]:
        ends.append((mutant, verdict(mutant)))
        line, before, after = mutant.told()
        place = f"{mutant.module}, line {line}, {mutant.kind}: `{before}` -> `{after}`"
        print(f"{i}: {ends[-1][1]}: {place}", file=sys.stderr, flush=True)
    _report(ends)


def _report(ends: list[tuple[Mutant, str]]) -> None:
    print("| mistake | mutants | killed |\n|---|--:|--:|")
    for kind in KINDS:
        own = Counter(end for mutant, end in ends if mutant.kind == kind)
        print(f"| {kind} | {own.total()} | {own['killed']} |")
    print(f"| all | {len(ends)} | {sum(end == 'killed' for _, end in ends)} |\n")
    print("| survivor | line | mistake | stood | stands |\n|---|--:|---|---|---|")
    for mutant, end in ends:
        if end != "killed":
            line, before, after = mutant.told()
            print(f"| {mutant.module} | {line} | {mutant.kind} | `{before}` | `{after}` |")


if __name__ == "__main__":
    main()

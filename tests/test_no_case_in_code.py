"""The package knows no case: what belongs to one war stands in its folder, never in code.

Docstrings may tell history; identifiers, other strings, file names and templates may not.
"""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "polemos"
CASES = sorted(path.parent for path in PACKAGE.glob("cases/*/case.toml"))
CODE = sorted(path for path in PACKAGE.rglob("*.py") if not any(path.is_relative_to(case) for case in CASES))
TEMPLATES = sorted(PACKAGE.glob("report/templates/*"))
STEMS = (
    *("sunni", "shia", "shiit", "kurd", "arab", "alawi", "yazidi", "jihad", "islam", "daesh", "caliph"),
    *("iraq", "syria", "turk", "iran", "russia", "mosul", "raqqa", "baghdad", "aleppo"),
    *("philippin", "filipin", "maute", "mindanao", "lanao", "moro"),
)
PLAIN = {"other", "core", "local", "foreign", "movement", "coalition"}
SHORTEST = 5


def names_of(case: Path) -> set[str]:
    """The labels of a case: its countries, communities, actors and places."""
    written = tomllib.loads((case / "case.toml").read_text(encoding="utf-8"))
    found = {label for labels in written["dims"].values() for label in labels}
    found |= {actor["id"] for actor in written["actors"]} | {case.name}
    with (case / "places.csv").open(encoding="utf-8", newline="") as file:
        found |= {row["id"] for row in csv.DictReader(file)}
    return {name for name in found - PLAIN if len(name) >= SHORTEST}


FORBIDDEN = re.compile(
    "|".join(
        [rf"(?<![a-z]){stem}" for stem in STEMS]
        + [rf"(?<![a-z]){name.replace('_', '[ _-]')}(?![a-z])" for name in sorted(set().union(*map(names_of, CASES)))]
    ),
    re.IGNORECASE,
)


def words_of(source: str) -> Iterator[tuple[int, str]]:
    """Every identifier and every string of a module, docstrings left out, with its line."""
    tree = ast.parse(source)
    told = {id(text) for node in ast.walk(tree) if (text := docstring(node)) is not None}
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and id(node) not in told:
            yield line, node.value if isinstance(node.value, str) else node.value.decode("latin-1")
        for field in ("id", "attr", "arg", "name", "asname", "module"):
            if isinstance(name := getattr(node, field, None), str):
                yield line, name


def docstring(node: ast.AST) -> ast.Constant | None:
    """The docstring's node of a module, class or function."""
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or not node.body:
        return None
    first = node.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return first.value if is_text and isinstance(first.value.value, str) else None  # type: ignore[attr-defined]


def found_in(source: str) -> list[tuple[int, str]]:
    return [(line, text) for line, text in words_of(source) if FORBIDDEN.search(text)]


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_names_anything_of_a_case(path: Path) -> None:
    assert not FORBIDDEN.search(path.relative_to(PACKAGE).as_posix())
    assert found_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_names_anything_of_a_case(path: Path) -> None:
    assert FORBIDDEN.search(path.read_text(encoding="utf-8")) is None


def test_the_room_of_code_is_seen() -> None:
    assert (
        len(CODE) > 100
        and len(TEMPLATES) >= 2
        and [case.name for case in CASES] == ["aqi_iraq", "islamic_state", "marawi"]
    )


@pytest.mark.parametrize(
    "source",
    [
        'COMMUNITIES = ("sunni_arab", "other")',
        "place.kurd = 1",
        "def deaths_dyads_iraq(record): ...",
        'def f():\n    """Told."""\n    return f"the {x} in Mosul"',
        'path = SHIPPED / "islamic_state" / "drivers.toml"',
        "def f(*, syria): ...",
        "import a.turkey as b",
        "f(raqqa=1)",
        'x = "tal_afar"',
    ],
)
def test_a_name_in_code_is_found(source: str) -> None:
    assert found_in(source)


@pytest.mark.parametrize("source", ['"""Seen in Iraq."""', 'def f():\n    """As in Mosul."""', "x = 1  # as in Syria"])
def test_history_in_docstrings_and_comments_is_allowed(source: str) -> None:
    assert not found_in(source)

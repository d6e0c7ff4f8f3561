"""The core of a case as XMILE: PySD runs it and agrees with the engine's expectation in double precision."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
import pysd
import pytest
from click.testing import CliRunner

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.cli.export import command
from polemos.core.engine import compile_model
from polemos.core.errors import InputError
from polemos.report.xmile.core_model import Core, core_of
from polemos.report.xmile.expression import number, operation, quantity
from polemos.report.xmile.tracing import elements, traced
from polemos.report.xmile.writing import SPACE, as_xmile

MONTHS, WITHIN = 36, 1e-6


@cache
def core() -> Core:
    """Three years in which the share of people ruled rises to a sixth and falls again, drivers and all."""
    return core_of(resolve(load_case("islamic-state"), "2014-12"), np.sin(np.linspace(0.1, 3.0, MONTHS)) / 6.0)


@cache
def ours() -> dict[str, Any]:
    model = core().model
    simulate = compile_model(model, dict.fromkeys(model.stocks, "end"), mode="expectation", float64=True, lanes=1)
    return simulate(core().theta, 1, np.arange(1))


def worst(theirs: Any) -> float:
    """The largest relative difference of any element of any stock at any month's end."""
    model, found = core().model, []
    for name, stock in model.stocks.items():
        if stock.code and stock.starts_at_zero:
            continue
        for at in np.ndindex(model.shape(stock.dims)):
            labels = [model.dims[dim][i] for dim, i in zip(stock.dims, at, strict=True) if dim != "place"]
            values = np.interp(np.arange(1, MONTHS + 1), theirs.index, theirs["_".join([name, *labels])])
            mine = ours()[name][(0, slice(None), *at)]
            found.append(np.max(np.abs(mine - values) / np.maximum(np.abs(mine), 1e-3)))
    return float(max(found))


def test_pysd_agrees_with_the_expectation_and_a_changed_number_does_not(tmp_path: Path) -> None:
    file = tmp_path / "core.xmile"
    file.write_text(as_xmile(core(), "islamic-state", "A core"), encoding="utf-8")
    loaded = pysd.read_xmile(str(file))
    assert worst(loaded.run()) < WITHIN
    changed = {"Narrative_memory": float(core().theta["Narrative.memory"][0]) * 1.001}
    assert worst(loaded.run(params=changed)) > WITHIN


def test_the_core_moves_and_says_what_it_leaves_out() -> None:
    inside = {m.__name__ for m in core().model.mechanisms}
    assert {"Narrative", "QuasiState", "ForeignRecruitment", "LocalRecruitment", "Exits", "CoreOfBelievers"} <= inside
    assert {"SiegeClock", "MovementOffensives", "RivalDeployment", "AirPower", "Control"} <= set(core().left_out)
    narrative = ours()["narrative"][0]
    assert narrative.max() > 1.2 * narrative.min()


def test_the_file_is_xmile_1_0_with_every_link_resolved() -> None:
    root = ET.fromstring(as_xmile(core(), "islamic-state", "A & core"))
    assert root.tag == f"{{{SPACE}}}xmile" and root.attrib["version"] == "1.0"
    specs = root.find(f"{{{SPACE}}}sim_specs")
    assert specs is not None and specs.attrib["method"] == "Euler"
    names = [node.attrib["name"] for node in root.iter() if "name" in node.attrib]
    assert len(names) == len({name.lower() for name in names})
    flows = {node.attrib["name"] for node in root.iter(f"{{{SPACE}}}flow")}
    linked = {n.text for kind in ("inflow", "outflow") for n in root.iter(f"{{{SPACE}}}{kind}")}
    assert flows and linked == flows


def test_expressions_fold_constants_and_keep_precedence() -> None:
    a, b = quantity("a"), quantity("b")
    assert operation("mul", number(0.0), a) == number(0.0)
    assert operation("if", number(1.0), a, b) == a
    assert operation("sub", a, operation("sub", b, number(1.0))).text() == "a - (b - 1)"
    assert operation("pow", operation("add", a, b), number(2.0)).text() == "(a + b) ^ 2"
    assert operation("if", operation("and", operation("gt", a, b), operation("lt", a, number(1.0))), a, b).text() == (
        "IF (a > b) AND (a < 1) THEN a ELSE b"
    )
    assert operation("mul", number(-2.0), a).text() == "(-2) * a"


def test_a_traced_method_is_said_in_names_and_what_cannot_be_said_is_refused() -> None:
    x = elements(np.array([quantity("x_one"), quantity("x_two")]))
    said = traced("there", lambda x: jnp.where(x > 1.0, x.sum(), -x) / 2.0, {"x": x})
    assert said[0].text() == "(IF x_one > 1 THEN x_one + x_two ELSE 0 - x_one) / 2"
    with pytest.raises(InputError, match="'sin'"):
        traced("there", lambda x: jnp.sin(x), {"x": x})


def test_the_verb_writes_the_file_and_tells_what_is_left_out(small_case: Path, tmp_path: Path) -> None:
    out = tmp_path / "small.xmile"
    result = CliRunner().invoke(command, [str(small_case), "--out", str(out), "--until", "2013-03"])
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(out) and "left out" in result.stderr
    assert ET.parse(out).getroot().tag.endswith("xmile")

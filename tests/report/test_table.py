"""The table by half-year."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from made_up import facts, figure, run
from rich.console import Console

from polemos.report.facts import Target
from polemos.report.table import half_year, half_year_table, observed_lines, records, render


def test_medians_and_ranges_are_the_quantiles_of_the_draws_half_year_means():
    dataset, case = run(), facts()
    rows = [row for row in half_year_table(dataset, case.figures, case.targets) if row.target == "area_control"]
    row = next(row for row in rows if row.half_year == "2014 H2")
    values = dataset["area_control"].values.astype(float)[:, 30:36].mean(axis=1)
    expected = np.quantile(values, [0.5, 0.25, 0.75, 0.05, 0.95])
    assert (row.median, row.low50, row.high50, row.low90, row.high90) == pytest.approx(expected, rel=1e-12)
    assert len(rows) == 20


def test_observed_figures_stand_in_their_half_year():
    rows = half_year_table(run(), facts().figures, facts().targets)
    seen = {(r.target, r.half_year): [o.value for o in r.observed] for r in rows if r.observed}
    assert seen["area_control", "2014 H2"] == [1_000_000.0]
    assert seen["area_control", "2015 H1"] == [90_000.0]
    assert seen["fighters", "2014 H2"] == [25_000.0]
    assert rows[0].observed == ()


def test_a_target_that_was_not_run_is_left_out():
    assert "not_run" not in {row.target for row in half_year_table(run(), facts().figures, facts().targets)}


def test_a_target_is_found_by_its_name():
    rows = half_year_table(
        run().rename(area_control="ground"), [], [*facts().targets, Target("ground", "x", "km2", ())]
    )
    assert {row.target for row in rows} == {"fighters", "unseen", "ground"}


def test_a_run_that_ends_inside_a_half_year_uses_the_months_it_has():
    rows = half_year_table(run(months=8), [], [facts().targets[0]])
    assert [row.half_year for row in rows] == ["2012 H1", "2012 H2"]
    assert half_year("2012-06") == "2012 H1"


def test_records_are_json_even_with_missing_numbers():
    dataset = run()
    dataset["area_control"][:, :6] = np.nan
    rows = records(half_year_table(dataset, facts().figures, facts().targets))
    again = json.loads(json.dumps(rows, allow_nan=False))
    assert again[0]["median"] is None
    assert again[5]["observed"][0]["source"] == "roe2098"


def test_many_figures_of_a_series_share_a_line_and_few_stand_alone():
    dots = [figure("a", f"2014-0{k}-01", 10_050.0 + k, spread=0.0) for k in range(1, 5)]
    dots.append(figure("b", "2014-03-01", 1_234_567.0, spread=0.0))
    rows = half_year_table(run(), dots, [Target("area_control", "Area", "km2", ("a", "b"))])
    row = next(row for row in rows if row.half_year == "2014 H1")
    assert len(row.observed) == 5
    lines = observed_lines(row.observed)
    assert lines[0].startswith("mean of 4: 10,100 (all: 10,100 to 10,100; doe2099; ")
    assert lines[1].startswith("1.23 million (1.23 million to 1.23 million; doe2099, 2014-03-01")
    assert observed_lines(row.observed[:1])[0].startswith("10,051 (10,051 to 10,051; ")


def test_hostile_text_is_printed_as_text():
    target = Target("area_control", "[red]Area[/red] \x1b[31m", "km2", ("a",))
    rows = half_year_table(run(), [figure("a", "2014-01-01", 5.0, source="[bold]x[/] \x1b]0;y\x07")], [target])
    out = io.StringIO()
    render(rows, Console(file=out, width=120, force_terminal=False))
    text = out.getvalue()
    assert "[red]Area[/red]" in text
    assert "[bold]x[/]" in text
    assert "\x1b" not in text
    assert "\x07" not in text


def test_every_row_is_printed_with_its_ranges():
    out = io.StringIO()
    render(half_year_table(run(), facts().figures, facts().targets), Console(file=out, width=140))
    text = out.getvalue()
    assert "Area controlled (km²)" in text
    assert "90 % of draws" in text
    assert "roe2098" in text
    assert "outside 90 %" in text
    assert text.count("2014 H2") == 3

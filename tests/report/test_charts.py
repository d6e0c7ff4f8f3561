"""Single charts: what is drawn is what was given."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from made_up import causes, facts, figure, places, run

from polemos.report import causal, fan, holding_map
from polemos.report.axes import Axis, value_axis
from polemos.report.bands import fan as fan_of
from polemos.report.coverage import coverage
from polemos.report.labels import place_labels
from polemos.report.record import Holding, holding, month_labels

LABELS = tuple(f"{2012 + k // 12}-{k % 12 + 1:02d}" for k in range(24))


def test_a_linear_axis_has_round_ticks_and_keeps_order():
    axis = value_axis(40.0, 96.0, 200.0, 0.0)
    assert axis.threshold is None
    assert axis.ticks == (0.0, 20.0, 40.0, 60.0, 80.0)
    assert axis(0) == 200.0
    assert axis(1e9) == 0.0


def test_an_axis_turns_logarithmic_when_the_top_dwarfs_the_middle():
    axis = value_axis(1_000.0, 1e6, 200.0, 0.0)
    assert axis.threshold == 100.0
    assert axis(0) == 200.0
    pixels = [axis(v) for v in (0, 50, 100, 1e3, 1e4, 1e5, 1e6)]
    assert pixels == sorted(pixels, reverse=True)
    assert pixels[3] - pixels[4] == pytest.approx(pixels[4] - pixels[5])
    assert axis.ticks == (0.0, 100.0, 1e3, 1e4, 1e5, 1e6)


def test_the_fan_is_made_of_the_draws_quantiles():
    values = np.arange(1001.0)[:, None] * np.ones((1, 24))
    drawn = fan_of(values, LABELS)
    assert drawn.median[0] == 500.0
    assert [float(edge[0]) for edge in drawn.ranges[0.5]] == [250.0, 750.0]
    assert [float(edge[0]) for edge in drawn.ranges[0.95]] == pytest.approx([25.0, 975.0])


def test_each_dot_in_the_run_is_drawn_once_with_its_own_mark_and_whisker():
    target = facts().targets[0]
    dots = [figure("area_a", "2012-03-01", 10), figure("area_b", "2012-05-01", 20), figure("area_a", "2030-01-01", 1)]
    drawn = fan_of(np.ones((5, 24)), LABELS)
    text = fan.fan_chart(target, drawn, dots, fan.Cut.of(date(2013, 1, 5)), "A sentence.")
    assert len(re.findall(r'class="whisker', text)) == 2
    assert len(re.findall(r'<circle[^>]*class="dot c0"', text)) == 1
    assert len(re.findall(r'<path[^>]*class="dot c1"', text)) == 1
    assert 'class="cut"' in text
    assert "2012-03-01: 10 (9 to 11), doe2099" in text


def test_the_sentence_gives_peak_end_and_coverage():
    values = np.concatenate([np.linspace(0, 100, 12), np.linspace(100, 10, 12)])[None, :] * np.ones((20, 1))
    target = facts().targets[0]
    dots = [figure("area_a", "2012-12-01", 100.0), figure("area_a", "2013-12-01", 99.0)]
    sentence = fan.summary(target, fan_of(values, LABELS), coverage("x", dots, values, LABELS))
    assert (
        "highest in 2012-12 at 100 km² (95 % of draws: 100 to 100) and stands at 10 (10 to 10) in 2013-12" in sentence
    )
    assert sentence.endswith("inside the 50 % range: 1 of 2 observed figures, inside the 90 % range: 1.")


def test_a_run_without_any_value_says_so():
    values = np.zeros((20, 24))
    values[19, 5] = 40.0
    sentence = fan.summary(facts().targets[0], fan_of(values, LABELS), coverage("x", [], values, LABELS))
    assert "0 in every month" in sentence
    assert "no observed figure falls into the run" in sentence


def test_shares_of_draws_are_counted_over_all_blocks():
    dataset = run(draws=600, months=24)
    months = ("2012-06", "2013-12")
    found = holding(dataset, months)
    codes = dataset["holder"].values[:, [5, 23]]
    assert np.allclose(found.movement, (codes == 1).mean(axis=0))
    assert np.allclose(found.nobody + found.movement + found.rival, 1.0)
    ever = (dataset["holder"].values == 1).any(axis=1)
    assert np.allclose(found.ever, ever.mean(axis=0))
    assert np.isnan(found.first[:, 0]).all()
    first = (dataset["holder"].values == 1)[:, :, 1].argmax(axis=1)[ever[:, 1]]
    assert np.allclose(found.first[:, 1], np.quantile(first, (0.05, 0.5, 0.95)))


def test_months_may_be_text_or_dates():
    dataset = run(months=3)
    assert month_labels(dataset) == ("2012-01", "2012-02", "2012-03")
    assert month_labels(dataset.assign_coords(month=["2012-01", "2012-02", "2012-03"])) == month_labels(dataset)


def made_holding(movement: float, nobody: float) -> Holding:
    names = tuple(place.id for place in places())
    flat = np.full((1, len(names)), 1.0)
    rest = 1.0 - movement - nobody
    return Holding(names, ("2014-12",), flat * movement, flat * nobody, flat * rest, flat[0], np.zeros((3, len(names))))


@pytest.mark.parametrize(
    ("movement", "nobody", "level", "hatched"),
    [(0, 0, 0, 0), (0.001, 0, 1, 0), (1, 0, 7, 0), (0.2, 0.5, 2, 1), (0.5, 0.4, 4, 0)],
)
def test_places_are_shaded_by_share_and_hatched_for_nobody(movement, nobody, level, hatched):
    text = holding_map.holding_map(places(), facts().edges, made_holding(movement, nobody), 0, "A sentence.")
    assert len(re.findall(f'class="place p{level}"', text)) == len(places())
    assert (len(re.findall('class="hatched"', text)) > 0) == bool(hatched)


def test_a_place_that_the_run_does_not_know_is_drawn_as_unknown():
    text = holding_map.holding_map(
        [*places(), replace(places()[0], id="new")], (), made_holding(0, 0), 0, "A sentence."
    )
    assert text.count("place unknown") == 1


def test_maps_show_six_months_around_the_cut_or_evenly():
    labels = [f"{2012 + k // 12}-{k % 12 + 1:02d}" for k in range(120)]
    chosen = holding_map.map_months(labels, "2017-03")
    assert chosen == ("2013-12", "2014-12", "2015-12", "2017-03", "2017-12", "2019-03")
    assert len(holding_map.map_months(labels[:30], "2017-03")) == 6
    assert holding_map.map_months(labels[:1], "2017-03") == ("2012-01",)


def test_names_never_cover_each_other():
    names = [(f"Town {k}", 50.0 + 8 * k, 50.0 + 3 * (k % 4), 3.0) for k in range(12)]
    dots = [(x - r, y - r, x + r, y + r) for _, x, y, r in names]
    found = place_labels(names, dots, (0, 0, 400, 200), 12)
    assert found
    boxes = []
    for text, x, y, anchor in found:
        left = {"start": x, "end": x - 7 * len(text), "middle": x - 3.5 * len(text)}[anchor]
        boxes.append((left, y - 9, left + 7 * len(text), y + 3))
    for k, a in enumerate(boxes):
        assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for b in boxes[k + 1 :])


def test_every_link_carries_its_sign_as_text_and_as_style():
    text = causal.causal_picture(causes(), "A sentence.")
    for name, sign, count in (("plus", "+", 5), ("minus", "\u2212", 2), ("both", "±", 1)):
        assert len(re.findall(f'class="link {name}"', text)) == count
        assert len(re.findall(f'class="sign halo {name}"[^>]*>{re.escape(sign)}<', text)) == count
    assert len(re.findall("<rect", text)) == len(causes().nodes)


def test_a_loop_is_told_with_its_signs():
    assert causal.path_text(causes(), ("fighters", "pay")) == "fighters \u2212→ pay +→ fighters"
    assert "8 links, 5 raising and 2 lowering, 1 with either sign" in causal.summary(causes(), ["R", "B", "B"])
    assert "1 reinforcing and 2 balancing" in causal.summary(causes(), ["R", "B", "B"])


def test_values_beyond_an_axis_stick_to_its_end():
    assert Axis(0, 10, 0, 100)(11) == 100

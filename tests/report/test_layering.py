"""The layered layout: order, distance, and the same picture every time."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from polemos.report.layering import crossings, layout

NAMES = "abcdefgh"
GRAPHS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=20)


def sizes(names):
    return {name: 20.0 + 5 * ord(name) % 30 for name in names}


@given(GRAPHS)
@settings(max_examples=150, deadline=None)
def test_boxes_of_a_layer_never_overlap_and_links_join_different_layers(links):
    found = layout(NAMES, sorted(links), sizes(NAMES), gap=10.0)
    for a, b in links:
        assert a == b or found.layer[a] != found.layer[b]
    for k in range(found.layers):
        column = sorted((found.place[n], sizes(NAMES)[n]) for n in NAMES if found.layer[n] == k)
        for (y, height), (next_y, next_height) in pairwise(column):
            assert next_y - y >= (height + next_height) / 2 + 10 - 1e-6


@given(GRAPHS)
@settings(max_examples=50, deadline=None)
def test_every_link_has_a_knot_in_each_layer_it_passes(links):
    found = layout(NAMES, sorted(links), sizes(NAMES))
    for a, b in found.knots:
        passed = [knot[2] for knot in found.knots[a, b]]
        step = 1 if found.layer[b] > found.layer[a] else -1
        assert passed == list(range(found.layer[a] + step, found.layer[b], step))


def test_the_order_of_links_changes_nothing():
    links = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "d"), ("d", "c"), ("e", "a")]
    mixed = links[:]
    random.Random(1).shuffle(mixed)
    assert layout("abcde", links, {}) == layout("edcba", mixed, {})


def test_a_chain_has_a_layer_for_each_and_no_links_no_trouble():
    found = layout("abc", [("a", "b"), ("b", "c")], {})
    assert [found.layer[n] for n in "abc"] == [0, 1, 2]
    assert layout("", [], {}).layers == 0


def test_crossings_are_counted_and_undone():
    assert crossings([["a", "b"], ["c", "d"]], [("a", "d"), ("b", "c")]) == 1
    found = layout("abcd", [("a", "d"), ("b", "c")], {})
    assert (found.place["a"] < found.place["b"]) == (found.place["d"] < found.place["c"])

"""A layered picture of a directed graph: layers from left to right, few crossings, long links led around the boxes.

The classical scheme (Sugiyama, Tagawa & Toda 1981): turn round as few links as possible so that no circle remains
(Eades, Lin & Smyth 1993), give each node a layer, put invisible knots where a link passes a layer, sort each layer by
the mean place of its neighbours, then spread. No luck anywhere: ties go by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Link = tuple[str, str]
Knot = tuple[str, str, int]
Node = str | Knot
SWEEPS = 24


@dataclass(frozen=True)
class Layout:
    """`layer` of each node; `place` of each node and knot across its layer; knots of each link in its own direction."""

    layer: dict[str, int]
    place: dict[Node, float]
    knots: dict[Link, tuple[Knot, ...]]

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return max(self.layer.values(), default=-1) + 1


def layout(nodes: Sequence[str], links: Sequence[Link], sizes: Mapping[str, float], gap: float = 14.0) -> Layout:
    """Places for nodes of given sizes (their extent across the layer); links from a node to itself are ignored."""
    names = sorted(nodes)
    pairs = sorted({(a, b) for a, b in links if a != b})
    rank = {name: k for k, name in enumerate(_sequence(names, pairs))}
    forward = sorted({(a, b) if rank[a] < rank[b] else (b, a) for a, b in pairs})
    layer = _layers(sorted(names, key=lambda n: rank[n]), forward)
    knots = {(a, b): tuple((a, b, k) for k in range(layer[a] + 1, layer[b])) for a, b in forward}
    columns, steps = _columns(layer, knots)
    columns = _ordered(columns, steps)
    place = _spread(columns, steps, sizes, gap)
    routes = {(a, b): knots[a, b] if (a, b) in knots else knots[b, a][::-1] for a, b in pairs}
    return Layout(layer, place, routes)


def _sequence(names: Sequence[str], links: Sequence[Link]) -> list[str]:
    left: list[str] = []
    right: list[str] = []
    rest = set(names)
    while rest:
        out = {n: sum(a == n and b in rest for a, b in links) for n in rest}
        into = {n: sum(b == n and a in rest for a, b in links) for n in rest}
        sinks = sorted(n for n in rest if not out[n] and into[n])
        sources = sorted(n for n in rest if not into[n])
        if sinks:
            right[:0] = sinks
            rest -= set(sinks)
        elif sources:
            left += sources
            rest -= set(sources)
        else:
            best = min(rest, key=lambda n: (into[n] - out[n], n))
            left.append(best)
            rest.remove(best)
    return left + right


def _layers(order: Sequence[str], links: Sequence[Link]) -> dict[str, int]:
    layer = dict.fromkeys(order, 0)
    for name in order:
        layer[name] = max((layer[a] + 1 for a, b in links if b == name), default=0)
    for name in reversed(order):
        after = [layer[b] for a, b in links if a == name]
        before = [a for a, b in links if b == name]
        if after and len(after) >= len(before):
            layer[name] = max(layer[name], min(after) - 1)
    return layer


def _columns(
    layer: Mapping[str, int], knots: Mapping[Link, Sequence[Knot]]
) -> tuple[list[list[Node]], list[tuple[Node, Node]]]:
    columns: list[list[Node]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for name, k in sorted(layer.items()):
        columns[k].append(name)
    steps: list[tuple[Node, Node]] = []
    for (a, b), between in sorted(knots.items()):
        for knot in between:
            columns[knot[2]].append(knot)
        steps += pairwise((a, *between, b))
    return columns, steps


def _ordered(columns: list[list[Node]], steps: Sequence[tuple[Node, Node]]) -> list[list[Node]]:
    before, after = _neighbours(steps)
    best, fewest = [list(c) for c in columns], crossings(columns, steps)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        around = before if down else after
        for k in range(len(columns)) if down else reversed(range(len(columns))):
            at = {node: i for column in columns for i, node in enumerate(column)}
            columns[k].sort(key=lambda n, at=at: (_mean([at[m] for m in around[n]], at[n]), at[n]))  # type: ignore[misc]
        found = crossings(columns, steps)
        if found < fewest:
            best, fewest = [list(c) for c in columns], found
    return best


def crossings(columns: Sequence[Sequence[Node]], steps: Sequence[tuple[Node, Node]]) -> int:
    """How many pairs of link pieces cross between neighbouring layers."""
    at = {node: (k, i) for k, column in enumerate(columns) for i, node in enumerate(column)}
    count = 0
    for k in range(len(columns)):
        here = sorted((at[a][1], at[b][1]) for a, b in steps if at[a][0] == k)
        count += sum(b[1] < a[1] and a[0] < b[0] for i, a in enumerate(here) for b in here[i + 1 :])
    return count


def _spread(
    columns: Sequence[Sequence[Node]], steps: Sequence[tuple[Node, Node]], sizes: Mapping[str, float], gap: float
) -> dict[Node, float]:
    before, after = _neighbours(steps)
    place: dict[Node, float] = {}
    for column in columns:
        total = sum(_extent(n, sizes, gap) for n in column)
        edge = -total / 2
        for node in column:
            place[node] = edge + _extent(node, sizes, gap) / 2
            edge += _extent(node, sizes, gap)
    for _ in range(SWEEPS):
        for column in columns:
            wanted = [_mean([place[m] for m in (*before[n], *after[n])], place[n]) for n in column]
            _settle(column, wanted, place, [_extent(n, sizes, gap) for n in column])
    lowest = min((place[n] - _extent(n, sizes, gap) / 2 for c in columns for n in c), default=0.0)
    return {node: y - lowest for node, y in place.items()}


def _settle(
    column: Sequence[Node], wanted: Sequence[float], place: dict[Node, float], extents: Sequence[float]
) -> None:
    """Nearest places to the wanted ones that keep order and distance: pool neighbours that press on each other."""
    offsets = [sum(extents[:k]) + extents[k] / 2 for k in range(len(column))]
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append((want - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (left, m), (right, n) = blocks[-2], blocks[-1]
            blocks[-2:] = [((left * m + right * n) / (m + n), m + n)]
    starts = [start for start, count in blocks for _ in range(count)]
    for node, start, offset in zip(column, starts, offsets, strict=True):
        place[node] = start + offset


def _extent(node: Node, sizes: Mapping[str, float], gap: float) -> float:
    return sizes.get(node, 30.0) + gap if isinstance(node, str) else 9.0


def _neighbours(steps: Sequence[tuple[Node, Node]]) -> tuple[dict[Node, list[Node]], dict[Node, list[Node]]]:
    before: dict[Node, list[Node]] = defaultdict(list)
    after: dict[Node, list[Node]] = defaultdict(list)
    for a, b in steps:
        after[a].append(b)
        before[b].append(a)
    return before, after


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise

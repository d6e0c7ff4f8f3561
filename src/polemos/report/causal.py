"""The signed causal graph as a picture: boxes for what is counted, arrows for what pushes what up or down.

A plus arrow is solid and ends in a triangle, a minus arrow is dashed and ends in a bar; each carries its sign as text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from polemos.report import svg
from polemos.report.layering import Layout, Node, layout
from polemos.report.numbers import MINUS, clean

if TYPE_CHECKING:
    import networkx as nx

BOX, ACROSS, LINE, PORT, EDGE = 104.0, 172.0, 13.0, 12.0, 12.0
SIGNS = {1: "+", -1: MINUS, 0: "±"}


@dataclass(frozen=True)
class Link:
    """Cause, effect, sign (+1, -1, 0: both occur) and the mechanisms that declare it."""

    cause: str
    effect: str
    sign: int
    mechanisms: tuple[str, ...]


@dataclass(frozen=True)
class Causes:
    """A signed graph as plain records: (name, kind) of each node, and the links."""

    nodes: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]


def causes_of(graph: nx.MultiDiGraph) -> Causes:
    """Plain records of a model's causal graph; nodes without a link are left out."""
    signs: dict[tuple[str, str], set[int]] = defaultdict(set)
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for cause, effect, data in graph.edges(data=True):
        signs[cause, effect].add(int(data["sign"]))
        owners[cause, effect].add(str(data["mechanism"]))
    links = tuple(
        Link(*pair, sign=found.pop() if len(found) == 1 else 0, mechanisms=tuple(sorted(owners[pair])))
        for pair, found in sorted(signs.items())
    )
    linked = {name for link in links for name in (link.cause, link.effect)}
    nodes = tuple((name, str(graph.nodes[name].get("kind", "stock"))) for name in sorted(linked))
    return Causes(nodes, links)


def summary(causes: Causes, kinds: Sequence[str]) -> str:
    """One sentence: how many things, links and loops; `kinds` holds the class of each loop."""
    plus = sum(link.sign == 1 for link in causes.links)
    minus = sum(link.sign == -1 for link in causes.links)
    both = len(causes.links) - plus - minus
    mixed = f", {both} with either sign" if both else ""
    reinforcing, balancing = list(kinds).count("R"), list(kinds).count("B")
    return (
        f"{len(causes.nodes)} quantities are joined by {len(causes.links)} links, {plus} raising and {minus} "
        f"lowering{mixed}; they close {len(kinds)} loops of at most five links, {reinforcing} reinforcing and "
        f"{balancing} balancing."
    )


def path_text(causes: Causes, path: Sequence[str]) -> str:
    """A loop in words: 'fighters + holder - fighters', each sign that of the link; either sign where both occur."""
    signs = {(link.cause, link.effect): SIGNS[link.sign] for link in causes.links}
    steps = zip(path, [*path[1:], path[0]], strict=True)
    return path[0] + "".join(f" {signs.get((a, b), '')}→ {b}" for a, b in steps)


def causal_picture(causes: Causes, sentence: str) -> Markup:
    """The graph as SVG; `sentence` becomes its description."""
    found = drawn(causes)
    links = [part for link in causes.links for part in _link(link, found.arrow(link))]
    boxes = [part for box in found.boxes(causes) for part in _box(box)]
    width, height = found.size
    return svg.drawing(width, height, "Signed causal graph", sentence, [*links, *boxes], natural=True)


@dataclass(frozen=True)
class Box:
    """A box as drawn: its corner, size, and the lines of its name with the first line's baseline."""

    name: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    baseline: float


@dataclass(frozen=True)
class Arrow:
    """A link as drawn: 'plus', 'minus' or 'both'; paths of line and head; where its sign stands."""

    cause: str
    effect: str
    look: str
    line: str
    head: str
    sign: str
    sign_x: float
    sign_y: float


def _box(box: Box) -> list[Markup]:
    shape = svg.el(
        "rect", svg.el("title", f"{box.name} ({box.kind})"), x=box.x, y=box.y, width=box.width, height=box.height,
        rx=12.0 if box.kind == "derived" else 2.0, class_=f"node {box.kind}",
    )  # fmt: skip
    middle = box.x + box.width / 2
    words = [
        svg.text(middle, box.baseline + LINE * k, line, class_="label", anchor="middle")
        for k, line in enumerate(box.lines)
    ]
    return [shape, *words]


def _link(link: Link, arrow: Arrow) -> list[Markup]:
    title = f"{link.cause} {arrow.sign} {link.effect} ({', '.join(link.mechanisms)})"
    line = svg.el("path", svg.el("title", title), d=arrow.line, class_=f"link {arrow.look}")
    sign = svg.text(arrow.sign_x, arrow.sign_y, arrow.sign, class_=f"sign halo {arrow.look}", anchor="middle")
    return [line, svg.el("path", d=arrow.head, class_=f"head {arrow.look}"), sign]


def drawn(causes: Causes) -> Drawing:
    """The graph laid out; the same graph, the same picture."""
    return Drawing.of(causes)


@dataclass(frozen=True)
class Drawing:
    """A layout with the height of each box and the port of each link on each of its two boxes."""

    found: Layout
    heights: dict[str, float]
    ports: dict[tuple[str, str, str], float]

    @staticmethod
    def of(causes: Causes) -> Drawing:
        """Lay a graph out twice: boxes grow with their busiest side, which the first layout tells."""
        names = [name for name, _ in causes.nodes]
        pairs = [(link.cause, link.effect) for link in causes.links if link.cause != link.effect]
        first = layout(names, pairs, dict.fromkeys(names, 30.0))
        sides: dict[tuple[str, bool], list[tuple[str, str]]] = defaultdict(list)
        for a, b in pairs:
            right = first.layer[b] > first.layer[a]
            sides[a, right].append((a, b))
            sides[b, not right].append((a, b))
        busiest = {n: max(len(sides[n, False]), len(sides[n, True])) for n in names}
        heights = {n: max(LINE * len(_lines(n)) + 12, PORT * busiest[n] + 4) for n in names}
        found = layout(names, pairs, heights)
        return Drawing(found, heights, _ports(found, sides, pairs))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the whole picture."""
        lowest = max((self.found.place[n] + h / 2 for n, h in self.heights.items()), default=0.0)
        knots = max((y for node, y in self.found.place.items() if not isinstance(node, str)), default=0.0)
        return 2 * EDGE + max(self.found.layers - 1, 0) * ACROSS + BOX, max(lowest, knots) + 2 * EDGE

    def at(self, node: Node) -> svg.Point:
        """The middle of a box or knot."""
        layer = self.found.layer[node] if isinstance(node, str) else node[2]
        return EDGE + layer * ACROSS + BOX / 2, EDGE + self.found.place[node]

    def boxes(self, causes: Causes) -> list[Box]:
        """Every box, in the order of the graph."""
        return [self._box(name, kind) for name, kind in causes.nodes]

    def _box(self, name: str, kind: str) -> Box:
        x, y = self.at(name)
        height, lines = self.heights[name], tuple(_lines(name))
        top = y - LINE * (len(lines) - 1) / 2 + 4
        return Box(name, kind, x - BOX / 2, y - height / 2, BOX, height, lines, top)

    def arrow(self, link: Link) -> Arrow:
        """An arrow with its head and its sign."""
        points = self.route(link.cause, link.effect)
        (x, y), towards = points[-1], 1.0 if points[-1][0] > points[0][0] else -1.0
        head = (
            svg.path([(x - 7 * towards, y - 3.5), (x, y), (x - 7 * towards, y + 3.5)], close=True)
            if link.sign >= 0
            else svg.path([(x - 2 * towards, y - 4.5), (x - 2 * towards, y + 4.5)])
        )
        look = {1: "plus", -1: "minus", 0: "both"}[link.sign]
        sign = (SIGNS[link.sign], x - 13 * towards, y - 2)
        return Arrow(link.cause, link.effect, look, _curve(points), head, *sign)

    def route(self, cause: str, effect: str) -> list[svg.Point]:
        """The points that a link passes, from port to port."""
        middle = [self.at(knot) for knot in self.found.knots[cause, effect]]
        rightward = self.found.layer[effect] > self.found.layer[cause]
        side = BOX / 2 if rightward else -BOX / 2
        start, end = self.at(cause), self.at(effect)
        first = (start[0] + side, start[1] + self.ports[cause, effect, "out"])
        last = (end[0] - side, end[1] + self.ports[cause, effect, "in"])
        return [first, *middle, last]


def _ports(
    found: Layout, sides: dict[tuple[str, bool], list[tuple[str, str]]], pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str, str], float]:
    ports: dict[tuple[str, str, str], float] = {}
    for (name, _), mine in sides.items():
        order = sorted(mine, key=lambda pair: (found.place[_next(found, name, pair)], pair))
        for k, pair in enumerate(order):
            ports[*pair, "out" if pair[0] == name else "in"] = (k - (len(order) - 1) / 2) * PORT
    return ports


def _next(found: Layout, name: str, pair: tuple[str, str]) -> Node:
    whole: list[Node] = [pair[0], *found.knots[pair], pair[1]]
    return whole[1] if pair[0] == name else whole[-2]


def _curve(points: Sequence[svg.Point]) -> str:
    (x, y), *rest = points
    out = [f"M{x:.1f} {y:.1f}"]
    for nx_, ny in rest:
        middle = (x + nx_) / 2
        out.append(f"C{middle:.1f} {y:.1f} {middle:.1f} {ny:.1f} {nx_:.1f} {ny:.1f}")
        x, y = nx_, ny
    return "".join(out)


def _lines(name: str) -> list[str]:
    lines = [""]
    for word in clean(name).replace("_", " ").split():
        if lines[-1] and len(lines[-1]) + len(word) >= 15:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line if len(line) <= 16 else line[:15] + "…" for line in lines]

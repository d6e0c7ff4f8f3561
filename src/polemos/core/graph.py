"""The signed causal graph of a model and its feedback loops, read off what the mechanisms declare.

An edge means: with more of this, the other is pushed up (+1) or down (-1), all else equal. Loops with an even number of
minus signs reinforce, the others balance. A declared sign says nothing about size.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import networkx as nx

from polemos.core.mechanism import Derived, Flow, Mark, Transition
from polemos.core.model import Model


@dataclass(frozen=True)
class Loop:
    """A closed path, from its alphabetically first node; kind 'R' reinforcing, 'B' balancing."""

    path: tuple[str, ...]
    kind: str


def causal_graph(model: Model) -> nx.MultiDiGraph:
    """Nodes: stocks, derived quantities, drivers (attribute `kind`); edges: `sign`, `mechanism`, `method`, key sign."""
    graph = nx.MultiDiGraph()
    for name in model.stocks:
        graph.add_node(name, kind="stock")
    for name in model.derived():
        graph.add_node(name, kind="derived")
    for name in model.drivers:
        graph.add_node(name, kind="driver")
    for mechanism in model.mechanisms:
        for mark in mechanism.marks():
            for cause, effect, sign in _links(mark):
                if cause in graph and effect in graph and cause != effect:
                    graph.add_edge(cause, effect, key=sign, sign=sign, mechanism=mechanism.__name__, method=mark.name)
    return graph


def loops(graph: nx.MultiDiGraph, longest: int = 5) -> list[Loop]:
    """All feedback loops of at most `longest` links, shortest first, each sign combination counted once."""
    found: set[Loop] = set()
    for cycle in nx.simple_cycles(nx.DiGraph(graph), length_bound=longest):
        first = cycle.index(min(cycle))
        path = (*cycle[first:], *cycle[:first])
        steps = itertools.pairwise((*path, path[0]))
        choices = [sorted({data["sign"] for data in graph[a][b].values()}) for a, b in steps]
        for signs in itertools.product(*choices):
            found.add(Loop(path, "R" if signs.count(-1) % 2 == 0 else "B"))
    return sorted(found, key=lambda loop: (len(loop.path), loop.path, loop.kind))


def _links(mark: Mark) -> list[tuple[str, str, int]]:
    causes = [(name, 1) for name in mark.raised_by] + [(name, -1) for name in mark.lowered_by]
    if isinstance(mark, Derived):
        return [(name, mark.name, sign) for name, sign in causes]
    if isinstance(mark, Transition):
        return [(name, target, sign) for name, sign in causes for target in mark.changes]
    if not isinstance(mark, Flow):
        return []
    links = []
    if mark.per_head and mark.source is not None:
        causes.append((mark.source.stock, 1))
    for end, direction in ((mark.source, -1), (mark.sink, 1)):
        if end is not None:
            links += [(name, end.stock, sign * direction) for name, sign in causes]
    return links

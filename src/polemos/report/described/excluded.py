"""What an origin excludes: figures and driver rows published later, priors replaced, priors that have no earlier form.

Assumes that what was published on the origin's day was known on it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from polemos.cases.origin import rests_on_later
from polemos.cases.schema import Case
from polemos.report.described.description import Described, Section
from polemos.report.views import Grid


def excluded(d: Described, whole: Case) -> list[Section]:
    """The part on what was known when; `whole` is the case with every driver row."""
    origin = d.origin
    late = [figure for figure in d.facts.figures if figure.known_from > origin]
    by_series = Counter(figure.series for figure in late)
    counts = Counter(figure.series for figure in d.facts.figures)
    figures = Grid(
        "Figures published after the origin, by series",
        ("series", "excluded", "of"),
        tuple((series, str(n), str(counts[series])) for series, n in sorted(by_series.items())),
        (1, 2),
    )
    replaced = Grid(
        "Priors replaced by their earlier form",
        ("parameter", "rests on what was known from"),
        tuple((k, p.known_from.isoformat()) for k, p in d.resolved.parameters.items() if p.without_later_figures),
    )
    stuck = rests_on_later(whole, origin)
    kept = Grid(
        "Priors that rest on later figures and have no earlier form", ("parameter",), tuple((k,) for k in stuck)
    )
    said = (
        f"At {origin.isoformat()} {len(late)} of {len(d.facts.figures)} figures are excluded, "
        f"{len(replaced.rows)} priors are replaced by their earlier form, and {len(stuck)} rest on later figures "
        "without one. The choice of places and mechanisms is hindsight all the same."
    )
    return [
        Section("What was known", 1),
        Section("Excluded at the origin", 2, (said,), (figures, _rows(whole, origin), replaced, kept)),
    ]


def _rows(whole: Case, origin: date) -> Grid:
    found = []
    for name, rows in sorted(whole.driver_rows.items()):
        gone = [row for row in rows if row.known_from > origin or row.date > origin]
        found.append((name, str(len(gone)), str(len(rows))))
    return Grid(
        "Rows of drivers after the origin, or published after it", ("driver", "excluded", "of"), tuple(found), (1, 2)
    )

"""The page of published results, scenarios and endings, from what is kept with a case; computes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from polemos.report.numbers import clean, interval, number, percent

Found = Mapping[str, Any]
ENDS = ("median", "low", "high")
PUBLISHED = """Each number is above zero where this model shows the published result. A tendency counts as shared when
at least half of the draws lie above zero, a possibility (*can be*) when at least 5 % do. Agreement of two models is no
evidence that either is right."""
COMPARED = """Median and 90 % of draws of the difference on the same parameters and the same luck, within the model.
`polemos scenario CASE NAME` prints all outcomes."""
ENDINGS = """Every driver's whole path is multiplied by a factor between 0 and 2. *Gone*: at the end nothing is held and
members are below a tenth of their peak. *Back*: at the end more is held than at the least since the peak, or members
are half as many again, and it is not gone. The rules are boxes found on half of the draws (PRIM) and told on the other
half."""


def page(experiments: Found, scenarios: Found, discovery: Found) -> Iterator[str]:
    """The page, line by line; what was not computed is left out."""
    yield from ("# Published results, scenarios and endings", "")
    yield from ("Made by `benchmarks/evidence.py` from the case as it stands; not edited by hand.", "")
    yield from published(experiments) if experiments else ()
    yield from compared(scenarios) if scenarios else ()
    yield from endings(discovery) if discovery else ()


def published(found: Found) -> Iterator[str]:
    """What other models published, and what this one says."""
    yield from ("## What other models found, asked of this one", "", _draws(found), "", PUBLISHED, "")
    yield "| model | result | our number | median (90 % of draws) | draws above zero | this model |"
    yield "|---|---|---|---|---|---|"
    for one in found["answers"]:
        share = f"{percent(one['above'])} of {one['draws']}"
        yield _cells(
            one["model"],
            one["result"],
            one["number"],
            _spread([one["spread"][key] for key in ENDS]),
            share,
            one["agrees"],
        )
    yield ""


def compared(found: Found) -> Iterator[str]:
    """Every scenario beside the baseline."""
    rows = found["rows"]
    outcomes = list(rows[0]["differences"]) if rows else []
    yield from ("## Every scenario beside the war as it was", "", _draws(found), "", COMPARED, "")
    yield _cells("scenario", "identification", *outcomes)
    yield _cells(*["---"] * (2 + len(outcomes)))
    for row in rows:
        gaps = [_spread(values) for values in row["differences"].values()]
        yield _cells(f"{row['title']} (`{row['name']}`)", row["identification"], *gaps)
    yield ""


def endings(found: Found) -> Iterator[str]:
    """What separates the endings, as rules."""
    yield from ("## What separates gone from back", "", ENDINGS, "")
    for line in ending_lines(found):
        yield from (f"* {line}", "")


def ending_lines(found: Found) -> Iterator[str]:
    """A sentence on the draws, and one for each ending; nothing where nothing was computed."""
    if not found:
        return
    yield _draws(found)
    for name, box in found["boxes"].items():
        inside, killed = percent(box["inside"]), number(_float(found["killed"][name]))
        yield (
            f"{name.capitalize()} where {rule(box['sides'])}: {inside} of {box['rows']} draws, against "
            f"{percent(box['overall'])} of all; covers {percent(box['covered'])} of those that end so. "
            f"Civilians killed, median of the draws that end so: {killed}."
        )


def rule(sides: Sequence[Found]) -> str:
    """'weapons is above 0.80 times what it was and ...'."""
    told = [f"{s['name']} is {'above' if s['above'] else 'below'} {s['bound']:.2f} times what it was" for s in sides]
    return " and ".join(told) or "nothing separates"


def _draws(found: Found) -> str:
    return f"{found['draws']} draws, parameters from {clean(found['source'])}."


def _spread(values: Any) -> str:
    middle, low, high = map(_float, values)
    return f"{number(middle)} ({interval(low, high)})"


def _float(value: Any) -> float:
    return float("nan") if value is None else float(value)


def _cells(*cells: str) -> str:
    return f"| {' | '.join(clean(cell).replace('|', '/') for cell in cells)} |"

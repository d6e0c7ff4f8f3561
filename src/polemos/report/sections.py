"""From a case's facts and a run's arrays to the sections of the page: each chart with its sentence and table twins."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from polemos.report import causal, fan, holding_map, svg
from polemos.report.bands import Fan, Floats
from polemos.report.causal import Causes
from polemos.report.coverage import Coverage, place_of
from polemos.report.facts import Facts, Figure, Target
from polemos.report.numbers import DASH, MINUS, interval, number, percent, published, unit_text
from polemos.report.record import Holding
from polemos.report.series_names import series_names
from polemos.report.views import Chart, Grid

LOOPS_SHOWN = 60
EVER_SHOWN = 20


def fan_section(facts: Facts, target: Target, values: Floats, drawn: Fan, covered: Coverage) -> Chart:
    """The fan of one target."""
    dots = facts.dots(target)
    sentence = fan.summary(target, drawn, covered)
    picture = fan.fan_chart(target, drawn, dots, fan.Cut.of(facts.information_cut), sentence)
    shapes = fan.series_shapes(target)
    seen = {dot.series for dot in dots if drawn.month(dot.month) is not None}
    names = series_names(target.series, dots, facts.authors())
    legend = tuple((fan.legend_mark(*shapes[name]), names[name]) for name in target.series if name in seen)
    tables = (_months_table(target, drawn), _dots_table(target, dots, values, drawn.labels))
    return Chart(f"fan-{target.name}", target.title, picture, sentence, tables, legend, target.note)


def fan_legend() -> tuple[tuple[Markup, str], ...]:
    """What the parts of a fan mean."""
    strip = {
        "95 % of draws": svg.el("rect", x=0, y=2, width=34, height=12, class_="b95"),
        "80 %": svg.el("rect", x=0, y=2, width=34, height=12, class_="b80"),
        "50 %": svg.el("rect", x=0, y=2, width=34, height=12, class_="b50"),
        "median": svg.el("line", x1=0, x2=34, y1=8, y2=8, class_="median"),
        "a few single draws": svg.el("path", d="M0 10L8 6L17 11L26 5L34 8", class_="trace"),
        "information cut: what a source published later shaped no prior": svg.el(
            "line", x1=17, x2=17, y1=0, y2=16, class_="cut"
        ),
        "observed figure, from its low to its high end": Markup("").join(
            [svg.el("line", x1=17, x2=17, y1=0, y2=16, class_="whisker"), svg.marker("circle", 17, 8, 3.6, "dot c0")]
        ),
    }
    return tuple((_key(mark), text) for text, mark in strip.items())


def map_section(facts: Facts, holding: Holding, month: int) -> Chart:
    """The map of one month."""
    sentence = holding_map.summary(facts.places, holding, month)
    picture = holding_map.holding_map(facts.places, facts.edges, holding, month, sentence)
    label = holding.months[month]
    where = {name: k for k, name in enumerate(holding.places)}
    rows = tuple(
        (place.name, place.country, *(percent(float(part[month, where[place.id]])) for part in _parts(holding)))
        for place in sorted(facts.places, key=lambda p: (p.country, p.name))
        if place.id in where
    )
    headings = ("place", "country", "movement", "nobody", "rivals")
    grid = Grid(f"Share of draws in which each place is held, end of {label}", headings, rows, (2, 3, 4))
    return Chart(f"map-{label}", f"End of {label}", picture, sentence, (grid,))


def map_legend() -> tuple[tuple[Markup, str], ...]:
    """What the dots of a map mean."""
    steps = holding_map.SHADES - 1
    shades = [(svg.marker("circle", 17, 8, 6.5, "place p0"), "held by the movement in no draw")]
    for k in range(1, steps + 1):
        words = f"{percent((k - 1) / steps)} to {percent(k / steps)}" if k > 1 else f"up to {percent(1 / steps)}"
        shades.append((svg.marker("circle", 17, 8, 6.5, f"place p{k}"), words))
    hatch = svg.el("path", d="M12 12L21 3M12 8L17 3M17 12L22 7", class_="hatchline")
    nobody = Markup("").join([svg.marker("circle", 17, 8, 6.5, "place p0"), hatch])
    shades.append((nobody, "hatched: nobody is the likeliest holder, or nothing is known"))
    return tuple((_key(mark), text) for mark, text in shades)


def ever_table(facts: Facts, holding: Holding, labels: Sequence[str]) -> Grid:
    """How often, and how early, the movement holds the largest places that it holds in some draw or other."""
    where = {name: k for k, name in enumerate(holding.places)}
    largest = sorted((p for p in facts.places if p.id in where), key=lambda p: (-p.population, p.id))[:EVER_SHOWN]
    rows = []
    for place in largest:
        early, middle, late = (float(q) for q in holding.first[:, where[place.id]])
        first = DASH if early != early else f"{labels[round(middle)]} ({labels[round(early)]} to {labels[round(late)]})"
        rows.append((place.name, number(place.population), percent(float(holding.ever[where[place.id]])), first))
    return Grid(
        "The largest places: share of draws in which the movement ever holds them, "
        "and when first (median and 90 % range of those draws)",
        ("place", "inhabitants", "ever held", "first held"),
        tuple(rows),
        (1, 2),
    )


def causal_section(causes: Causes, loops: Sequence[tuple[tuple[str, ...], str]]) -> Chart:
    """The causal graph; `loops` are (path, class)."""
    sentence = causal.summary(causes, [kind for _, kind in loops])
    rows = tuple((li.cause, causal.SIGNS[li.sign], li.effect, ", ".join(li.mechanisms)) for li in causes.links)
    grid = Grid("Every link of the graph", ("cause", "sign", "effect", "declared by"), rows)
    return Chart(
        "causal", "Signed causal graph", causal.causal_picture(causes, sentence), sentence, (grid,), _causal_legend()
    )


def loops_table(causes: Causes, loops: Sequence[tuple[tuple[str, ...], str]]) -> tuple[Grid, str]:
    """The shortest loops, and a sentence on how many there are."""
    words = {"R": "R (reinforcing)", "B": "B (balancing)"}
    rows = tuple((words[kind], str(len(path)), causal.path_text(causes, path)) for path, kind in loops[:LOOPS_SHOWN])
    grid = Grid("Feedback loops, shortest first", ("class", "links", "path"), rows, (1,))
    rest = len(loops) - len(rows)
    note = f"The {len(rows)} shortest of {len(loops)} loops of at most five links are shown." if rest > 0 else ""
    return grid, note


def claims_table(facts: Facts) -> Grid:
    """Each claim and the mechanisms that stand for it."""
    rows = []
    for claim, text in facts.claims.items():
        mine = [row.name for row in facts.mechanisms if claim in row.claims]
        rows.append((claim, text, ", ".join(mine) or "none in this run"))
    return Grid(
        "Claims under test, and the mechanisms that stand for them",
        ("claim", "in our words", "mechanisms"),
        tuple(rows),
    )


def _causal_legend() -> tuple[tuple[Markup, str], ...]:
    marks = [
        (
            svg.el("path", d="M0 8L26 8", class_="link plus")
            + svg.el("path", d="M26 4L33 8L26 12Z", class_="head plus"),
            "+ raises",
        ),
        (
            svg.el("path", d="M0 8L30 8", class_="link minus") + svg.el("path", d="M31 3L31 13", class_="head minus"),
            f"{MINUS} lowers",
        ),
        (
            svg.el("path", d="M0 8L26 8", class_="link both")
            + svg.el("path", d="M26 4L33 8L26 12Z", class_="head both"),
            "± either, by different ways",
        ),
        (svg.el("rect", x=1, y=2, width=32, height=12, rx=2, class_="node stock"), "stock: kept from step to step"),
        (svg.el("rect", x=1, y=2, width=32, height=12, rx=6, class_="node derived"), "derived from the state"),
        (svg.el("rect", x=1, y=2, width=32, height=12, rx=2, class_="node driver"), "driver: an act from outside"),
    ]
    return tuple((_key(mark), text) for mark, text in marks)


def _key(mark: Markup) -> Markup:
    return svg.el("svg", mark, viewBox="0 0 34 16", class_="key wide", aria_hidden="true")


def _parts(holding: Holding) -> tuple[Floats, Floats, Floats]:
    return holding.movement, holding.nobody, holding.rival


def _months_table(target: Target, drawn: Fan) -> Grid:
    rows = []
    for k, label in enumerate(drawn.labels):
        ranges = [interval(low[k], high[k]) for _, (low, high) in sorted(drawn.ranges.items())]
        rows.append((label, number(drawn.median[k]), *ranges))
    unit = unit_text(target.unit) or "no unit"
    levels = tuple(f"{level * 100:.0f} % of draws" for level in sorted(drawn.ranges))
    numeric = tuple(range(1, 2 + len(levels)))
    return Grid(f"{target.title} ({unit}), simulated by month", ("month", "median", *levels), tuple(rows), numeric)


def _dots_table(target: Target, dots: Sequence[Figure], values: Floats, labels: Sequence[str]) -> Grid:
    rows = tuple(
        (dot.date.isoformat(), dot.series, published(dot.value), f"{published(dot.low)} to {published(dot.high)}",
         dot.source, dot.basis,
         dot.known_from.isoformat(), dot.circular_for or DASH, place_of(dot, values, labels))
        for dot in dots
    )  # fmt: skip
    headings = ("date", "series", "value", "low to high", "source", "basis", "known from", "circular for", "falls")
    return Grid(f"{target.title} ({unit_text(target.unit) or 'no unit'}), observed figures", headings, rows, (2, 3))

"""Numbers as readers see them: three significant digits, thousands apart, millions in words, units spelled out.

Pure text in, text out. `isolate` wraps every number of a text in <bdi>, so that it reads right in a right-to-left page.
"""

from __future__ import annotations

import math
import re

from markupsafe import Markup, escape

MINUS, DASH = "\u2212", "\u2013"
NUMBER = re.compile(r"[\u2212+-]?\d(?:[\d,.:/-]*\d)?(?:\u00d710[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?(?: ?%)?")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
WORDS = {"km2": "km²", "person": "persons", "weapon": "weapons", "event": "events"}


def number(value: float) -> str:
    """'90,800', '9.6 million', '0.0021'; not a number reads 'unknown'."""
    if math.isnan(value):
        return "unknown"
    if math.isinf(value):
        return "unbounded"
    size = abs(value)
    if size >= 1e9:
        return f"{_short(value / 1e9)} billion"
    if size >= 1e6:
        return f"{_short(value / 1e6)} million"
    if size >= 100:
        return f"{_significant(value):,.0f}".replace("-", MINUS)
    return _short(value)


def published(value: float) -> str:
    """A figure as it was published: whole numbers below a million in full, others like `number`."""
    return f"{value:,.0f}".replace("-", MINUS) if abs(value) < 1e6 and value == int(value) else number(value)


def interval(low: float, high: float) -> str:
    """'20,000 to 150,000'."""
    return f"{number(low)} to {number(high)}"


def percent(share: float) -> str:
    """A share in [0, 1] as whole per cent; shares that are not quite 0 or 1 never read as 0 or 100."""
    if math.isnan(share):
        return "unknown"
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 < share < 1:
        return "over 99 %"
    return f"{share * 100:.0f} %"


def unit_text(unit: str) -> str:
    """'USD/month' as 'USD per month', 'km2' as 'km²'; the unit '1' is nothing."""
    if unit in ("1", ""):
        return ""
    first, *rest = unit.split("/")
    words = [WORDS.get(first, first), *rest]
    return " per ".join("1" if word == "" else word for word in words)


def with_unit(text: str, unit: str) -> str:
    """A number's text followed by its unit."""
    return f"{text} {unit_text(unit)}".rstrip()


def clean(text: object) -> str:
    """Text without control characters, lone surrogates and direction overrides; line breaks become spaces."""
    return CONTROL.sub("", " ".join(str(text).split()))


def isolate(text: object) -> Markup:
    """Escaped text in which every number stands in its own <bdi>."""
    plain = clean(text)
    out, end = Markup(""), 0
    for found in NUMBER.finditer(plain):
        out += escape(plain[end : found.start()]) + Markup("<bdi>{}</bdi>").format(found.group())
        end = found.end()
    return out + escape(plain[end:])


def _significant(value: float) -> float:
    return float(f"{value:.3g}")


def _short(value: float) -> str:
    if value == 0:
        return "0"
    if abs(value) < 1e-4:
        digits, _, power = f"{value:.1e}".partition("e")
        return f"{digits}\u00d710{str(int(power)).translate(RAISED)}"
    text = f"{_significant(value):,.7f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS)

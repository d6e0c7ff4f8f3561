"""Contrast of the page's colours, by the formula of WCAG 2.2."""

from __future__ import annotations

import pytest

from polemos.report.palette import CIVIDIS, DARK, LIGHT, style_variables

SCHEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_gives_the_known_ends():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ink", ["text", "muted", "link", "minus", "plus", "both"])
@pytest.mark.parametrize("ground", ["bg", "surface"])
def test_text_stands_out(scheme, ink, ground):
    assert contrast(SCHEMES[scheme][ink], SCHEMES[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("box", ["stock", "derived", "driver"])
def test_names_in_boxes_stand_out(scheme, box):
    assert contrast(SCHEMES[scheme]["text"], SCHEMES[scheme][box]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["bg", "band95", "band80", "band50"])
def test_lines_and_outlines_of_dots_stand_out_from_every_band(scheme, ground):
    assert contrast(SCHEMES[scheme]["text"], SCHEMES[scheme][ground]) >= 3
    assert contrast(SCHEMES[scheme]["median"], SCHEMES[scheme][ground]) >= 3


def test_shades_grow_steadily_darker():
    light = [luminance(colour) for colour in CIVIDIS]
    assert light == sorted(light, reverse=True)


def test_both_schemes_name_the_same_colours():
    assert LIGHT.keys() == DARK.keys()
    assert style_variables().count("--text:") == 5

"""Numbers as text."""

from __future__ import annotations

import pytest

from polemos.report.numbers import clean, interval, isolate, number, percent, unit_text, with_unit


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (90_812, "90,800"),
        (9_600_000, "9.6 million"),
        (2.5e9, "2.5 billion"),
        (0.00214, "0.00214"),
        (2.1e-6, "2.1×10⁻⁶"),  # noqa: RUF001
        (12.345, "12.3"),
        (-3.5, "\u22123.5"),
        (float("nan"), "unknown"),
        (float("inf"), "unbounded"),
    ],
)
def test_three_digits_are_kept(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0 %"), (0.001, "under 1 %"), (0.504, "50 %"), (0.999, "over 99 %"), (1, "100 %")]
)
def test_only_none_and_all_read_as_0_and_100(share, text):
    assert percent(share) == text


def test_units_are_spelled_out():
    assert with_unit(number(5e6), "USD/month") == "5 million USD per month"
    assert unit_text("km2") == "km²"
    assert unit_text("1") == ""
    assert unit_text("1/month") == "1 per month"
    assert interval(1, 2) == "1 to 2"


def test_every_number_stands_alone_and_text_is_escaped():
    assert isolate("<b> 1,000 & 2014-06") == "&lt;b&gt; <bdi>1,000</bdi> &amp; <bdi>2014-06</bdi>"
    assert isolate("it's") == "it&#39;s"


def test_control_characters_and_direction_overrides_are_dropped():
    assert clean("a\x00b\x1b[31m\u202ec\nd") == "ab[31mc d"

"""Months as numbers and words. Month 1 is January 1980, as in the ViEWS frames."""

from __future__ import annotations

from datetime import date

TYPES = {"sb": 1, "ns": 2, "os": 3}


def month_id(month: str) -> int:
    """The number of a month written YYYY-MM."""
    return (int(month[:4]) - 1980) * 12 + int(month[5:7])


def month_text(number: int) -> str:
    """The month of a number, as YYYY-MM."""
    return f"{1980 + (number - 1) // 12:04d}-{(number - 1) % 12 + 1:02d}"


def month_of(day: date) -> str:
    """The month a day lies in."""
    return day.isoformat()[:7]

"""The numbers of this room that have a source, read from its data folder."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file of that name; treat it as read only."""
    text = resources.files("polemos.observation").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)

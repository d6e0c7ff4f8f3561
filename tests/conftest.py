"""Fixtures that several rooms' tests share; being here also lets them import the modules of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_case import write_small_case


@pytest.fixture
def small_case(tmp_path: Path) -> Path:
    """A fresh folder with the small good case."""
    return write_small_case(tmp_path)

"""Fixtures that several rooms' tests share; being here also lets them import the modules of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from small_case import write_small_case


@pytest.fixture(scope="session", autouse=True)
def compiled_programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled programs of these tests go into a folder of their own."""
    os.environ["POLEMOS_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    del os.environ["POLEMOS_CACHE"]


@pytest.fixture
def small_case(tmp_path: Path) -> Path:
    """A fresh folder with the small good case."""
    return write_small_case(tmp_path)

"""Stores for the tests: an empty one, and one with every real event file."""

from __future__ import annotations

from pathlib import Path

import pytest
from event_samples import DATA, MAY_SKIP, REAL

from polemos.events.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with every real event file."""
    from polemos.events.importing import import_events

    if MAY_SKIP:
        pytest.skip("the real event files are not beside the project")
    store = Store(tmp_path_factory.mktemp("real"))
    for name in REAL:
        import_events(DATA / "ucdp" / name, store)
    return store

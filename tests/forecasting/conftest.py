"""The ViEWS files beside the project; where they are missing tests are skipped, but in CI they fail."""

import os
from pathlib import Path

import pytest

VIEWS = Path(__file__).parents[3] / "shared" / "data" / "views"


@pytest.fixture(scope="session")
def views() -> Path:
    if not VIEWS.is_dir():
        missing = f"the data folder {VIEWS.parent} is missing"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    return VIEWS

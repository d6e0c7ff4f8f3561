"""Pictures of every view, light and dark, wide and narrow: `python frontend/screenshots.py RUN OUT`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parent / "tests"))

from stage import VIEWS, browsing, entered, serving, show, watched

WIDTHS = {"wide": 1280, "narrow": 390}
MORE = {
    "place": {"view": "map", "place": "mosul", "month": "2016-10"},
    "link": {"view": "causes", "link": "weapons>weapons_on"},
    "rtl": {"view": "map", "lang": "ar"},
}


def main(run: Path, out: Path) -> None:
    """Write one PNG for each view, colour and width."""
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as empty,
        browsing() as browser,
        serving(Path(empty), Path(empty) / "store", (run,)) as served,
    ):
        for width, pixels in WIDTHS.items():
            context = entered(browser, served, viewport={"width": pixels, "height": 900})
            seen = watched(context)
            for name, address in {**{view: {"view": view} for view in VIEWS}, **MORE}.items():
                for theme in ("light", "dark"):
                    show(seen.page, served, **address, theme=theme)
                    seen.page.screenshot(path=out / f"{name}-{theme}-{width}.png", full_page=True)
            for complaint in seen.complaints:
                print(complaint)
            context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

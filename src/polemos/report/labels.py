"""Names beside dots without overlap: each in turn takes the first free side, or goes without.

Assumes a letter is about 6.3 pixels wide at the map's text size; the estimate errs on the wide side.
"""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]
LETTER, LINE = 6.3, 11.0


def place_labels(
    names: Sequence[tuple[str, float, float, float]], taken: Sequence[Box], frame: Box, most: int
) -> list[tuple[str, float, float, str]]:
    """(name, x, y, radius) in order of importance -> (name, x, y, anchor) for at most `most` that fit."""
    boxes = list(taken)
    out: list[tuple[str, float, float, str]] = []
    for name, x, y, r in names:
        own = (x - r, y - r, x + r, y + r)
        for tx, ty, anchor in (
            (x + r + 3, y + 4, "start"),
            (x - r - 3, y + 4, "end"),
            (x, y - r - 3, "middle"),
            (x, y + r + 11, "middle"),
        ):
            box = _box(name, tx, ty, anchor)
            if len(out) < most and _within(box, frame) and not any(_meet(box, b) for b in boxes if b != own):
                boxes.append(box)
                out.append((name, tx, ty, anchor))
                break
    return out


def _box(name: str, x: float, y: float, anchor: str) -> Box:
    width = LETTER * len(name)
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    return left, y - LINE + 2, left + width, y + 3


def _within(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]

"""Names beside dots without overlap: each in turn takes the free side that covers least, or goes without.

Assumes a letter is about 7 pixels wide at the map's text size; the estimate errs on the wide side. The first names are
worth covering a dot or two; the others appear only where they cover none. No name ever covers another.
"""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]
Name = tuple[str, float, float, float]
Label = tuple[str, float, float, str]
LETTER, LINE = 7.0, 11.0
WORTHY, BEARABLE = 10, 3


def place_labels(names: Sequence[Name], dots: Sequence[Box], frame: Box, most: int) -> list[Label]:
    """(name, x, y, radius) in order of importance -> (name, x, y, anchor) for at most `most` that fit."""
    written: list[Box] = []
    out: list[Label] = []
    for rank, name in enumerate(names):
        found = _best(name, dots, written, frame, BEARABLE if rank < WORTHY else 0)
        if found and len(out) < most:
            written.append(_box(*found))
            out.append(found)
    return out


def _best(name: Name, dots: Sequence[Box], written: Sequence[Box], frame: Box, bearable: int) -> Label | None:
    text, x, y, r = name
    own = (x - r, y - r, x + r, y + r)
    sides = (
        (x + r + 3, y + 4, "start"),
        (x - r - 3, y + 4, "end"),
        (x, y - r - 4, "middle"),
        (x, y + r + 12, "middle"),
    )
    open_sides = []
    for order, (tx, ty, anchor) in enumerate(sides):
        box = _box(text, tx, ty, anchor)
        covered = sum(_meet(box, dot) for dot in dots if dot != own)
        if covered <= bearable and _within(box, frame) and not any(_meet(box, other) for other in written):
            open_sides.append((covered, order, (text, tx, ty, anchor)))
    return min(open_sides)[2] if open_sides else None


def _box(name: str, x: float, y: float, anchor: str) -> Box:
    width = LETTER * len(name)
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    return left, y - LINE + 2, left + width, y + 3


def _within(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]

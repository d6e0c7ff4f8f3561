"""Tables a person reads: the sheet's means, the skill against baselines, the parts of a score; as text or CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from polemos.scoring.decompose import Part
from polemos.scoring.skill import Skill

Row = Sequence[str | float | int]


def as_text(header: Sequence[str], rows: Sequence[Row]) -> str:
    """Columns aligned by spaces; numbers with four significant figures or more."""
    cells = [list(header), *[[_cell(value) for value in row] for row in rows]]
    widths = [max(len(line[i]) for line in cells) for i in range(len(header))]
    return "\n".join(
        "  ".join(_pad(c, w, i) for i, (c, w) in enumerate(zip(line, widths, strict=True))) for line in cells
    )


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Row]) -> None:
    """Plain CSV with full precision; text that a spreadsheet would run as a formula gets a leading quote."""
    import csv

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([[_safe(value) for value in row] for row in rows])


def means_table(windows: Mapping[str, Mapping[str, float]]) -> tuple[list[str], list[Row]]:
    """One line per window: its name and the mean of each score."""
    names = list(next(iter(windows.values())))
    return ["window", *names], [[window, *[means[n] for n in names]] for window, means in windows.items()]


def skill_table(skills: Mapping[str, Sequence[Skill]]) -> tuple[list[str], list[Row]]:
    """One line per baseline and score: skill in percent with its interval."""
    header = ["baseline", "score", "skill_percent", "low", "high", "blocks"]
    return header, [
        [name, s.score, 100 * s.value, 100 * s.low, 100 * s.high, s.blocks]
        for name, many in skills.items()
        for s in many
    ]


def parts_table(by: str, parts: Sequence[Part]) -> tuple[list[str], list[Row]]:
    """One line per part: rows, mean, share in percent."""
    return [by, "rows", "mean", "share_percent"], [[p.name, p.rows, p.mean, 100 * p.share] for p in parts]


def _cell(value: str | float | int) -> str:
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) < 1e5 else f"{value:.4g}"
    return str(value)


def _pad(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column == 0 else cell.rjust(width)


def _safe(value: str | float | int) -> str | float | int:
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t"} else value

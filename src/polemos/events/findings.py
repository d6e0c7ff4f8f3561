"""What is wrong with a cell, by line, column, value and rule; rejected rows are left out, noted ones are kept."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["rejected", "noted"]
FIELDS = ("line", "column", "value", "rule", "severity")
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect: the line where the row starts (Parquet: the row number), the column, the cell, the rule."""

    line: int
    column: str
    value: str
    rule: str
    severity: Severity = "rejected"

    def cells(self) -> tuple[str, str, str, str, str]:
        """The finding as cells of the reject file; a long or binary value is shortened and made printable."""
        shown = self.value if len(self.value) <= SHOWN else self.value[: SHOWN - 1] + "…"
        printable = shown.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
        return str(self.line), self.column, neutral(printable), self.rule, self.severity


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula; numbers stay numbers."""
    if not text or text[0] not in "=+-@\t\r":
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text if text.isascii() and "_" not in text and text[0] in "+-" else "'" + text


def write_findings(findings: Iterable[Finding], path: Path) -> None:
    """Write findings as CSV in the order of the lines they stand on."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(FIELDS)
        writer.writerows(f.cells() for f in sorted(findings, key=lambda f: (f.line, f.column)))

"""Speed and memory of importing a GED-sized file, beside pandas, polars and DuckDB doing the same typed load.

    python benchmarks/import_speed.py [--rows 350000] [--runs 3] [--json]

Each contender reads the same made-up file (49 columns, about 200 MB) in a process of its own, gives every column its
type and writes Parquet. polemos also checks every row, writes a receipt and flushes to disk. Prints medians of wall
seconds, of processor seconds (imports of modules included) and of peak resident memory, and the same for
`panel` by month and country on the imported file.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from event_file import write

LIMITS = {"seconds": 20.0, "megabytes": 300.0, "panel_seconds": 1.0}
START = """
import json, resource, sys, time
path, out = sys.argv[1], sys.argv[2]
"""
END = """
spent = time.perf_counter() - begun
used = resource.getrusage(resource.RUSAGE_SELF)
cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
print(json.dumps({"seconds": spent, "cpu_seconds": cpu, "megabytes": peak, "rows": rows}))
"""
KINDS = """
from polemos.events.schema import columns
kinds = {name: column.kind for name, column in columns().items()}
header = open(path).readline().strip().split(",")
"""
CONTENDERS = {
    "polemos": """
from pathlib import Path
from polemos.events.importing import import_events
from polemos.events.store import Store
begun = time.perf_counter()
rows = import_events(Path(path), Store(out)).accepted
""",
    "pandas": """
import pandas as pd
types = {"text": "string", "integer": "Int64", "number": "float64", "flag": "Int64", "date": "string"}
begun = time.perf_counter()
frame = pd.read_csv(path, dtype={name: types[kinds[name]] for name in header})
for name in ("date_start", "date_end"):
    frame[name] = pd.to_datetime(frame[name])
frame.to_parquet(out + ".parquet", compression="zstd")
rows = len(frame)
""",
    "polars": """
import polars as pl
types = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "flag": pl.Int64, "date": pl.String}
begun = time.perf_counter()
frame = pl.read_csv(path, schema_overrides={name: types[kinds[name]] for name in header})
dates = [pl.col(name).str.slice(0, 10).str.to_date() for name in ("date_start", "date_end")]
frame = frame.with_columns(dates)
frame.write_parquet(out + ".parquet", compression="zstd")
rows = len(frame)
""",
    "DuckDB": """
import duckdb
types = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "flag": "BOOLEAN", "date": "TIMESTAMP"}
named = ", ".join(f"'{name}': '{types[kinds[name]]}'" for name in header)
begun = time.perf_counter()
con = duckdb.connect(config={"threads": 2})
rows = con.execute(f"COPY (SELECT * FROM read_csv('{path}', header=true, columns={{{named}}})) "
                   f"TO '{out}.parquet' (COMPRESSION zstd)").fetchone()[0]
""",
}
PANEL = """
from polemos.events.store import Store
from polemos.events.table import EventTable
events = EventTable.from_store(Store(path))
begun = time.perf_counter()
rows = events.to_panel(by=("month", "country")).data.num_rows
"""


def measured(program: str, path: Path, out: Path) -> dict[str, float]:
    """One run in a process of its own, on at most two cores."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    command = ["taskset", "-c", ",".join(map(str, cores)), sys.executable, "-c", program, str(path), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    """The median of each measure."""
    return {key: round(statistics.median(run[key] for run in runs), 2) for key in runs[0]}


def compare(rows: int, runs: int) -> dict[str, dict[str, float]]:
    """Every contender in turn, round after round, so that a busy machine slows all alike."""
    with tempfile.TemporaryDirectory() as folder:
        path, found = Path(folder) / "ged251.csv", {name: list[dict[str, float]]() for name in [*CONTENDERS, "panel"]}
        write(path, rows)
        for turn in range(runs):
            for name, program in CONTENDERS.items():
                out = Path(folder) / f"{name}-{turn}"
                needs = "" if name == "polemos" else KINDS
                found[name].append(measured(START + needs + program + END, path, out))
            store = Path(folder) / f"polemos-{turn}"
            found["panel"].append(measured(START + PANEL + END, store, store))
        size = {"file": {"megabytes": round(path.stat().st_size / 1e6, 1), "rows": rows}}
        return size | {name: medians(entries) for name, entries in found.items()}


def main() -> int:
    """Print the table; 5 if polemos is over a limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=350_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = compare(options.rows, options.runs)
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        print(f"{'':10} {'seconds':>9} {'cpu s':>9} {'peak MB':>9} {'rows':>9}")
        for name, entry in found.items():
            times = f"{entry.get('seconds', ''):>9} {entry.get('cpu_seconds', ''):>9}"
            print(f"{name:10} {times} {entry['megabytes']:>9} {int(entry['rows']):>9,}")
    over = found["polemos"]["seconds"] > LIMITS["seconds"] or found["polemos"]["megabytes"] > LIMITS["megabytes"]
    return 5 if over or found["panel"]["seconds"] > LIMITS["panel_seconds"] else 0


if __name__ == "__main__":
    sys.exit(main())

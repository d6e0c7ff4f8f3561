"""Ten clients read the app for two minutes: times, errors, and the server's memory before and after.

    .venv/bin/python benchmarks/app_load.py runs/islamic-state-1-200 [SECONDS]

Each client reads the documents of every view, a table, the page and the script, in turn and without pause; the server
runs in a process of its own. Memory is resident memory after a warm-up and at the end. On a busy machine look at the
processor time: waiting for others is in the times.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

CLIENTS, SECONDS, MEGABYTE = 10, 120, 1 << 20
VIEWS = ("overview", "map", "places", "fans", "causes", "claims", "parameters")


def main(run: Path, seconds: float) -> None:
    """Serve, load, report."""
    with tempfile.TemporaryDirectory() as empty:
        start = "from polemos.cli import main; main()"
        words = ["serve", str(run), "--folder", f"{empty}/runs", "--store", f"{empty}/store", "--quiet"]
        server = subprocess.Popen([sys.executable, "-c", start, *words], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            address = urlsplit(server.stdout.readline().strip())
            cookie = entered(address.port, f"{address.path}?{address.query}")
            paths = ["/", "/assets/app.js", "/api/runs", *(f"/api/runs/{run.resolve().name}/{v}" for v in VIEWS)]
            paths.append(f"/api/runs/{run.resolve().name}/tables/fans.parquet")
            for path in paths:
                read(address.port, path, cookie)
            load(address.port, paths, cookie, seconds / 8)
            before, busy = memory(server.pid), processor(server.pid)
            times, errors = load(address.port, paths, cookie, seconds)
            each = 1000 * (processor(server.pid) - busy) / max(len(times), 1)
            report(times, errors, (before, memory(server.pid)), each, seconds)
        finally:
            server.terminate()


def entered(port: int | None, path: str) -> str:
    """The session's cookie."""
    link = http.client.HTTPConnection("127.0.0.1", port or 0)
    link.request("GET", path)
    return (link.getresponse().getheader("set-cookie") or "").split(";")[0]


def read(port: int | None, path: str, cookie: str) -> tuple[float, int]:
    """Seconds and status of one reading on a connection of its own."""
    begun = time.perf_counter()
    link = http.client.HTTPConnection("127.0.0.1", port or 0, timeout=30)
    link.request("GET", path, headers={"cookie": cookie, "accept-encoding": "gzip"})
    answer = link.getresponse()
    answer.read()
    link.close()
    return time.perf_counter() - begun, answer.status


def load(port: int | None, paths: list[str], cookie: str, seconds: float) -> tuple[list[float], int]:
    """All times, and how many answers were no 200."""
    found: list[tuple[float, int]] = []
    until = time.monotonic() + seconds

    def client(first: int) -> None:
        k = first
        while time.monotonic() < until:
            found.append(read(port, paths[k % len(paths)], cookie))
            k += 1

    threads = [threading.Thread(target=client, args=(k,)) for k in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(t for t, _ in found), sum(status != 200 for _, status in found)


def memory(pid: int) -> float:
    """Resident megabytes of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def processor(pid: int) -> float:
    """Seconds of processor time a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(times: list[float], errors: int, held: tuple[float, float], each: float, seconds: float) -> None:
    """One line for each thing that matters."""
    at = {share: 1000 * times[int(share * (len(times) - 1))] for share in (0.5, 0.95, 0.99)}
    print(f"{len(times):,} readings by {CLIENTS} clients in {seconds:.0f} s, {errors} errors")
    print(f"median {at[0.5]:.0f} ms, p95 {at[0.95]:.0f} ms, p99 {at[0.99]:.0f} ms")
    print(f"processor time of the server {each:.1f} ms for each reading; load of the machine {os.getloadavg()[0]:.1f}")
    print(f"memory {held[0]:.0f} MB after a warm-up, {held[1]:.0f} MB at the end")


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS)

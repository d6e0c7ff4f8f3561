"""A bar on stderr if that is a terminal; silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(total: int, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Yields what tells the bar how many draws are done, or None."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("getting ready", total=total)
        calls = 0

        def tell(done: int, draws: int) -> None:
            nonlocal calls
            calls += 1
            described = "compiling and simulating" if calls == 1 else "simulating"
            bar.update(task, completed=done, total=draws, description=described)

        yield tell

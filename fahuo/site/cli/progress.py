"""Progress bars on standard error, so that standard output stays for results."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], None]


@contextmanager
def bar(title: str, total: int | None, *, always: bool = False) -> Iterator[Advance]:
    """Show a bar while the block runs; call what is yielded with the number of things done.

    `total` None: how many there are is known only at the end. In a log or a mail of cron a bar is noise, so without a
    terminal nothing is shown, or with `always` the bar as it stood at the end.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description:<19}", markup=False),  # a file's name may look like markup
        BarColumn(bar_width=None if console.width < 80 else 40),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    quiet = not (always or console.is_terminal)
    with Progress(*columns, console=console, disable=quiet, transient=total is None) as progress:
        task = progress.add_task(title, total=total)

        def advance(done: int) -> None:
            progress.advance(task, done)

        yield advance

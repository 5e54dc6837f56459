"""How a build tells of itself: a moving line on a terminal, plain lines in CI.

On a terminal rich shows the step at work and the seconds so far, and leaves no trace; what is
made is printed the same way in both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipeline.diagnostics import visible

if TYPE_CHECKING:
    from pipeline.workshop import Step

Tell = Callable[["Step"], None]


@contextmanager
def shown(*, verbose: bool) -> Iterator[Tell]:
    """Yield what hears of every step; ``verbose`` names those that the cache served too."""
    bars: list[Any] = []

    def tell(step: Step) -> None:
        if step.recalled and not verbose:
            return
        line = visible(f"  {step.engine:7} {step.subject}{' (kept)' if step.recalled else ''}")
        if not sys.stderr.isatty():
            sys.stdout.write(f"{line}\n")
            return
        if not bars:
            bars.append(_bar())
        bars[0].console.print(line, markup=False, highlight=False)
        bars[0].update(
            bars[0].task_ids[0], description=visible(f"after {step.engine} {step.subject}")
        )

    try:
        yield tell
    finally:
        for bar in bars:
            bar.stop()


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task("", total=None)
    progress.start()
    return progress

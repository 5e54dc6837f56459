"""Where the time of a build went: a trace for chrome://tracing and Perfetto, a row a process.

It is a report beside the artefacts; nothing in them knows of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline import trail
from pipeline.atomic import write
from pipeline.trail import Span


@contextmanager
def traced(path: Path | None) -> Iterator[None]:
    """Keep the steps of all processes while the block runs, and write them to a file, if any."""
    if path is None:
        yield
        return
    trail.keep()
    try:
        with trail.step("build"):
            yield
    finally:
        write(path, chrome(trail.taken()).encode())


def chrome(spans: Sequence[Span]) -> str:
    """Return spans in Chrome's format for traces, those of the longest step's process first."""
    first = min((span.start_us for span in spans), default=0)
    coordinator = max(spans, key=lambda span: span.long_us).process if spans else 0
    processes = sorted({span.process for span in spans}, key=lambda p: (p != coordinator, p))
    named = [
        {"ph": "M", "name": "process_name", "pid": process, "tid": process,
         "args": {"name": "worker" if number else "coordinator"}}
        for number, process in enumerate(processes)
    ]  # fmt: skip
    steps = [
        {"ph": "X", "name": span.name, "cat": "step", "pid": span.process, "tid": span.process,
         "ts": span.start_us - first, "dur": span.long_us, "args": {"subject": span.subject}}
        for span in sorted(spans, key=lambda span: (span.start_us, -span.long_us))
    ]  # fmt: skip
    return json.dumps({"traceEvents": named + steps, "displayTimeUnit": "ms"}, indent=1) + "\n"

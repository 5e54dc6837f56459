"""Whether a case is contained: answered by name, or inert; in time; and nothing got out or in."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.case import Case
from tests.hostile.made import Made, unsound
from tests.hostile.running import SECRET

MOST_SECONDS, MOST_MB = 10, 600


def faults(case: Case, made: Made) -> Iterator[str]:
    """Yield why a case is not contained."""
    yield from made.holds(SECRET)
    yield from made.holds(b"root:x:0:0")
    yield from (f"a connection was tried: {call}" for call in made.calls)
    yield from unsound(made)
    if made.seconds > MOST_SECONDS:
        yield f"it took {made.seconds:.1f} s of a processor"
    if made.peak_mb > MOST_MB:
        yield f"it took {made.peak_mb:.0f} MB"
    if "Traceback" in made.said or made.status not in (0, 1, 2, 3, 4):
        yield f"it ended with {made.status}"
    if case.answer and f"[{case.answer}]" not in made.said:
        yield f"`{case.answer}` did not answer"
    if not case.answer and made.status > 1:
        yield "it stopped a build that it need not stop"
    if case.look:
        yield from case.look(made)

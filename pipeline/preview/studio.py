"""The studio: what is open, what was last good, and what must be made anew when files change.

A view is made when somebody looks at it, and again when a file that was read for it reads
otherwise. A failure keeps the last good one; nothing is made that nobody looks at.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pipeline.diagnostics import Diagnostic, PipelineError, Severity
from pipeline.model import Digest, Json, Place
from pipeline.preview.crew import Crew
from pipeline.preview.making import make
from pipeline.preview.views import Home, Made, Outcome, View
from pipeline.world import World, peek

MOST_KEPT = 16
"""How many outcomes stay of views that nobody looks at."""

_BACKLOG = 200
ENGINES = {"html": "web", "parallel": "web", "docx": "word"}


@dataclass(slots=True)
class Studio:
    """All that one preview knows; it lives on the server's event loop."""

    home: Home
    world: World
    crew: Crew = field(default_factory=Crew)
    outcomes: dict[View, Outcome] = field(default_factory=dict)
    good: dict[View, Made] = field(default_factory=dict)
    open: Counter[View] = field(default_factory=Counter)
    ears: set[asyncio.Queue[Json]] = field(default_factory=set)
    running: dict[View, asyncio.Task[Outcome]] = field(default_factory=dict)
    causes: dict[View, tuple[str, ...]] = field(default_factory=dict)

    async def outcome(self, view: View) -> Outcome:
        """Return what became of a view, made now if it was not or is out of date."""
        if view in self.running:
            return await asyncio.shield(self.running[view])
        found = self.outcomes.get(view)
        if found is not None and self._holds(found):
            return found
        return await self.renew(view)

    async def renew(self, view: View) -> Outcome:
        """Make a view anew; whoever asks meanwhile gets the same one."""
        if view not in self.running:
            self.running[view] = asyncio.create_task(self._make(view))
        return await asyncio.shield(self.running[view])

    def look(self, views: Iterable[View]) -> asyncio.Queue[Json]:
        """Note that somebody looks at views; return where they hear what becomes of them."""
        ear: asyncio.Queue[Json] = asyncio.Queue(_BACKLOG)
        self.ears.add(ear)
        self.open.update(views)
        return ear

    def leave(self, ear: asyncio.Queue[Json], views: Iterable[View]) -> None:
        """Note that somebody looks elsewhere."""
        self.ears.discard(ear)
        self.open.subtract(views)
        self.open = +self.open

    async def changed(self, paths: Iterable[str]) -> None:
        """Make anew what somebody looks at and what these files were read for."""
        seen: dict[str, Digest] = {}
        stale = [v for v in self.open if self._stale(v, seen)]
        named = tuple(sorted(paths))
        self.tell({"kind": "changed", "paths": list(named)})
        for view in stale:
            self.causes[view] = tuple(dict.fromkeys([*self.causes.get(view, ()), *named]))
        near = [v for v in stale if _concerns(v, named)]
        await asyncio.gather(*(self._follow(view) for view in near))
        await asyncio.gather(*(self._follow(view) for view in stale if view not in near))

    def watched(self) -> set[str]:
        """Return all that was read for what is open: paths, and patterns that end in `` *``."""
        return {path for view in self.open for path in self._reads(view)}

    def tell(self, event: Json) -> None:
        """Let everybody hear of an event; who does not listen misses the oldest."""
        for ear in self.ears:
            if ear.full():
                ear.get_nowait()
            ear.put_nowait(event)

    def close(self) -> None:
        """End all work."""
        for task in self.running.values():
            task.cancel()
        self.crew.close()
        self.tell({"kind": "closed"})

    async def _follow(self, view: View) -> None:
        if view in self.running:  # it may have read the file before the change
            await asyncio.wait({self.running[view]})
            if self._holds(self.outcomes[view]):
                return
        await self.renew(view)

    async def _make(self, view: View) -> Outcome:
        self.tell({"kind": "making", "view": told(view)})
        try:
            done: Outcome = await self.crew.run(
                ENGINES.get(view.medium, "paper"), make, self.home, view
            )
        except PipelineError as reason:
            done = Outcome(view, None, reason.diagnostics)
        except Exception as fault:
            done = Outcome(view, None, (_confessed(fault, view),))
        finally:
            self.running.pop(view, None)
        before = self.good.get(view)
        self.outcomes[view] = done
        if done.made:
            self.good[view] = done.made
        self._tidy()
        self.tell(self.event(done, before))
        return done

    def event(self, done: Outcome, before: Made | None) -> Json:
        """Return how the browser is told what became of a view."""
        causes = list(self.causes.pop(done.view, ()))
        event: dict[str, Any] = {
            "view": told(done.view),
            "ms": round(done.seconds * 1000),
            "paths": causes,
        }
        if done.made is None:
            problems = [problem(found) for found in done.problems]
            return {**event, "kind": "failed", "problems": problems}
        same = before is not None and before.data == done.made.data
        return {**event, "kind": "same" if same else "made", "name": done.made.name}

    def _tidy(self) -> None:
        """Forget what nobody looks at any more, but for the last few."""
        closed = [view for view in self.outcomes if not self.open[view]]
        for view in closed[:-MOST_KEPT]:
            self.outcomes.pop(view)
            self.good.pop(view, None)

    def _stale(self, view: View, seen: dict[str, Digest]) -> bool:
        found = self.outcomes.get(view)
        return found is None or not self._holds(found, seen)

    def _holds(self, found: Outcome, seen: dict[str, Digest] | None = None) -> bool:
        if found.view.revision and found.made:
            return True
        known = {} if seen is None else seen
        for path, digest in found.reads.items():
            if path not in known:
                known[path] = peek(self.world, path)
            if known[path] != digest:
                return False
        return bool(found.reads)

    def _reads(self, view: View) -> Iterable[str]:
        found = self.outcomes.get(view)
        return found.reads if found and not view.revision else ()


def _concerns(view: View, paths: Iterable[str]) -> bool:
    """Tell whether a change can be seen in a view; a catalog is seen in its own locale first."""
    return any(not p.startswith("locales/") or f"/{view.locale}/" in p for p in paths)


def told(view: View) -> Json:
    """Return a view as the browser names it."""
    return {"slug": view.slug, "locale": view.locale, "medium": view.medium, "rev": view.revision}


def problem(found: Diagnostic) -> Json:
    """Return a diagnostic as the browser shows it."""
    return {
        "rule": found.rule,
        "severity": found.severity.name.lower(),
        "path": found.place.path,
        "line": found.place.line,
        "message": found.message,
        "hints": list(found.hints),
    }


def _confessed(fault: Exception, view: View) -> Diagnostic:
    said = f"{type(fault).__name__}: {fault}"
    hint = "this is a fault of Diglot, not of your text; please report it"
    return Diagnostic("fault", Severity.ERROR, Place(str(view)), said, (hint,))

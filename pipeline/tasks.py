"""Tasks, and how one is done: in this process, in another, or on another machine.

A task reads through the World that its maker brings, and looks into the cache if there is one
within reach. It writes nothing: what it made, read and found goes back to the coordinator,
which alone touches the cache and ``output/``. So workers share nothing and lock nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pipeline import parcels, trail
from pipeline.cache import Cache
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic, PipelineError
from pipeline.executors import Trip, Wanting
from pipeline.model import Digest, Json
from pipeline.orders import Card, Order, Reads, Sheaf
from pipeline.parcels import Beyond, Parcel
from pipeline.sharing import Shared
from pipeline.workshop import Step, Workshop
from pipeline.world import Recorder, World

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)
NOWHERE = Path(os.devnull)
"""The folder of a cache that is out of reach."""


class Task(Protocol[V_co]):
    """Something to do with the tools of a worker; picklable.

    ``home`` is the folder and the slug of the release that it reads beside what is common.
    """

    @property
    def home(self) -> tuple[str, str]: ...

    def run(self, shop: Workshop) -> V_co:
        """Return what came of it, or raise ``PipelineError``."""


@dataclass(frozen=True, slots=True)
class Done(Generic[V]):
    """What became of a task: its value, or none and the problems that stood in the way.

    ``made`` are the engine values that are new, to be remembered: key, reads, value, and whether
    it is of no use to others; ``told`` is what went wrong with the cache, by place.
    """

    value: V | None
    problems: tuple[Diagnostic, ...] = ()
    reads: Reads = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    made: tuple[tuple[Digest, Reads, bytes, bool], ...] = ()
    told: Mapping[str, Diagnostic] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Maker:
    """Does tasks with the files of ``world``, and the cache in ``folder`` if there is one.

    ``shared`` is asked for what is not there.
    """

    world: World
    folder: Path = NOWHERE
    shared: Shared | None = None

    def __call__(self, task: Task[V]) -> Done[V]:
        """Return what became of a task."""
        notebook = Notebook(self.folder, shared=self.shared)
        watch = Recorder(self.world)
        shop = Workshop(watch, notebook)
        value: V | None = None
        problems: tuple[Diagnostic, ...] = ()
        try:
            with trail.step("task", str(task)):
                value = task.run(shop)
        except PipelineError as reason:
            problems = reason.diagnostics
        made = tuple((key, *entry) for key, entry in notebook.kept.items())
        reads = {**watch.reads, **shop.reads}
        return Done(value, problems, reads, tuple(shop.steps), made, notebook.told)

    def trip(self) -> Trip:
        """Return this as it goes to a machine without our disk, and what goes with each task."""
        return Trip(Traveller(parcels.common(self.world)), partial(_luggage, self.world))


@dataclass(frozen=True, slots=True)
class Traveller:
    """Does tasks that bring their own files, with the ``common`` ones it brought itself."""

    common: Parcel

    def __call__(self, luggage: tuple[Task[V], Parcel]) -> Done[V] | Wanting:
        """Return what became of a task, or what it lacked."""
        task, own = luggage
        try:
            return Maker(self.common | own)(task)
        except Beyond as lacking:
            return Wanting(lacking.path)


def _luggage(
    world: World, task: Task[Any], wanting: frozenset[str] = frozenset()
) -> tuple[Task[Any], Parcel]:
    own = parcels.own(world, *task.home)
    return task, own | parcels.packed(world, wanting) if wanting else own


@dataclass(frozen=True, slots=True)
class Notebook(Cache):
    """A cache that is only read; what is new is noted down for the coordinator."""

    kept: dict[Digest, tuple[Reads, bytes, bool]] = field(default_factory=dict)

    def recall(self, key: Digest, world: World) -> tuple[bytes, dict[str, Digest]] | None:
        if key in self.kept:
            reads, value, _ = self.kept[key]
            return value, reads
        return Cache.recall(self, key, world)  # slots make a new class: super() does not know it

    def keep(
        self, key: Digest, reads: Mapping[str, Digest], value: bytes, *, near: bool = False
    ) -> None:
        self.kept[key] = (dict(reads), value, near)


ADMITTED = ("pipeline.corridor.door",)
"""What is loaded where releases are let in."""


def prepared(project: Project, world: World) -> None:
    """Have ready in this process what every page of a project is made with."""
    from pipeline.corridor.door import prepare  # as below

    prepare(project, world)


@dataclass(frozen=True, slots=True)
class Admission:
    """The task of reading a release and letting it in, or saying all that is wrong with it."""

    project: Project
    path: str

    def run(self, shop: Workshop) -> Card:
        from pipeline.corridor.door import card  # a worker loads the stages, not who asks it

        return card(self.project, shop, self.path)

    @property
    def home(self) -> tuple[str, str]:
        folder = self.path.rpartition("/")[0]
        return folder, folder.rpartition("/")[2]

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True)
class Making:
    """The task of making a release in one locale."""

    order: Order

    def run(self, shop: Workshop) -> Sheaf:
        with trail.step("load"):
            from pipeline.corridor import walk  # so it does for the formats and engines

        return walk(self.order, shop)

    @property
    def home(self) -> tuple[str, str]:
        return self.order.card.path.rpartition("/")[0], self.order.card.slug

    def __str__(self) -> str:
        return str(self.order)


@dataclass(frozen=True, slots=True)
class Surrounding:
    """The task of making what stands around the pages of a site, which ``entries`` tell of."""

    project: Project
    entries: tuple[Json, ...]

    def run(self, shop: Workshop) -> Sheaf:
        from pipeline.corridor import surround  # as above

        return surround(self.project, shop, self.entries)

    @property
    def home(self) -> tuple[str, str]:
        return "", ""

    def __str__(self) -> str:
        return "site"

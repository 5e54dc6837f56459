"""A store elsewhere for finished files, by its address: ``s3://bucket/releases``, through fsspec.

Every file is put there whole: as an object, or as a draft that is renamed where there are folders.
Nothing renames a release in one go, so there is an order: its files, then what goes, then what is
said of them, the manifest last. What a killed run left undone is done by the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline import atomic, outlets, sharing
from pipeline.diagnostics import PipelineError, fatal
from pipeline.inventory import PAPERS
from pipeline.limits import MB, Limits
from pipeline.model import Place
from pipeline.outlets import ABSENT, Load, Outlet
from pipeline.parcels import within

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://(.*)")
_STRANGER = re.compile("Credentials|Authentication|Forbidden")
_AT_ONCE = 8
"""How many files of a release are on their way at a time, where the store bears that."""

_WRITTEN = ("sources", "locales", "templates", ".diglot")
"""Folders of a project that are no place for finished files."""

_HELD = 32 * MB
"""So much of a release is gathered before any of it is put there."""

_MARKS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "created")
"""What changes with an object, as the libraries below call it; the best first."""

_KINDS = {
    "html": "text/html; charset=utf-8", "pdf": "application/pdf", "epub": "application/epub+zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8", "zip": "application/zip", "json": "application/json",
    "atom": "application/atom+xml", "xml": "application/xml", "css": "text/css; charset=utf-8",
    "icml": "application/xml", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg",
    "jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif", "woff2": "font/woff2",
}  # fmt: skip
"""What a file is, by the end of its name: a bucket that serves readers has to tell them."""


@dataclass(frozen=True, slots=True)
class Store:
    """What an address leads to; ``found`` is how each object below it lies, by path."""

    name: str
    scheme: str
    system: Any
    base: str
    most: Limits = field(default=Limits())
    found: dict[str, tuple[int, int | str]] = field(default_factory=dict)

    def get(self, path: str) -> bytes | None:
        try:
            return self.read(path) if path in self.found else None
        except PipelineError as reason:
            if reason.diagnostics[0].rule in ("no-such-file", "too-large"):
                return None
            raise

    def read(self, path: str) -> bytes:
        """Return the bytes of an object; raise ``PipelineError`` if it is not there."""
        size, (key, limit) = self.lying(path)[0], self.most.bytes_of(path)
        if size > limit:
            hint = f"raise {key} under [limits] in diglot.toml"
            message = f"`{path}` is larger than {limit / MB:g} MB"
            raise fatal("too-large", Place(path), message, hint)
        with self._told(path):
            try:
                return bytes(self.system.cat_file(f"{self.base}/{path}"))
            except FileNotFoundError:
                pass
        raise fatal("no-such-file", Place(path), f"cannot read `{path}`: no such file")

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the paths that match, sorted."""
        return tuple(sorted(path for path in self.found if within(path, (pattern,))))

    def lying(self, path: str) -> tuple[int, int | str]:
        return self.found.get(path, ABSENT)

    @contextmanager
    def load(self) -> Iterator[Load]:
        load = _Objects(self)
        yield load
        load.settle()

    def look(self, below: str = "") -> None:
        """Learn how the objects below a folder lie, all of them at first."""
        root = f"{self.base}/{below}".rstrip("/")
        with self._told(below):
            self.system.invalidate_cache()
            found = self.system.find(root, detail=True)
        for path in [path for path in self.found if path.startswith(below)]:
            del self.found[path]
        for full, seen in found.items():
            path = full.removeprefix(self.base).lstrip("/")
            mark = next((str(seen[name]) for name in _MARKS if seen.get(name)), "")
            self.found[path] = (int(seen.get("size") or 0), mark)

    def put(self, path: str, data: bytes) -> None:
        """Put an object there, whole."""
        place = f"{self.base}/{path}"
        with self._told(path):
            if self.scheme in sharing.FLAT:
                self.system.pipe_file(place, data, **_kind(path, self.scheme))
                return
            folder = place.rpartition("/")[0]
            self.system.makedirs(folder, exist_ok=True)
            draft = f"{folder}/{atomic.draft()}"
            self.system.pipe_file(draft, data)
            self.system.mv(draft, place)

    def drop(self, path: str) -> None:
        """Take away an object."""
        with self._told(path):
            self.system.rm_file(f"{self.base}/{path}")

    def sweep(self, mine: Callable[[str], bool]) -> None:
        """Take away the drafts in folders that are ours alone."""
        for path in list(self.found):
            folder, _, name = path.rpartition("/")
            if atomic.DRAFT.fullmatch(name) and mine(folder):
                self.drop(path)
                del self.found[path]

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            yield
        except PipelineError:
            raise
        except Exception as reason:
            raise _refusal(f"{self.name}/{path}".rstrip("/"), reason) from reason


@dataclass(frozen=True, slots=True)
class _Objects:
    """A load of a store: what is new, and what goes."""

    store: Store
    files: dict[str, bytes] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)

    def add(self, path: str, data: bytes) -> bool:
        if self.store.lying(path)[0] == len(data) and self.store.get(path) == data:
            return False
        self.files[path] = data
        self.changed.add(path.rpartition("/")[0])
        if sum(map(len, self.files.values())) > _HELD:
            self._send()
        return True

    def remove(self, path: str) -> bool:
        if path not in self.store.found:
            return False
        self.gone.append(path)
        self.changed.add(path.rpartition("/")[0])
        return True

    def settle(self) -> None:
        """Put files there, take away what goes, and put the papers there, in this order."""
        self._send()
        for path in self.gone:
            self.store.drop(path)
        for name in PAPERS:
            for path in [path for path in self.files if path.rpartition("/")[2] == name]:
                self.store.put(path, self.files.pop(path))
        for folder in {path.partition("/")[0] if path else "" for path in self.changed}:
            self.store.look(f"{folder}/" if folder else "")
        self.store.sweep(lambda folder: folder in self.changed)  # what a killed run left of these

    def _send(self) -> None:
        ready = [path for path in self.files if path.rpartition("/")[2] not in PAPERS]
        _each(self.store, lambda path: self.store.put(path, self.files.pop(path)), ready)


def at(address: str, home: Path, *, alone: bool = True) -> Outlet:
    """Return the outlet at an address, or in a folder; ``home`` is the project.

    ``alone`` tells that no other machine sends anything there: what a killed run left goes. Raises
    ``PipelineError`` where there is no way to it.
    """
    if remote(address):
        found = store(address)
        found.sweep(lambda _: alone)
        return found
    path = Path(address.removeprefix("file://")).absolute()
    if path.exists() and not path.is_dir():
        raise fatal("in-the-way", Place(address), f"`{address}` is no folder", "name a folder")
    if path.resolve() == home.resolve() or home.resolve().is_relative_to(path.resolve()):
        message = f"`{address}` holds the project itself"
        raise fatal("in-the-way", Place(address), message, "name a folder of its own")
    for name in _WRITTEN:
        if path.resolve().is_relative_to((home / name).resolve()):
            message = f"`{address}` is where people write, in `{name}` of the project"
            raise fatal("in-the-way", Place(address), message, "name a folder of its own")
    if alone:
        atomic.sweep([path.resolve()])
    return outlets.folder(path, address.rstrip("/"))


def remote(address: str) -> bool:
    """Tell whether an address is that of a store, and no folder of this machine."""
    return "://" in address and not address.startswith("file://")


def store(address: str, most: Limits = Limits()) -> Store:  # noqa: B008
    """Return what an address leads to, having looked what lies there."""
    shown = re.sub(r"//([^/@:]*):[^/@]*@", r"//\1:…@", address.rstrip("/"))  # no password
    named = _ADDRESS.fullmatch(address)
    scheme = named[1] if named else ""
    if not named or not named[2].strip("/") or "::" in address:
        message = f"`{shown}` is not the address of one place"
        raise fatal("no-store", Place(shown), message, "write one such as s3://bucket/releases")
    try:
        system, base = sharing.opened(address)
    except (ImportError, ValueError) as reason:
        lacking = isinstance(reason, ImportError)
        hint = sharing.remedy(address) if lacking else "write one such as s3://bucket/releases"
        message = f"nothing here knows how to reach `{shown}`"
        raise fatal("missing-tool" if lacking else "no-store", Place(shown), message, hint) \
            from reason  # fmt: skip
    except Exception as reason:
        raise _refusal(shown, reason) from reason
    found = Store(shown, scheme, system, base, most)
    found.look()
    return found


def _kind(path: str, scheme: str) -> dict[str, Any]:
    """Return what a file is, in the words of the client of a store."""
    kind = _KINDS.get(path.rpartition(".")[2], "")
    if not kind:
        return {}
    if scheme in ("s3", "s3a"):
        return {"ContentType": kind}
    if scheme in ("gs", "gcs"):
        return {"content_type": kind}
    return {"content_settings": {"content_type": kind}}


def _refusal(where: str, reason: Exception) -> PipelineError:
    """Make the error of a store that is not there, lets us not in, or does not answer."""
    why = (str(reason) or type(reason).__name__).partition("\n")[0].rstrip(". ")
    rule, hint = "store-lost", "look at the network, and run it again: what is done is remembered"
    named = type(reason).__name__
    if isinstance(reason, FileNotFoundError) or "NotFound" in named:
        rule, hint = "no-store", "make it first, or correct the address"
    elif isinstance(reason, PermissionError) or _STRANGER.search(f"{named} {why}"):
        rule, hint = "store-refused", "log in with a key that may list, read, write and delete"
    return fatal(rule, Place(where), f"cannot reach `{where}`: {why}", hint)


def _each(store: Store, do: Callable[[str], None], paths: Iterable[str]) -> None:
    """Do something for every path, several at a time if the library below can do that."""
    if not getattr(store.system, "async_impl", False):
        for path in paths:
            do(path)
        return
    with ThreadPoolExecutor(_AT_ONCE) as several:
        for _ in several.map(do, paths):
            pass

"""Files written whole or not at all: drafts beside their places, safe on the disk, then renamed.

Whatever happens on the way, a full disk or a ``kill -9``, each file is as it was or as it shall
be. A draft is a dot file that ends in ``.draft``, so that nothing takes it for a file of the
project; what a killed run left of them is taken away by ``sweep``.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from pipeline.diagnostics import PipelineError, fatal
from pipeline.model import Place

DRAFT = re.compile(r"\.\d+\.\d+\.draft")
"""How a draft is called: after the process that writes it, and a number."""

_numbers = count()
_REASONS = {
    "disk-full": (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    "read-only": (errno.EROFS, errno.EACCES, errno.EPERM),
    "in-the-way": (errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY),
}
REMEDIES = {
    "disk-full": "make room and run it again: nothing that stood there is lost",
    "read-only": "take care that you may write there, and run it again",
    "in-the-way": "move away what stands in its place, and run it again",
    "cannot-write": "mend that and run it again: nothing that stood there is lost",
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that belong together: all of them are drafts before the first takes its place.

    ``drafts`` are drafts and their places, in the order in which they will be renamed;
    ``folders`` had something put into them. Messages tell files from ``root`` on.
    """

    root: Path
    drafts: list[tuple[Path, Path]] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)

    def add(self, path: Path, data: bytes) -> bool:
        """Write a draft, if the bytes at ``path`` are others; return whether they are."""
        if not inside(self.root, path):
            shown = path.relative_to(self.root)
            message = f"`{shown}` leads out of the project by a symbolic link"
            hint = "put a folder of the project in the place of the link"
            raise fatal("outside-project", Place(str(shown)), message, hint)
        if _holds(path, data):
            return False
        with self._named(path):
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            self._prepare(path.parent)
            own = path.with_name(draft())
            self.drafts.append((own, path))
            _write(own, path, data)
        return True

    def settle(self) -> None:
        """Put every draft in its place, in order."""
        for draft, path in self.drafts:
            with self._named(path):
                draft.replace(path)
        for folder in dict.fromkeys(self.folders):
            _flush(folder)

    def drop(self) -> None:
        """Take away the drafts that have not taken their places."""
        for draft, _ in self.drafts:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def _prepare(self, folder: Path) -> None:
        new = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        self.folders.extend([folder, *(parent.parent for parent in new)])

    @contextmanager
    def _named(self, path: Path) -> Iterator[None]:
        try:
            yield
        except OSError as reason:
            inside = path.is_relative_to(self.root)
            shown = path.relative_to(self.root) if inside else path
            raise refusal(str(shown), reason) from reason


@contextmanager
def batch(root: Path = Path()) -> Iterator[Batch]:
    """Yield a batch whose files take their places at the end, or none of them does.

    Raises ``PipelineError`` if one cannot be written: then every file is as it was.
    """
    files = Batch(root)
    try:
        yield files
        files.settle()
    finally:
        files.drop()


def write(path: Path, data: bytes, root: Path = Path()) -> bool:
    """Write one file whole; return whether its bytes are new.

    Raises ``PipelineError`` that tells the file from ``root`` on: then it is as it was.
    """
    with batch(root) as files:
        return files.add(path, data)


def inside(root: Path, path: Path) -> bool:
    """Tell whether a path below ``root`` stays there once every link on its way is followed.

    Paths that are not below it were named by the user, and lead where they say.
    """
    if root == Path() or not path.is_relative_to(root):
        return True
    home = root.resolve()
    return ".." not in path.relative_to(root).parts and path.parent.resolve().is_relative_to(home)


def draft() -> str:
    """Return a name for a draft that no other has."""
    return f".{os.getpid()}.{next(_numbers)}.draft"


def refusal(path: str, reason: OSError) -> PipelineError:
    """Make the error of a file that cannot be written: ``disk-full``, ``read-only`` and such."""
    rule = next((r for r, numbers in _REASONS.items() if reason.errno in numbers), "cannot-write")
    why = (reason.strerror or str(reason)).lower()
    return fatal(rule, Place(path), f"cannot write `{path}`: {why}", REMEDIES[rule])


def sweep(folders: Iterable[Path], below: str = "**/") -> tuple[Path, ...]:
    """Take away the drafts below some folders, and return them; only for who writes there alone.

    ``below`` is a pattern of the folders in each, empty for none of them.
    """
    found = [
        path
        for folder in folders
        for path in sorted(folder.glob(f"{below}.*.draft"))
        if DRAFT.fullmatch(path.name)
    ]
    for path in found:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return tuple(found)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write(draft: Path, path: Path, data: bytes) -> None:
    """Write a draft that is safe on the disk, and as open to others as the file was."""
    with draft.open("xb") as file:
        with suppress(OSError):
            os.fchmod(file.fileno(), path.stat().st_mode & 0o777)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Make sure that the names in a folder are safe on the disk; some file systems cannot."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

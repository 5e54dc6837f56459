"""Pictures of pages: those that the house has accepted, and where others differ from them.

    templates/accepted/<slug>/<locale>.<format>/<page>.png

A difference is told in boxes, as shares of the page, so that an eye finds it at once.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from PIL import Image, ImageChops

from pipeline.engines import pdfium
from pipeline.model import Json
from pipeline.preview.saving import within
from pipeline.preview.views import Home, View
from pipeline.publish import write
from pipeline.world import Disk

DOTS = 96
_LOUD = 28
"""How far a channel must be off, of 255, to be seen; the grain of a picture is below."""

_CELL = 8
"""Pixels of a cell; changed cells that touch make one box."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One page beside its accepted picture: ``same``, ``differs``, ``new`` or ``gone``."""

    page: int
    state: str
    boxes: tuple[Box, ...] = ()


def path_of(view: View, page: int) -> str:
    """Return where the accepted picture of a page lies."""
    return f"templates/accepted/{view.slug}/{view.locale}.{view.medium}/{page}.png"


def judged(home: Home, view: View, data: bytes) -> Json:
    """Return a verdict on each page of a PDF, and on each accepted picture it has no page for."""
    return [asdict(verdict) for verdict in _judged(Disk(home.root), view, data)]


def accept(home: Home, view: View, data: bytes, pages: Iterable[int]) -> Json:
    """Write pictures of these pages as accepted; those without a page any more go."""
    count = len(pdfium.sizes(data))
    for page in pages:
        if 1 <= page <= count:
            picture = pdfium.picture(data, page, DOTS)
            write(within(home.root, path_of(view, page)), picture, home.root)
    for page in _accepted(Disk(home.root), view):
        if page > count:
            within(home.root, path_of(view, page)).unlink()
    return judged(home, view, data)


def accepted(home: Home, view: View, page: int) -> bytes:
    """Return an accepted picture; raise if there is none."""
    return Disk(home.root).read(path_of(view, page))


def between(one: bytes, other: bytes) -> Json:
    """Return where the pages of two PDFs differ, page by page."""
    counts = len(pdfium.sizes(one)), len(pdfium.sizes(other))
    pairs = (
        (pdfium.picture(one, n, DOTS), pdfium.picture(other, n, DOTS))
        for n in range(1, min(counts) + 1)
    )
    found = [list(differences(a, b)) for a, b in pairs]
    return [*found, *([[(0, 0, 1, 1)]] * (max(counts) - min(counts)))]


def differences(one: bytes, other: bytes) -> Iterator[Box]:
    """Yield the boxes in which two pictures differ, as shares of the picture."""
    a, b = (Image.open(io.BytesIO(data)).convert("RGB") for data in (one, other))
    if a.size != b.size:
        yield (0, 0, 1, 1)
        return
    red, green, blue = ImageChops.difference(a, b).split()
    loud = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(_seen)
    if loud.getbbox() is None:
        return
    cells = loud.resize((-(-a.width // _CELL), -(-a.height // _CELL)), Image.Resampling.BOX)
    wide, high = cells.size
    changed = {divmod(n, wide)[::-1] for n, value in enumerate(cells.tobytes()) if value}
    for left, top, right, foot in _islands(changed):
        yield left / wide, top / high, (right - left + 1) / wide, (foot - top + 1) / high


def _seen(value: int) -> int:
    return 255 if value > _LOUD else 0


def _islands(cells: set[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the sides of groups of cells no further than two from each other."""
    left = set(cells)
    near = [(x, y) for x in range(-3, 4) for y in range(-2, 3)]
    while left:
        group, edge = [], [left.pop()]
        while edge:
            x, y = edge.pop()
            group.append((x, y))
            found = {(x + dx, y + dy) for dx, dy in near} & left
            left -= found
            edge += found
        xs, ys = [x for x, _ in group], [y for _, y in group]
        yield min(xs), min(ys), max(xs), max(ys)


def _judged(disk: Disk, view: View, data: bytes) -> Iterator[Verdict]:
    known = _accepted(disk, view)
    count = len(pdfium.sizes(data))
    for page in range(1, count + 1):
        if page not in known:
            yield Verdict(page, "new")
            continue
        boxes = tuple(
            differences(disk.read(path_of(view, page)), pdfium.picture(data, page, DOTS))
        )
        yield Verdict(page, "differs" if boxes else "same", boxes)
    for page in sorted(known):
        if page > count:
            yield Verdict(page, "gone")


def _accepted(disk: Disk, view: View) -> frozenset[int]:
    """Return the pages that have an accepted picture."""
    paths = disk.glob(f"templates/accepted/{view.slug}/{view.locale}.{view.medium}/[1-9]*.png")
    names = (path.rpartition("/")[2].removesuffix(".png") for path in paths)
    return frozenset(int(name) for name in names if name.isdecimal())

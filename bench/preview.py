"""From a saved translation to the new page on the screen: ``python -m bench.preview``.

It opens the preview of a copy of the project in Chromium, changes one paragraph of a catalog
again and again, and waits until the new words stand on the web page, or the new picture of the
PDF page. ``--memory 1000`` edits without a browser and watches the processes grow.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.preview.studio import Studio
from pipeline.preview.views import Home, View
from pipeline.world import Disk

ROOT = Path(__file__).parent.parent
SEEN = """([frame, mark]) => document.querySelectorAll('iframe')[frame]
  .contentDocument.body.textContent.includes(mark)"""

DRAWN = """before => {
  const image = document.querySelectorAll('.pane[data-side=Left] .sheet img')[1];
  return image.getAttribute('src') !== before && image.complete; }"""
PARAGRAPH = re.compile(r"#\. paragraph\n(?:[^\n]+\n)*?msgstr \"[^\n]*(?=\")")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--edits", type=int, default=50)
    parser.add_argument("--memory", type=int, default=0)
    asked = parser.parse_args()
    if asked.memory:
        asyncio.run(memory(asked.memory))
        return
    print("| from save to | median ms | p95 ms | CPU median ms |\n|---|---|---|---|")
    for medium, name in (("html", "web page"), ("pdf", "PDF page")):
        waits, efforts = edited(medium, asked.edits)
        p95 = statistics.quantiles(waits, n=20)[-1]
        row = f"| {name} | {statistics.median(waits):.0f} | {p95:.0f}"
        print(f"{row} | {statistics.median(efforts):.0f} |", flush=True)
    print(f"load while measuring: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


@contextmanager
def copied() -> Iterator[tuple[Path, str, Path]]:
    """Yield a copy of the project, the slug of its first release, and a catalog of that."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("sources", "locales", "templates"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "diglot.toml", root)
        slug = sorted(p.parent.name for p in (root / "sources").glob("*/release.md"))[0]
        yield root, slug, root / f"locales/zh_CN/LC_MESSAGES/{slug}.po"


def edited(medium: str, count: int) -> tuple[list[float], list[float]]:
    """Return how long each edit took to be seen, and the CPU time of the preview, in ms."""
    from tests import browsers
    from tests.test_preview import served

    with (
        copied() as (root, slug, catalog),
        served(root) as (address, process),
        browsers.opened() as browser,
    ):
        tab = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        tab.goto(f"{address}/#{slug};zh_CN,{medium},;en,html,")
        ready = "iframe" if medium == "html" else ".pane[data-side=Left] .sheet img[src]"
        tab.locator(ready).first.wait_for(timeout=120_000)
        if medium == "pdf":
            tab.locator(".pane[data-side=Left] .sheets").evaluate("e => e.scrollTop = 870")
        tab.wait_for_timeout(8000)
        original = catalog.read_text(encoding="utf-8")
        edit = partial(_once, tab, catalog, original, process.pid)
        found = [edit((medium, number)) for number in range(count + 3)]
    return [w for w, _ in found[3:]], [c for _, c in found[3:]]


def changed(text: str, mark: str) -> str:
    """Return a catalog with a mark at the end of the first paragraph's translation."""
    found = PARAGRAPH.search(text)
    assert found
    return f"{text[: found.end()]}{mark}{text[found.end() :]}"


def _once(
    tab: Any, catalog: Path, original: str, pid: int, target: tuple[str, int]
) -> tuple[float, float]:
    medium, number = target
    mark = f"第{number}改。"
    new = changed(original, mark)
    picture = tab.locator(".pane[data-side=Left] .sheet img").nth(1)
    before = picture.get_attribute("src") if medium == "pdf" else ""
    effort = _cpu(pid)
    start = time.perf_counter()
    draft = catalog.with_suffix(".new")
    draft.write_text(new, encoding="utf-8")
    draft.replace(catalog)
    if medium == "html":
        tab.wait_for_function(SEEN, arg=[0, mark], polling="raf", timeout=60_000)
    else:
        tab.wait_for_function(DRAWN, arg=before, polling="raf", timeout=60_000)
    waited = (time.perf_counter() - start) * 1000
    spent = _cpu(pid) - effort
    tab.wait_for_timeout(700)  # so that one edit does not wait for the page of another
    return waited, spent


def _cpu(pid: int) -> float:
    """Return the CPU time of a process and of all below it, in ms."""
    from tests.test_preview import _children

    ticks = 0
    for one in [pid, *_children(pid)]:
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


async def memory(count: int) -> None:
    """Edit again and again, and print how the processes grow."""
    with copied() as (root, slug, catalog):
        views = [View(slug, "zh_CN", m) for m in ("html", "pdf")]  # type: ignore[arg-type]
        studio = Studio(Home(root, ROOT, root / ".diglot/cache"), Disk(root, ROOT))
        ear = studio.look(views)
        text = catalog.read_text(encoding="utf-8")
        warm = count // 10
        first: dict[str, float] = {}
        print("| edits | server MB | " + " | ".join(f"{n} MB" for n in ("web", "paper")) + " |")
        print("|---|---|---|---|")
        for number in range(count + warm + 1):
            catalog.write_text(changed(text, f"第{number}改。"), encoding="utf-8")
            await studio.changed({str(catalog.relative_to(root))})
            while not ear.empty():
                ear.get_nowait()
            if number in (warm, warm + count // 2, warm + count):
                sizes = _sizes(studio)
                first = first or sizes
                row = " | ".join(f"{size:.0f}" for size in sizes.values())
                print(f"| {number - warm} | {row} |", flush=True)
        grown = {n: 100 * (size / first[n] - 1) for n, size in _sizes(studio).items()}
        whole = 100 * (sum(_sizes(studio).values()) / sum(first.values()) - 1)
        told = ", ".join(f"{n} {g:+.1f} %" for n, g in grown.items())
        print(f"growth: {told}, all {whole:+.1f} %")
        studio.close()


def _sizes(studio: Studio) -> dict[str, float]:
    """Return what each process holds of memory that is its own, in MB."""
    pids = {"server": os.getpid()}
    pids |= {n: studio.crew.workers[n].hand.process.pid for n in ("web", "paper")}
    return {name: _resident(pid) for name, pid in pids.items()}


def _resident(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(n) for n in re.findall(r"^Private_\w+:\s+(\d+)", text, re.M)) / 1024


if __name__ == "__main__":
    main()

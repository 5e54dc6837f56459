"""How much Diglot takes beyond its engines: a cold build beside the bare calls that it makes.

    python -m bench.floor [PROJECT] [--rounds 5] [--chain]

The floor is one straight program that makes the same six files of the first release (two locales,
three formats) by the engine calls that a build was seen to make: pandoc, WeasyPrint and its cut
faces, Vega-Lite, the faces of web pages. It reads nothing, checks nothing and remembers nothing.
All are run in turn, so that a busy machine is as busy for each.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import pickle
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter
from typing import Any

HOME = Path(__file__).parent.parent
FORMATS = ("html", "pdf", "docx")
WANTED = [word for name in FORMATS for word in ("-f", name)]
_SUBREAPER = 36
"""Of Linux: who is given the children of those that have ended."""

PARTS = ("diglot.toml", "sources", "locales", "templates")


@dataclass(slots=True)
class Calls:
    """What a build asked of its engines, in order; ``pages`` are web pages by path."""

    pandoc: list[Any] = field(default_factory=list)
    words: list[Any] = field(default_factory=list)
    charts: list[Any] = field(default_factory=list)
    papers: list[Any] = field(default_factory=list)
    faces: list[Any] = field(default_factory=list)
    pages: dict[str, bytes] = field(default_factory=dict)


def record(project: Path) -> Calls:
    """Build a project here, with an empty cache, and note every call of an engine."""
    from pipeline.cli import main
    from pipeline.engines import fonts, pandoc, weasy
    from pipeline.engines.drawing import vega

    calls, inside = Calls(), [0]

    def noted(module: Any, name: str, note: Callable[..., None]) -> None:
        plain = getattr(module, name)

        def call(*args: Any, **options: Any) -> Any:
            if not inside[0]:
                note(*args, **options)
            inside[0] += 1
            try:
                return plain(*args, **options)
            finally:
                inside[0] -= 1

        setattr(module, name, call)

    noted(pandoc, "_ask", lambda request, _: calls.pandoc.append(request))
    noted(pandoc, "docx", lambda *args: calls.words.append(args))
    noted(vega, "draw", lambda spec, **more: calls.charts.append((spec, more)))
    noted(fonts, "serve_woff2", lambda shared, _: calls.faces.append(shared))
    noted(
        weasy,
        "print_pdf",
        lambda page, serve, order: calls.papers.append(
            (page, serve.keywords["text"], order.variant)
        ),
    )
    with _emptied(project):
        try:
            main(["--root", str(project), "build", "-x", "serial", *WANTED])
        except SystemExit as end:
            if end.code not in (None, 0, 1):
                raise
        for path in sorted((project / "output").rglob("*.html")):
            calls.pages[path.name + path.parent.name] = path.read_bytes()
    return calls


def make(calls: Calls, project: Path, out: Path) -> None:
    """Make the files by the bare calls."""
    from functools import partial

    import weasyprint  # noqa: F401  (as others import it)

    from pipeline.engines import composition, fonts, pandoc, tagging, weasy
    from pipeline.engines.drawing import vega
    from pipeline.model import Place
    from pipeline.world import Disk

    world = Disk(project)
    for request in calls.pandoc:
        pandoc._ask(request, Place("floor"))
    for spec, more in calls.charts:
        vega.draw(spec, **more)
    for number, args in enumerate(calls.words):
        (out / f"{number}.docx").write_bytes(pandoc.docx(*args))
    for number, (page, text, variant) in enumerate(calls.papers):
        order = weasy.Order((tagging.install, composition.install), variant)
        serve = partial(fonts.serve, world=world, text=text)
        (out / f"{number}.pdf").write_bytes(weasy.print_pdf(page, serve, order))
    for shared in calls.faces:
        fonts.serve_woff2(shared, world)
    for number, page in enumerate(calls.pages.values()):
        (out / f"{number}.html").write_bytes(page)


@dataclass(frozen=True, slots=True)
class Time:
    """What a program took, in seconds."""

    wall_s: float
    cpu_s: float


def timed(command: list[str], folder: Path) -> Time:
    """Run a program to its end; the time of processes that it leaves behind counts, too."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    before, start = getrusage(RUSAGE_CHILDREN), perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    wall = perf_counter() - start
    with suppress(ChildProcessError):
        while True:
            os.wait()
    after = getrusage(RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout.decode()}{done.stderr.decode()}")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Time(wall, spent)


@contextmanager
def _emptied(project: Path) -> Iterator[None]:
    for name in (".diglot", "output"):
        shutil.rmtree(project / name, ignore_errors=True)
    yield


def _changed(catalog: Path, number: int) -> None:
    """Change one translation, in the middle of a catalog."""
    text = catalog.read_text(encoding="utf-8")
    found = [
        m for m in re.finditer(r'^msgstr "(?!")(.*)"$', text, re.MULTILINE) if "{" not in m[1]
    ]
    match = found[len(found) // 2]
    plain = match[1].rstrip("〇一二三四五六七八九")
    changed = plain + "〇一二三四五六七八九"[number % 10]
    catalog.write_text(text[: match.start(1)] + changed + text[match.end(1) :], encoding="utf-8")


def rounds(project: Path, count: int, *, chain: bool) -> dict[str, list[Time]]:
    """Run everything in turn, so many times."""
    diglot = [str(HOME / "diglot"), "build", *WANTED]
    with tempfile.TemporaryDirectory() as scratch:
        calls, out = Path(scratch, "calls"), Path(scratch, "out")
        out.mkdir()
        me = [sys.executable, "-m", "bench.floor", str(project)]
        subprocess.run([*me, "--record", str(calls)], cwd=HOME, check=True, capture_output=True)
        catalog = next(project.glob("locales/zh_CN/LC_MESSAGES/2*.po"))
        found: dict[str, list[Time]] = {}
        for number in range(count):
            floor = [*me, "--make", str(calls), "--out", str(out)]
            found.setdefault("floor", []).append(timed(floor, HOME))
            for name, more in (("cold", []), ("cold, serial", ["-x", "serial"])):
                with _emptied(project):
                    found.setdefault(name, []).append(timed([*diglot, *more], project))
            found.setdefault("up to date", []).append(timed(diglot, project))
            _changed(catalog, number)
            found.setdefault("one msgstr changed", []).append(timed(diglot, project))
            if chain:
                found.setdefault("chain.sh", []).append(timed(_chain(project, out), HOME))
    return found


def _chain(project: Path, out: Path) -> list[str]:
    """Return the command of what one would write without Diglot, with the same engines."""
    import pypandoc

    engines = f"{Path(pypandoc.get_pandoc_path()).parent}:{Path(sys.executable).parent}"
    return ["sh", str(HOME / "bench" / "chain.sh"), str(project), str(out), engines]


def main() -> None:
    """Print the medians, and the ratios to the floor."""
    parser = argparse.ArgumentParser()
    parser.add_argument("project", type=Path, nargs="?", default=HOME)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chain", action="store_true")
    for name in ("--record", "--make", "--out"):
        parser.add_argument(name, type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.record:
        asked.record.write_bytes(pickle.dumps(record(asked.project)))
        return
    if asked.make:
        make(pickle.loads(asked.make.read_bytes()), asked.project, asked.out)  # noqa: S301  (ours)
        return
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, "project")
        for part in PARTS:
            source = asked.project / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, _under(copy, part))
        found = rounds(copy, asked.rounds, chain=asked.chain)
    floors = found["floor"]
    for name, times in found.items():
        pairs = list(zip(times, floors, strict=True))
        wall, cpu = (statistics.median(getattr(t, n) for t in times) for n in ("wall_s", "cpu_s"))
        ratio = statistics.median(t.wall_s / f.wall_s for t, f in pairs)
        ratio_cpu = statistics.median(t.cpu_s / f.cpu_s for t, f in pairs)
        print(f"{name:20} {wall:6.2f} s wall {cpu:6.2f} s CPU   × {ratio:.2f} {ratio_cpu:.2f}")


def _under(folder: Path, part: str) -> Path:
    folder.mkdir(exist_ok=True)
    return folder / part


if __name__ == "__main__":
    main()

"""How long a Word file takes: warm, for one language, and cold, for all, against the bars.

    python -m bench.word [--rounds 20] [SLUG]

Warm is one process that has worked before: Markdown to tree, tree to HTML, tree to finished
DOCX, nothing remembered. Cold is the command a user types, with an empty cache.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from pipeline import admission, config, corridor, releases
from pipeline.cache import Cache
from pipeline.corridor import editions
from pipeline.executors import serial
from pipeline.formats.docx import DOCX
from pipeline.model import Locale, Page, Slug, Target
from pipeline.plugs import Copy
from pipeline.workshop import Workshop
from pipeline.world import Disk

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("slug", nargs="?", default="2022-08-23-daxing-life-health")
    asked = parser.parse_args()
    print("| what | median ms | worst ms |\n|---|---|---|")
    for locale in config.load(Disk(ROOT)).locales:
        for name, step in steps(asked.slug, locale).items():
            report(f"{locale}: {name}", timed(step, asked.rounds))
    report("both languages' DOCX, cold", [cold(asked.slug) for _ in range(5)])


def steps(slug: str, locale: Locale) -> dict[str, Callable[[], object]]:
    """Return the warm steps of one language, each ready to be run again."""
    shop = Workshop(Disk(ROOT), Cache(Path(tempfile.mkdtemp())), serial)
    project = config.load(shop.world)
    manuscripts = admission.admitted(project, shop, (slug,))
    target = Target(Slug(slug), locale, "docx")
    (desk,), _ = corridor.localized(project, shop, manuscripts[0].release, [target])
    path = manuscripts[0].release.path
    copy = Copy(replace(desk.edition, document=desk.document), {}, desk.pictures)

    def parse() -> object:
        return releases.parse(shop.world, path, project.source)

    def render() -> object:
        return editions._render(shop.world, desk.document)

    def emit() -> object:
        body = DOCX.lay_out(copy, shop.world, desk.theme)
        return DOCX.emit(Page(target, body), shop.world)

    def whole() -> object:
        return parse(), render(), emit()

    return {"Markdown to tree": parse, "tree to HTML": render, "tree to DOCX": emit, "all": whole}


def timed(step: Callable[[], object], rounds: int) -> list[float]:
    """Return the milliseconds of each round; the first two are not counted."""
    found = []
    for _ in range(rounds + 2):
        started = perf_counter()
        step()
        found.append((perf_counter() - started) * 1000)
    return found[2:]


def cold(slug: str) -> float:
    """Return the milliseconds of a build of the Word files alone, in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        for folder in ("sources", "locales", "templates"):
            shutil.copytree(ROOT / folder, home / folder)
        shutil.copy(ROOT / "diglot.toml", home)
        command = [sys.executable, "-m", "pipeline", "--root", name, "build", slug, "-f", "docx"]
        started = perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        return (perf_counter() - started) * 1000


def report(name: str, found: list[float]) -> None:
    """Print one row."""
    print(f"| {name} | {statistics.median(found):.0f} | {max(found):.0f} |", flush=True)


if __name__ == "__main__":
    main()

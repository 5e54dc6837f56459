"""Kill ``diglot build`` and ``diglot sync`` at random moments, and look at what stands there.

    python -m bench.kills [--kills 200] [--seed 1]

Half of the kills come after a random time, half just before a random file is opened for writing,
renamed or taken away. After each, every file must be as it was or as it shall be, byte for byte;
then the next run must end well and leave what an undisturbed one leaves.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.atomic import DRAFT
from tests import small

ROOT = Path(__file__).parent.parent
SLUGS = (small.SLUG, "2024-06-01-garden")
VERBS: Mapping[str, tuple[str, ...]] = {
    "build": ("build", "-x", "serial", "-f", "docx", "-f", "text"),
    "sync": ("sync",),
}
KILLER = """
import os, signal, sys

moments = 0

def listen(event, arguments):
    global moments
    opened = event == "open" and set(str(arguments[1])) & set("wxa+")
    if opened or event in ("os.rename", "os.remove", "os.mkdir"):
        moments += 1
        if moments == int(os.environ["KILL_AT"]):
            os.kill(os.getpid(), signal.SIGKILL)

if "KILL_AT" in os.environ:
    sys.addaudithook(listen)
    if os.environ["KILL_AT"] == "0":
        import atexit
        atexit.register(lambda: print("moments", moments, file=sys.stderr))
"""
"""What a run loads first: it kills itself at the moment named, or counts the moments."""

FAULTS = ("torn", "lost", "failed", "other")
"""Files neither old nor new, files gone, next runs that failed, that left something else."""

Tree = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Course:
    """An undisturbed run: what stood there before and after, its seconds and its moments."""

    start: Path
    before: Tree
    after: Tree
    seconds: float
    moments: int


def main() -> None:
    """Print what became of each verb's rounds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for verb in VERBS:
            counts = trial(verb, Path(folder) / verb, args.kills // len(VERBS), args.seed)
            print(f"{verb}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))


def trial(verb: str, folder: Path, kills: int, seed: int) -> Counter[str]:
    """Kill a verb so many times; return how often what was seen."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(KILLER)
    courses = [undisturbed(verb, folder, state) for state in starts(verb, folder)]
    rng = random.Random(seed)
    counts = Counter(dict.fromkeys(FAULTS, 0))
    while counts["kills"] < kills:
        counts.update(one(verb, rng.choice(courses), folder / "round", rng))
        if counts["kills"] % 20 == 0:
            print(f"{verb}: {dict(counts)}", file=sys.stderr, flush=True)
    return counts


def starts(verb: str, folder: Path) -> list[Path]:
    """Make projects to start from: never built, and built or synced before an edit."""
    new = small.write(folder / "new")
    for slug in SLUGS[1:]:
        for path in (small.RELEASE, f"sources/{small.SLUG}/figures/plan.svg", small.CATALOG):
            there = new / path.replace(small.SLUG, slug)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(new / path, there)
    toml = (new / "diglot.toml").read_text()
    (new / "diglot.toml").write_text(toml.replace('"zh_CN"]', '"zh_CN", "fr"]'))
    edited = shutil.copytree(new, folder / "edited")
    run(edited, VERBS["sync"])
    if verb == "build":
        run(edited, VERBS[verb])
    release = edited / small.RELEASE
    release.write_text(release.read_text().replace("the garden", "the rose garden"))
    return [new, edited]


def undisturbed(verb: str, folder: Path, start: Path) -> Course:
    """Run a verb once without a kill, on a copy."""
    copy = shutil.copytree(start, folder / f"{start.name}-undisturbed")
    started = time.perf_counter()
    done = run(copy, VERBS[verb], folder, KILL_AT="0")
    seconds = time.perf_counter() - started
    assert done.returncode == 0, done.stderr
    moments = int(done.stderr.rpartition("moments ")[2])
    return Course(start, tree(start), tree(copy), seconds, moments)


def one(verb: str, course: Course, folder: Path, rng: random.Random) -> Counter[str]:
    """Kill one run; return what was found to be wrong, and whether it was killed at all."""
    shutil.copytree(course.start, folder)
    seen: Counter[str] = Counter()
    if rng.random() < 0.5:
        done = run(folder, VERBS[verb], folder.parent, KILL_AT=str(rng.randint(1, course.moments)))
        killed = done.returncode == -9
    else:
        killed = timed(folder, VERBS[verb], rng.uniform(0, course.seconds))
    seen["kills" if killed else "ended before"] += 1
    for path, data in tree(folder).items():
        if data not in (course.before.get(path), course.after.get(path)):
            seen["torn"] += 1
    seen["lost"] += sum(path not in tree(folder) for path in course.before)
    seen["failed"] += run(folder, VERBS[verb]).returncode != 0
    seen["other"] += tree(folder) != course.after or bool(drafts(folder))
    shutil.rmtree(folder)
    return seen


def run(
    folder: Path, words: tuple[str, ...], killer: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a verb in a project, the killer loaded before it if one is named."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words], cwd=folder, capture_output=True, text=True,
        check=False, env={**os.environ, **_path(killer), **variables},
    )  # fmt: skip


def timed(folder: Path, words: tuple[str, ...], seconds: float) -> bool:
    """Kill a run after so many seconds; tell whether it still ran."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", *words], cwd=folder, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env={**os.environ, **_path(None)},
    )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    return process.wait() == -9


def _path(killer: Path | None) -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(map(str, filter(None, (killer, ROOT))))}


def tree(folder: Path) -> Tree:
    """Return the files of a project but its cache and what is no file yet."""
    found = (p for p in folder.rglob("*") if p.is_file() and ".diglot" not in p.parts)
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in found
        if not DRAFT.fullmatch(p.name)
    }


def drafts(folder: Path) -> list[Path]:
    """Return the drafts that lie in a project."""
    return [p for p in folder.rglob(".*") if DRAFT.fullmatch(p.name)]


if __name__ == "__main__":
    main()

"""What the whole ``diglot sync`` of a large release costs, and how it grows.

    python -m bench.sync [--seed 1] [--count 5000 --count 20000] [TEXT …]

Makes a release of so many paragraphs from real prose (as ``bench.matching`` reads it), edits one
in twenty, and brings a finished catalog up to date with it, in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.matching import HAN, SENTENCE, edited, prose
from pipeline import po

FRONT = "---\ntitle: A long release\ndate: 2024-05-01\n---\n\n"
SLUG = "long"
MARKS = re.compile(r"[<>{}\[\]*_`$\\~^|#]")


def main() -> None:
    """Print wall time, CPU time and megabytes for each count, and how they grew."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("text", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, action="append")
    args = parser.parse_args()
    for language, paragraphs in prose(args.text).items():
        if len(paragraphs) < 100:
            continue
        costs = []
        for count in args.count or (5000, 20000):
            costs.append(_cost(paragraphs, count, args.seed))
            size, wall, cpu, peak = costs[-1]
            shown = f"{size / 1e6:.1f} MB, {wall:.1f} s wall, {cpu:.1f} s CPU, {peak} MB"
            print(f"{language}, {count}: {shown}", flush=True)
        print(f"{language}: CPU grew {costs[-1][2] / costs[0][2]:.1f}-fold")


def _cost(paragraphs: Sequence[str], count: int, seed: int) -> tuple[int, float, float, int]:
    dice = random.Random(seed)
    plain = (MARKS.sub("", s) for p in paragraphs for s in SENTENCE.split(p))
    sentences = sorted({s for s in plain if s[:1].isalpha() and len(s) > 15})
    gap = "" if HAN.search(paragraphs[0]) else " "
    drawn = (gap.join(dice.sample(sentences, dice.choice((1, 2)))) for _ in range(2 * count))
    texts = list(dict.fromkeys(drawn))[: count * 10 // 9]
    case = edited(texts, 0.05, seed)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        source, target = ("zh_CN", "en") if not gap else ("en", "zh_CN")
        named = f'source = "{source}"\nlocales = ["{source}", "{target}"]\n'
        (home / "diglot.toml").write_text(f'name = "Bench"\n{named}formats = ["html"]\n')
        _written(home, case.old)
        _sync(home)
        _translated(home / f"locales/{target}/LC_MESSAGES/{SLUG}.po")
        size = _written(home, case.new)
        return (size, *_sync(home))


def _written(home: Path, texts: Sequence[str]) -> int:
    file = home / "sources" / SLUG / "release.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file.write_bytes((FRONT + "\n\n".join(texts) + "\n").encode())


def _translated(path: Path) -> None:
    file = po.read(path.read_bytes(), str(path))
    done = (e if e.heads else replace(e, translations=(e.text[::-1],)) for e in file.entries)
    path.write_bytes(po.write(replace(file, entries=tuple(done))))


def _sync(home: Path) -> tuple[float, float, int]:
    """Return wall and CPU seconds, and the peak of the largest process in megabytes."""
    command = [sys.executable, "-m", "pipeline", "--root", str(home), "sync"]
    paths = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    started = time.perf_counter()
    running = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": paths}
    )
    _, status, used = os.wait4(running.pid, 0)
    if status:
        raise SystemExit("`sync` failed")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


if __name__ == "__main__":
    main()

"""How well edits of a Word file come home, and how long a large one takes.

Draws releases of several kinds, edits their review editions as Word does (half of the edits
tracked), and holds what an import tells against what was done: with all ids, and with none.

    python -m bench.review [--seeds 20] [--first 1] [--units 200] [--kinds mixed,prose] [--misses]
    python -m bench.review --large [--units 1600]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.review import releases
from tests.review.house import house
from tests.review.scoring import Score, scored, together
from tests.review.simulated import edited

LOCALES = ("en", "zh_CN", "ar")


def main() -> None:
    """Print a line for each kind and locale, or what a large file takes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=20)
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--units", type=int, default=0)
    asked.add_argument("--kinds", default="mixed")
    asked.add_argument("--locales", default="en,zh_CN")
    asked.add_argument("--misses", action="store_true")
    asked.add_argument("--large", action="store_true")
    given = asked.parse_args()
    if given.large:
        _large(given.units or 1_600)
        return
    print("kind      locale  edits  recall  false  open | no ids: recall  unsure  wrongly taken")
    for kind in releases.KINDS if given.kinds == "all" else given.kinds.split(","):
        for locale in given.locales.split(","):
            _line(kind, locale, given)


def _line(kind: str, locale: str, given: argparse.Namespace) -> None:
    pairs = []
    for seed in range(given.first, given.first + given.seeds):
        with tempfile.TemporaryDirectory() as room:
            pairs.append(scored(Path(room), kind, locale, seed, given.units or 200))
    whole, bare = (together(list(scores)) for scores in zip(*pairs, strict=True))
    print(
        f"{kind:9} {locale:6} {whole.edits:6} {whole.recall:7.2%} {len(whole.false):6}"
        f" {len(whole.open):5} | {bare.recall:14.2%} {bare.unsure:7} {len(bare.wrong):14}",
        flush=True,
    )
    if given.misses:
        _told(whole, bare)


def _told(whole: Score, bare: Score) -> None:
    for said in (whole.misses, whole.false, whole.open, bare.wrong):
        for line in said[:12]:
            print("   ", line)


def _large(units: int) -> None:
    drawn = releases.release("mixed", units, 1)
    for locale in ("en", "zh_CN"):
        with tempfile.TemporaryDirectory() as room:
            home = house(Path(room), drawn.text, drawn.catalogs)
            data, _ = edited(home.exported(locale), locale, 1, units // 6)
            (Path(room) / "edited.docx").write_bytes(data)
            spent = []
            for _ in range(3):
                started = time.perf_counter()
                plan = home.plan(Path(room) / "edited.docx")
                spent.append(time.perf_counter() - started)
            listed = sum(f.unit is not None for f in plan.findings)
            taken = sum(f.fate == "applied" for f in plan.findings)
            print(f"{locale}: {listed} texts, {taken} taken home, {min(spent):.2f} s")


if __name__ == "__main__":
    main()

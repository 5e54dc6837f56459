"""How long the rules of ``diglot check`` take, all together and each alone.

    python -m bench.checks [--messages 5000] [--locale zh_CN] [FILE.po …]

Without a file, distinct messages are made of real press prose, three sentences each, so that no
cache answers for a text that was seen before.
"""

from __future__ import annotations

import argparse
import random
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline import glossary, po
from pipeline.checks import CHECKS, finished, judge
from pipeline.model import Locale, Message, Place, Translation
from pipeline.plugs import CatalogCheck, Check, House, Unit
from pipeline.prose import prose
from pipeline.world import Disk

ROOT = Path(__file__).parent.parent
GOOD = ROOT / "tests" / "fixtures" / "checks" / "good.toml"


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--messages", type=int, default=5000)
    arguments.add_argument("--locale", default="zh_CN")
    arguments.add_argument("files", nargs="*", type=Path)
    asked = arguments.parse_args()
    units = [u for file in asked.files for u in _of(file, Locale(asked.locale))]
    units = units or list(_made(asked.messages))
    found: list[object] = []
    whole = _seconds(lambda: found.extend(judge(units)))
    print(f"{len(units)} messages, {len(found)} findings, all rules: {whole:.2f} s")
    rows = sorted(((_alone(check, units), check.name) for check in CHECKS), reverse=True)
    print(f"{'rule':26} {'s':>6} {'µs/message':>11} {'share':>6}")
    for seconds, name in rows:
        share = seconds / (sum(s for s, _ in rows) or 1)
        print(f"{name:26} {seconds:6.3f} {seconds / len(units) * 1e6:11.1f} {share:6.0%}")


def _made(count: int) -> Iterator[Unit]:
    terms = glossary.load(Disk(ROOT), Locale("zh_CN")).terms
    pairs = tomllib.loads(GOOD.read_text(encoding="utf-8"))["press"]
    chance = random.Random(1)
    for number in range(count):
        three = chance.sample(pairs, 3)
        source, said = " ".join(p[0] for p in three), "".join(p[1] for p in three)
        place = Place("x.po", number + 1)
        yield Unit(
            Message(source, str(number)),
            Translation(said, place=place),
            Locale("zh_CN"),
            terms,
            house=House("none"),
        )


def _of(file: Path, locale: Locale) -> Iterator[Unit]:
    for entry in po.read(file.read_bytes(), str(file)).entries:
        if not (entry.obsolete or entry.heads):
            place = Place(str(file), entry.line)
            said = Translation(entry.translations[0], entry.fuzzy, place=place)
            yield Unit(Message(entry.text, entry.context or ""), said, locale)


def _alone(check: object, units: list[Unit]) -> float:
    prose.cache_clear()
    done = tuple(unit for unit in units if finished(unit.translation))
    if isinstance(check, Check):
        return _seconds(lambda: [list(check.run(unit)) for unit in done])
    if isinstance(check, CatalogCheck):
        return _seconds(lambda: list(check.run(done)))
    return 0.0


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()

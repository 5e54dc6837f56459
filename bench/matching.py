"""How well `sync` finds what became of each edited paragraph, beside msgmerge and Babel.

Takes real prose, edits a copy of it in known ways (seeded, so that every run asks the same
questions) and counts which old paragraphs each tool finds for each edited one.

    python -m bench.matching [--edited 0.2] [--seed 1] [--most 2] [--peers] [--large] [TEXT …]

TEXT is a text or Markdown file (paragraphs between blank lines) or a PO file (its msgids and
its translations). Without one, it reads prose that lies on most machines: the docstrings of
Python's library (English) and the catalogs of installed programs (Chinese).
"""

from __future__ import annotations

import argparse
import ast
import gettext
import itertools
import random
import re
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from pipeline import align, po

Found: TypeAlias = Mapping[str, frozenset[str]]
"""For each new paragraph the old ones that it was found to come from."""

HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass
class Case:
    """Two versions of a document; ``truth`` says where each changed paragraph comes from."""

    old: list[str]
    new: list[str] = field(default_factory=list)
    truth: dict[str, frozenset[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


# --- prose ----------------------------------------------------------------------------


def prose(paths: Sequence[str]) -> dict[str, list[str]]:
    """Return paragraphs by language, without repetitions, in reading order."""
    found = [p for path in paths for p in _paragraphs(Path(path))] or [
        *_docstrings(),
        *_installed(),
    ]
    kept = dict.fromkeys(" ".join(p.split()) for p in found)
    chinese = [p for p in kept if len(HAN.findall(p)) >= 20]
    english = [p for p in kept if not HAN.search(p) and len(p.split()) >= 10]
    return {"en": english, "zh": chinese}


def _paragraphs(path: Path) -> Iterator[str]:
    if path.suffix == ".po":
        for entry in po.read(path.read_bytes(), str(path)).entries:
            yield from (entry.text, *entry.translations)
    else:
        text = re.sub(r"^```.*?^```$", "", path.read_text(), flags=re.M | re.S)
        yield from (p for p in re.split(r"\n\s*\n", text) if not p.lstrip().startswith("<"))


def _docstrings() -> Iterator[str]:
    for path in sorted(Path(ast.__file__).parent.rglob("*.py")):
        if re.search("packages|test", str(path)):
            continue
        try:
            tree = ast.parse(path.read_text())
        except (SyntaxError, UnicodeDecodeError):
            continue
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        nodes = (n for n in ast.walk(tree) if isinstance(n, documented))
        for text in (ast.get_docstring(n) or "" for n in nodes):
            yield from (
                p for p in text.split("\n\n") if p.rstrip().endswith(".") and ">>>" not in p
            )


def _installed() -> Iterator[str]:
    for path in sorted(Path("/usr/share/locale/zh_CN/LC_MESSAGES").glob("*.mo")):
        with path.open("rb") as file:
            entries = vars(gettext.GNUTranslations(file))["_catalog"]
        yield from (text for text in entries.values() if isinstance(text, str))


# --- edits ----------------------------------------------------------------------------

KINDS = [
    *["word", "number", "date", "inserted", "deleted"],
    *["merged", "split", "moved", "gone", "new"],
]
SENTENCE = re.compile(r"(?<=[.!?]) (?=\S)|(?<=[。！？])")
MONTHS = "January February March April May June July August September October".split()  # noqa: SIM905


class Editor:
    """Whoever changed the document: a seeded choice of ordinary edits."""

    def __init__(self, paragraphs: Sequence[str], seed: int, most: int) -> None:
        self.random = random.Random(seed)
        self.most = most
        self.chinese = bool(HAN.search(paragraphs[0]))
        self.gap = "" if self.chinese else " "
        sample = self.random.sample(list(paragraphs), min(400, len(paragraphs)))
        self.words = sorted({w for p in sample for w in self.split(p) if w.isalpha()})
        self.sentences = sorted({s for p in sample for s in SENTENCE.split(p) if len(s) > 15})

    def change(self, kind: str, text: str) -> str:
        changes = {"number": self.number, "date": self.date}
        changes |= {"inserted": self.inserted, "deleted": self.deleted}
        return changes.get(kind, self.word)(text)

    def split(self, text: str) -> list[str]:
        return re.findall(r"[\u4e00-\u9fff]{2}|\w+|\W", text) if self.chinese else text.split(" ")

    def word(self, text: str) -> str:
        parts = self.split(text)
        spots = [k for k, part in enumerate(parts) if part.isalpha()] or [0]
        for k in self.random.sample(spots, min(len(spots), 1 + len(spots) // 12)):
            parts[k] = self.random.choice(self.words)
        return self.gap.join(parts)

    def number(self, text: str) -> str:
        numbers = re.findall(r"\d+", text)
        if numbers:
            return text.replace(numbers[0], str(self.random.randrange(2, 9000)), 1)
        return self.insert(text, str(self.random.randrange(2, 9000)))

    def date(self, text: str) -> str:
        day, year = self.random.randrange(1, 29), self.random.randrange(1990, 2030)
        month = self.random.randrange(10)
        han = f"{year}年{month + 1}月{day}日"
        return self.insert(text, han if self.chinese else f"on {day} {MONTHS[month]} {year}")

    def insert(self, text: str, words: str) -> str:
        parts = self.split(text)
        parts.insert(self.random.randrange(len(parts)), words)
        return self.gap.join(parts)

    def inserted(self, text: str) -> str:
        """Return the text with one more sentence in it."""
        parts = SENTENCE.split(text)
        parts.insert(self.random.randrange(len(parts) + 1), self.random.choice(self.sentences))
        return self.gap.join(filter(None, parts))

    def deleted(self, text: str) -> str:
        """Return the text without one of its sentences, the shortest that is not a scrap."""
        parts = [p for p in SENTENCE.split(text) if p]
        if len(parts) < 2:
            return self.word(text)
        parts.remove(min(parts, key=len))
        return self.gap.join(parts)

    def count(self) -> int:
        """Return how many paragraphs become one, or how many one becomes."""
        return 2 if self.most == 2 else self.random.randrange(2, self.most + 1)

    def pieces(self, text: str) -> list[str]:
        """Return the text cut between sentences, or whole where a piece would be a scrap."""
        parts = [p for p in SENTENCE.split(text) if p]
        if len(parts) < 2:
            return [text]
        cuts = [self.random.randrange(1, len(parts))]
        spare = sorted({*range(1, len(parts))} - {*cuts})
        cuts += self.random.sample(spare, min(self.count() - 2, len(spare)))
        ends = sorted([0, *cuts, len(parts)])
        pieces = [self.gap.join(parts[a:b]) for a, b in itertools.pairwise(ends)]
        return pieces if min(map(len, pieces)) >= (12 if self.chinese else 40) else [text]


def edited(paragraphs: Sequence[str], share: float, seed: int, most: int = 2) -> Case:
    """Return a document of which ``share`` of the paragraphs was edited.

    One part in ten of the prose is held back and comes in as new paragraphs. Up to ``most``
    paragraphs are merged into one, or one is split into so many.
    """
    editor = Editor(paragraphs, seed, most)
    dice = editor.random
    held = set(dice.sample(range(len(paragraphs)), len(paragraphs) // 10))
    fresh = [paragraphs[k] for k in sorted(held)]
    dice.shuffle(fresh)
    case = Case([p for k, p in enumerate(paragraphs) if k not in held])
    old = iter(case.old)
    for text in old:
        kind = dice.choice(KINDS) if dice.random() < share else "same"
        if kind == "new" and fresh:
            case.truth[fresh[-1]], case.kinds[fresh[-1]] = frozenset(), kind
            case.new += [text, fresh.pop()]
            continue
        after, sources = _became(kind, text, old, editor)
        at = dice.randrange(len(case.new) + 1) if kind == "moved" else len(case.new)
        case.new[at:at] = after
        case.truth |= dict.fromkeys(after, frozenset(sources))
        case.kinds |= dict.fromkeys(after, kind)
    _settle(case)
    return case


def _became(
    kind: str, text: str, old: Iterator[str], editor: Editor
) -> tuple[list[str], list[str]]:
    """Return the new paragraphs that ``text`` became, and the old ones they came from."""
    if kind == "gone":
        return [], []
    if kind == "merged":
        sources = [text, *itertools.islice(old, editor.count() - 1)]
        return [editor.gap.join(sources)], sources
    if kind == "split":
        return editor.pieces(text), [text]
    return [text if kind == "same" else editor.change(kind, text)], [text]


def _settle(case: Case) -> None:
    """Leave out what is no question: repetitions, and paragraphs that still stand."""
    case.new = list(dict.fromkeys(case.new))
    for text in set(case.old) & set(case.truth):
        del case.truth[text], case.kinds[text]


# --- the tools ------------------------------------------------------------------------


def ours(case: Case) -> tuple[Found, float]:
    """Return what `align` finds, and the CPU seconds it takes."""
    old, new = [("", t) for t in case.old], [("", t) for t in case.new]
    start = time.process_time()
    found = align.align(old, new)
    spent = time.process_time() - start
    return {case.new[j]: frozenset(case.old[i] for i in i_s) for j, i_s in found.items()}, spent


def msgmerge(case: Case) -> tuple[Found, float]:
    """Return what GNU msgmerge finds: its fuzzy entries."""
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{folder}/old.po", f"{folder}/new.pot"]
        Path(names[0]).write_bytes(_catalog(case.old, translated=True))
        Path(names[1]).write_bytes(_catalog(case.new, translated=False))
        before = _children()
        done = subprocess.run(["msgmerge", "--quiet", *names], capture_output=True, check=True)
        spent = _children() - before
    entries = po.read(done.stdout, "merged.po").entries
    found = {e.text: e.translations[0] for e in entries if e.fuzzy and e.text and not e.obsolete}
    return {new: frozenset({case.old[int(old)]}) for new, old in found.items()}, spent


def babel(case: Case) -> tuple[Found, float]:
    """Return what Babel's ``Catalog.update`` finds."""
    from babel.messages.catalog import Catalog

    catalog, wanted = Catalog(), Catalog()
    for k, text in enumerate(case.old):
        catalog.add(text, str(k))
    for text in case.new:
        wanted.add(text)
    start = time.process_time()
    catalog.update(wanted)
    spent = time.process_time() - start
    fuzzy = [m for m in catalog if m.fuzzy and m.id and m.string]
    return {str(m.id): frozenset({case.old[int(str(m.string))]}) for m in fuzzy}, spent


def _catalog(texts: Sequence[str], *, translated: bool) -> bytes:
    header = po.Entry("", ("Content-Type: text/plain; charset=UTF-8\n",))
    entries = (po.Entry(t, (str(k) if translated else "",)) for k, t in enumerate(texts))
    return po.write(po.File("", (header, *entries)))


def _children() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# --- the score ------------------------------------------------------------------------


def score(case: Case, found: Found) -> str:
    """Return one line of ratios; a pair is a new paragraph with one of its sources."""
    true = {(new, old) for new, sources in case.truth.items() for old in sources}
    said = {(new, old) for new, sources in found.items() for old in sources}
    fresh = [new for new, sources in case.truth.items() if not sources]
    joints = [new for new in case.truth if case.kinds[new] in ("merged", "split")]
    whole = sum(found.get(new) == case.truth[new] for new in joints)
    return "  ".join(
        (
            f"recall {_ratio(len(true & said), len(true))}",
            f"precision {_ratio(len(true & said), len(said))}",
            f"false fuzzy {_ratio(sum(new in found for new in fresh), len(fresh))}",
            f"merges and splits {_ratio(whole, len(joints))}",
        )
    )


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "  –  "


def large(paragraphs: Sequence[str], count: int, seed: int) -> Case:
    """Return a document of ``count`` paragraphs, one in twenty edited, made from a few."""
    dice = random.Random(seed)
    sentences = [s for p in paragraphs for s in SENTENCE.split(p) if s]
    gap = "" if HAN.search(paragraphs[0]) else " "
    texts = dict.fromkeys(gap.join(dice.sample(sentences, 3)) for _ in range(count))
    return edited(list(texts), 0.05, seed)


def main() -> None:
    """Print the ratios of every tool for every language."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("text", nargs="*")
    parser.add_argument("--edited", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=2, help="merge up to so many, split into them")
    parser.add_argument("--peers", action="store_true", help="run msgmerge, and Babel on 300")
    parser.add_argument("--large", action="store_true", help="time 5,000 and 20,000 paragraphs")
    parser.add_argument("--misses", type=int, default=0, help="print so many wrong answers")
    args = parser.parse_args()
    for language, paragraphs in prose(args.text).items():
        if len(paragraphs) < 100:
            continue
        case = edited(paragraphs, args.edited, args.seed, args.most)
        counts = " ".join(f"{k} {n}" for k, n in sorted(Counter(case.kinds.values()).items()))
        print(f"\n{language}: {len(case.old)} paragraphs, {args.edited:.0%} edited ({counts})")
        report("align", case, ours)
        if args.misses:
            misses(case, args.misses)
        if args.peers:
            report("msgmerge", case, msgmerge)
            small = edited(paragraphs[:300], args.edited, args.seed)
            report("align, 300", small, ours)
            report("Babel, 300", small, babel)
        for count in (5000, 20000) if args.large else ():
            big = large(paragraphs, count, args.seed)
            report(f"align, {count}", big, ours)
            if args.peers:
                report(f"msgmerge, {count}", big, msgmerge)


def report(name: str, case: Case, tool: Callable[[Case], tuple[Found, float]]) -> None:
    """Print one line: the tool, its ratios and its CPU time."""
    found, spent = tool(case)
    print(f"{name:>16}  {score(case, found)}  CPU {spent:.2f} s", flush=True)


def misses(case: Case, count: int) -> None:
    """Print some of the answers that are wrong, by kind."""
    found, _ = ours(case)
    wrong = [n for n in case.truth if found.get(n, frozenset()) != case.truth[n]]
    print(" " * 17, Counter(case.kinds[n] for n in wrong))
    for new in wrong[:count]:
        print(f"  [{case.kinds[new]}] {new}")
        print("".join(f"     < {t}\n" for t in case.truth[new]), end="")
        print("".join(f"     ? {t}\n" for t in found.get(new, ())), end="")


if __name__ == "__main__":
    main()

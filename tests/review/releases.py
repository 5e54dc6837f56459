"""Releases of any length in several kinds, with their translations, drawn from a seed.

Every text is made of sentences of real words; each piece of one is known as Markdown, as the
message that is made of it, and in each language.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

LOCALES = ("zh_CN", "ar")
_BANKS = [
    [tuple(line.split("\t")) for line in bank.splitlines()[1:]]
    for bank in (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split("# ")[1:]
]
"""Who, did, what, when: each in English, Chinese and Arabic."""

_FRONT = {
    "title": ("A year of the hall", "展馆的一年", "عام القاعة"),
    "author": ("The Hall", "展馆", "القاعة"),
    "description": ("What the hall did.", "展馆做了些什么。", "ما فعلته القاعة."),
}
_LOOKS = {"em": "*%*", "strong": "**%**", "link": "[%](https://example.org/#)"}
KINDS = ("mixed", "prose", "tables", "lists", "repeated", "alike", "facts", "notes", "short")


@dataclass(frozen=True)
class Release:
    """A release as Markdown, and its translations by message, in each locale."""

    text: str
    catalogs: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Said:
    """One text: as Markdown, as a message, and in the other languages."""

    mark: str
    message: str
    others: tuple[str, str]

    def __add__(self, more: Said) -> Said:
        chinese, arabic = self.others
        others = (chinese + more.others[0], f"{arabic} {more.others[1]}")
        return Said(f"{self.mark} {more.mark}", f"{self.message} {more.message}", others)


@dataclass
class Author:
    """Writes a release; everything that was said is remembered."""

    dice: random.Random
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    facts: list[int] = field(default_factory=list)
    count: int = 0

    def tell(self, said: Said) -> str:
        """Count a text, remember its translations, and return its Markdown."""
        self.count += 1
        self.said[said.message] = said.others
        return said.mark

    def sentence(self, look: str = "") -> Said:
        """Return a sentence; ``look`` is a mark, ``link``, ``fact``, ``note`` or nothing."""
        who, did, what, when = map(self.dice.choice, _BANKS)
        shown, tagged = what[0], list(what)
        if look in _LOOKS:
            shown = _LOOKS[look].replace("%", what[0]).replace("#", str(self.count))
            tagged = [f"<{look}>{text}</{look}>" for text in what]
        if look == "fact":
            self.facts.append(self.dice.randint(1_000, 99_999))
            name = f"f{len(self.facts)}"
            shown = f"{what[0]}, {{{name}}} in all,"
            tagged = [shown, f"共{{{name}}}处的{what[1]}", f"{what[2]} ({{{name}}})"]
        mark, message = (f"{who[0]} {did[0]} {w} {when[0]}." for w in (shown, tagged[0]))
        chinese = f"{who[1]}{when[1]}{did[1]}{tagged[1]}。"
        arabic = f"{did[2]} {who[2]} {tagged[2]} {when[2]}."
        if look == "note":
            self.notes.append(self.tell(self.sentence()))
            mark += f"[^{len(self.notes)}]"
            message, chinese, arabic = (f"{t}<note/>" for t in (message, chinese, arabic))
        return Said(mark, message, (chinese, arabic))

    def text(self, most: int = 3, rich: float = 0.5) -> Said:
        """Return one to ``most`` sentences; no look stands in it twice."""
        looks = ["em", "strong", "link", "fact", "note"]
        self.dice.shuffle(looks)
        wanted = [
            looks.pop() if looks and self.dice.random() < rich else ""
            for _ in range(self.dice.randint(1, most))
        ]
        first, *more = (self.sentence(look) for look in wanted)
        for other in more:
            first += other
        return first

    def words(self) -> Said:
        """Return a few words without an end, as headings, items and cells have them."""
        what, when = self.dice.choice(_BANKS[2]), self.dice.choice(_BANKS[3])
        english = f"{what[0]} {when[0]}"
        return Said(english, english, (f"{when[1]}{what[1]}", f"{what[2]} {when[2]}"))

    def paragraph(self, said: Said | None = None) -> None:
        """Write a paragraph."""
        self.blocks.append(self.tell(said or self.text()))

    def heading(self) -> None:
        """Write a heading."""
        self.blocks.append(f"## {self.tell(self.words())}")

    def items(self, depth: int = 1) -> None:
        """Write a list, with lists in it down to a depth."""
        lines = []
        for _ in range(self.dice.randint(3, 5)):
            lines.append(f"- {self.tell(self.words())}")
            lines += [f"{'  ' * n}- {self.tell(self.words())}" for n in range(1, depth)]
        self.blocks.append("\n".join(lines))

    def table(self, rows: int = 4) -> None:
        """Write a table with a caption."""
        wide = self.dice.randint(2, 4)
        caption = self.tell(self.words())
        head, *lines = (
            f"| {' | '.join(self.tell(self.words()) for _ in range(wide))} |" for _ in range(rows)
        )
        rule = f"|{'---|' * wide}"
        body = "\n".join([head, rule, *lines])
        self.blocks.append(f'::: {{.table caption="{caption}"}}\n{body}\n:::')

    def release(self) -> Release:
        """Return what was written."""
        facts = "".join(f"  f{n}: {{value: {v}}}\n" for n, v in enumerate(self.facts, 1))
        front = "".join(f"{key}: {text[0]}\n" for key, text in _FRONT.items())
        head = f"---\n{front}date: 2024-05-01\n{'facts:' if facts else ''}\n{facts}---\n"
        notes = [f"[^{n}]: {text}" for n, text in enumerate(self.notes, 1)]
        said = {text[0]: text[1:] for text in _FRONT.values()} | self.said
        catalogs = {
            locale: {message: others[n] for message, others in said.items()}
            for n, locale in enumerate(LOCALES)
        }
        return Release("\n\n".join([head, *self.blocks, *notes, ""]), catalogs)


def _mixed(author: Author) -> None:
    author.heading()
    for _ in range(5):
        author.paragraph()
    author.items()
    author.paragraph()
    author.table()


def _prose(author: Author) -> None:
    author.heading()
    for _ in range(6):
        author.paragraph(author.text(9, 0.3))


def _tables(author: Author) -> None:
    author.paragraph()
    author.table(7)


def _lists(author: Author) -> None:
    author.paragraph()
    author.items(3)


def _repeated(author: Author) -> None:
    """Write paragraphs that stand again, word for word."""
    same = author.sentence()
    author.heading()
    for _ in range(3):
        author.paragraph(same)
        author.paragraph()


def _alike(author: Author) -> None:
    """Write paragraphs that differ in one sentence."""
    head, tail = author.sentence(), author.sentence()
    author.heading()
    for _ in range(4):
        author.paragraph(head + author.sentence() + tail)


def _facts(author: Author) -> None:
    author.heading()
    for _ in range(6):
        author.paragraph(author.sentence("fact") + author.sentence("fact"))


def _notes(author: Author) -> None:
    author.heading()
    for _ in range(4):
        author.paragraph(author.sentence("note") + author.sentence())


def _short(author: Author) -> None:
    """Write headings and paragraphs of a few words each."""
    author.heading()
    for _ in range(4):
        author.paragraph(author.words())


_WRITERS: dict[str, Callable[[Author], None]] = {
    "mixed": _mixed, "prose": _prose, "tables": _tables, "lists": _lists, "repeated": _repeated,
    "alike": _alike, "facts": _facts, "notes": _notes, "short": _short,
}  # fmt: skip


def release(kind: str, units: int, seed: int) -> Release:
    """Return a release of a kind with about so many texts."""
    author = Author(random.Random(f"{kind} {seed}"))  # noqa: S311  (dice, no secret)
    while author.count < units:
        _WRITERS[kind](author)
    author.paragraph()
    return author.release()

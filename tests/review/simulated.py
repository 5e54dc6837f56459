"""Edits as Word makes them, in the XML of a review edition, drawn from a seed, with their truth.

Word keeps the bookmarks of a paragraph that it edits, splits or joins, and the ids of
paragraphs that stay; what is typed over as a whole loses its bookmark, not its paragraph id.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from pipeline.word.package import pack, unpack
from pipeline.word.xml import Element, drop, every, get, make, need, parse, put, tag, value, write

_UNIT = re.compile(r"_(tu\w+)")
_PARA_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_WORD = re.compile(r"[A-Za-z\u0600-\u06ff]{4,}|[\u4e00-\u9fff]{2}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_OTHERS = {
    "en": ("pleasant", "wooden", "yesterday", "quickly", "eleven friends", "a heavy rain"),
    "zh_CN": ("热闹", "木制", "昨天", "很快", "十一位朋友", "一场大雨"),
    "ar": ("لطيف", "خشبي", "أمس", "بسرعة", "أصدقاء", "مطر غزير"),
}
_SENTENCES = {
    "en": (" Nobody had expected that.", " It took a whole day.", " Later the lights went out."),
    "zh_CN": ("没有人料到这一点。", "这花了整整一天。", "后来灯都熄了。"),
    "ar": (" لم يتوقع أحد ذلك.", " استغرق ذلك يوما كاملا.", " ثم انطفأت الأنوار."),
}
_FRESH = {
    "en": "Snow fell upon seven silent mountains while nobody watched them.",
    "zh_CN": "七座寂静的高山上落下大雪，谁也没有看见。",
    "ar": "سقط الثلج على سبعة جبال صامتة ولم يرها أحد.",
}


@dataclass
class Truth:
    """What was done: the verdict of each touched unit, and how many paragraphs are new."""

    verdicts: dict[str, str] = field(default_factory=dict)
    new: int = 0
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def edits(self) -> int:
        """How many verdicts there are to be found."""
        return len(self.verdicts) + self.new


@dataclass
class Reviewer:
    """Edits one file in a locale; ``tracked`` edits are marked as Word marks them."""

    dice: random.Random
    locale: str
    text: Element
    notes: Element
    truth: Truth = field(default_factory=Truth)
    numbers: int = 70_000

    # --- what is there ------------------------------------------------------------

    def units(self, paragraph: Element) -> list[str]:
        """Return the units that begin in a paragraph."""
        names = (get(n, "w:name") for n in paragraph.iter(tag("w:bookmarkStart")))
        return [m[1] for m in map(_UNIT.fullmatch, names) if m]

    def free(self, paragraph: Element) -> bool:
        """Tell whether a paragraph holds one unit, to which nothing was done yet."""
        named = self.units(paragraph)
        return len(named) == 1 and named[0] not in self.truth.verdicts

    def lonely(self, paragraph: Element) -> bool:
        """Tell whether its neighbours are untouched too: so that each edit has one truth."""
        beside = (paragraph.getprevious(), paragraph.getnext())
        return self.free(paragraph) and all(
            n is not None and n.tag == tag("w:p") and self.free(n) for n in beside
        )

    def body(self) -> list[Element]:
        """Return the paragraphs of the text that are in no table."""
        return [p for p in self.text[0] if p.tag == tag("w:p") and self.free(p)]

    def done(self, paragraph: Element, verdict: str, kind: str) -> bool:
        """Remember what was done to the units of a paragraph."""
        for unit in self.units(paragraph):
            self.truth.verdicts[unit] = verdict
            self.truth.kinds[unit] = kind
        return True

    # --- how Word does it ---------------------------------------------------------

    def mark(self, name: str, *inside: Element) -> Element:
        """Make a mark of a tracked change."""
        self.numbers += 1
        made = make(name, *inside, id=self.numbers, author="Han Meimei")
        made.set(tag("w:date"), "2024-05-02T10:00:00Z")
        return made

    def end(self, paragraph: Element, name: str) -> None:
        """Mark the end of a paragraph."""
        properties = need(paragraph, "w:pPr")
        look = properties.find(tag("w:rPr"))
        look = put(properties, make("w:rPr")) if look is None else look
        look.insert(0, self.mark(name))

    def runs(self, paragraph: Element) -> list[Element]:
        """Return the runs of plain letters that are no figure, link or label."""
        return [
            r for r in paragraph.iter(tag("w:r"))
            if r.getparent() is paragraph and r.find(tag("w:t")) is not None
            and value(r, "w:rPr/w:rStyle") != "CaptionLabel"
        ]  # fmt: skip

    def cut(
        self, run: Element, start: int, end: int
    ) -> tuple[Element | None, Element, Element | None]:
        """Cut a run in up to three and return them, the middle one the letters asked for."""
        said = run.find(tag("w:t")).text
        pieces = []
        for part in (said[:start], said[start:end], said[end:]):
            made = deepcopy(run)
            made.find(tag("w:t")).text = part
            made.find(tag("w:t")).set(tag("xml:space"), "preserve")
            pieces.append(made)
        for piece in pieces:
            if piece is pieces[1] or piece.find(tag("w:t")).text:
                run.addprevious(piece)
        drop(run)
        return pieces[0], pieces[1], pieces[2]

    def spliced(self, run: Element, start: int, end: int, new: str, *, tracked: bool) -> None:
        """Put other letters in the place of some."""
        said = run.find(tag("w:t"))
        if not tracked:
            said.text = said.text[:start] + new + said.text[end:]
            said.set(tag("xml:space"), "preserve")
            return
        _, middle, _ = self.cut(run, start, end)
        fresh = deepcopy(middle)
        fresh.find(tag("w:t")).text = new
        if new:
            middle.addnext(self.mark("w:ins", fresh))
        self.gone(middle)

    def gone(self, run: Element) -> None:
        """Mark a run as deleted."""
        text = run.find(tag("w:t"))
        if text is not None and not text.text:
            drop(run)
            return
        for node in run.iter(tag("w:t")):
            node.tag = tag("w:delText")
        place = self.mark("w:del")
        run.addprevious(place)
        place.append(run)

    def spot(self, paragraph: Element) -> tuple[Element, re.Match[str]] | None:
        """Return a word somewhere in a paragraph."""
        found = [(r, m) for r in self.runs(paragraph)
                 for m in _WORD.finditer(r.find(tag("w:t")).text)]  # fmt: skip
        return self.dice.choice(found) if found else None

    # --- the edits ----------------------------------------------------------------

    def word(self, p: Element, *, tracked: bool) -> bool:
        """Type another word over one."""
        if not (spot := self.spot(p)):
            return False
        other = self.dice.choice(_OTHERS[self.locale])
        self.spliced(spot[0], *spot[1].span(), other, tracked=tracked)
        return self.done(p, "edited", "word")

    def more(self, p: Element, *, tracked: bool) -> bool:
        """Type a sentence behind the last one."""
        runs = self.runs(p)
        if not runs:
            return False
        at = len(runs[-1].find(tag("w:t")).text)
        more = self.dice.choice(_SENTENCES[self.locale])
        self.spliced(runs[-1], at, at, more, tracked=tracked)
        return self.done(p, "edited", "more")

    def less(self, p: Element, *, tracked: bool) -> bool:
        """Delete a word."""
        spot = self.spot(p)
        if not spot or len("".join(t.text for t in p.iter(tag("w:t")))) < 12:
            return False
        self.spliced(spot[0], *spot[1].span(), "", tracked=tracked)
        return self.done(p, "edited", "less")

    def bold(self, p: Element, *, tracked: bool) -> bool:
        """Set a word in bold."""
        spot = self.spot(p)
        style = value(p, "w:pPr/w:pStyle")
        if not spot or style not in ("BodyText", "FirstParagraph"):
            return False
        if any(
            spot[0].find(f"{tag('w:rPr')}/{tag(n)}") is not None for n in ("w:b", "w:em", "w:i")
        ):
            return False
        _, middle, _ = self.cut(spot[0], *spot[1].span())
        look = need(middle, "w:rPr")
        old = deepcopy(look)
        put(look, make("w:b"))
        if tracked:
            look.append(self.mark("w:rPrChange", old))
        return self.done(p, "format", "bold")

    def split(self, p: Element, *, tracked: bool) -> bool:
        """Press Enter within a paragraph."""
        runs = [r for r in self.runs(p) if len(r.find(tag("w:t")).text) > 16]
        if not runs or not self.lonely(p):
            return False
        run = self.dice.choice(runs)
        at = self.dice.randint(6, len(run.find(tag("w:t")).text) - 6)
        _, rest, _ = self.cut(run, at, 10_000)
        last = make("w:p")
        if p.find(tag("w:pPr")) is not None:
            last.append(deepcopy(p.find(tag("w:pPr"))))
        index = p.index(rest)
        last.extend(list(p)[index:])
        p.addnext(last)
        if tracked:
            self.end(p, "w:ins")
        return self.done(p, "split", "split")

    def merge(self, p: Element, *, tracked: bool) -> bool:
        """Press Delete at the end of a paragraph."""
        following = p.getnext()
        if not self.lonely(p) or following is None or not self.lonely(following):
            return False
        if value(p, "w:pPr/w:pStyle") not in ("BodyText", "FirstParagraph"):
            return False
        if value(following, "w:pPr/w:pStyle") != "BodyText":
            return False
        self.done(p, "merged", "merge")
        self.done(following, "merged", "merge")
        if tracked:
            self.end(p, "w:del")
        else:
            p.extend([n for n in following if n.tag != tag("w:pPr")])
            drop(following)
        return True

    def remove(self, p: Element, *, tracked: bool) -> bool:
        """Delete a paragraph with its end."""
        if not self.lonely(p):
            return False
        self.done(p, "deleted", "remove")
        if tracked:
            self.end(p, "w:del")
            for run in list(p.iter(tag("w:r"))):
                self.gone(run)
        else:
            drop(p)
        return True

    def move(self, p: Element, *, tracked: bool) -> bool:
        """Cut a paragraph and paste it far from there."""
        body = self.text[0]
        if p.getparent() is not body or not self.lonely(p):
            return False
        spots = [
            q for q in self.body() if self.lonely(q) and abs(body.index(q) - body.index(p)) > 4
        ]
        if not spots:
            return False
        if value(p, "w:pPr/w:pStyle") not in ("BodyText", "FirstParagraph"):
            return False
        target = self.dice.choice(spots)
        self.done(p, "moved", "move")
        if not tracked:
            target.addnext(p)
            return True
        made = deepcopy(p)
        made.attrib.pop(_PARA_ID, "")
        for mark in every(p, "w:bookmarkStart", "w:bookmarkEnd"):
            drop(mark)
        target.addnext(made)
        for node, name in ((p, "w:moveFrom"), (made, "w:moveTo")):
            self.end(node, name)
            for run in list(node.iter(tag("w:r"))):
                place = self.mark(name)
                run.addprevious(place)
                place.append(run)
        return True

    def add(self, p: Element, *, tracked: bool) -> bool:
        """Press Enter behind a paragraph and type."""
        if not self.lonely(p):
            return False
        made = make("w:p")
        if p.find(tag("w:pPr")) is not None:
            made.append(deepcopy(p.find(tag("w:pPr"))))
        run = make("w:r", make("w:t", _FRESH[self.locale] + str(self.truth.new)))
        made.append(self.mark("w:ins", run) if tracked else run)
        p.addnext(made)
        if tracked:
            self.end(p, "w:ins")  # the old end went down a line
            last = made.find(f"{tag('w:pPr')}/{tag('w:rPr')}")
            if last is not None:
                drop(last)
        self.truth.new += 1
        self.truth.kinds[f"new {self.truth.new}"] = "add"
        for unit in self.units(p):
            self.truth.verdicts[unit] = "same"
        return True

    def retype(self, p: Element, *, tracked: bool) -> bool:
        """Select all of a paragraph and type another text."""
        runs = self.runs(p)
        plain = all(n.tag in _PLAIN for n in p)
        if not runs or not plain or not self.lonely(p) or len(runs) > 1:
            return False
        said = runs[0].find(tag("w:t")).text
        self.done(p, "edited", "retype")
        if not tracked:
            for mark in every(p, "w:bookmarkStart", "w:bookmarkEnd"):
                drop(mark)
        self.spliced(runs[0], 0, len(said), _FRESH[self.locale], tracked=tracked)
        return True

    def row_less(self, p: Element, *, tracked: bool) -> bool:
        """Delete a row of a table."""
        row = next(p.iterancestors(tag("w:tr")), None)
        table = next(p.iterancestors(tag("w:tbl")), None)
        inside = list(row.iter(tag("w:p"))) if row is not None else []
        if table is None or not all(map(self.free, inside)) or self.touched(table):
            return False
        for q in inside:
            self.done(q, "deleted", "row less")
        if tracked:
            self.row(row, "w:del")
            for run in list(row.iter(tag("w:r"))):
                self.gone(run)
        else:
            drop(row)
        return True

    def row_more(self, p: Element, *, tracked: bool) -> bool:
        """Insert a row into a table and fill it."""
        row = next(p.iterancestors(tag("w:tr")), None)
        table = next(p.iterancestors(tag("w:tbl")), None)
        if table is None or row is None or self.touched(table):
            return False
        made = deepcopy(row)
        for mark in every(made, "w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart",
                          "w:commentRangeEnd", "w:commentReference"):  # fmt: skip
            drop(mark)
        for q in made.iter(tag("w:p")):
            q.attrib.pop(_PARA_ID, "")
            self.truth.new += 1
            self.truth.kinds[f"new {self.truth.new}"] = "row more"
            q[:] = [n for n in q if n.tag == tag("w:pPr")]
            run = make("w:r", make("w:t", f"{_FRESH[self.locale]}{self.truth.new}"))
            q.append(self.mark("w:ins", run) if tracked else run)
        if tracked:
            self.row(made, "w:ins")
        for q in table.iter(tag("w:p")):
            for unit in self.units(q):
                self.truth.verdicts.setdefault(unit, "same")
        row.addnext(made)
        return True

    def row(self, row: Element, name: str) -> None:
        """Mark a row."""
        found = row.find(tag("w:trPr"))
        if found is None:
            found = make("w:trPr")
            row.insert(0, found)
        found.append(self.mark(name))

    def touched(self, table: Element) -> bool:
        """Tell whether a table has been edited already."""
        return any(not self.free(p) for p in table.iter(tag("w:p")))

    def in_note(self, _: Element, *, tracked: bool) -> bool:
        """Type another word over one in a footnote."""
        spare = [p for p in self.notes.iter(tag("w:p")) if self.free(p)]
        return bool(spare) and self.word(self.dice.choice(spare), tracked=tracked)


_PLAIN = tuple(map(tag, (
    "w:pPr", "w:r", "w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd",
)))  # fmt: skip
_Act = Callable[..., bool]
ACTS: dict[str, int] = {
    "word": 10, "more": 4, "less": 4, "bold": 3, "split": 3, "merge": 3, "remove": 3, "move": 3,
    "add": 3, "retype": 2, "row_less": 1, "row_more": 1, "in_note": 2,
}  # fmt: skip
"""The edits, and how often each is drawn."""


def edited(data: bytes, locale: str, seed: int, count: int = 34) -> tuple[bytes, Truth]:
    """Return a review edition with so many edits in it, half of them tracked, and the truth."""
    parts = unpack(data)
    text, notes = parse(parts["word/document.xml"]), parse(parts["word/footnotes.xml"])
    dice = random.Random(f"{locale} {seed}")  # noqa: S311  (dice, no secret)
    reviewer = Reviewer(dice, locale, text, notes)
    names, weights = list(ACTS), list(ACTS.values())
    tries = done = 0
    while done < count and tries < count * 30:
        tries += 1
        act = getattr(reviewer, reviewer.dice.choices(names, weights)[0])
        places = [p for p in text.iter(tag("w:p")) if reviewer.free(p)]
        if not places:
            break
        done += act(reviewer.dice.choice(places), tracked=reviewer.dice.random() < 0.5)
    truth = reviewer.truth
    truth.verdicts = {unit: said for unit, said in truth.verdicts.items() if said != "same"}
    return pack(
        parts | {"word/document.xml": write(text), "word/footnotes.xml": write(notes)}
    ), truth


def stripped(data: bytes) -> bytes:
    """Return a file without any of our bookmarks and without paragraph ids."""
    parts = unpack(data)
    for name in ("word/document.xml", "word/footnotes.xml"):
        root = etree.fromstring(parts[name])
        for mark in every(root, "w:bookmarkStart", "w:bookmarkEnd"):
            drop(mark)
        for p in root.iter(tag("w:p")):
            p.attrib.pop(_PARA_ID, "")
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack(parts)

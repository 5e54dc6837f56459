"""Rules about reading: language, script, headings, paragraphs, title, and who reads by ear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.word.lint.opened import DOCUMENT, Fault, Opened, near, text_of
from pipeline.word.xml import SPACES, get, tag, value

_CORE, _STYLES, _SETTINGS = "docProps/core.xml", "word/styles.xml", "word/settings.xml"
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_EAST = re.compile("[\u3400-\u9fff\uf900-\ufaff\u3001-\u303f\uff00-\uffef“”‘—…]")
_RIGHT = re.compile("[\u0590-\u08ff]")
_FILE = re.compile(
    r"^\s*(?:(?:image|picture|chart|figure|graphic|photo|img|dsc|untitled|图片?|图像|图表)"
    r"[\s_-]*\d*|[\w./\\ -]+\.(?:png|jpe?g|svg|gif|emf|bmp))\s*$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T00:00:00Z")
_SPACED = re.compile(r"^[ \u3000\t]{2,}|[ \u3000]{3,}|\u3000{2,}")
_CODE = "SourceCode"
_LEAST = 0.1
"""How many of a Chinese file's letters are Han at least: an original may stand beside it."""

_LETTERS = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "u", "strike", "dstrike", "smallCaps",
            "em", "vertAlign", "rtl", "cs", "highlight", "shd", "lang", "noProof")  # fmt: skip
"""What a run may say of its own letters: emphasis, not looks."""

_SOLID = ("drawing", "oMath", "object", "fldChar", "sym")


def wrong_language(file: Opened) -> Iterator[Fault]:
    """Find places that name another language than the edition's, or none.

    Word takes spelling, line breaks and faces from it, and a screen reader its voice.
    """
    said = file.language
    wanted = file.locale or said
    if not said:
        yield Fault(_CORE, "does not say which language the file is in")
    elif said != wanted:
        yield Fault(_CORE, f"says `{said}`; the edition is in `{wanted}`")
    defaults = file.tree(_STYLES).find(".//w:docDefaults//w:lang", SPACES)
    fonts = file.tree(_SETTINGS).find("w:themeFontLang", SPACES)
    for part, node in ((_STYLES, defaults), (_SETTINGS, fonts)):
        told = {get(node, f"w:{key}") for key in ("val", "eastAsia", "bidi")}
        key = "eastAsia" if file.han else "bidi" if _mirrored(wanted) else "val"
        if node is None or "" in told:
            yield Fault(part, "does not name all its languages")
        elif wanted and get(node, f"w:{key}") != wanted:
            yield Fault(part, f"says `{get(node, f'w:{key}')}`; the edition is in `{wanted}`")
    yield from _tongues(file, wanted)


def _tongues(file: Opened, wanted: str) -> Iterator[Fault]:
    """Yield runs and charts that say they are in another East Asian language, or in none."""
    for name, root in file.texts.items():
        for node in root.iter(tag("w:lang")):
            if not {get(node, f"w:{key}") for key in ("val", "eastAsia", "bidi")} - {""}:
                yield Fault(name, "has a run whose language is empty")
            elif file.han and get(node, "w:eastAsia") not in ("", wanted):
                yield Fault(name, f"says that a run is in `{get(node, 'w:eastAsia')}`")
    for name, root in file.trees.items():
        for node in root.iter(tag("c:lang")):
            told = node.get("val", "")
            if file.han and wanted and told != wanted:
                yield Fault(name, f"says `{told}`; the edition is in `{wanted}`")


def foreign_text(file: Opened) -> Iterator[Fault]:
    """Find texts that are plainly in another script than the edition's.

    An edition that is hardly translated yet is not asked.
    """
    wanted = file.locale or file.language
    text = text_of(file.document)
    letters = len(re.findall(r"[^\W\d_]", text)) or 1
    han, right = len(_HAN.findall(text)), len(_RIGHT.findall(text))
    if wanted[:2] == "zh" and han / letters < _LEAST:
        yield Fault(DOCUMENT, f"is hardly in `{wanted}`: few of its letters are Han")
    if wanted and not file.han and han / letters > 0.5:
        yield Fault(DOCUMENT, f"is hardly in `{wanted}`: most of its letters are Han")
    if _mirrored(wanted) and right / letters < 0.3:
        yield Fault(DOCUMENT, f"is hardly in `{wanted}`")


def unhinted_han(file: Opened) -> Iterator[Fault]:
    """Find Han letters and their marks without the hint that makes Word take the Han face.

    Without it “ ” — … are set in the Latin face: too narrow, at the wrong height.
    """
    for name, root in file.texts.items() if file.han else ():
        for run in root.iter(tag("w:r")):
            text = text_of(run)
            hint = get(run.find(f"{tag('w:rPr')}/{tag('w:rFonts')}"), "w:hint")
            if _EAST.search(text) and hint != "eastAsia":
                yield Fault(name, f"has no East Asian hint on “{text[:16]}”")


def slanted_han(file: Opened) -> Iterator[Fault]:
    """Find Han letters in italics: there are none, and what Word slants by force looks broken."""
    for name, root in file.texts.items():
        for paragraph in root.iter(tag("w:p")):
            all_slanted = file.sets(paragraph, "w:i")
            for run in paragraph.iter(tag("w:r")):
                own = run.find(f"{tag('w:rPr')}/{tag('w:i')}")
                slanted = file.sets(run, "w:i") or (all_slanted and own is None)
                if slanted and _HAN.search(text_of(run)):
                    yield Fault(name, f"slants {near(run)}")
    for name, style in file.styles.items():
        if file.han and style.find(f"{tag('w:rPr')}/{tag('w:i')}") is not None:
            yield Fault(_STYLES, f"`{name}` slants its letters")


def no_alt_text(file: Opened) -> Iterator[Fault]:
    """Find pictures and charts without words for those who do not see them.

    A file's name is no description; what is mere decoration says so.
    """
    for name, root in file.trees.items():
        for shown in root.iter(tag("wp:docPr")):
            words = (shown.get("descr") or "").strip()
            decorative = [n for n in shown.iter("{*}decorative") if n.get("val", "1") != "0"]
            if not words and not decorative:
                yield Fault(name, f"says nothing of `{shown.get('name', '')}`")
            elif words and _FILE.match(words):
                yield Fault(name, f"says no more of a picture than `{words}`")
            elif words and decorative:
                yield Fault(name, f"calls a picture decoration, and describes it: “{words[:24]}”")


def heading_jump(file: Opened) -> Iterator[Fault]:
    """Find headings that skip a level or are empty, and text that only looks like a heading."""
    last = 0
    for paragraph in file.document.iter(tag("w:p")):
        level = _level(paragraph, file)
        if level:
            if not text_of(paragraph).strip():
                yield Fault(DOCUMENT, f"has an empty heading of level {level}")
            if level > last + 1:
                yield Fault(DOCUMENT, f"goes from level {last} to {level} at {near(paragraph)}")
            last = level
        elif _shouts(paragraph):
            yield Fault(DOCUMENT, f"sets {near(paragraph)} as if it were a heading")


def _level(paragraph: etree._Element, file: Opened) -> int:
    """Return the level of a heading, by its style or one above it; 0 for any other paragraph."""
    own = value(paragraph, "w:pPr/w:outlineLvl")
    if own.isdigit() and int(own) < 9:
        return int(own) + 1
    name = value(paragraph, "w:pPr/w:pStyle")
    for _ in range(8):
        style = file.styles.get(name)
        if style is None:
            return 0
        if found := _HEADING.fullmatch(get(style.find(tag("w:name")))):
            return int(found[1])
        name = get(style.find(tag("w:basedOn")))
    return 0


def _shouts(paragraph: etree._Element) -> bool:
    """Tell whether a body paragraph is set bold and large by hand."""
    if value(paragraph, "w:pPr/w:pStyle") not in ("", "Normal", "BodyText", "FirstParagraph"):
        return False
    runs = [run for run in paragraph.iter(tag("w:r")) if text_of(run).strip()]
    sizes = [value(run, "w:rPr/w:sz") for run in runs]
    bold = [run.find(f"{tag('w:rPr')}/{tag('w:b')}") is not None for run in runs]
    return bool(runs) and all(bold) and all(size.isdigit() for size in sizes)


def blank_paragraph(file: Opened) -> Iterator[Fault]:
    """Find empty paragraphs, and blanks and tabs in the place of an indent.

    Space belongs to styles; a screen reader reads out every empty line.
    """
    for name, root in file.texts.items():
        for paragraph in root.iter(tag("w:p")):
            text = text_of(paragraph)
            if value(paragraph, "w:pPr/w:pStyle") == _CODE or _separates(paragraph):
                continue
            if not text.strip() and not _holds(paragraph) and not _needed(paragraph):
                yield Fault(name, "has a paragraph without a word")
            if text.strip() and _SPACED.search(text):
                yield Fault(name, f"sets {near(paragraph)} out with blanks")
            breaks = [get(b, "w:type") for b in paragraph.iter(tag("w:br"))]
            if len(breaks) > 1 and not text.strip():
                yield Fault(name, "has nothing but line breaks in a paragraph")


def _holds(paragraph: etree._Element) -> bool:
    marks = (etree.QName(node).localname for node in paragraph.iter("*"))
    return any(mark in _SOLID for mark in marks)


def _separates(paragraph: etree._Element) -> bool:
    return any(True for _ in paragraph.iter(tag("w:separator"), tag("w:continuationSeparator")))


def _needed(paragraph: etree._Element) -> bool:
    """Tell whether Word needs a paragraph: as all that a cell has, or to part two tables."""
    cell = paragraph.getparent()
    before, after = paragraph.getprevious(), paragraph.getnext()
    if before is not None and after is not None and before.tag == after.tag == tag("w:tbl"):
        return True
    return cell is not None and cell.tag == tag("w:tc") and len(cell.findall(tag("w:p"))) == 1


def no_title(file: Opened) -> Iterator[Fault]:
    """Find files that do not say what they are: title, author, dates; and titles that differ."""
    core = file.tree(_CORE)
    title = (core.findtext("dc:title", "", SPACES) or "").strip()
    if not title:
        yield Fault(_CORE, "has no title")
    yield from _signed(file, core)
    for name in ("created", "modified"):
        if not _DATE.fullmatch(core.findtext(f"dcterms:{name}", "", SPACES) or ""):
            yield Fault(_CORE, f"does not say the day of the release in `{name}`")
    shown = [p for p in file.document.iter(tag("w:p")) if value(p, "w:pPr/w:pStyle") == "Title"]
    if len(shown) != 1:
        yield Fault(DOCUMENT, f"shows {len(shown)} titles")
    elif title and _bare(_lined(shown[0])) != _bare(title):
        yield Fault(DOCUMENT, f"shows the title {near(shown[0])}, and calls itself “{title[:24]}”")


def _signed(file: Opened, core: etree._Element) -> Iterator[Fault]:
    """Yield a fault if the author is another than the publisher on the cover."""
    author = (core.findtext("dc:creator", "", SPACES) or "").strip()
    first = {get(n, "r:id") for n in file.document.iter(tag("w:headerReference"))
             if get(n, "w:type") == "first"}  # fmt: skip
    for link in file.links:
        if link.part == DOCUMENT and link.id in first:
            shown = text_of(file.tree(link.path)).strip()
            if shown and _bare(shown) != _bare(author):
                said = f"names `{author[:30]}` its author" if author else "names no author"
                yield Fault(_CORE, f"{said}; the cover says “{shown[:30]}”")


def lost_blank(file: Opened) -> Iterator[Fault]:
    """Find blanks at the edges of runs that Word drops: two words would run into one."""
    for name, root in file.texts.items():
        for node in root.iter(tag("w:t")):
            text = node.text or ""
            if text != text.strip(" ") and node.get(tag("xml:space")) != "preserve":
                yield Fault(name, f"drops the blank at the edge of “{text[:24]}”")


def odd_letters(file: Opened) -> Iterator[Fault]:
    """Find letters with a size, colour, face or spacing of their own: looks belong to styles."""
    for name, root in file.texts.items():
        for run in root.iter(tag("w:r")):
            own = run.find(tag("w:rPr"))
            strange = [n for n in (own if own is not None else ()) if _local(n) not in _LETTERS]
            if strange and text_of(run).strip():
                yield Fault(name, f"sets `w:{_local(strange[0])}` on {near(run)}")


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname


def _lined(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(tag("w:t"), tag("m:t")))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _mirrored(language: str) -> bool:
    return language[:2] in ("ar", "he", "fa", "ur")

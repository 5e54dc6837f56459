"""A face made light for browsers: what no text of the page asks of it is left out.

    a cut face ─▶ no hints, no forms that no style asks for, kerns of the pairs that stand
    in the text alone, outlines in thousandths of an em ─▶ WOFF2

Law: text of the page is as wide, glyph by glyph, as in the face it was made from, to a
thousandth of an em. Two faces of one variable font are lighter than its two masters.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from pipeline.engines.fonts.cutting import tag_of
from pipeline.model import digest

_SPARED = (
    "dnom", "frac", "numr", "rand", "palt", "haln", "valt", "vchw", "vert", "vhal", "vkrn",
    "vpal", "vrt2",
)  # fmt: skip
"""Features that a shaper uses if it is asked to, or for vertical lines."""

_HAN = ("halt", "chws")
"""What ``text-spacing-trim`` uses without being asked in a style."""

_TABLES = ("STAT", "gasp", "DSIG", "BASE", "VORG", "vhea", "vmtx")
_UNITS = 1000
_COPYRIGHT = 0
_VERSION = "3"
_HEAVY = 24_000
"""From so many bytes on, the tenth quality of brotli takes three times as long for 7 percent.

The eleventh and best takes twice as long as the tenth for a third of a percent, at any size.
"""

_WINDOW = 16
"""How far back brotli looks, in bits: for more it lays out 32 MB, and takes ten times as long."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a face has to set: characters, the pairs of neighbours, and layout features by tag.

    A feature with a minus before it, as ``-calt``, is one that no text of the face uses.
    """

    text: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()


def neighbours(text: str) -> frozenset[str]:
    """Return the pairs of characters that stand beside each other, blanks as one space."""
    one = f" {' '.join(text.split())} "
    return frozenset(map("".join, itertools.pairwise(one)))


@dataclass(frozen=True, slots=True)
class Sketch:
    """A face with nothing left in it but what a share asks for, and the pairs it may kern.

    Equal sketches give equal faces.
    """

    bare: bytes
    pairs: frozenset[str]

    def __str__(self) -> str:
        """Return the name of the face that is made of this, equal for equal ones."""
        return digest(_VERSION, self.bare, *sorted(self.pairs))


def sketch(font: bytes, share: Share) -> Sketch:
    """Return what a face for a share is packed from."""
    bare = _bare(font, share)
    return Sketch(bare, share.pairs if b"kern" in bare else frozenset())


def pack(sketched: Sketch) -> bytes:
    """Return the face of a sketch, as WOFF2."""
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    bare = sketched.bare
    made = TTFont(io.BytesIO(bare), recalcTimestamp=False)
    if (
        len(bare) > _HEAVY and "CFF " in made
    ):  # nothing moves its outlines; measuring takes longest
        made = TTFont(io.BytesIO(bare), recalcTimestamp=False, recalcBBoxes=False)
    if "GPOS" in made:
        _thin_kerns(made, sketched.pairs)
    if "glyf" in made and made["head"].unitsPerEm > _UNITS:
        scale_upem(made, _UNITS)
    return _packed(made)


def _packed(font: Any) -> bytes:
    """Return a face as WOFF2; fontTools knows but the best quality of brotli, the slowest."""
    import brotli
    from fontTools.ttLib import woff2

    def compress(data: bytes, mode: int) -> bytes:
        quality = 9 if len(data) > _HEAVY else 10
        return bytes(brotli.compress(data, mode, quality=quality, lgwin=_WINDOW))

    woff2.brotli = SimpleNamespace(
        compress=compress, decompress=brotli.decompress, MODE_FONT=brotli.MODE_FONT
    )
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _bare(font: bytes, share: Share) -> bytes:
    import uharfbuzz as hb

    wish = hb.SubsetInput()
    kinds = hb.SubsetInputSets
    wish.sets(kinds.UNICODE).set({ord(c) for c in share.text})
    features = wish.sets(kinds.LAYOUT_FEATURE_TAG)
    spared = _SPARED if "\u2044" not in share.text else _SPARED[3:]  # a fraction slash
    unused = [name[1:] for name in share.features if name.startswith("-")]
    for name in (*spared, *unused):
        features.discard(tag_of(name))
    features.update(map(tag_of, (*_HAN, *(n for n in share.features if n[0] != "-"))))
    names = wish.sets(kinds.NAME_ID)
    names.clear()
    names.add(_COPYRIGHT)
    wish.sets(kinds.DROP_TABLE_TAG).update(map(tag_of, _TABLES))
    wish.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
    return bytes(hb.subset(hb.Face(font), wish).blob.data)


def _thin_kerns(font: Any, pairs: frozenset[str]) -> None:
    """Write the kerns of the pairs that occur, one by one, in place of classes of letters."""
    letters: dict[str, str] = {}
    for code, glyph in font.getBestCmap().items():
        letters[glyph] = letters.get(glyph, "") + chr(code)
    table = font["GPOS"].table
    kerning = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for index in record.Feature.LookupListIndex
    }
    for index in sorted(kerning):
        lookup = table.LookupList.Lookup[index]
        tables = [getattr(t, "ExtSubTable", t) for t in lookup.SubTable]
        if all(t.LookupType == 2 for t in tables) and tables:
            first = {glyph for t in tables for glyph in t.Coverage.glyphs}
            _thin_lookup(font, lookup, tables, _occurring(font, letters, pairs, first))


def _occurring(
    font: Any, letters: dict[str, str], pairs: frozenset[str], first: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield the pairs of glyphs to keep; a form that no character names may stand anywhere."""
    order = font.getGlyphOrder()
    forms = {glyph for glyph in order if glyph not in letters}
    names = {letter: glyph for glyph, own in letters.items() for letter in own}
    beside: dict[str, set[str]] = {}
    for pair in pairs:
        x, y = pair[0], pair[1]
        if x in names and y in names:
            beside.setdefault(names[x], set()).add(names[y])
    for a in order:
        if a in forms & first:
            yield from ((a, b) for b in order)
        elif a in first:
            found = beside.get(a, set()) | forms
            yield from ((a, b) for b in order if b in found)


def _thin_lookup(
    font: Any, lookup: Any, tables: list[Any], pairs: Iterable[tuple[str, str]]
) -> None:
    from fontTools.otlLib.builder import buildPairPosGlyphs

    known = [(t, {glyph: n for n, glyph in enumerate(t.Coverage.glyphs)}) for t in tables]
    found = {pair: value for pair in pairs if (value := _kern(known, *pair))}
    kept = {pair: value for pair, value in found.items() if any(map(_moves, value))}
    kept = kept or dict(list(found.items())[:1])  # a lookup has at least one table
    if kept:
        lookup.LookupType = 2
        lookup.SubTable = buildPairPosGlyphs(kept, font.getReverseGlyphMap())
        lookup.SubTableCount = len(lookup.SubTable)


def _kern(
    tables: list[tuple[Any, dict[str, int]]], first: str, second: str
) -> tuple[Any, Any] | None:
    """Return what a lookup does to a pair: the first of its tables that knows the pair decides."""
    for table, covered in tables:
        if first in covered:
            for record in _records(table, covered[first], (first, second)):
                return record.Value1, record.Value2
    return None


def _records(table: Any, index: int, pair: tuple[str, str]) -> Iterator[Any]:
    first, second = pair
    if table.Format == 1:
        found = table.PairSet[index].PairValueRecord
        yield from (record for record in found if record.SecondGlyph == second)
    else:
        row = table.Class1Record[table.ClassDef1.classDefs.get(first, 0)]
        yield row.Class2Record[table.ClassDef2.classDefs.get(second, 0)]


def _moves(value: Any) -> bool:
    return value is not None and any(vars(value).values())

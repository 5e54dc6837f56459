"""Faces: found, named, and cut so that every viewer shows the same."""

from __future__ import annotations

import html
import io
from functools import partial
from pathlib import Path
from string import ascii_letters

import pikepdf
import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diagnostics import PipelineError
from pipeline.engines import fonts, outlines, weasy
from pipeline.engines.fonts import Wish, find
from pipeline.engines.fonts.cutting import cut, with_own_cids
from pipeline.engines.fonts.files import pins
from pipeline.engines.fonts.thinning import Share, neighbours
from pipeline.stages.compose import compose
from pipeline.world import Memory
from tests.copies import WORLD, copy, theme

NONE = Memory({})
SERIF = Wish("Noto Serif CJK SC", 700, italic=False, script="Hans")
LATIN = Wish("Newsreader", 400, italic=False, script="Hans")


@given(st.frozensets(st.sampled_from("中国北京大兴国际机场，。“”—…A1"), min_size=1))
def test_a_cut_face_has_its_text_and_cids_equal_to_glyph_numbers(text):
    """MuPDF looks glyphs up by CID, WeasyPrint writes glyph numbers."""
    face = find(SERIF, NONE)
    assert face
    font = TTFont(io.BytesIO(cut(face, SERIF, text, NONE)), checkChecksums=2)

    assert {chr(code) for code in font.getBestCmap()} == text
    assert font["CFF "].cff[0].charset[1:] == [
        f"cid{i:05d}" for i in range(1, len(font.getGlyphOrder()))
    ]


def test_a_cut_face_keeps_its_layout():
    """Language forms, kerning and half-width marks are there for composition."""
    face = find(SERIF, NONE)
    assert face
    font = TTFont(io.BytesIO(cut(face, SERIF, frozenset("，。“”中文"), NONE)))
    features = {
        r.FeatureTag for t in ("GSUB", "GPOS") for r in font[t].table.FeatureList.FeatureRecord
    }

    assert {"halt", "palt", "vert"} <= features


def test_a_cut_face_is_the_same_twice():
    """Nothing but the face, the weight and the characters decides its bytes."""
    face = find(LATIN, NONE)
    assert face
    first, second = (cut(face, LATIN, frozenset(order), NONE) for order in ("Beijing", "gnijieB"))

    assert first == second


def test_a_variable_face_becomes_a_static_one():
    """A face of weight 300 is a file of weight 300, in every viewer."""
    wish = Wish("Inter", 300, italic=False, script="Latn")
    face = find(wish, NONE)
    assert face
    font = TTFont(io.BytesIO(cut(face, wish, frozenset("2,961"), NONE)))

    assert "fvar" not in font
    assert font["OS/2"].usWeightClass == 300


def test_a_display_family_is_the_largest_optical_size():
    """`Newsreader Display` is no file of its own."""
    wish = Wish("Newsreader Display", 700, italic=False, script="Latn")
    face = find(wish, NONE)
    assert face

    assert face.family == "Newsreader"
    assert pins(face, wish) == {"opsz": 72, "wght": 700}


def test_the_nearest_weight_and_slant_answer():
    """An italic is asked for and found; where there is none, the upright face answers."""
    italic = find(Wish("Newsreader", 400, italic=True, script="Latn"), NONE)
    upright = find(Wish("Noto Serif CJK SC", 500, italic=True, script="Hans"), NONE)

    assert italic
    assert italic.italic
    assert upright
    assert not upright.italic


def test_a_name_that_glyphs_have_no_cids_for_is_left_alone():
    """A TrueType face has no charset to write anew."""
    face = find(LATIN, NONE)
    assert face
    made = cut(face, LATIN, frozenset("ab"), NONE)

    assert with_own_cids(made) == made


def test_a_theme_brings_its_own_faces():
    """A file in the fonts folder of a theme comes before one of the machine."""
    face = find(LATIN, NONE)
    assert face
    own = Memory({"templates/house/fonts/Newsreader.ttf": Path(face.path).read_bytes()})
    found = find(LATIN, own)

    assert found
    assert found.path == "templates/house/fonts/Newsreader.ttf"
    assert fonts.serve("font:Newsreader/400/normal/Latn", own, frozenset("ab"))


def test_marks_that_scripts_share_are_han_in_a_han_text():
    """A Latin face first in the list takes no quotation mark or dash from the Chinese one."""
    served = fonts.serve("font:Newsreader/400/normal/Hans", NONE, frozenset("A“”—…"))
    english = fonts.serve("font:Newsreader/400/normal/Latn", NONE, frozenset("A“”—…"))

    assert set(map(chr, TTFont(io.BytesIO(served)).getBestCmap())) == {"A"}
    assert "“" in map(chr, TTFont(io.BytesIO(english)).getBestCmap())


def test_a_family_that_is_not_there_is_told_with_what_to_install():
    """Every absent family is named at once, with the packages of three systems."""
    page = b'url("font:Noto%20Naskh%20Klingon/400/normal/Latn") url("font:Nobody/400/normal/Latn")'
    with pytest.raises(PipelineError) as caught:
        fonts.pinned(page, NONE)
    first, second = caught.value.diagnostics

    assert (first.rule, second.rule) == ("missing-font", "missing-font")
    assert "`Nobody`" in first.message
    assert "apt install" in second.hints[0]
    assert "brew install" in second.hints[0]


def test_a_page_says_which_faces_it_is_set_in():
    """Its bytes change with the face files, and with nothing else of the machine."""
    page = fonts.pinned(compose(copy("zh_CN"), WORLD, theme(), "pdf"), WORLD)
    face = find(SERIF, WORLD)
    assert face

    assert fonts.pinned(page, WORLD) != page or face.fingerprint[:16].encode() in page
    assert len(fonts.wishes(page)) == page.count(b"@font-face")


def test_a_character_that_no_face_has_is_found():
    """Before the page is set, not by a reader who sees a box."""
    page = compose(copy("fr"), WORLD, theme(), "pdf")

    assert fonts.uncovered(page, frozenset("a中𓀀é"), WORLD) == ("中", "𓀀")


def test_text_in_pictures_is_text():
    """The characters of a chart are set in the faces of the page."""
    assert "图" in fonts.text_of(compose(copy("en"), WORLD, theme(), "pdf"))


def test_a_designer_may_comment_in_any_script():
    """A comment in a style is not set, so no face need have its letters; a text may hold stars."""
    page = "<style>/* 五号 */ p { margin: 0 } /* 正文 */</style><p>a /* b 中 */ c</p>"
    text = fonts.text_of(page.encode())

    assert "中" in text
    assert not text & set("五号正文")


def test_the_machine_has_an_identity():
    """It is known within milliseconds, and the same each time."""
    assert len(fonts.identity()) == 64
    assert fonts.identity() == fonts.identity()


def test_figures_follow_their_role():
    """A cut face keeps its old-style, lining and even figures, and a style chooses."""

    def drawn(figures: str) -> bytes:
        address = "font:Source%20Serif%204/400/normal/Latn"
        style = f'@font-face {{ font-family: S; src: url("{address}") }}'
        style += f" p {{ font: 20pt S; font-variant-numeric: {figures} }}"
        page = f"<!doctype html><html lang='en'><title>t</title><style>{style}</style><p>2961"
        text = fonts.text_of(page.encode())
        made = weasy.print_pdf(page.encode(), partial(fonts.serve, world=WORLD, text=text))
        with pikepdf.open(io.BytesIO(made)) as pdf:
            return bytes(pdf.pages[0]["/Contents"].read_bytes())

    assert drawn("oldstyle-nums") != drawn("lining-nums")
    assert drawn("tabular-nums") != drawn("proportional-nums")


@given(st.text(st.sampled_from("AVTaofi.,2961 –“"), min_size=1, max_size=12))
def test_a_thin_face_sets_its_text_as_the_whole_one_does(text):
    """Kerns and ligatures of the text are kept, those of other texts are not missed."""
    face = find(LATIN, NONE)
    assert face
    whole = cut(face, LATIN, frozenset("AVTaofi.,2961 –“"), NONE)
    thin = light("Newsreader", Share(frozenset(text), neighbours(text)))
    wide, narrow = (shaped(font, text) for font in (whole, plain_of(thin)))

    assert len(wide) == len(narrow)
    assert all(abs(a - b) < 0.0016 for a, b in zip(wide, narrow, strict=True))


def test_a_thin_face_has_the_forms_that_its_style_asks_for():
    """Figures of one width where a table wants them, and no fraction that nobody writes."""
    text = frozenset("0123456789:/")
    asked = features(Share(text, frozenset(), frozenset({"tnum"})))
    bare = features(Share(text, frozenset(), frozenset({"-calt"})))

    assert "tnum" in asked
    assert "calt" in asked
    assert not {"tnum", "calt", "frac", "numr"} & bare


def test_a_thin_face_is_a_fifth_lighter_than_one_that_is_only_cut():
    """So that all faces of a page weigh no more than the rest of it."""
    text = f"{ascii_letters} at a glance: 2,961 enterprises, 231 of them for life and health"
    share = Share(frozenset(text), neighbours(text), frozenset({"-calt"}))
    before = after = 0
    for family in ("Inter", "Newsreader"):
        wish = Wish(family, 400, italic=False, script="Latn")
        face = find(wish, NONE)
        assert face
        packed = TTFont(io.BytesIO(cut(face, wish, share.text, NONE)), recalcTimestamp=False)
        packed.flavor = "woff2"
        out = io.BytesIO()
        packed.save(out)
        before += len(out.getvalue())
        after += len(light(family, share))

    assert after < 0.8 * before


class Shelf:
    """Faces by name, in the order in which they came."""

    def __init__(self):
        self.faces = {}

    def recall(self, name):
        return self.faces.get(name)

    def keep(self, name, face):
        assert name not in self.faces
        self.faces[name] = face


def test_a_face_of_the_same_characters_is_remembered():
    """Chinese may be said in another order: no pair of Han characters is kerned."""
    address = "font:Noto%20Serif%20CJK%20SC/400/normal/Hans"
    shelf, texts = Shelf(), ("北京机场", "机场北京")
    with fonts.remembered(shelf):
        first, second = (
            fonts.serve_woff2({address: Share(frozenset(text), neighbours(text))}, NONE)
            for text in texts
        )
    alone = fonts.serve_woff2({address: Share(frozenset(texts[0]))}, NONE)

    assert first == second == alone
    assert [*shelf.faces.values()] == [first[address]]


def light(family, share):
    """Return the regular face of a family, made for a share."""
    address = f"font:{family}/400/normal/Latn"
    return fonts.serve_woff2({address: share}, NONE)[address]


def features(share):
    """Return the features of Inter, made for a share."""
    font = TTFont(io.BytesIO(light("Inter", share)))
    tables = [font[name].table.FeatureList for name in ("GSUB", "GPOS") if name in font]
    return {record.FeatureTag for found in tables for record in found.FeatureRecord}


def plain_of(woff2):
    """Return a face out of its wrapping."""
    font = TTFont(io.BytesIO(woff2), recalcTimestamp=False)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def shaped(font, text):
    """Return how wide each glyph of a text is, in ems."""
    face = hb.Face(font)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(hb.Font(face), buffer)
    return [place.x_advance / face.upem for place in buffer.glyph_positions]


def test_each_language_of_a_page_has_its_own_quotation_marks():
    """Side by side, the English ones are Latin and the Chinese ones Han."""
    page = b"".join(
        b'@font-face { font-family: "%s"; src: url("font:%s/400/normal/%s") }\n' % row
        for row in (
            (b"Newsreader", b"Newsreader", b"Hans"),
            (b"Newsreader 2", b"Newsreader", b"Latn"),
            (b"Noto Serif CJK SC", b"Noto%20Serif%20CJK%20SC", b"Hans"),
        )
    )
    runs = [
        weasy.Run(("Newsreader 2", "Noto Serif CJK SC"), 400, italic=False, text="“a”"),
        weasy.Run(("Newsreader", "Noto Serif CJK SC"), 400, italic=False, text="“中b”"),
    ]
    found = {address: share.text for address, share in fonts.shares(page, runs, NONE).items()}

    assert found == {
        "font:Newsreader/400/normal/Latn": frozenset("“a”"),
        "font:Newsreader/400/normal/Hans": frozenset("b"),
        "font:Noto%20Serif%20CJK%20SC/400/normal/Hans": frozenset("“中”"),
    }


def test_a_line_is_drawn_in_the_weight_and_the_families_that_it_names():
    """A variable face has its weight; a character comes from the first family that has it."""
    asked = []

    def serve(letters):
        asked.append((letters.family, letters.weight, letters.text))
        address = f"font:{letters.family.replace(' ', '%20')}/{letters.weight}/normal/Hans"
        return fonts.serve(address, NONE, frozenset(letters.text))

    def covers(family, character):
        return fonts.has(Wish(family, 400, italic=False, script="Hans"), character, NONE)

    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><text x="9" y="20" font-size="10" fill="#123456"'
        ' font-weight="700" font-family="Newsreader Display, Noto Serif CJK SC">Ab中</text>'
        '<text font-family="Newsreader Display">سلام</text></svg>'
    ).encode()
    made = outlines.outlined(svg, serve, covers).decode()

    assert asked == [("Newsreader Display", 700, "Ab"), ("Noto Serif CJK SC", 700, "中")]
    assert 'transform="translate(9,20) scale(10,-10)" fill="#123456"' in made
    assert "سلام" in html.unescape(made)
    assert "中" not in html.unescape(made)

"""What a web page says beyond its text, without a browser."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from pipeline import anchors, colors, languages, tree
from pipeline.engines import weasy
from pipeline.model import Catalog, Chart, Fact, Json, Locale, Release, Slug, Translation
from pipeline.plugs import Around, Copy, Download, Sibling
from pipeline.segments import segments
from pipeline.stages import draw
from pipeline.stages.compose import Leaf, abreast, screen
from pipeline.stages.localize import Tongue, localize
from pipeline.themes import Theme
from pipeline.web import cards, drawing, linked, links, styles, tables
from tests import strategies
from tests.copies import WORLD, copy, theme

ZH = Locale("zh_CN")
PLAIN = theme()
HEX = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06X}")


def around(*locales, base="", **fields):
    """Return the surroundings of a page that has editions in these locales."""
    made = [
        Sibling(x, languages.tag(x), languages.hreflangs((x,))[x], x, {"html": f"s/{x}/s.html"})
        for x in map(Locale, locales)
    ]
    return Around(path=f"s/{locales[0]}/s.html", base=base, siblings=tuple(made), **fields)


@given(strategies.documents)
def test_anchors_leave_the_text_alone(document):
    """A document whose anchors are taken out is the document without them."""
    release = Release(Slug("s"), Locale("en"), "release.md", "2024-05-01", document, FACTS)
    edition, _ = localize(release, Tongue(Catalog(ZH), "en", {}, native="en"))

    assert anchors.without(edition.anchored) == edition.document


FACTS = {
    "registered": Fact("registered", "integer", "2961"),
    "built_area": Fact("built_area", "quantity", "400000", "square-meter"),
}


def test_a_text_has_one_address_in_all_languages_wherever_it_stands():
    """The name is made from the source text; the second of two equal ones is numbered."""
    one = [{"t": "Para", "c": tree.text("One")}, {"t": "Para", "c": tree.text("Two")}]
    more = [{"t": "Para", "c": tree.text("New")}, *one, one[0]]
    first = list(anchors.names(segments({"meta": {}, "blocks": one})).values())
    later = list(anchors.names(segments({"meta": {}, "blocks": more})).values())

    assert later[1:] == [*first, f"{first[0]}-2"]


def test_what_falls_back_says_its_language_and_keeps_its_figures():
    """An English paragraph on a Chinese page is English, its dates and numbers too."""
    facts = {"day": Fact("day", "date", "2024-05-01"), "n": Fact("n", "integer", "400000")}
    words = [*tree.text("On "), fact("day"), *tree.text(" came "), fact("n.compact")]
    document = {"meta": {}, "blocks": [{"t": "Para", "c": words}, {"t": "Para", "c": words[:3]}]}
    release = Release(Slug("s"), Locale("en"), "release.md", "2024-05-01", document, facts)
    known = Catalog(ZH, {("", "On {day}"): Translation("{day}举行")})
    edition, _ = localize(release, Tongue(known, "zh_CN", {}, native="en_GB"))
    first, second = (block["c"] for block in edition.anchored["blocks"])

    assert tree.plain(first) == "On 1 May 2024 came 400,000"
    assert first[0]["c"][0][2] == [["lang", "en"]]
    assert tree.plain(second) == "2024年5月1日举行"
    assert second[0]["c"][0][2] == []


def fact(name):
    """Return a fact as it stands in a document."""
    return {"t": "Span", "c": [["", ["fact"], [["ref", name]]], []]}


@settings(max_examples=30)
@given(HEX, HEX, HEX, HEX, HEX)
def test_every_theme_can_be_read_by_day_and_by_night(primary, accent, paper, tint, text):
    """Whatever a designer chooses, what is written in it shows on both its grounds."""
    tokens = dict(PLAIN.tokens["color"], primary=primary, accent=accent, paper=paper, text=text)
    tokens["tint"] = colors.mix(tint, paper, 0.2)
    mine = Theme("mine", ("mine",), {**PLAIN.tokens, "color": tokens})
    for found in (screen.light(mine), screen.dark(mine)):
        grounds = (found.get("--color-paper", paper), found.get("--color-tint", tokens["tint"]))
        best = max(
            min(colors.contrast(far, ground) for ground in grounds)
            for far in ("#000000", "#FFFFFF")
        )
        for ink in ("--ink-primary", "--ink-accent", "--color-text", "--color-muted"):
            worst = min(colors.contrast(found[ink], ground) for ground in grounds)

            assert worst >= min(colors.READABLE, best)


def test_languages_are_called_by_their_own_names():
    """Two of one language say which; search engines hear the shortest name that is clear."""
    two = (Locale("zh_CN"), Locale("zh_TW"))

    assert languages.endonyms((Locale("en"), ZH, Locale("fr"))) == {
        "en": "English", "zh_CN": "中文", "fr": "Français",
    }  # fmt: skip
    assert len(set(languages.endonyms(two).values())) == 2
    assert languages.hreflangs(two) == {"zh_CN": "zh-Hans", "zh_TW": "zh-Hant"}
    assert languages.hreflangs((ZH, Locale("zh_SG"))) == {
        "zh_CN": "zh-Hans-CN",
        "zh_SG": "zh-Hans-SG",
    }


def test_pages_know_each_other_and_only_those_that_are_there():
    """Links between languages are mutual; an edition that does not speak claims nothing."""
    both, alone = around("en", "zh_CN", base="https://x.org/"), around("en")
    english, chinese = copy("en").edition, copy("zh_CN").edition
    said = [dict(links.alternates(edition, both)) for edition in (english, chinese)]

    assert (
        said[0]
        == said[1]
        == {
            "en": "https://x.org/s/en/s.html",
            "zh-Hans": "https://x.org/s/zh_CN/s.html",
            "x-default": "https://x.org/s/en/s.html",
        }
    )
    assert dict(links.alternates(chinese, alone)) == {}
    assert links.canonical(chinese, alone) == "s.html"
    assert [row["here"] for row in links.switch(english, both)] == [True, False]


def test_data_for_search_engines_tells_what_is_there():
    """Languages, files with size and digest, and nothing that could end its element."""
    file = Download("pdf", "s/en/s.pdf", "application/pdf", 58_000, "ab" * 32)
    made = Copy(
        copy("en", title="</script><b>").edition, around=around("en", "zh_CN", downloads=(file,))
    )
    head = str(linked.head(made))
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', head)[1])

    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "</script><b>"
    assert data["workTranslation"][0]["inLanguage"] == "zh-Hans-CN"
    assert (
        data["encoding"][0] | {"sha256": "ab" * 32, "contentSize": "58000 B"}
        == data["encoding"][0]
    )
    assert head.count("</script>") == 1
    assert "<b>" not in head


@pytest.mark.parametrize(
    ("bytes_", "cldr", "said"),
    [(57_629, "en", "58\u00a0KB"), (1_240_000, "de", "1,2\u00a0MB"), (12, "zh_CN", "1\u00a0KB"),
     (12_400_000, "en", "12\u00a0MB")],
)  # fmt: skip
def test_sizes_are_said_as_people_say_them(bytes_, cldr, said):
    """In thousands, with the decimal sign of the language."""
    assert links.size(bytes_, cldr) == said


def test_figures_survive_a_spreadsheet():
    """Numbers are numbers, a name with a comma stays one cell, and none becomes a formula."""
    chart = Chart("c", "bar", "", ("A, B", "=1+1"), ("来客",), ((1.5,), (2000.0,)), ((), ()), ())

    assert list(csv.reader(io.StringIO(tables.data_of(chart)))) == [
        ["", "来客"], ["A, B", "1.5"], ["'=1+1", "2000"],
    ]  # fmt: skip


def contact(*rows):
    """Return a document with one contact."""
    pairs_ = [[tree.text(a), [[{"t": "Plain", "c": tree.text(b)}]]] for a, b in rows]
    box = {"t": "Div", "c": [["", ["contact"], []], [{"t": "DefinitionList", "c": pairs_}]]}
    return {"meta": {}, "blocks": [box]}


def test_a_contact_becomes_a_card_in_either_language():
    """What a line means is told by its value or by its name in the source."""
    english = contact(
        ("Company", "Salt; Iron, Ltd."), ("Press officer", "Li Lei"), ("Tel.", "+86 10 1234-5678"),
        ("Write to", "li@example.org"), ("Hours", "9 to 5"),
    )  # fmt: skip
    french = contact(("Société", "Sel"), ("Attaché", "Li Lei"), ("Tél.", "+86 10 1234-5678"),
                     ("Écrire", "li@example.org"), ("Heures", "de 9 à 17"))  # fmt: skip
    card = cards.card(english, english)

    assert "ORG:Salt\\; Iron\\, Ltd.\r\n" in card
    assert "TEL;VALUE=uri:tel:+861012345678\r\n" in card
    assert "EMAIL:li@example.org\r\n" in card
    assert "ORG:Sel\r\n" in cards.card(english, french)
    assert cards.card(contact(("Hours", "9")), contact(("Hours", "9"))) == ""


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), min_size=1))
def test_no_contact_breaks_its_card(rows):
    """Whatever a line holds, the card keeps its lines, each of 75 octets at most."""
    card = cards.card(contact(*rows, ("Name", "Li")), contact(*rows, ("Name", "Li")))
    lines = card.split("\r\n")

    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert lines[-2:] == ["END:VCARD", ""]
    assert all(len(line.encode()) <= 75 for line in lines)


SHAPES = {"rect", "line", "circle", "path", "text", "g", "svg"}
KINDS = ("bar", "stacked", "share", "line", "donut")


def sketch(kind: str, locale: str = "en") -> Json:
    """Return the specification of a chart for a screen, its names an attempt at markup."""
    names, wide = ('<b onclick="x">', "“二”"), 1 if kind == "donut" else 2
    values, labels = ((7.0, 2.0)[:wide], (5.0, 3.0)[:wide]), (("7", "2")[:wide], ("5", "3")[:wide])
    chart = Chart("c", kind, "C", names, ("one", "two")[:wide], values, labels, ())
    made = replace(copy(locale).edition, charts=(chart,))
    return draw.screened(made, theme())["c"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_a_drawing_is_built_of_shapes_only(kind, locale):
    """What a name says is text; colours are classes, and no style or handler is written."""
    drawn = drawing.labelled(drawing.inline(sketch(kind, locale), theme()), 'a "chart"')
    root = html.fragment_fromstring(drawn)
    attributes = {name for node in root.iter() for name in node.attrib}

    assert {node.tag for node in root.iter()} <= SHAPES
    assert root.get("aria-label") == 'a "chart"'
    assert '<b onclick="x">' in {node.text for node in root.iter("text")}
    assert not {name for name in attributes if name.startswith("on") or name == "style"}
    assert {node.get("class") for node in root.iter("rect")} - {None} >= {"fill-primary"}


@pytest.mark.parametrize("kind", KINDS[:3])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_a_drawing_is_as_wide_as_its_column_and_its_letters_are_not(kind, locale):
    """Bars are shares of the width and heights ems: no figure is scaled with the bars."""
    root = html.fragment_fromstring(drawing.inline(sketch(kind, locale), theme()))
    bars = [node for node in root.iter("rect") if node.get("width", "").endswith("%")]
    ends = [sum(float(bar.get(name).rstrip("%")) for name in ("x", "width")) for bar in bars]

    assert len(bars) == 4
    assert root.get("viewbox") is None
    assert root.get("width") == "100%"
    assert all(end <= 100.01 for end in ends)
    assert all(node.get("height").endswith("em") for node in (root, *root.iter("rect")))
    assert all(node.get("font-size") is None for node in root.iter("text"))


def test_a_mirrored_drawing_says_so_itself():
    """In it a text starts at its right side, on whatever page it stands."""
    root = html.fragment_fromstring(drawing.inline(sketch("bar", "ar"), theme()))
    named = [node for node in root.iter("text") if node.text.startswith("<b")]

    assert root.get("direction") == "rtl"
    assert [(node.get("x"), node.get("text-anchor")) for node in named] == [("100%", None)]


def test_every_text_of_the_source_has_a_pair():
    """In the order of the source; what is not translated is a hole."""

    def body(one: str, two: str, three: str, lang: str = "") -> str:
        first, second, third = (f'<span id="t-{n}" class="anchor"></span>' for n in (1, 2, 3))
        second = second.replace("></", f"{lang}></")
        inner = f"<ul><li>{third}{three}</li></ul>"
        return f"<p>{first}{one}</p><ul><li>{second}{two}{inner}</li></ul>"

    source = body("One", "Two", "Three")
    target = body("一", "Two", "三", ' lang="en"')
    both = Copy(
        copy("zh_CN").edition,
        {"body": target},
        original=Copy(copy("en").edition, {"body": source}),
    )
    page = html.fromstring(abreast(both, WORLD, PLAIN, Leaf("parallel.html")))
    rows = page.xpath("//*[contains(@class, 'text')]//*[contains(@class, 'pair ')]")
    found = [(row.get("id"), *(cell.text_content() for cell in row)) for row in rows]

    assert found == [
        ("t-1", "1", "一", "One"), ("t-2", "2", "Not translated yet三", "TwoThree"),
    ]  # fmt: skip
    assert page.get_element_by_id("t-3").text_content() == "三"


@pytest.mark.parametrize(
    ("css", "body", "left"),
    [
        (".a > p , .b { top : 0 }", '<div class="a"><p>x</p></div>', ".a>p{top:0}"),
        (".a:not(.b), #x { top: 0; }", '<i class="a">', ".a:not(.b){top:0}"),
        ("h1, h2::before { content: \"a  b\" }", "<h2>", 'h2::before{content:"a  b"}'),
        ("@media (width > 9px) { .b { top: 0 } }", "<p>", ""),
        (":root { --a: var(--b); --b: 1; --c: 2 } p { top: var(--c) }", "<p>",
         ":root{--c:2}p{top:var(--c)}"),
        (":root { --a: 1 }", '<p style="top: var(--a)">', ":root{--a:1}"),
        ("p:target { top: calc(1px + 2px) !important }", "<p>",
         "p:target{top:calc(1px + 2px)!important}"),
        (".a { top: 0 }", "<script>x.classList.add('a')</script>", ".a{top:0}"),
        (".a { top: 0 }", "<script>all('[class=a]')</script>", ""),
        ("p { & > i { top: 0 } }", "<p>", "p{& > i { top: 0 }}"),
    ],
)  # fmt: skip
def test_a_page_keeps_the_styles_it_can_use(css, body, left):
    """Rules for what is not there go; states, functions and strings are left alone."""
    assert styles.lean(f"<style>{css}</style>{body}") == f"<style>{left}</style>{body}"


def test_what_a_style_writes_is_in_its_faces():
    """Signs of lists, words that a script shows, letters that a style makes large."""
    page = (
        b'<style>ul { list-style-type: "\xe2\x80\x93 " } b { text-transform: uppercase }'
        b" table { font-variant-numeric: tabular-nums }</style><body><ol><li>a</ol>"
        b'<ul><li>b</ul><b>low</b><p data-done="Copied">c</p><table><td>1</table>'
        b"<script>const secret = '\xe4\xb8\xad'</script>"
    )
    runs = weasy.runs(page)
    text = "".join(run.text for run in runs)

    assert set("0123456789.–LOWCopied") <= set(text)
    assert "中" not in text
    assert [run.features for run in runs if run.text == "1"] == [frozenset({"tnum"})]

"""Two editions in one Word file: what a pair counts it counts once, and it shows once."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import releases, tree
from pipeline.formats.docx import BESIDE
from pipeline.model import Catalog, Locale, Page, Slug, Target, Translation
from pipeline.plugs import Copy
from pipeline.stages import draw
from pipeline.stages.localize import Tongue, localize
from pipeline.word import Figure, joined, side_by_side
from pipeline.world import Memory
from tests import small
from tests.copies import WORLD, theme
from tests.documents import W, faults, part, parts, png, styled, text

ZH, EN = Locale("zh_CN"), Locale("en")
TABLE = """
Word.[^2]

[^2]: Another note.

::: {.table caption="In all"}
| What | How many |
|------|---------:|
| All  | {guests} |
:::
"""


@pytest.fixture(scope="module")
def data():
    """Return the Word file of a small release, each Chinese text its English with a mark."""
    files = {small.RELEASE: (small.MARKDOWN + TABLE).encode()}
    release = releases.parse(Memory(files), small.RELEASE, EN).release
    original, _ = localize(release, Tongue(Catalog(EN), "en_GB", {}, native="en_GB"))
    bare, _ = localize(release, Tongue(Catalog(ZH), "zh_CN", {}, native="en_GB"))
    said = {(m.context, m.text): Translation(f"译{m.text}") for m in bare.missing}
    edition, _ = localize(release, Tongue(Catalog(ZH, said), "zh_CN", {}, native="en_GB"))
    drawn = {f"charts/{chart.name}.svg": {"png": png(60, 20)} for chart in edition.charts}
    drawn["figures/plan.png"] = {"png": png(60, 20)}
    edition, original = (replace(e, document=draw.place(e)) for e in (edition, original))
    both = Copy(edition, {}, drawn, original=Copy(original, {}, drawn))
    body = BESIDE.lay_out(both, WORLD, theme())
    return BESIDE.emit(Page(Target(Slug("x"), ZH, "parallel-docx"), body), WORLD)


def codes(data):
    """Return what the fields of a file say, and what they show."""
    return [
        (node.get(f"{W}instr").split()[:2], text(node))
        for node in part(data).iter(f"{W}fldSimple")
    ]


def test_it_is_sound(data):
    """No field, bookmark, picture or style that a reader would stumble over."""
    assert list(faults(data)) == []


def test_a_pair_counts_once(data):
    """Charts, tables and notes have one number; the second language repeats it."""
    found = codes(data)
    shown = {name: [said for code, said in found if code[0] == name] for name in ("SEQ", "REF")}
    notes = part(data, "word/footnotes.xml")
    real = [n for n in notes.iter(f"{W}footnote") if not n.get(f"{W}type")]

    assert shown["REF"] == shown["SEQ"]
    assert [said for code, said in found if code[0] == "NOTEREF"] == ["1", "2"]
    assert len(real) == len(list(part(data).iter(f"{W}footnoteReference"))) == 2
    assert "译The tower" in text(real[0])
    assert text(real[0]).count("The tower") == 2


def test_a_table_and_a_chart_say_both(data):
    """One table, its figures once; one chart with the names of both."""
    (caption,) = (p for p in styled(data, "TableCaption") if text(p).endswith("2\u2002In all"))
    tables = [caption.getnext()]
    cells = [[text(p) for p in cell.iter(f"{W}p")] for cell in tables[0].iter(f"{W}tc")]
    charts = [name for name in parts(data) if re.fullmatch(r"word/charts/[^/]+\.xml", name)]

    assert ["译All", "All"] in cells
    assert ["1,200"] in cells
    assert len(charts) == 1
    assert "译Adults\nAdults" in text_of_chart(data, charts[0])
    assert len(styled(data, "TableTranslation")) >= 3


def text_of_chart(data, name):
    """Return all that a chart part says."""
    return " ".join(filter(None, (n.text for n in part(data, name).iter("{*}v"))))


def test_rows_of_few_lines_stay_whole_and_english_is_not_stretched(data):
    """In a Chinese file, whose text is justified."""
    rows = [row for row in part(data).iter(f"{W}tr") if "Some saw" in text(row)]
    second = rows[0].findall(f"{W}tc")[1].find(f"{W}p/{W}pPr/{W}jc")

    assert rows[0].find(f"{W}trPr/{W}cantSplit") is not None
    assert second.get(f"{W}val") == "left"


def figure(*names, labels=(("1",), ("2",))):
    return Figure("bar", names, ("n",), ((1.0,), (2.0,)), labels, ("#000000",), ("#FFFFFF",))


def test_charts_are_one_if_their_figures_are_written_alike():
    """A figure that one language writes otherwise (40万 for 400,000) needs its own chart."""
    one, other = figure("甲", "2021"), figure("A", "2021")

    assert joined(one, other).categories == ("甲\nA", "2021")
    assert joined(one, figure("A", "2021", labels=(("1",), ("2 m",)))) is None


WORDS = st.lists(st.sampled_from(["para", "head", "pull", "list"]), max_size=7)


@given(WORDS, st.sets(st.integers(0, 6)))
def test_nothing_is_lost_where_one_lacks_a_block(kinds, gone):
    """What has no partner stands for itself; what has one stands beside it."""

    def block(kind, word):
        said = {"t": "Para", "c": tree.text(word)}
        made = {
            "para": said,
            "head": {"t": "Header", "c": [2, ["", [], []], tree.text(word)]},
            "pull": {"t": "Div", "c": [["", [], [["custom-style", "Pull Statement"]]], [said]]},
            "list": {"t": "BulletList", "c": [[said]]},
        }
        return made[kind]

    left = [(n, kind) for n, kind in enumerate(kinds) if n not in gone]
    first = [block(kind, f"甲{n}") for n, kind in enumerate(kinds)]
    second = [block(kind, f"B{n}") for n, kind in left]
    said = repr(side_by_side(first, second, "en"))

    assert all(f"甲{n}" in said for n, _ in enumerate(kinds))
    assert all(f"B{n}" in said for n, _ in left)

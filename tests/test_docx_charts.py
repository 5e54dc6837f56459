"""Charts in Word: native, editable, in the theme's own look, the same figures in both places."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.model import Locale
from pipeline.word import Figure, Sheet, charts
from pipeline.word.charts.labels import form
from pipeline.word.reference import types
from tests.copies import theme
from tests.documents import finished, part, parts

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NUMBERS = st.one_of(st.integers(-9999, 10**7), st.floats(0, 1e6, width=32)).map(float)
WORDS = st.text("ab中文&<é", min_size=1, max_size=6)


def sheet(locale: str = "zh_CN") -> Sheet:
    return Sheet(theme("aerotropolis"), Locale(locale), {}, {})


@st.composite
def figures(draw):
    """Make the data of a chart of any kind."""
    wide, tall = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    kind = draw(st.sampled_from(charts.KINDS))
    wide = 1 if kind == "donut" else wide
    values = tuple(tuple(draw(NUMBERS) for _ in range(wide)) for _ in range(tall))
    words = tuple(tuple(f"{value:,.0f}" for value in row) for row in values)
    names = st.lists(WORDS, min_size=tall, max_size=tall)
    series = st.lists(WORDS, min_size=wide, max_size=wide)
    inks = ("#0B2545", "#C8452B")
    return Figure(kind, tuple(draw(names)), tuple(draw(series)), values, words, inks, inks)


def cells(book: bytes) -> list[list[str]]:
    """Return the rows of the only sheet of a workbook, the names of its columns first."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        root = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return [["".join(c.itertext()) for c in row] for row in root.iter(f"{S}row")]


def shown(chart: bytes) -> list[list[str]]:
    """Return the same table from the caches of a chart part."""
    root = etree.fromstring(chart)
    names = ["".join(s.find(f"{C}tx").find(f".//{C}v").itertext()) for s in root.iter(f"{C}ser")]
    first = next(root.iter(f"{C}ser"))
    rows = [[v.text or ""] for v in first.find(f"{C}cat").iter(f"{C}v")]
    for series in root.iter(f"{C}ser"):
        for row, value in zip(rows, series.find(f"{C}val").iter(f"{C}v"), strict=True):
            row.append(value.text or "")
    return [names, *rows]


@given(figures())
def test_a_chart_shows_what_its_workbook_holds(figure):
    """Whoever opens the data finds the figures of the picture, to the last digit."""
    made = charts.parts(charts.Charts({"chart-1.png": figure}), sheet())

    assert shown(made["word/charts/chart-1.xml"]) == cells(made["word/embeddings/chart-1.xlsx"])


@given(figures())
def test_no_default_look_of_office_is_left(figure):
    """No title, no frame, no face or colour that the theme does not name."""
    tokens = sheet()
    root = etree.fromstring(
        charts.parts(charts.Charts({"chart-1.png": figure}), tokens)["word/charts/chart-1.xml"]
    )
    known = {tokens.color(name) for name in ("text", "muted", "rule", "paper")}
    faces = {tokens.faces("label").latin, tokens.faces("label").east}

    assert not list(root.iter(f"{C}title"))
    assert root.find(f"{C}chart/{C}autoTitleDeleted").get("val") == "1"
    assert {c.get("val") for c in root.iter(f"{A}srgbClr")} <= known | {"0B2545", "C8452B"}
    assert {f.get("typeface") for f in root.iter(f"{A}latin", f"{A}ea")} == faces


def test_a_chart_of_the_original_is_declared_too():
    """Beside a translation stand the charts of the source, under names of their own."""
    figure = Figure("bar", ("a",), ("b",), ((1.0,),), (("1",),), ("#0B2545",), ("#FFFFFF",))
    made = charts.parts(charts.Charts({"second-chart-1.png": figure}), sheet())
    declared = types(made).decode()

    assert 'PartName="/word/charts/second-chart-1.xml"' in declared
    assert "drawingml.chart+xml" in declared


@given(st.integers(0, 10**9), st.sampled_from([",", ".", " ", "\u202f", "’"]))
def test_a_format_writes_what_the_locale_writes(value, mark):
    """A plain figure keeps following its workbook, whatever parts its thousands."""
    assert form(f"{value:,}".replace(",", mark), value).startswith(("#,##0", "0"))


def test_what_no_format_can_say_stands_as_text():
    """The Chinese count in 万; a format cannot, and a unit is quoted."""
    assert form("2,908", 2908) == "#,##0"
    assert form("46.5%", 46.5) == '#,##0.0"%"'
    assert form("400,000 m²", 400000) == '#,##0" m²"'
    assert form("40万平方米", 400000) == ""


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_a_chart_of_a_release_is_one_of_words_own(locale):
    """It is as wide as the text, has alt text, and its categories speak the language."""
    data = finished(locale)
    frames = [f for f in part(data).iter(f"{A}graphicData") if f.find(f"{C}chart") is not None]
    inline = frames[0].getparent().getparent()
    wide = int(next(inline.iter("{*}extent")).get("cx"))
    chart = parts(data)["word/charts/chart-1.xml"].decode()

    assert wide == sheet(locale).width * 635
    assert next(inline.iter("{*}docPr")).get("descr")
    assert {"en": "Kilometres", "zh_CN": "内资"}[locale] in chart
    assert {"en": 'lang val="en-GB"', "zh_CN": 'lang val="zh-CN"'}[locale] in chart


def test_a_mirrored_edition_keeps_the_picture():
    """Word processors do not agree on charts from right to left: there a picture is safer."""
    names = parts(finished("ar"))

    assert not [name for name in names if name.startswith("word/charts/")]
    assert [name for name in names if name.startswith("word/media/chart")]

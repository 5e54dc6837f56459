"""Chinese lines: where they break, how wide they are, and that their text stays as written."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from functools import cache, partial
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipeline.engines import composition, fonts, weasy
from pipeline.engines.composition import breaking, rules
from pipeline.engines.composition.measure import clusters
from tests.copies import WORLD

EM = 16.0
FACES = "".join(
    f'@font-face {{ font-family: "{name}"; src: url("font:{address}/400/normal/Hans"){more} }}'
    for name, address, more in (
        ("Han", "Noto%20Serif%20CJK%20SC", ""),
        ("Sans", "Noto%20Sans%20CJK%20SC", ""),
        ("Latin", "Newsreader", "; unicode-range: U+0020-007E"),
    )
)
SHEET = f"""{FACES} @page {{ size: 900px 4000px; margin: 20px }}
html {{ font: {EM}px/1.75 Latin, Han }} p {{ margin: 0 0 9px; text-align: justify }}
em {{ font-style: normal; font-family: Sans }}"""
WORDS = (
    "产业", "健康", "集群", "机场", "大兴国际", "的", "与", "跨国企业", "IBM", "Premier Research",
    "Hillgene", "2,961家", "40万", "8月23日", "500", "AWS 和", "《规划》", "“活动”", "（自贸区）",
    "《“变局”时代》", "（“医、教、研”）", "BDIAEZ（北京）", "——", "……", "Wi-Fi",
)  # fmt: skip
TAGS = ("{}", "{}", "{}", "<em>{}</em>", "<strong>{}</strong>", '<a href="#x">{}</a>',
        "{}<sup>1</sup>")  # fmt: skip
LATIN = "[A-Za-z0-9]"
MARKS = "，。；、：！？"
REST = (
    "北京大興国際空港の近くに、ライフサエンスとヘルケアの産業クタ「生命健康」（第期）を整備する"
    "大興國際機場臨空經濟區，面向生命健康產業；「客人」參觀了《展館》、實驗室。共家，其中等"
    "截至年底共第届有等家企业其中内资若干户新增市场主体两千五百约个会上主办方作题为"
    "发展推介内容涵盖现状好变局成功在"
)

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failing text is short enough to read, and takes minutes to shrink."""

clauses = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(
    lambda words: re.sub(f"(?<={LATIN})\0(?={LATIN})", "、", "\0".join(words)).replace("\0", "")
)
tagged = st.tuples(clauses, st.sampled_from(TAGS), st.sampled_from(MARKS)).map(
    lambda parts: parts[1].format(parts[0]) + parts[2]
)
paragraphs = st.lists(tagged, min_size=2, max_size=9).map("".join)
texts = st.lists(paragraphs, min_size=3, max_size=5)
columns = st.floats(16, 44)


@given(texts, columns, st.sampled_from(["justify", "start", "center"]))
@settings(max_examples=25, deadline=None, phases=PHASES)
def test_lines_keep_the_laws_of_chinese(sources, columns_em, align):
    """No text changes, no mark stands where it may not, no character stands alone."""
    body = "".join(f'<p style="text-align: {align}">{source}</p>' for source in sources)
    found = lay(body, columns_em)
    plain = [_bare(source) for source in sources]

    assert ["".join(map(_text, lines)).replace(" ", "") for lines in found] == plain
    for lines in found:
        for line in map(_text, lines):
            assert line[0] not in rules.CLOSING
            assert line.rstrip()[-1] not in rules.OPENING
        assert len(lines) == 1 or rules.visible(_text(lines[-1]).strip()) > 1


@given(texts, columns)
@settings(max_examples=25, deadline=None, phases=PHASES)
def test_justified_lines_are_as_wide_as_their_column(sources, columns_em):
    """Their pieces touch each other, and the last one ends where the column ends."""
    for lines in lay("".join(f"<p>{source}</p>" for source in sources), columns_em):
        for line in lines[:-1]:
            pieces = list(_boxes(line))
            ends = [box.position_x + box.width for box in pieces]

            assert abs(line.width - columns_em * EM) < 0.05 * EM
            assert abs(ends[-1] - line.position_x - line.width) < 0.05 * EM
            for end, box in zip(ends, pieces[1:], strict=False):
                assert abs(end - box.position_x) < 0.05 * EM


def test_marks_beside_each_other_share_one_square():
    """Two full-width marks are one and a half ems wide together, and the last of a line half."""
    assert width("在“活动”）成功") == pytest.approx(7.5 * EM, abs=0.1)
    assert width("在《“变局”》（好）") == pytest.approx(8 * EM, abs=0.1)


def test_han_and_latin_stand_a_quarter_of_an_em_apart():
    """A space that was typed makes the same gap, and so does a tag between them."""
    apart = width("月") + width("8") + 0.25 * EM

    assert width("月8") == pytest.approx(apart, abs=0.1)
    assert width("月 8") == pytest.approx(apart, abs=0.1)
    assert width("月<em>8</em>") - width("<em>8</em>") == pytest.approx(1.25 * EM, abs=0.1)
    assert width("月 <b>8</b>") - width("<b>8</b>") == pytest.approx(1.25 * EM, abs=0.1)


def test_an_even_line_opens_the_gaps_of_han_before_those_of_latin():
    """What a line has to spare goes between Han; beside Latin the gap stays a quarter."""
    for columns_em in range(14, 40):
        for line in lay(
            "<p>产业健康IBM集群的机场500家与跨国企业，大兴AWS国际。</p>" * 2, columns_em
        )[0][:-1]:
            for box in _boxes(line):
                after = box.pango_layout.setting.after
                mixed = [i for i, pair in enumerate(itertools.pairwise(box.text))
                         if rules.mixed(*pair)]  # fmt: skip

                assert all(after[i] <= (rules.GAP + rules.MORE) * EM + 0.001 for i in mixed)


def test_a_dash_of_two_characters_takes_its_share_of_the_line():
    """Its face draws it as one glyph, and what follows stands no further left for that."""
    source = "<p>产业——的健康集群机场与跨国企业，大兴国际的产业集群。</p>"
    box = next(_boxes(lay(source, 14.3)[0][0]))
    with composition.installed():
        box.pango_layout.reactivate(box.style)
        line, _ = box.pango_layout.get_first_line()
    drawn = sum(glyph.geometry.width for glyph, *_ in clusters(line, box.text)) / 1024

    assert drawn == pytest.approx(box.width, abs=0.02 * EM)


def test_a_note_stands_at_its_word():
    """Its number has no gap before it, and never begins a line."""
    assert width("月<sup>8</sup>") == pytest.approx(width("月") + width("<sup>8</sup>"), abs=0.1)
    for columns_em in range(6, 20):
        for line in lay("<p>新增市场主体共两千五百户。<sup>12</sup>其中内资若干户。", columns_em)[
            0
        ]:
            assert not _text(line).startswith("1")


@pytest.mark.parametrize(
    "source",
    [
        "产业健康集群（IBM 等8家企业），共53家。" * 6,
        "产业<em>健康集群</em>机场<strong>大兴</strong>，<a href='#x'>共53家</a>。" * 6,
        "机场<code style='font-size: .8em'>IBM</code>产业，<b style='line-height: 0'>1</b>。" * 9,
        "The garden <span lang='zh-Hans-CN'>产业</span> and “the tower” of the port. " * 6,
    ],
)
@pytest.mark.parametrize("ratio", [1.0, 1.45, 1.75])
def test_lines_stand_as_far_apart_as_the_style_says(source, ratio):
    """Faces of other proportions, emphasis, links and notes push nothing apart."""
    lines = lay(f"<p style='line-height: {ratio}'>{source}</p>", 24)[0]
    apart = [b.position_y - a.position_y for a, b in itertools.pairwise(lines)]

    assert len(apart) > 1
    assert apart == pytest.approx([ratio * EM] * len(apart), abs=0.01)


def test_letter_spacing_stands_between_characters_only():
    """A heading with letter spacing has its gaps too, and nothing after the last letter."""
    style = 'style="letter-spacing: 2px; text-align: start"'

    assert width("第2届", style) == pytest.approx(width("第2届") + 2 * 2, abs=0.1)


def test_an_opening_mark_at_the_start_of_a_line_is_flush():
    """But not after an indent, where the first line begins with a whole square."""
    line = lay("<p>“活动”", 20)[0][0]

    assert width("“活动”") == pytest.approx(3 * EM, abs=0.1)
    assert next(_boxes(line)).pango_layout.setting.trim == pytest.approx(EM / 2)
    assert width("“活动”", 'style="text-indent: 2em"') == pytest.approx(5.5 * EM, abs=0.1)


@pytest.mark.parametrize("columns_em", range(10, 22))
def test_a_last_line_has_company(columns_em):
    """One or two characters get one or two more from the line above."""
    lines = lay("<p>会上主办方作题为产业发展的主题推介内容涵盖产业发展现状等。", columns_em)[0]

    assert rules.visible(_text(lines[-1])) >= (3 if columns_em > breaking._NARROW_EM else 2)


def test_boxes_are_as_wide_as_their_text():
    """A cell or a box in the line holds its text in one line, gaps and all."""
    body = '<div style="display: inline-block">约<b>12</b>个，共<em>IBM</em>等8家</div>'
    document = _rendered(body, 40)
    lines = [box for box in _descend(document) if type(box).__name__ == "LineBox"]

    assert sum("约" in _text(line) or "等" in _text(line) for line in lines[1:]) == 1


def test_traditional_stops_keep_their_square():
    """They stand in the middle of it: there is no blank half to take away."""
    assert rules.blanks("，）", [1.0, 1.0], "zh-Hant-TW") == " >"
    assert rules.blanks("，）", [1.0, 1.0], "zh-Hans-CN") == ">>"


def test_a_figure_stays_with_what_it_counts():
    """A line does not end between 40 and 万, or 8 and 月."""
    assert not rules.may_break("0", "万", unicode_allows=True)
    assert not rules.may_break("8", "月", unicode_allows=True)
    assert rules.may_break("8", "的", unicode_allows=True)


def test_other_languages_are_set_as_before():
    """What is not Chinese, and of one face, is the same to the byte."""
    page = _page("<p>Guests came (1,200 of them), and saw the tower.</p>" * 9, 20, "en")
    before = weasy.print_pdf(page, _serve)
    with composition.installed():
        after = weasy.print_pdf(page, _serve)

    assert after == before


def test_another_weasyprint_is_put_on_trial(monkeypatch):
    """If a paragraph comes out right, the rules are at work."""
    monkeypatch.setattr(composition, "version", lambda _: "70.9")
    with weasy.without_system_fonts(), composition.installed() as notes:
        from weasyprint.layout import inline

        assert inline.text_align.__module__ == "pipeline.engines.composition.hooks"
    assert notes == ()


def test_another_pango_is_put_on_trial(monkeypatch):
    """The trial sets a paragraph, whatever the version says of itself."""
    monkeypatch.setattr(composition, "_pango", lambda: "1.99.0")
    with weasy.without_system_fonts(), composition.installed() as notes:
        assert notes == ()


@pytest.mark.parametrize("fault", ["called", "set"])
def test_a_weasyprint_that_fails_the_trial_is_left_alone(monkeypatch, fault):
    """The page is set as that version sets it, and a note says so."""
    from pipeline.engines.composition import trial

    composition._sound.cache_clear()
    monkeypatch.setattr(composition, "version", lambda _: "71.0")
    if fault == "called":
        monkeypatch.setitem(trial.KNOWN, "text_align", "context line")
    else:
        monkeypatch.setattr(trial, "passed", lambda: False)
    with composition.installed() as notes:
        from weasyprint.layout import inline

        assert inline.text_align.__module__ == "weasyprint.layout.inline"
    assert [note.rule for note in notes] == ["plain-chinese"]
    assert "71.0" in notes[0].message
    composition._sound.cache_clear()


def test_japanese_is_set_by_its_own_table():
    """Small kana and the long mark never begin a line; colons stand in the middle of a square."""
    assert rules.blanks("、：）", [1.0] * 3, "ja") == "> >"
    assert not rules.may_break("コ", "ー", unicode_allows=True)
    assert not rules.may_break("チ", "ャ", unicode_allows=True)
    source = (
        "北京大興国際空港の近くに、ライフサイエンスとヘルスケアの産業クラスター「生命健康」（第2期）を整備する。"
        * 3
    )
    for columns_em in (13, 17.5, 22):
        lines = lay(f"<p lang='ja'>{source}</p>", columns_em)[0]
        for line in lines[:-1]:
            assert abs(line.width - columns_em * EM) < 0.05 * EM
        for line in map(_text, lines):
            assert line[0] not in rules.NO_START
            assert line[-1] not in rules.OPENING
        assert "".join(map(_text, lines)) == source


def test_traditional_chinese_is_set_by_its_own_table():
    """Its stops keep their square, its corner brackets give half of theirs."""
    source = (
        "大興國際機場臨空經濟區，面向生命健康產業；「客人」參觀了《展館》、實驗室。共2,961家，其中IBM等8家。"
        * 3
    )
    for columns_em in (13, 17.5, 22):
        lines = lay(f"<p lang='zh-Hant-TW'>{source}</p>", columns_em)[0]
        for line in lines[:-1]:
            assert abs(line.width - columns_em * EM) < 0.05 * EM
        for line in map(_text, lines):
            assert line[0] not in rules.NO_START
        assert "".join(map(_text, lines)) == source


def test_what_a_reader_copies_has_no_spaces_that_nobody_typed(tmp_path):
    """A gap is not a space; a space that was typed is one."""
    if not shutil.which("pdftotext"):
        pytest.skip("needs poppler-utils")
    file = tmp_path / "page.pdf"
    source = "截至2022年7月底，“活动”（第2届）有 IBM 等8家企业，共53家。"
    with composition.installed():
        file.write_bytes(weasy.print_pdf(_page(f"<p>{source}</p>" * 3, 13, "zh-Hans-CN"), _serve))
    told = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True)

    assert told.stdout.decode().replace("\n", "").strip("\f") == source * 3


def lay(body: str, columns_em: float) -> list[list[Any]]:
    """Return the lines of each paragraph of a body set in a column."""
    found = [box for box in _descend(_rendered(body, columns_em)) if box.element_tag == "p"]
    return [[line for line in box.children if type(line).__name__ == "LineBox"]
            for box in found if type(box).__name__ == "BlockBox"]  # fmt: skip


def width(source: str, more: str = "") -> float:
    """Return how wide a text is when it is a line of its own."""
    (line,) = lay(f"<p {more}>{source}</p>", 40)[0]
    return float(line.width)


def _rendered(body: str, columns_em: float) -> Any:
    with weasy.without_system_fonts(), composition.installed():
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        page = _page(body, columns_em, "zh-Hans-CN").decode()
        html = weasyprint.HTML(
            string=page, base_url="about:blank", url_fetcher=weasy._door(_serve)
        )
        document = html.render(font_config=FontConfiguration())
    assert len(document.pages) == 1
    return document.pages[0]._page_box


def _page(body: str, columns_em: float, language: str) -> bytes:
    head = f"<!doctype html><html lang='{language}'><meta charset='utf-8'><title>t</title>"
    return f"{head}<style>{SHEET} body {{ width: {columns_em}em }}</style>{body}".encode()


def _serve(address: str) -> bytes:
    return _cut(address, text=frozenset("".join(WORDS) + MARKS + REST) | fonts.ALWAYS)


_cut = cache(partial(fonts.serve, world=WORLD))


def _descend(box: Any) -> Any:
    yield box
    for child in getattr(box, "children", ()):
        yield from _descend(child)


def _boxes(line: Any) -> Any:
    return (box for box in _descend(line) if type(box).__name__ == "TextBox" and box.text)


def _text(line: Any) -> str:
    return "".join(box.text for box in _boxes(line))


def _bare(source: str) -> str:
    inside = itertools.accumulate(source, lambda deep, c: "<" if c == "<" else ">" if c == ">"
                                  else "<" if deep == "<" else "", initial="")  # fmt: skip
    return "".join(
        c for c, state in zip(source, list(inside)[1:], strict=True) if not state and c != " "
    )

"""Pages: what a theme makes of an edition, and what neither it nor a text can do."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipeline import themes
from pipeline.diagnostics import PipelineError
from pipeline.model import Place
from pipeline.stages.compose import compose, fill, prepare, sandbox, sheets, tables, words
from pipeline.themes import Theme
from pipeline.world import Memory
from tests.copies import WORLD, copy, theme

TITLES = st.text("大兴国际航空城邀跨国公司共建 ，。“”（）Roche 8", max_size=40)


@given(TITLES, st.text("大兴国际航空城邀"))
def test_phrases_joined_are_the_title(title, text):
    """A title loses nothing where its lines may end."""
    assert "".join(words.phrases(title, text)) == title


@given(TITLES, st.floats(1, 30))
def test_lines_joined_are_the_title_and_fit(title, limit):
    """A line is wider than the measure only if it is a single phrase."""
    pieces = words.phrases(title, "")
    lines = words.lines(title, "", limit)

    assert "".join(lines) == title
    assert all(words.ems(line) <= limit or line in pieces for line in lines)


def test_a_word_that_the_release_knows_is_not_parted():
    """Two characters that stand together again and again are one word."""
    text = "大兴机场临空区的企业。大兴机场临空区的人才。"

    assert words.phrases("数说大兴机场临空区", text) == ("数说", "大兴机场临空区")


def test_a_number_keeps_its_measure_word_and_a_bracket_opens_a_phrase():
    """A short line of a screen never ends within 2022年7月, nor before a mark."""
    caption = "注册企业（截至2022年7月底）与新增53家"

    assert words.phrases(caption, "注册企业，截至今日。注册企业（截至") == (
        "注册企业", "（截至", "2022年7月底）", "与新增", "53家",
    )  # fmt: skip


def test_lines_are_about_as_long_as_each_other():
    """No title ends in a line of one or two characters."""
    assert words.lines("以城聚人，以人兴产", "", 8.5) == ("以城聚人，", "以人兴产")


@given(st.text("{}abc.:>9_[]", max_size=30))
def test_a_pattern_of_the_templates_is_filled_and_nothing_else(pattern):
    """Only a bare name in braces is replaced: no attribute, index or width is looked at."""
    filled = fill(pattern, abc="X")

    assert filled == pattern.replace("{abc}", "X")


@pytest.mark.parametrize("name", ["plain", "aerotropolis"])
@pytest.mark.parametrize("locale", ["en", "zh_CN", "fr", "ar"])
@pytest.mark.parametrize("medium", ["html", "pdf"])
def test_every_theme_sets_every_locale(name, locale, medium):
    """Language and direction stand where a browser and a PDF look for them."""
    made = compose(copy(locale), WORLD, theme(name), medium).decode()
    tag, way = {"zh_CN": "zh-Hans-CN"}.get(locale, locale), "rtl" if locale == "ar" else "ltr"

    assert f'<html lang="{tag}" dir="{way}"' in made
    assert '<meta charset="utf-8">' in made
    assert f"<title>{copy(locale).markup['title']}</title>" in made


@pytest.mark.parametrize("medium", ["html", "pdf"])
def test_a_page_fetches_nothing_and_runs_nothing(medium):
    """All it names is a face of ours, data in itself, a place in it, or a link to follow."""
    made = compose(copy(), WORLD, theme("aerotropolis"), medium).decode()

    assert not re.findall(r"<script|\son\w+=|\sstyle=|<link|@import|javascript:", made)
    assert set(re.findall(r"url\(\"(\w+):", made)) == {"font", "data"}
    assert set(re.findall(r'\ssrc="(\w+):', made)) == {"data"}


def test_what_a_translator_wrote_is_text():
    """A word with markup in it is shown, not obeyed."""
    edition = replace(copy().edition, words={"Media contact": "<img src=x onerror=alert(1)>"})
    made = compose(replace(copy(), edition=edition), WORLD, theme(), "html").decode()

    assert "<h2>&lt;img src=x onerror=alert(1)&gt;</h2>" in made


def test_a_word_in_a_style_cannot_leave_it():
    """A running head is a CSS string, whatever the release says."""
    made = compose(copy(kicker='"}</style><b>'), WORLD, theme(), "pdf").decode()

    assert made.count("</style>") == 2
    assert r"\22 }\3c /style\3e \3c b\3e " in made


def test_hostile_markup_does_not_reach_the_page():
    """The second wall holds even if all before it fell."""
    body = (
        '<p onclick="x()">a<script>b</script><a href="javascript:c">d</a>'
        '<img src="data:text/html,e" alt=""><iframe src="f"></iframe></p>'
    )
    made = compose(copy(body=body), WORLD, theme(), "html").decode()

    assert not re.search(r"onclick|<script|javascript|data:text|iframe", made)


def test_parts_stand_where_the_theme_puts_them():
    """The end of the release is not a part of its last section."""
    made = compose(copy(), WORLD, theme(), "html").decode()
    article, footer = made.split("</article>")

    assert article.index('class="lede') < article.index('class="figures') < article.index("<h2")
    assert "Come and see!" in article
    assert "Li Lei" in footer
    assert "It is old." in footer


def test_on_paper_a_note_stands_at_its_mark():
    """The style lets it fall to the foot of the page."""
    made = compose(copy(), WORLD, theme(), "pdf").decode()

    assert '<span class="footnote">It is old.' in made
    assert "doc-endnotes" not in made


def test_a_relative_link_leads_nowhere_on_paper():
    """WeasyPrint would write the path of a folder of this machine into the file."""
    made = compose(copy(), WORLD, theme(), "pdf").decode()

    assert "plan.html" not in made
    assert 'href="https://example.org"' in made


def test_a_word_behind_a_number_is_set_with_the_unit():
    """40万平方米 is a large 40 and a small 万平方米."""
    made = compose(copy("zh_CN"), WORLD, theme(), "html").decode()

    assert '<span class="number">40</span><span class="unit">万平方米</span>' in made


def test_the_last_word_of_a_paragraph_has_company_on_paper():
    """A last line of one word is a hole in the page; on a screen the browser sees to it."""
    body = f"<p>{'Many came to see the garden. ' * 3}They liked it.</p><p>Short text.</p>"
    paper, screen = (compose(copy(body=body), WORLD, theme(), m).decode() for m in ("pdf", "html"))

    assert re.search("liked(\u00a0|&nbsp;)it.</p>", paper)
    assert "Short text.</p>" in paper
    assert "liked it.</p>" in screen


def test_the_theme_of_the_manual_can_be_built():
    """Who follows the designer's manual step by step gets a page."""
    manual = WORLD.read("templates/README.md").decode()
    files = {
        "theme.toml": re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)[0],
        "print.html": re.findall(r"```html\n(.*?)```", manual, re.DOTALL)[0],
        "print.css": re.findall(r"```css\n(.*?)```", manual, re.DOTALL)[0],
    }
    files = {name: re.sub("^   ", "", text, flags=re.M) for name, text in files.items()}
    made = [compose(copy(), _child(files), _load("child", files), m) for m in ("html", "pdf")]

    assert b"Printed in our own house" in made[1]
    assert b"--color-primary: #1B4332" in made[1]


def test_a_title_broken_by_its_writer_keeps_its_lines():
    """A translator knows best where a headline breaks; its plain form has no gap."""
    whole = copy("zh_CN", title="客人云集")
    marked = replace(whole, markup={**whole.markup, "title": "展馆开馆<br />客人云集"})
    made = compose(marked, WORLD, theme(), "html").decode()

    assert re.search(r"<h1>.*开馆</span><br>.*</h1>", made)


def test_letters_of_a_drawing_are_not_joined_from_the_right():
    """A right-to-left PDF takes the pixels of a chart, the web page its drawing."""
    body = '<p><img src="charts/chart-1.svg" alt="x"/></p>'
    kinds = [
        re.findall(
            r"<img src=\"data:image/([a-z]+)",
            compose(copy("ar", body), WORLD, theme(), m).decode(),
        )
        for m in ("pdf", "html")
    ]

    assert kinds == [["png"], ["svg"]]


def test_a_child_extends_the_template_of_its_parent():
    """A template that extends its own name finds the next one up the chain."""
    child = '{% extends "web.html" %}{% block matter %}<p>Ours</p>{{ super() }}{% endblock %}'
    made = compose(
        copy(), _child({"web.html": child}), _load("child", {"web.html": child}), "html"
    )

    assert b"<p>Ours</p>" in made
    assert b"Li Lei" in made


def test_styles_of_a_child_come_after_those_of_its_parent():
    """A child says only what differs."""
    files = {"web.css": ".lede { color: {{ color.accent }} }"}
    made = compose(copy(), _child(files), _load("child", files), "html").decode()

    assert made.index(".masthead {") < made.index(".lede { color: #C8452B }")


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"web.html": "\n{{ nobody }}"}, "broken-template"),
        ({"web.html": "{% if %}"}, "broken-template"),
        ({"web.html": "{{ ''.__class__.__mro__ }}"}, "broken-template"),
        ({"web.html": '{% include "nobody.html" %}'}, "no-such-file"),
        ({"theme.toml": '[color]\naccent = "red; } * { color: red"'}, "bad-token"),
        ({"theme.toml": '[size]\nbody = "10pt"'}, "bad-token"),
        ({"theme.toml": '[role]\nbody = "gothic"'}, "bad-token"),
    ],
)
def test_a_broken_theme_is_told_by_its_file(files, rule):
    """What is wrong in a theme is said of the theme, not of the release."""
    with pytest.raises(PipelineError) as caught:
        compose(copy(), _child(files), _load("child", files), "html")

    assert caught.value.diagnostics[0].rule == rule
    assert caught.value.diagnostics[0].place.path.startswith("templates/child")


CHILD = {"web.html": '{% extends "web.html" %}{% block matter %}{{ "a" ~ "b" * 9 }}{% endblock %}'}
"""A template of which a part can be reckoned while it is compiled."""


@pytest.mark.parametrize("medium", ["html", "pdf"])
def test_what_was_compiled_before_changes_no_page_and_no_price(medium, monkeypatch):
    """A theme stops at its limits at the same place, whatever this process did before."""
    left = []

    class Watched(sandbox.Budget):
        def __init__(self, *given):
            super().__init__(*given)
            left.append(self)

    monkeypatch.setattr(sandbox, "Budget", Watched)
    monkeypatch.setattr(sandbox, "_compiled", {})
    made = [compose(copy(), _child(CHILD), _load("child", CHILD), medium) for _ in range(2)]

    assert made[0] == made[1]
    assert left[0] == left[1]


@pytest.mark.parametrize("name", ["plain", "aerotropolis"])
def test_what_is_prepared_is_what_pages_are_made_of(name, monkeypatch):
    """A worker compiles nothing that was compiled where it was forked from."""
    ready: dict[object, object] = {}
    monkeypatch.setattr(sandbox, "_compiled", ready)
    prepare(WORLD, theme(name), ("html", "pdf", "docx"))
    prepared = set(ready)
    for medium in ("html", "pdf"):
        compose(copy(), WORLD, theme(name), medium)

    assert set(ready) == prepared


def test_a_template_cannot_reach_out_of_the_project():
    """A theme from elsewhere reads themes, and nothing beside them."""
    files = {"web.html": '{% include "../../../secret.toml" %}'}
    with pytest.raises(PipelineError) as caught:
        compose(copy(), _child(files), _load("child", files), "html")

    assert caught.value.diagnostics[0].rule == "outside-project"


def test_scripts_of_a_text_bring_their_faces():
    """A Chinese name in an English page is set in a Chinese face."""
    assert sheets.scripts("Latn", "Li Lei (李雷)") == ("Latn", "Hans")
    assert sheets.scripts("Hant", "李雷 Li Lei") == ("Hant",)


@pytest.mark.parametrize(
    ("locale", "lines"),
    [("zh_CN", ["内资为主：注册企业", "（截至2022年7月底）", "与新增市场主体"]), ("en", [])],
)
def test_the_caption_beside_a_chart_ends_its_lines_between_words(locale, lines):
    """A script without blanks has its lines made; another breaks as it does."""
    said = "内资为主：注册企业（截至2022年7月底）与新增市场主体"
    body = f"<figure><img src='c.svg' alt='x'><figcaption>{said}</figcaption></figure>"
    whole = copy(locale, f"<div class='chart'>{body}</div>")
    made = html.fromstring(compose(whole, WORLD, theme(), "pdf").decode())
    found = made.xpath("//figcaption/span[@class='line']")

    assert [line.text_content() for line in found] == lines


TABLE = "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>".format


@pytest.mark.parametrize(
    ("texts", "share"),
    [
        (("Floor", "30,000", "Expected"), "three-quarters"),
        (("Research and medical buildings of the zone", "30,000", "Expected"), "half"),
        (("x" * 60, "30,000", "Expected"), "quarter"),
        (("x" * 60, "30,000", "x" * 60), ""),
        (("科研及医疗用房", "40万平方米", "两个自贸区，大兴机场临空区成立以来累计"), "half"),
    ],
)  # fmt: skip
def test_the_texts_of_a_table_begin_on_a_quarter_of_the_page(texts, share):
    """The last from which none has to break; else the columns share the page."""
    cells = "<td>{}</td><td class='end'>{}</td><td>{}</td>".format(*texts)
    heads = "<th>A</th><th class='end'>B</th><th>C</th>"
    root = html.fragment_fromstring(
        f"<div class='frame broad'>{TABLE(heads, f'<tr>{cells}</tr>')}</div>", create_parent="div"
    )
    tables.align(root, 58.0)

    assert {row[-1].get("class", "") for row in root.iter("tr")} == {share}


@pytest.mark.parametrize("cells", [
    "<td>a</td><td class='end'>1</td><td class='end'>2</td>",
    "<td>a</td><td>b</td><td>c</td>",
    "<td>a</td><td class='end' colspan='2'>1</td><td>b</td>",
    "<td class='end'>1</td><td class='end'>2</td><td>b</td>",
])  # fmt: skip
def test_other_tables_share_the_page_by_what_they_hold(cells):
    """Only a name, figures and a text, in each row, are set on the quarters."""
    root = html.fragment_fromstring(
        f"<div class='frame broad'>{TABLE('', f'<tr>{cells}</tr>')}</div>", create_parent="div"
    )
    before = html.tostring(root)
    tables.align(root, 58.0)

    assert html.tostring(root) == before


def _child(files: dict[str, str]) -> Memory:
    plain = {path: WORLD.read(path) for path in WORLD.glob("templates/plain/*")}
    own = {f"templates/child/{name}": text.encode() for name, text in files.items()}
    tokens = files.get("theme.toml", "").removeprefix('parent = "plain"\n')
    config = {"templates/child/theme.toml": f'parent = "plain"\n{tokens}'.encode()}
    return Memory({**plain, **own, **config})


def _load(name: str, files: dict[str, str]) -> Theme:
    return themes.load(_child(files), name, Place("diglot.toml"))

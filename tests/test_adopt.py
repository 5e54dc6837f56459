"""Translations made elsewhere, carried over: texts found, tags rebuilt, the rest reported."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import adopt, config, inlines, po, tree
from pipeline.adopt import reading, rst, tolerant, verbs
from pipeline.cache import Cache
from pipeline.catalogs import Header
from pipeline.catalogs.updating import update
from pipeline.engines import pandoc
from pipeline.inlines import decode, encode
from pipeline.model import Locale, Message, Place
from pipeline.releases import parse
from pipeline.stages.extract import extract
from pipeline.workshop import Workshop
from pipeline.world import Disk, Memory
from tests import small
from tests.small import ROOT

PATH = "sources/book/release.md"
REAL = "sources/2022-08-23-daxing-life-health/release.md"


def release(markdown, front=""):
    text = f"---\ntitle: Book\n{front}---\n\n{markdown}\n"
    return parse(Memory({PATH: text.encode()}), PATH, Locale("en")).release


def foreign(pairs):
    entries = tuple(po.Entry(s, (t,), line=n) for n, (s, t) in enumerate(pairs.items(), start=2))
    return po.File("old.po", entries)


def adopted(markdown, pairs, markup=None):
    book = release(markdown)
    custom = adopt.Custom(markup)
    return adopt.plan(foreign(pairs), extract(book), adopt.sources(book), custom)


def texts(plan):
    return {one.key[1]: one.text for one in plan.carried}


def test_a_catalog_of_the_same_text_is_carried_whole():
    """What pandoc writes as Markdown for each message of a real release comes back as it."""
    book = parse(Disk(ROOT), REAL, Locale("en")).release
    known, figures = adopt.sources(book), adopt.figures(book, "en_GB", "en_GB")
    shown = [tree.rewrite(nodes, lambda n: _spelt(n, figures)) for nodes in known.values()]
    bodies = [[{"t": "Para", "c": nodes}] for nodes in shown]
    written = pandoc.write(bodies, "commonmark_x-smart", Place(REAL))
    texts_alone = (text.split("\n\n[^")[0].strip() for text in written)
    ours = tuple(m for m in extract(book) if ".unit}" not in m.text)
    file = foreign({text: text for text in texts_alone})
    plan = adopt.plan(file, ours, known, adopt.Custom("markdown", figures))

    assert texts(plan) == {m.text: m.text for m in ours}


def _spelt(node, figures):
    figure = figures.get(inlines.reference(node))
    return {"t": "Str", "c": figure.source} if figure else node


@given(st.text("a*_`~[]() \\“健康”，。<>{}$\n", max_size=20))
@settings(max_examples=60, deadline=None)
def test_whatever_a_translator_writes_the_plan_never_fails(text):
    """A strange translation is carried or refused; what is carried decodes."""
    book = release("Read [the *guide*](u) by `mmap`.\n")
    known = adopt.sources(book)
    pairs = {"Read [the *guide*](u) by `mmap`.": f"看{text}"}
    plan = adopt.plan(foreign(pairs), extract(book), known)

    assert all(decode(one.text, known[one.key]) for one in plan.carried)
    assert plan.carried or plan.refused


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("活动**“健康”**成功举办", "活动<strong>“健康”</strong>成功举办"),
        ("**注意**：**重要**", "<strong>注意</strong>：<strong>重要</strong>"),
        ("在**大兴，**举办", "在<strong>大兴，</strong>举办"),
        ("由**（中国）**承办", "由<strong>（中国）</strong>承办"),
        ("看**《指南》**吧", "看<strong>《指南》</strong>吧"),
        ("共*“三”*家", "共<em>“三”</em>家"),
        ("***粗***体", "<strong><em>粗</em></strong>体"),
        ("这是__“重点”__内容", "这是<strong>“重点”</strong>内容"),
        ("~~“旧”~~新", "<del>“旧”</del>新"),
        ('他说"你好"了', "他说“你好”了"),
        ("2 * 3 * 4 与 a_b_c", "2 * 3 * 4 与 a_b_c"),
    ],
)
def test_emphasis_holds_beside_chinese_punctuation(written, meant):
    """CommonMark leaves the asterisks of most of these on the page."""
    ((run,),) = reading.Reader("old.po").read([written], loose=True)

    assert run.text == meant


def test_links_and_code_find_their_place_by_what_they_are():
    """A translation may turn the order round: a link is known by its target, code by itself."""
    text = "Read [one](a.md) or [two](b.md) with `x` and `y`."
    plan = adopted(text, {text: "用`y`和`x`读[二](b.md)或[一](a.md)。"})
    ours = "Read <link>one</link> or <link2>two</link2> with <code/> and <code2/>."

    assert texts(plan) == {ours: "用<code2/>和<code/>读<link2>二</link2>或<link>一</link>。"}
    assert not plan.carried[0].fuzzy


def test_code_that_the_translation_lacks_or_adds_is_doubted():
    """The work is kept, fuzzy, and says what to look at."""
    plan = adopted(
        "An `enum` in `std`.\n\nA trait.",
        {"An `enum` in `std`.": "`std` 的枚举。", "A trait.": "一个 `trait`。"},
    )

    assert [one.text for one in plan.carried] == ["<code2/> 的枚举。<code/>", "一个 trait。"]
    assert all(one.fuzzy for one in plan.carried)
    assert "`enum` was lost in translation" in plan.carried[0].doubts[0]


@pytest.mark.parametrize(
    ("source", "target", "becomes"),
    [
        ("`a::b` or `c::d`.", "“a::b”或“c::d”。", "<code/>或<code2/>。"),
        ("`a::b` or `c::d`.", "a::b或c::d。", "<code/>或<code2/>。"),
        ("The `code` and `s`.", "`s`和code。", "<code2/>和<code/>。"),
        ("A `let` and `s`.", "Die Musik: s und let.", "Die Musik: <code2/> und <code/>."),
    ],
)
def test_code_that_the_translation_spells_out_finds_its_tag(source, target, becomes):
    """Tools of machine translation turn ticks into quotation marks; part of a word is no code."""
    plan = adopted(source, {source: target})

    assert [(one.text, one.fuzzy) for one in plan.carried] == [(becomes, True)]


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        ("See [it](a.md).", "看。", "lacks one of the links: `it`"),
        ("`a` and `b`", "甲和乙", "has 2 code spans, of which its translation lacks 2"),
        ("- one\n- two", "- 一", "has 2 blocks and its translation 1"),
        ("Plain.", "白[^1]", "has fewer footnotes"),
    ],
)
def test_what_cannot_be_rebuilt_is_refused_with_its_reason(source, target, why):
    """Nothing is made up that only the source can supply."""
    plan = adopted(source, {source: target})

    assert not plan.carried
    assert [fault.rule for fault in plan.refused] == ["tags-differ"]
    assert why in plan.refused[0].message


def test_a_text_that_is_gone_is_named_with_its_line():
    """One line each, at the line of the foreign file."""
    plan = adopted("Here.", {"Nowhere to be found at all.": "无处可寻。", "`x`": "`x`"})

    assert [str(fault) for fault in plan.refused] == [
        "old.po:2: note: `Nowhere to be found at all.`: it stands nowhere in the release"
        " [text-gone]",
        "old.po:3: note: ``x``: it holds nothing that we translate [no-words]",
    ]


def test_a_whole_list_or_table_in_one_text_is_split():
    """Where the counts of blocks agree, each of ours gets its own."""
    items = "- one *x*\n- two\n\n  more"
    table = "| A | B |\n|---|---|\n| c | d |"
    plan = adopted(
        f"{items}\n\n{table}",
        {
            items: "- 一*甲*\n- 二\n\n  更多",
            table: "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |",
        },
    )

    assert texts(plan) == {
        "one <em>x</em>": "一<em>甲</em>",
        "two": "二",
        "more": "更多",
        "A": "甲",
        "B": "乙",
        "c": "丙",
        "d": "丁",
    }


def test_what_is_lost_in_part_is_reported_too():
    """A list of which one item does not fit: the rest is carried, the item is named."""
    items = "- one\n- [two](b.md)\n- gone"
    plan = adopted("- one\n- [two](b.md)", {items: "- 一\n- 二\n- 没了"})

    assert texts(plan) == {"one": "一"}
    assert [fault.rule for fault in plan.refused] == ["tags-differ"]


def test_one_of_ours_may_be_two_of_theirs():
    """Two foreign texts that were merged are joined, without a blank between Chinese."""
    one = "The park was opened in the summer of that year."
    two = "More than a thousand firms have moved in since then."
    plan = adopted(
        f"Before.\n\n{one} {two}\n\nAfter.",
        {
            "Before.": "之前。",
            one: "园区于当年夏天开园。",
            two: "此后逾千家企业入驻。",
            "After.": "之后。",
        },
    )

    assert texts(plan)[f"{one} {two}"] == "园区于当年夏天开园。此后逾千家企业入驻。"


def test_an_edited_text_is_carried_as_a_guess():
    """It says for which text the translation was made."""
    plan = adopted(
        "A.\n\nThe two gardens of the old town are open on Sunday.",
        {
            "A.": "甲。",
            "The two gardens of the old town are open on Monday.": "古城两园周一开放。",
        },
    )

    assert plan.carried[-1].fuzzy
    assert plan.carried[-1].previous == "The two gardens of the old town are open on Monday."


def test_pictures_titles_headings_and_references():
    """Alt texts are messages; a title that starts with a number is none of a list."""
    plan = adopted(
        "# 1. Opening\n\n![A plan](p.png)\n\nSee [it][r].[^n]\n\n[^n]: A *note*.\n\n[r]: u",
        {
            "1. Opening": "1. 开馆",
            "![A plan](p.png)": "![平面图](p.png)",
            "See [it][r].[^n]": "见[它][r]。[^n]",
            "[^n]: A *note*.": "[^n]: 一个*注*。",
        },
    )

    assert texts(plan) == {
        "1. Opening": "1. 开馆",
        "A plan": "平面图",
        "See <link>it</link>.<note/>": "见<link>它</link>。<note/>",
        "A <em>note</em>.": "一个<em>注</em>。",
    }
    assert not any(one.fuzzy for one in plan.carried)


def test_a_text_of_ours_that_is_a_link_throughout_takes_its_words():
    """The gettext of mdBook takes the titles out of the links of its summary."""
    plan = adopted("- [Opening](o.md)\n\n# Opening", {"Opening": "开馆"})

    assert texts(plan) == {"<link>Opening</link>": "<link>开馆</link>", "Opening": "开馆"}


def test_restructured_text_is_read():
    """Sphinx: roles, hyperlinks, literals and the escaped blanks of Chinese."""
    plan = adopted(
        "See [the guide](g.md), `mmap` and **this**.",
        {
            "See :ref:`the guide <g>`, ``mmap`` and **this**.": (
                "见 :ref:`指南 <g>`、``mmap`` 和\\ **这个**\\ 。"
            ),
        },
    )

    assert texts(plan) == {
        "See <link>the guide</link>, <code/> and <strong>this</strong>.": (
            "见 <link>指南</link>、<code/> 和<strong>这个</strong>。"
        ),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("``a*b``", "`a*b`"),
        ("`docs <https://a.b/c_d>`_ or `docs`_", "[docs](<https://a.b/c_d>) or [docs](<#docs>)"),
        (":func:`~os.path.join` and :kbd:`C`", "`join` and `C`"),
        ("note [1]_, snake_case, Word_", "note [^1], snake\\_case, [Word](#Word)"),
        ("用NumPy_和它[1]_来", "用[NumPy](#NumPy)和它[^1]来"),
        ("Like this::", "Like this:"),
    ],
)
def test_restructured_text_is_said_in_markdown(text, said):
    """Inline markup only: a Sphinx message is one paragraph."""
    assert rst.markdown(text) == said


def test_figures_become_facts_again():
    """A catalog made before there were facts spells them; the translation names them again."""
    front = (
        "facts:\n  firms: {value: 2961, kind: integer}\n  day: {value: 2022-08-23, kind: date}\n"
    )
    book = release("On {day} there were {firms} firms.\n\nStill {firms}, they say.", front)
    pairs = {
        "On 23 August 2022 there were 2,961 firms.": "2022年8月23日共有2961家企业。",
        "Still 2,961, they say.": "据说仍是那么多。",
    }
    custom = adopt.Custom(figures=adopt.figures(book, "en_GB", "zh_CN"))
    plan = adopt.plan(foreign(pairs), extract(book), adopt.sources(book), custom)

    assert texts(plan) == {"On {day} there were {firms} firms.": "{day}共有{firms}家企业。"}
    assert "the figure `2,961` stands elsewhere" in plan.refused[0].message


HEADER = Header("book", Locale("zh_CN"), "2024-05-01")


def test_a_finished_translation_of_ours_is_never_touched():
    """What is empty is filled, what is done stays, and filling twice equals once."""
    messages = (Message("One"), Message("Two"), Message("Three"))
    ours = update(None, messages, HEADER).replace(
        b'msgid "One"\nmsgstr ""', 'msgid "One"\nmsgstr "一"'.encode()
    )
    place = Place("old.po", 3)
    carried = (
        adopt.Carried(("", "One"), "壹", place),
        adopt.Carried(("", "Two"), "贰？", place, fuzzy=True, previous="Too", comments=("ask",)),
        adopt.Carried(("", "Two"), "贰", place),
        adopt.Carried(("", "Three"), "叁", place, fuzzy=True, doubts=("`x` was lost",)),
    )
    data, filled = adopt.applied(ours, "zh.po", carried)
    entries = {e.text: e for e in po.read(data, "zh.po").entries}

    assert filled == 2
    assert [entries[k].translations[0] for k in ("One", "Two", "Three")] == ["一", "贰", "叁"]
    assert (entries["Two"].fuzzy, entries["Three"].fuzzy) == (False, True)
    assert entries["Three"].comments == ("adopted: `x` was lost",)
    assert adopt.applied(data, "zh.po", carried) == (data, 0)


def test_the_tolerant_reader_leaves_other_markdown_alone():
    """Code, addresses, escapes and lists are no emphasis."""
    text = "* `a*b*` \\*x\\* [l](a_b_c) <https://a_b_c> $x_1 y_2$ a_b_c\n* **b**"

    assert tolerant.spelled(text) == text.replace("**b**", "[b]{.adopted-strong}")
    assert encode([]) == ""


OLD = """msgid "On the first day 1,200 guests came."
msgstr "首日有1200位客人到访。"

msgid "Some saw the *garden*, some [the tower](https://example.org).[^1]"
msgstr "有人看了*“花园”*，有人看了[古塔](https://example.org)。[^1]"

msgid "Some words that are not there."
msgstr "没有的话。"
"""


@pytest.fixture
def command_line(tmp_path):
    """Return a function that runs ``diglot`` in a small project without translations."""
    (small.write(tmp_path) / small.CATALOG).unlink()
    (tmp_path / "old.po").write_text(OLD, encoding="utf-8")
    shop = Workshop(Disk(tmp_path, ROOT), Cache(tmp_path / ".diglot" / "cache"))
    main = click.Group("diglot")
    verbs.add(main, lambda _: (tmp_path, config.load(shop.world), shop))
    line = ["adopt", "catalog", str(tmp_path / "old.po"), "--release", small.SLUG]
    return lambda *options: CliRunner().invoke(main, [*line, *options])


def test_the_verb_says_what_it_would_do_and_writes_when_told(command_line, tmp_path):
    """A first run shows, a second one writes; a third one finds all of it done."""
    dry = command_line("-l", "zh_CN")
    before = (tmp_path / small.CATALOG).exists()
    wet = command_line("-l", "zh_CN", "--apply")
    written = {e.text: e for e in po.read((tmp_path / small.CATALOG).read_bytes(), "zh").entries}
    again = command_line("-l", "zh_CN", "--apply")

    assert (dry.exit_code, wet.exit_code, before) == (1, 1, False)
    assert "it stands nowhere in the release [text-gone]" in dry.output
    assert "2 translations carried, 0 of them fuzzy; 1 not; 2 entries filled" in dry.output
    assert "nothing is written yet; add --apply" in dry.output
    assert "nothing is written yet" not in wet.output
    assert written["On the first day {guests} guests came."].translations == (
        "首日有{guests}位客人到访。",
    )
    assert "0 entries filled" in again.output


def test_the_verb_refuses_a_locale_that_is_not_translated_into(command_line):
    """The source language has no catalog."""
    assert command_line("-l", "en").exit_code == 2


def test_the_verb_takes_the_locale_from_the_header(command_line, tmp_path):
    """A header that names no language of the project is told, with what to write."""
    silent = command_line()
    head = 'msgid ""\nmsgstr "Language: {}\\nContent-Type: text/plain; charset=UTF-8\\n"\n'
    (tmp_path / "old.po").write_text(head.format("zh-CN") + "\n" + OLD, "utf-8")
    named = command_line()
    (tmp_path / "old.po").write_text(head.format("fr"), "utf-8")
    foreign = command_line()

    assert "2 translations carried" in named.output
    assert (silent.exit_code, foreign.exit_code) == (2, 2)
    assert "names no language; add -l with one of zh_CN" in silent.output
    assert "says `Language: fr`" in foreign.output

"""Reading Markdown: positions that leave the worker lose no line of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engines import pandoc
from pipeline.footnotes import circles
from pipeline.model import Place
from pipeline.stages.settle import captions, settle
from tests.conftest import ROOT

LINE = Place("release.md", 1)
WORDS = st.sampled_from(
    [
        *["word", "*em*", "**st**", "~~out~~", "H~2~O", "x^2^", "[sc]{.smallcaps}", "`code`"],
        *["$m^2$", '![alt](a.png "t")', '[link *x*](u "ti")', "[ref][r]", "[^n]", "^[note *x*]"],
        *['"quoted text"', "it's", "...", "--", "{fact}", "{{lit}}", "<b>raw</b>", "<!-- c -->"],
        *["<https://x.org>", "a\\*b", "\\\\", "&amp;", "中文“引号”，", "**中**", "[ ]", "[x]"],
        *['\\"', "a]b", "[a", "```x```", "line  \nbreak", "soft\nbreak", "软\n断", "![](b.png)"],
        *["[w]{}", '[w]{data-pos="9:9"}', "[w]{wrapper=1}", "***", "~", "_", "*a **b** c*", "$"],
    ]
)
texts = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
rows = texts.map(lambda text: text.replace("\n", " ").replace("|", ""))


def _inside(blocks):
    """Return a strategy of blocks that hold other blocks."""
    several = st.lists(blocks, min_size=1, max_size=3)
    return st.one_of(
        several.map(lambda items: "\n".join(f"- {_under(item, 2)}" for item in items)),
        several.map(lambda items: "\n\n".join(f"1. {_under(item, 3)}" for item in items)),
        blocks.map(lambda block: "\n".join(f"> {line}" for line in block.split("\n"))),
        several.map(lambda inner: "::: lede\n" + "\n\n".join(inner) + "\n:::"),
        several.map(lambda inner: '::: {.table caption="A *b*"}\n' + inner[0] + "\n\n:::"),
    )


def _under(text, width):
    return text.replace("\n", "\n" + " " * width)


plain = st.one_of(
    texts,
    rows.map(lambda text: f"## {text}"),
    st.lists(st.tuples(rows, rows), min_size=1, max_size=3).map(
        lambda pairs: "\n".join(f"{term}\n: {said}\n" for term, said in pairs)
    ),
    st.tuples(rows, rows).map(lambda row: f"| {row[0]} | b |\n|---|---|\n| {row[1]} | c |"),
    st.sampled_from(
        [
            *["```py\ncode [b]\n```", "    indented", "* * *", "<div>\nx\n</div>"],
            *["<!-- a\n\nb -->", '![fig *a*](c.svg "Title")', "- [ ] open\n- [x] done"],
        ]
    ),
)
pages = st.lists(st.recursive(plain, _inside, max_leaves=6), min_size=1, max_size=12).map(
    lambda blocks: "\n\n".join(blocks) + '\n\n[r]: u "T"\n\n[^n]: note "text"\n\n    second *x*\n'
)


def _same_with_every_position(text):
    (ours,) = pandoc.read([text], Place("release.md"))
    whole = json.loads(pypandoc.convert_text(text, "json", format=pandoc.READER))

    assert captions(ours["blocks"]) == captions(whole["blocks"])
    assert settle(ours["blocks"], {}) == settle(whole["blocks"], {})


@given(pages)
@settings(max_examples=25)
def test_words_without_positions_change_no_tree_and_no_line(text):
    """The worker drops the positions of plain words; every line stays where it was."""
    _same_with_every_position(text)


@pytest.mark.slow
@given(pages)
@settings(max_examples=600)
def test_words_without_positions_change_nothing_in_many_documents(text):
    """The same, over more documents."""
    _same_with_every_position(text)


@pytest.mark.parametrize(
    "path",
    [
        path.relative_to(ROOT).as_posix()
        for room in ("sources", "pipeline/scaffold_files")
        for path in sorted((ROOT / room).rglob("release.md"))
    ],
)
def test_words_without_positions_change_no_release(path):
    """The same, over every release of the repository."""
    text = (ROOT / path).read_text(encoding="utf-8").split("---\n", 2)[-1]

    _same_with_every_position(text)


def test_every_term_of_a_list_knows_its_line():
    """A reviewer is sent to the term itself, not to the first term of its list."""
    (read,) = pandoc.read(["one\n: first\n\n*two*\n: second\n"], Place("release.md"))
    _, lines = settle(read["blocks"], {})

    assert [lines["blocks", 0, "c", number, 0] for number in (0, 1)] == [1, 4]


openings = st.sampled_from(
    [
        *[
            "",
            "Words ",
            "文字",
            "a. ",
            "iv) ",
            "A.b",
            "x | ",
            "Ü- ",
            "b\\. ",
            "1. ",
            "# ",
            "- ",
            "> ",
        ],
        *[
            ": ",
            "| a | b",
            "    ",
            "[^n]: ",
            "[r]: u",
            "=== ",
            "--- ",
            "::: x",
            "```",
            "$$",
            "<div>",
        ],
    ]
)
endings = st.sampled_from(
    ["", " ", "\\", " {#id}", " {.x}", "`", '"', "<!--", "$", "[^n]", "|", "::"]
)
lines = (
    st.tuples(openings, texts.map(lambda text: " ".join(text.split())), endings)
    .map("".join)
    .filter(lambda line: not any(circles([line])))  # no release with such a note is read
)


def _apart(texts):
    return [settle(read["blocks"], {})[0] for text in texts for read in pandoc.read([text], LINE)]


def _same_as_apart(texts):
    together = [settle(read["blocks"], {})[0] for read in pandoc.read(texts, LINE)]

    assert together == _apart(texts)


@given(st.lists(lines, min_size=2, max_size=9))
@settings(max_examples=25)
def test_lines_read_together_say_what_each_says_alone(texts):
    """The texts of a front matter go to pandoc at once, and no text changes another."""
    _same_as_apart(texts)


@pytest.mark.slow
@given(st.lists(lines, min_size=2, max_size=9))
@settings(max_examples=600)
def test_lines_read_together_change_nothing_in_many_lists(texts):
    """The same, over more texts."""
    _same_as_apart(texts)


@given(st.lists(lines, max_size=6))
@settings(max_examples=25)
def test_runs_written_together_are_written_as_alone(texts):
    """The HTML of a title does not depend on the title that is written before it."""
    runs = [
        blocks[0]["c"] if blocks and blocks[0]["t"] == "Para" else [] for blocks in _apart(texts)
    ]
    alone = [pandoc.write([[{"t": "Plain", "c": run}]], "html5", LINE)[0] for run in runs]

    assert pandoc.html(runs, LINE) == alone


def test_a_pandoc_of_the_machine_is_not_asked(tmp_path, monkeypatch):
    """The one that is locked decides the bytes, though a newer one be on the path."""
    newer = tmp_path / "pandoc"
    newer.write_text("#!/bin/sh\necho pandoc 99.0\n", encoding="utf-8")
    newer.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("PYPANDOC_PANDOC", str(newer))

    assert pandoc.program.__wrapped__().is_relative_to(Path(pypandoc.__file__).parent)

"""Themes: tokens through a chain of parents, and every mistake of a designer at its line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import themes
from pipeline.diagnostics import PipelineError
from pipeline.model import Place
from pipeline.stages.compose import brackets, wrong
from pipeline.themes import paper, schema
from pipeline.world import Memory
from tests.copies import WORLD

ASKED = Place("diglot.toml", 5)
SHIPPED = {
    path: WORLD.read(path)
    for path in WORLD.glob("templates/*/*.*")
    if path.endswith((".toml", ".css", ".html", ".svg"))
}


def world(**files):
    """Return a project whose theme `house` has these files: ``css`` is ``print.css``."""
    named = {"toml": "theme.toml", "css": "print.css", "web": "web.css", "html": "print.html"}
    own = {f"templates/house/{named[kind]}": text.encode() for kind, text in files.items()}
    return Memory({"templates/house/theme.toml": b'parent = "plain"\n', **SHIPPED, **own})


def told(**files):
    """Return what is wrong with the theme `house`, in tokens or in files."""
    here = world(**files)
    try:
        return list(wrong(here, themes.load(here, "house", ASKED)))
    except PipelineError as reason:
        return list(reason.diagnostics)


MISTAKES = [
    ("toml", '[color]\nprimary = "green"', "`primary` in [color] is `green`", 3, "write it as"),
    ("toml", '[color]\nprimry = "#00FF00"', "unknown token `primry`", 3, "did you mean `primary`"),
    ("toml", "[page]\nleft_mm = -3", "`left_mm` in [page] is `-3`", 3, "from 0"),
    ("toml", "[size]\ntitle = -27", "`title` in [size] is `-27`", 3, "write points"),
    ("toml", "[size]\ntitle = true", "`title` in [size] is `True`", 3, "write points"),
    ("toml", "[page]\nlegt_mm = 3", "unknown token `legt_mm`", 3, "did you mean `left_mm`"),
    ("toml", "[colour]\nx = 1", "unknown table [colour]", 2, "did you mean `color`"),
    ("toml", '[role]\nbody = "serf"', "role `body` names the fonts `serf`", 3, "`serif`"),
    ("toml", '[role]\nheadings = "serif"', "unknown token `headings`", 3, "`heading`"),
    ("toml", "[cmyk]\nprimary = [1, 2, 3]", "`primary` in [cmyk]", 3, "four percentages"),
    ("toml", "[cmyk]\nprimary = [1, 2, 3, 400]", "`primary` in [cmyk]", 3, "four percentages"),
    ("toml", "[cmyk]\ngold = [0, 20, 60, 20]", "unknown color `gold` in [cmyk]", 3, "[color]"),
    ("toml", '[page]\nformat = "a44"', "page format `a44` does not exist", 3, "`a4`"),
    ("toml", '[cover]\nart = "wave"', "`art` in [cover] is `wave`", 3, "waves"),
    ("toml", '[font.serif]\nHnas = "Song"', "unknown token `Hnas` in [font.serif]", 3, "`Hans`"),
    ("toml", "[line]\nLatn = 0", "`Latn` in [line] is `0`", 3, "multiple"),
    ("toml", "[format.dl.paeg]\ntop_mm = 1", "no table `paeg`", 2, "`page`"),
    ("toml", "[format.dl.page]\ntop = 1", "unknown token `top`", 3, "`top_mm`"),
    ("toml", "primary = 1", "unknown token `primary`", 2, "put it into a table"),
    ("toml", "[color\n", "broken TOML", 2, "mend the line"),
    ("css", "a { color: var(--color-primry) }", "`--color-primry` is no token", 1, "primary"),
    ("css", "\na {\n background: url(https://x.org/a) }", "`https://x.org/a`", 3, "picture"),
    ("css", '@import "more.css";', "is a file that a page would have to fetch", 1, "picture"),
    ("css", 'a { background: url("b.svg") }', "is a file that a page", 1, 'picture("b.svg")'),
    ("css", '\na { background: url("{{ picture("b.svg") }}") }', "has no `b.svg`", 2, "add"),
    ("html", "\n{% extends 'prin.html' %}", "theme `house` has no `prin.html`", 2, "`print.html`"),
    ("html", "{% extends 'print.html' %}\n{% include 'xyz.html' %}", "no `xyz.html`", 2, "did"),
    ("html", "\n{% block cover %}", "Unexpected end of template", 2, "see templates/README.md"),
    ("html", "<script>x</script>", "`<script>` is not allowed", 1, "delete it"),
    ("html", "<img src='https://x.org/b.png'>", "`https://x.org/b.png` is an address", 1, "save"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "message", "line", "hint"), MISTAKES)
def test_a_mistake_in_a_theme_is_told_with_file_line_and_hint(kind, text, message, line, hint):
    """The designer reads where, what, and what to do; nothing is made meanwhile."""
    found = told(**{kind: f'parent = "plain"\n{text}\n' if kind == "toml" else text})
    files = {"toml": "theme.toml", "css": "print.css", "html": "print.html"}

    assert len(found) == 1, found
    assert message in found[0].message
    assert found[0].place == Place(f"templates/house/{files[kind]}", line)
    assert hint in found[0].hints[0]


@given(st.data())
def test_a_brace_that_is_lost_is_told_at_the_line_of_its_rule(data):
    """Wherever it was in a style that is laid out as ours are, and however many rules follow."""
    path = data.draw(st.sampled_from(sorted(path for path in SHIPPED if path.endswith(".css"))))
    css = re.sub(r"\{%.*?%\}", "", SHIPPED[path].decode())
    hidden = r"/\*.*?\*/|\{\{.*?\}\}|\"[^\"]*\"|'[^']*'"
    text = re.sub(hidden, lambda found: " " * len(found[0]), css, flags=re.DOTALL)
    at = data.draw(st.sampled_from([found.start() for found in re.finditer(r"\}", text)]))
    deep, opened = 1, at
    while deep:
        opened -= 1
        deep += (text[opened] == "}") - (text[opened] == "{")
    found = brackets.loose(css[:at] + css[at + 1 :])

    assert [css.count("\n", 0, one.offset) for one in found] == [css.count("\n", 0, opened)]


@pytest.mark.parametrize(
    "css",
    [
        "p { background: url(data:image/png;base64,{{ x }}) } /* { */ q::before { content: '}' }",
        "{% if a %}@media print {{% else %}@media screen {{% endif %} p { top: 0 } }",
        "p { {# { #} top: {{ {'a': 1}['a'] }}px }",
        "a {\n  top: 0 }\n  b { top: 0 }\nc\n{\n  top: 0\n}",
    ],
)
def test_what_stands_in_texts_comments_and_branches_is_no_bracket_of_a_rule(css):
    """Nor does it matter how the lines are laid out."""
    assert brackets.loose(css) == ()


def test_all_mistakes_of_a_chain_come_at_once():
    """One build tells them all, those of the parents too."""
    own = 'parent = "aunt"\n[size]\nlede = 0\n[page]\ntop_mm = "2cm"\n'
    aunt = b'parent = "plain"\n[color]\naccent = "red"\n'
    here = Memory({**world(toml=own).files, "templates/aunt/theme.toml": aunt})
    with pytest.raises(PipelineError) as caught:
        themes.load(here, "house", ASKED)

    assert [str(d.place) for d in caught.value.diagnostics] == [
        "templates/aunt/theme.toml:3",
        "templates/house/theme.toml:3",
        "templates/house/theme.toml:5",
    ]


@pytest.mark.parametrize(
    ("parent", "message", "hint"),
    [
        ("plane", "parent theme `plane` does not exist", "did you mean `plain`?"),
        ("house", "theme `house` is its own ancestor", "house → house"),
        ("loop", "theme `house` is its own ancestor", "house → loop → house"),
    ],
)
def test_a_parent_that_leads_nowhere_is_told_at_its_line(parent, message, hint):
    """So is one that leads back."""
    files = {**world(toml=f'# ours\nparent = "{parent}"\n').files}
    files["templates/loop/theme.toml"] = b'parent = "house"\n'
    with pytest.raises(PipelineError) as caught:
        themes.load(Memory(files), "house", ASKED)
    (found,) = caught.value.diagnostics

    assert found.message == message
    assert found.place.line == (1 if parent == "loop" else 2)
    assert hint in found.hints[0]


def test_a_theme_without_a_parent_says_everything_itself():
    """What it leaves unsaid is told, token by token."""
    found = told(toml='[color]\nprimary = "#000000"\n')

    assert "[color] has no `accent`" in {d.message for d in found}
    assert all('parent = "plain"' in d.hints[0] for d in found)


def test_a_changed_colour_loses_the_inks_of_its_parent():
    """Green is not printed with the inks of blue."""
    here = world(toml='parent = "plain"\n[color]\nprimary = "#1B4332"\n')
    theme = themes.load(here, "house", ASKED)

    assert theme.ink("primary") == ()
    assert theme.ink("accent") == (12, 85, 95, 2)


def test_a_theme_may_add_colours_sizes_and_formats_of_its_own():
    """A name that is not nearly one of ours is the designer's."""
    own = """parent = "plain"
[color]
jade = "#3A7D5C"
[space]
band_mm = 12
[page]
format = "square"
[format.square.page]
width_mm = 210
height_mm = 210
[format.square.size]
title = 22
"""
    theme = themes.load(world(toml=own), "house", ASKED)

    assert told(toml=own, css="a { color: var(--color-jade); margin: var(--space-band) }") == []
    assert (theme.tokens["page"]["width_mm"], theme.size("title")) == (210, 22)
    assert themes.on_paper(theme, "a4", ASKED).size("title") == 27


@pytest.mark.parametrize("name", sorted(paper.PAPERS))
@pytest.mark.parametrize("theme", themes.names(WORLD))
def test_the_shipped_themes_are_sound_on_every_page_format(name, theme):
    """Nothing is wrong in what we hand out."""
    made = themes.on_paper(themes.load(WORLD, theme, ASKED), name, ASKED)

    assert list(wrong(WORLD, made)) == []
    assert made.folded == (name == "dl")


@given(st.dictionaries(st.sampled_from(schema.LENGTHS), st.floats(0, 1000), max_size=4))
def test_the_line_of_every_token_is_known(lengths):
    """What is written on a line is found on that line."""
    text = "".join(f"{name} = {value!r}  # mm\n" for name, value in lengths.items())
    found = schema.lines(f'parent = "plain"\n\n[page]\n{text}')

    assert [found["page", name] for name in lengths] == list(range(4, 4 + len(lengths)))

"""Suggestions from memory and from the house's own command."""

from __future__ import annotations

import json
import sys

import pytest

from pipeline.diagnostics import PipelineError
from pipeline.engines import hook
from pipeline.exchange import forms, memory, suggest
from pipeline.exchange.gather import desks
from pipeline.world import Memory
from tests.test_exchange import DOSSIER, EN, SLUG, ZH
from tests.test_exchange_intake import CATALOG, MESSAGES, ORIGINAL, catalog


def _memory(**pairs):
    return memory.of(tuple(memory.Saying(s, t, "a.tmx") for s, t in pairs["said"]))


def _advice(said, ask=None, **texts):
    (desk,) = desks([ORIGINAL], [ZH], catalog(**texts))
    return suggest.advise(desk, _memory(said=said), ask)


def test_memory_suggests_for_what_waits_and_for_nothing_else():
    """The very same text scores 100, a like one less, an unlike one nothing."""
    said = [("Hello", "你好"), ("{day} was good", "{day}不错"), ("Something else", "别的")]
    advice = _advice(said, Hello="喂", Bye="~再会")

    assert [a.message.text for a in advice] == [m.text for m in MESSAGES[1:]]
    assert [[(s.target, s.score, s.fits) for s in a.suggestions] for a in advice] == [
        [], [("{year}不错", 99, True)], []
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "made_for", "wanted", "becomes"),
    [
        ("看<link2>这</link2>", "a <link>b</link> <link2>c</link2>", "see <link>c</link>", ""),
        ("看<link>这</link><note/>", "see <link>it</link><note/>", "see <link>it</link>",
         "看<link>这</link>"),
        ("<em>看</em>", "look", "look", "<em>看</em>"),
        ("{a.compact}家", "{a} firms", "{b} firms", "{b.compact}家"),
        ("{a}家、{b}人", "{a} firms, {b} people", "{c} firms", ""),
        ("看这", "see it", "see <link>it</link>", ""),
    ],
)  # fmt: skip
def test_tags_and_facts_are_adapted_only_where_the_codec_takes_them(
    target, made_for, wanted, becomes
):
    """A figure is never guessed and a link never made up."""
    assert suggest.adapted(target, made_for, wanted) == becomes


def test_memory_is_what_all_catalogs_and_tmx_files_finished():
    """Drafts are not remembered; obsolete translations are."""
    world = catalog(Hello="你好", Bye="~再会")
    old = '\n#~ msgid "Old"\n#~ msgstr "旧"\n'
    tmx = forms.FORMS["tmx"].write(DOSSIER)
    files = {CATALOG: world.files[CATALOG] + old.encode(), "locales/memory/a.tmx": tmx}
    found = memory.recall(Memory(files), ZH, EN)
    pairs = {saying.source: saying.target for saying in found.sayings}

    assert pairs["Hello"] == "你好"
    assert pairs["Old"] == "旧"
    assert pairs["-5 degrees"] == "-5度"
    assert "Bye" not in pairs


def test_the_side_file_is_the_same_bytes_and_never_a_translation():
    """Suggestions lie beside the catalog, for a person to take or leave."""
    (desk,) = desks([ORIGINAL], [ZH], catalog())
    advice = _advice([("Hello", "你好")])

    assert suggest.path_of(desk) == f"locales/zh_CN/suggestions.{SLUG}.json"
    assert suggest.side_file(desk, advice) == suggest.side_file(desk, _advice([("Hello", "你好")]))
    assert json.loads(suggest.side_file(desk, advice))["messages"][0]["suggestions"][0] == {
        "target": "你好", "score": 100, "origin": "a.tmx", "source": "Hello", "fits": True,
    }  # fmt: skip


# --- the house's own command ----------------------------------------------------------

SHOUT = """import json, sys
for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps({"target": question["source"].upper(), "origin": "shout"}))
"""


def _program(folder, text):
    (folder / "program.py").write_text(text, encoding="utf-8")
    return [sys.executable, "program.py"]


def test_a_command_is_asked_about_what_memory_does_not_know(tmp_path):
    """Its answers are suggestions like any other, and say whether they fit."""
    command = _program(tmp_path, SHOUT)
    advice = _advice([("Hello", "你好")], lambda questions: hook.ask(command, questions, tmp_path))

    assert [[s.target for s in a.suggestions] for a in advice] == [
        ["你好"], ["SEE <LINK>THIS</LINK>"], ["{YEAR} WAS GOOD"], ["BYE"]
    ]  # fmt: skip
    assert [a.suggestions[0].fits for a in advice] == [True, False, False, True]


@pytest.mark.parametrize(
    ("program", "complaint"),
    [
        ("import time; time.sleep(60)", "took longer than 0.5 s"),
        ("raise SystemExit('no key')", "ended with 1: no key"),
        ("print('hello')", "line 1, which is not JSON"),
        ("print('{}'); print('{}')", "2 answers to 1 questions"),
        ("import sys; sys.stdout.write('x' * 30_000_000)", "wrote more than 20 MB"),
    ],
)
def test_a_command_that_misbehaves_is_stopped_and_named(tmp_path, program, complaint):
    """It may take its time, but not ours; it may write, but not fill the disk."""
    command = _program(tmp_path, program)
    wait_s = 0.5 if "sleep" in program else 20
    with pytest.raises(PipelineError, match=complaint):
        hook.ask(command, [{"source": "Bye"}], tmp_path, wait_s)


def test_a_command_that_does_not_exist_is_named(tmp_path):
    """The message says what was typed and where to mend it."""
    with pytest.raises(PipelineError, match="`no-such-program -x` cannot be started"):
        hook.ask(["no-such-program", "-x"], [{"source": "Bye"}], tmp_path)

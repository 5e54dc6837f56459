"""Catalogs: they follow the source and lose nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import po
from pipeline.catalogs import Header, hinted, load, path_of
from pipeline.catalogs.updating import template, update
from pipeline.diagnostics import PipelineError
from pipeline.model import Locale, Message, Place, Translation
from pipeline.world import Memory

ZH = Locale("zh_CN")
HEADER = Header("hall", ZH, "2022-08-23", contact="Press desk <press@diglot.internal>")

A = "The zone registered 2,961 enterprises by July. It was founded three years ago in Beijing."
B = "The round-table heard eight companies. They spoke of research and of manufacturing."
C = "A closing line about the future of the cluster was spoken by the host of the evening."
CHINESE = {
    A: "截至7月，该区登记企业2961家。该区三年前在北京设立。",
    B: "圆桌会议听取了八家企业的意见。与会者谈到了研发和制造。",
    C: "主持人最后展望了产业集群的未来。",
}

SENTENCES = [
    A,
    B,
    C,
    "Contact",
    "Überblick {name}",
    *(f"Item {n} of the long list." for n in range(4)),
]
DOCUMENTS = st.lists(st.sampled_from(SENTENCES), unique=True, max_size=7).flatmap(
    lambda texts: st.permutations([*texts, *(f"{t} {t}" for t in texts[:1])])
)


def messages(*texts: str) -> tuple[Message, ...]:
    """Return a message for each text, one a line of the source."""
    return tuple(
        Message(
            text,
            places=(Place("sources/hall/release.md", line),),
            notes=("paragraph",),
            flags=frozenset({"python-brace-format"} if "{" in text else ()),
        )
        for line, text in enumerate(texts, 1)
    )


def translated(data: bytes, **also: object) -> bytes:
    """Return a catalog with every message translated, and ``also`` set in its entries."""
    entries = (
        e if e.heads else replace(e, translations=(CHINESE.get(e.text, f"译{e.text}"),), **also)
        for e in po.read(data, "x.po").entries
    )
    return po.write(po.File("x.po", tuple(entries)))


def synced(old: bytes, *texts: str, **options: bool) -> dict[str, po.Entry]:
    """Return the entries by text after an update, which a second one does not change."""
    new = update(old, messages(*texts), HEADER, **options)

    assert update(new, messages(*texts), HEADER, **options) is new
    return {e.text: e for e in po.read(new, "x.po").entries}


def edit(before: str, after: str, **options: bool) -> po.Entry:
    """Return the entry of a text that was finished and then changed from ``before``."""
    old = translated(update(None, messages(A, before, C), HEADER))
    return synced(old, A, after, C, **options)[after]


FINISHED = translated(update(None, messages(A, B, C), HEADER))


# --- laws -----------------------------------------------------------------------------


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_updating_twice_equals_updating_once(first, second, third):
    """The second update returns the very bytes it was given."""
    old = translated(update(None, messages(*first), HEADER))
    once = update(update(old, messages(*second), HEADER), messages(*third), HEADER)

    assert update(once, messages(*third), HEADER) is once


@given(DOCUMENTS, DOCUMENTS)
def test_no_translation_comment_or_flag_is_ever_lost(first, second):
    """All that a translator wrote still stands in the file, live or obsolete."""
    old = translated(
        update(None, messages(*first), HEADER),
        comments=("kept",),
        flags=("ignore-this", "no-wrap"),
    )
    new = po.read(update(old, messages(*second), HEADER), "x.po").entries
    after = {entry.text: entry for entry in new}

    for text in first:
        assert after[text].translations == (CHINESE.get(text, f"译{text}"),)
        assert "kept" in after[text].comments
        assert {"ignore-this", "no-wrap"} <= set(after[text].flags)


@given(DOCUMENTS, DOCUMENTS)
def test_a_deleted_text_that_comes_back_is_translated_as_before(first, second):
    """Whatever happened between, the finished translation is finished again."""
    old = translated(update(None, messages(*first), HEADER))
    away = update(old, messages(*second), HEADER)
    back = po.read(update(away, messages(*first), HEADER), "x.po").entries

    assert [e for e in back if not e.obsolete] == list(po.read(old, "x.po").entries)


@given(DOCUMENTS)
def test_the_order_of_messages_is_the_reading_order(texts):
    """A translator reads the catalog as a reader reads the page."""
    found = po.read(update(translated(FINISHED), messages(*texts), HEADER), "x.po").entries

    assert [e.text for e in found if not e.obsolete and not e.heads] == list(texts)


# --- what becomes of a translation ----------------------------------------------------


def test_an_unchanged_source_changes_no_byte_however_the_file_is_wrapped():
    """A file that a translator's tool wrapped at 40 columns comes back as it was."""
    wrapped = FINISHED.replace(
        '"截至7月，该区登记企业2961家。'.encode(),
        '""\n"截至7月，"\n"该区登记企业2961家。'.encode(),
    )

    assert wrapped != FINISHED
    assert update(wrapped, messages(A, B, C), HEADER) is wrapped


def test_an_edited_text_keeps_its_translation_fuzzy_and_says_what_it_was_made_for():
    """The translator sees the old text and the changed words."""
    entry = edit(B, B.replace("heard", "did not hear"))

    assert entry.translations == (CHINESE[B],)
    assert entry.fuzzy
    assert entry.previous == po.Previous(B)
    assert entry.notes == (
        "paragraph",
        "source changed (negation): "
        "The round-table [-heard-] {+did not hear+} eight companies. They …",
    )


def test_the_previous_text_is_kept_over_many_edits_and_a_return_finishes_the_translation():
    """``#|`` names the text that the translation was made for, not the one before."""
    once = update(FINISHED, messages(A, B.replace("eight", "nine"), C), HEADER)
    twice = B.replace("eight", "nine").replace("research", "trade")

    assert synced(once, A, twice, C)[twice].previous == po.Previous(B)
    assert not synced(once, A, B, C)[B].fuzzy


def test_a_merged_text_carries_both_translations():
    """Two finished halves make a whole; with an edit the whole is fuzzy."""
    plain, changed = f"{B} {C}", f"{B} {C}".replace("eight", "nine")

    assert synced(FINISHED, A, plain)[plain].translations == (CHINESE[B] + CHINESE[C],)
    assert synced(FINISHED, A, changed)[changed].fuzzy
    assert synced(FINISHED, A, changed)[changed].previous == po.Previous(plain)


def test_the_halves_of_a_split_text_get_the_sentences_that_match():
    """Each half has its own part of the translation, fuzzy, with the whole as previous text."""
    first, second = B.split(". ")
    found = synced(FINISHED, A, first + ".", second, C)

    assert found[first + "."].translations == ("圆桌会议听取了八家企业的意见。",)
    assert found[second].translations == ("与会者谈到了研发和制造。",)
    assert found[second].previous == po.Previous(B)
    assert found[second].fuzzy


def test_a_moved_text_stays_translated():
    """Order is nobody's business but the reader's."""
    assert not any(e.fuzzy or e.obsolete for e in synced(FINISHED, C, A, B).values())


def test_a_new_text_at_the_top_changes_only_lines_of_places():
    """And with ``references = file`` not even those."""
    by_file = replace(HEADER, references="file")
    old = translated(update(None, messages(A, B, C), by_file))
    new = update(old, messages("Quite new.", A, B, C), by_file)

    assert old.partition(b"\n\n")[2] in new
    assert synced(FINISHED, "Quite new.", A, B, C)[A].references == ("sources/hall/release.md:2",)


def test_a_cosmetic_edit_is_carried_only_when_the_house_accepts_it():
    """A typo in English need not make twelve languages fuzzy."""
    typo = B.replace("companies", "compannies")

    assert edit(typo, B).fuzzy
    assert not edit(typo, B, accept_cosmetic=True).fuzzy
    assert edit(typo, B, accept_cosmetic=True).previous is None
    assert edit(B, B.replace("eight", "nine"), accept_cosmetic=True).fuzzy


def test_a_fuzzy_translation_of_the_past_can_be_accepted_later():
    """``--accept-cosmetic`` settles what an earlier sync left fuzzy."""
    typo = B.replace("companies", "compannies")
    fuzzy = update(FINISHED, messages(A, typo, C), HEADER)

    assert synced(fuzzy, A, typo, C)[typo].fuzzy
    assert not synced(fuzzy, A, typo, C, accept_cosmetic=True)[typo].fuzzy


def test_what_a_translator_doubts_stays_fuzzy():
    """A mark without a previous text is a person's; no return of a text removes it."""
    doubted = FINISHED.replace(b'msgid "The round', b'#, fuzzy\nmsgid "The round')
    away = update(doubted, messages(A, B.replace("eight", "nine"), C), HEADER)

    assert synced(away, A, B, C)[B].fuzzy


def test_another_context_makes_a_translation_fuzzy_but_not_lost():
    """The same words elsewhere may want other ones."""
    old = translated(update(None, (Message(B), Message(C)), HEADER))
    new = (Message(B, "title"), Message(C))
    entry = po.read(update(old, new, HEADER), "x.po").entries[1]

    assert entry.translations == (CHINESE[B],)
    assert entry.fuzzy
    assert entry.notes == ("context changed",)


def test_flags_of_the_source_are_written_anew_and_those_of_translators_kept():
    """A format comes and goes with the source; ``no-…`` and ``ignore-…`` are people's."""
    flags = ("c-format", "no-python-format", "no-wrap", "ignore-number")
    old = translated(update(None, messages("{a} b"), HEADER), flags=flags)

    assert set(synced(old, "{a} b")["{a} b"].flags) == {
        "no-python-format",
        "python-brace-format",
        "no-wrap",
        "ignore-number",
    }


def test_an_ignored_rule_is_a_comment_too():
    """GNU tools drop the flag; the comment brings it back, and is honoured by itself."""
    old = translated(FINISHED, flags=("ignore-number",))
    new = update(old, messages(A, B, C), HEADER)
    stripped = new.replace(b"#, ignore-number\n", b"")
    world = Memory({path_of("hall", ZH): stripped})

    assert synced(new, A, B, C)[A].comments == ("ignore-number",)
    assert load(world, "hall", ZH).entries["", A].flags == {"ignore-number"}
    assert update(stripped, messages(A, B, C), HEADER) == new


def test_a_note_of_many_lines_stays_a_comment():
    """No text from a source can become an entry."""
    message = Message("a", notes=('alt: x\nmsgid "b"\rmsgstr "c"',))
    entries = po.read(update(None, (message,), HEADER), "x.po").entries

    assert [entry.text for entry in entries] == ["", "a"]


# --- the header -----------------------------------------------------------------------


def test_a_translators_own_header_fields_are_kept():
    """Names, dates and fields of other tools stay; what the project decides is renewed."""
    old = FINISHED.replace(
        b'Press desk <press@diglot.internal>\\n"\n"Lang', b'Li Na <li@x.org>\\n"\n"Lang'
    )
    old = old.replace(b"PO-Revision-Date: 2022-08-23 00:00", b"PO-Revision-Date: 2024-05-06 07:08")
    old = old.replace(b'"X-Generator: ', b'"X-Poedit-Flags: 1\\n"\n"X-Generator: Poedit ')
    new = update(old, messages(A, B), replace(HEADER, date="2022-09-01"))
    fields = po.fields(po.read(new, "x.po").header)

    assert fields["Last-Translator"] == "Li Na <li@x.org>"
    assert fields["PO-Revision-Date"] == "2024-05-06 07:08+0000"
    assert fields["X-Poedit-Flags"] == "1"
    assert fields["X-Generator"].startswith("Poedit")
    assert fields["Project-Id-Version"] == "hall 2022-09-01"
    assert fields["POT-Creation-Date"] == "2022-09-01 00:00+0000"


@pytest.mark.parametrize("locale", ["zh_CN", "fr", "ar", "ru", "pt_BR", "ja", "he"])
@pytest.mark.parametrize("contact", ["", "Press desk <press@diglot.internal>"])
def test_msgfmt_and_i18nspector_have_nothing_to_say(locale, contact, tmp_path):
    """A fresh catalog is as gettext wants it, in any locale and without any contact."""
    header = replace(HEADER, locale=Locale(locale), contact=contact)
    path = tmp_path / f"{locale}.po"
    path.write_bytes(translated(update(None, messages(A, "{name} b"), header)))
    commands = {
        "msgfmt": ["msgfmt", "-c", "--check-header", "-o", str(tmp_path / "x.mo"), str(path)],
        "i18nspector": ["i18nspector", str(path)],
    }
    for command in (c for name, c in commands.items() if shutil.which(name)):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr

        assert said == ""


def test_an_unknown_locale_has_a_header_too():
    """A pseudo-locale is named by its code."""
    fields = po.fields(
        po.read(update(None, messages(A), replace(HEADER, locale=Locale("qps"))), "x.po").header
    )

    assert (fields["Language"], fields["Language-Team"]) == ("qps", "qps")


def test_the_template_has_every_message_and_no_translation():
    """Translators' tools make new catalogs from it."""
    file = po.read(template(messages(A, B), HEADER), "hall.pot")

    assert [entry.text for entry in file.entries] == ["", A, B]
    assert not any(entry.translations[0] for entry in file.entries[1:])
    assert po.fields(file.header)["Language"] == ""


# --- reading --------------------------------------------------------------------------


def test_a_catalog_is_loaded_with_its_lines_and_without_obsolete_entries():
    """A missing catalog is an empty one."""
    old = update(FINISHED, messages(A, B.replace("eight", "nine")), HEADER)
    path = path_of("hall", ZH)
    line = old.decode().split("\n").index(f'msgid "{A}"') + 1
    found = load(Memory({path: old}), "hall", ZH).entries

    assert set(found) == {("", A), ("", B.replace("eight", "nine"))}
    assert found["", A] == Translation(CHINESE[A], place=Place(path, line))
    assert found["", B.replace("eight", "nine")].fuzzy
    assert load(Memory({}), "hall", ZH).entries == {}


def test_a_catalog_that_does_not_parse_is_refused_and_not_written():
    """The file and the line are named; nothing is made of half a file."""
    broken = FINISHED + b"<<<<<<< HEAD\n"
    with pytest.raises(PipelineError, match="merge-conflict"):
        load(Memory({path_of("hall", ZH): broken}), "hall", ZH)
    with pytest.raises(PipelineError, match=r"locales/zh_CN/LC_MESSAGES/hall\.po:"):
        update(broken, messages(A), HEADER)


@pytest.mark.parametrize("references", ["line", "file"])
def test_a_paragraph_above_a_thousand_touches_no_other_entry(references):
    """Only reference lines move, and with ``references = "file"`` not even these."""
    header = replace(HEADER, references=references)
    texts = [f"Paragraph {n} speaks of subject {n * 7}." for n in range(1000)]
    old = translated(update(None, messages(*texts), header))
    new = update(old, messages("A new first paragraph.", *texts), header)
    fresh = next(e for e in po.read(new, "x.po").entries if e.text == "A new first paragraph.")
    rest = [e for e in po.read(new, "x.po").entries if e != fresh]
    kept = list(po.read(old, "x.po").entries)

    assert fresh.translations == ("",)
    if references == "line":
        rest, kept = ([replace(e, references=()) for e in some] for some in (rest, kept))
    assert rest == kept


# --- other people's tools -------------------------------------------------------------

STALE = update(
    translated(
        update(None, (*messages(A, B, C, "{name} b", "gone"), Message("firms", "unit")), HEADER),
        comments=("said by a person", "", " indented"),
        flags=("ignore-number", "no-wrap"),
    ),
    (*messages(A, B.replace("eight", "nine"), C, "{name} b", "new"), Message("firms", "unit")),
    HEADER,
)


@pytest.mark.parametrize(
    "command",
    [
        "msgcat cat.po -o out.po",
        "msgcat --width=79 cat.po -o out.po",
        "msgcat --no-location cat.po -o out.po",
        "msgmerge --quiet cat.po cat.pot -o out.po",
        "msgmerge --quiet --previous --no-fuzzy-matching cat.po cat.pot -o out.po",
        "pot2po --progress=none -t cat.po cat.pot out.po",
        "polib",
    ],
)
def test_a_catalog_that_went_through_other_tools_is_whole_after_the_next_sync(command, tmp_path):
    """Translations, flags, comments and previous texts come back, byte for byte."""
    now = (
        *messages(A, B.replace("eight", "nine"), C, "{name} b", "new"),
        Message("firms", "unit"),
    )
    (tmp_path / "cat.po").write_bytes(STALE)
    (tmp_path / "cat.pot").write_bytes(template(now, HEADER))
    program = command.split()[0]
    if program == "polib":
        polib.pofile(str(tmp_path / "cat.po")).save(str(tmp_path / "out.po"))
    else:
        beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": beside}
        line = command.split()
        subprocess.run(line, cwd=tmp_path, check=True, capture_output=True, env=environment)

    assert update((tmp_path / "out.po").read_bytes(), now, HEADER) == STALE


# --- hints ----------------------------------------------------------------------------

HINTS = ("suggestion 87 %: 午饭不错。", "suggestion asked, does not fit: 午饭")


def test_hints_are_notes_that_a_sync_keeps_while_the_message_waits():
    """A hint outlives a moved text and goes with the first translation."""
    one, two = "Lunch was good.", "Dinner was better."
    old = update(None, messages(one, two), HEADER)
    said = hinted(old, "x.po", {("", one): HINTS, ("", "Gone"): HINTS})
    kept = synced(said, two, one)
    done = synced(translated(said), one, two)

    assert kept[one].notes == ("paragraph", *HINTS)
    assert kept[two].notes == done[one].notes == ("paragraph",)
    assert hinted(said, "x.po", {("", one): HINTS}) is said
    assert hinted(said, "x.po", {}) == old


def test_hints_are_for_the_text_they_stand_beside():
    """An edited text loses them; its note about the edit stands before new ones."""
    old = translated(update(None, messages("Lunch was good at noon."), HEADER), flags=("fuzzy",))
    said = hinted(old, "x.po", {("", "Lunch was good at noon."): HINTS})
    now = synced(said, "Lunch was bad at noon.")["Lunch was bad at noon."]

    assert now.fuzzy
    assert not [note for note in now.notes if note.startswith("suggestion")]

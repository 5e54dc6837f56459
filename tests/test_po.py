"""PO files: what is read, what is refused, and that nothing changes on the way through."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline import po
from pipeline.diagnostics import PipelineError

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

TEXT = st.text('ab "\\\n\t\r\a\b\f\v中文，“é😀<>{}%#~|', max_size=30)
LINE = st.text('ab .:,~|=!中文\\"', max_size=12).map(lambda s: s.rstrip("\\"))
KNOWN = ["fuzzy", "c-format", "no-python-format", "python-brace-format", "range: 1..5", "no-wrap"]
PLACES = st.sampled_from(
    ["a.md:1", "a.md", "sources/中文/release.md:12", f"{'x' * 70}.md:3", "12"]
)


@st.composite
def entries(draw):
    """Draw an entry of any kind that a file may hold."""
    plural = draw(st.none() | TEXT)
    forms = st.lists(TEXT, min_size=1, max_size=3) if plural is not None else st.tuples(TEXT)
    gone = draw(st.booleans())  # of these msgcat drops the range
    previous = draw(st.none() | st.builds(po.Previous, TEXT, st.none() | TEXT, st.none() | TEXT))
    return po.Entry(
        draw(TEXT),
        tuple(draw(forms)),
        draw(st.none() | TEXT),
        plural,
        tuple(draw(st.lists(LINE.map(lambda s: " " + s), max_size=2))),
        tuple(draw(st.lists(LINE, max_size=2))),
        tuple(draw(st.lists(PLACES, max_size=4, unique=True))),
        tuple(f for f in KNOWN if draw(st.booleans()) and (f[:5] != "range" or not gone)),
        previous,
        gone,
    )


files = st.lists(
    entries().filter(lambda e: e.text), unique_by=lambda e: (e.context, e.text), max_size=5
).map(lambda found: po.File("x.po", (*po.read(HEADER.encode(), "x.po").entries, *found)))


def msgcat(data: bytes) -> bytes:
    """Return what GNU msgcat makes of a file."""
    command = ["msgcat", "--no-wrap", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def read(text: str) -> po.File:
    """Read the entries in ``text``, below a header."""
    return po.read((HEADER + text).encode(), "zh.po")


def formatted(text: str) -> str:
    """Return ``text`` as we would write it, without the header."""
    return po.write(read(text)).decode().removeprefix(HEADER.rstrip("\n")).removeprefix("\n\n")


def refusal(data: str | bytes) -> list[str]:
    """Return the reasons for which a file is refused, each with its line."""
    raw = data if isinstance(data, bytes) else (HEADER + data).encode()
    with pytest.raises(PipelineError) as caught:
        po.read(raw, "zh.po")
    return [f"{d.place.line} {d.rule}: {d.message}" for d in caught.value.diagnostics]


@given(files)
def test_what_is_written_is_read_again_and_written_alike(file):
    """A file that went through the writer once never changes again."""
    data = po.write(file)

    assert po.write(po.read(data, "x.po")) == data


@given(files)
def test_reading_gives_back_every_entry_that_was_written(file):
    """Texts, contexts, plurals, comments and previous texts survive letter by letter."""
    again = po.read(po.write(file), "x.po").entries
    kept = [e for e in file.entries if not e.obsolete]
    kept += [e for e in file.entries if e.obsolete and (e.translations[0] or e.comments)]

    assert [replace(e, flags=()) for e in again] == [replace(e, flags=()) for e in kept]


@given(files)
@settings(max_examples=40)
def test_the_writer_writes_what_msgcat_writes(file):
    """GNU msgcat finds nothing to change in a file of ours."""
    spared = [e for e in file.entries if not e.obsolete or e.translations[0]]
    assume(len(spared) > 1)  # of a bare header msgcat writes nothing
    data = po.write(replace(file, entries=tuple(spared)))

    assert msgcat(data).decode() == data.decode()


@pytest.mark.parametrize(
    ("messy", "canonical"),
    [
        ('#foo\n#\n#  two\nmsgid "a"\nmsgstr "b"', '# foo\n#\n#  two\nmsgid "a"\nmsgstr "b"\n'),
        ('#.dot\n#.\n#.  x\nmsgid "a"\nmsgstr ""', '#. dot\n#.\n#.  x\nmsgid "a"\nmsgstr ""\n'),
        ('#. n\n# c\nmsgid "a"\nmsgstr "b"', '# c\n#. n\nmsgid "a"\nmsgstr "b"\n'),
        (
            '#: a.c:1 b.c:2 a.c:1 c d.c :5\n#:x.c: 007\n#: y:z :9\nmsgid "a"\nmsgstr "b"',
            '#: a.c:1 b.c:2 c d.c:5 x.c:7 y:z:9\nmsgid "a"\nmsgstr "b"\n',
        ),
        ('msgid "a" "b"\n\n  msgstr\n"c"  "d"', 'msgid "ab"\nmsgstr "cd"\n'),
        (
            'msgid "c"msgstr"d" msgid "e" msgstr "f"',
            'msgid "c"\nmsgstr "d"\n\nmsgid "e"\nmsgstr "f"\n',
        ),
        ('msgid "a\\nb"\nmsgstr "c\\n"', 'msgid ""\n"a\\n"\n"b"\nmsgstr "c\\n"\n'),
        ('msgid "\\x41\\101"\nmsgstr "\\303\\251"', 'msgid "AA"\nmsgstr "é"\n'),
        ('msgid "\\\\n"\nmsgstr "\\t\\r\\a\\b\\f"', 'msgid "\\\\n"\nmsgstr "\\t\\r\\a\\b\\f"\n'),
        ('#, fuzzy\nmsgid "a"\nmsgstr ""', 'msgid "a"\nmsgstr ""\n'),
        (
            '#, no-wrap,c-format fuzzy\nmsgid "a"\nmsgstr "b"',
            '#, fuzzy, c-format, no-wrap\nmsgid "a"\nmsgstr "b"\n',
        ),
        (
            '#, possible-c-format, impossible-php-format, wrap\nmsgid "a"\nmsgstr "b"',
            '#, c-format\nmsgid "a"\nmsgstr "b"\n',
        ),
        ('#~msgid "o"\n#~msgstr "p"\n#~ "q"', '#~ msgid "o"\n#~ msgstr "pq"\n'),
        ('#~ # said\n#~ msgid "o"\n#~ msgstr "p"', '# said\n#~ msgid "o"\n#~ msgstr "p"\n'),
        (
            '#~ msgid "o"\n#~ msgstr "p"\n\nmsgid "a"\nmsgstr "b"',
            'msgid "a"\nmsgstr "b"\n\n#~ msgid "o"\n#~ msgstr "p"\n',
        ),
        ('#~ msgid "never translated"\n#~ msgstr ""', ""),
        ('msgid "a"\nmsgstr "b"\n\n# after all entries', 'msgid "a"\nmsgstr "b"\n'),
        (
            'msgid "a"\nmsgid_plural "as"\nmsgstr [ 0 ] "b"\nmsgstr[1] "c"',
            'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "c"\n',
        ),
    ],
)  # fmt: skip
def test_a_messy_file_is_tidied_as_msgcat_would(messy, canonical):
    """Kinds of comments are put in order, strings joined, places and flags made canonical."""
    if shutil.which("msgcat"):
        assert msgcat((HEADER + messy).encode()) == po.write(read(messy))

    assert formatted(messy).strip("\n") == canonical.strip("\n")


def test_previous_texts_stand_before_the_context_one_string_a_line():
    """``#|`` and ``#~|`` are read and written in gettext's order."""
    text = (
        '#, fuzzy\n#| msgctxt "c"\n#| msgid ""\n#| "a\\n"\n#| "b"\nmsgctxt "d"\nmsgid "e"\n'
        'msgstr "f"\n\n#, fuzzy\n#~| msgid "old"\n#~ msgid "gone"\n#~ msgstr "g"\n'
    )

    assert formatted(text) == text
    assert read(text).entries[1].previous == po.Previous("a\nb", "c")


def test_unknown_flags_stay_and_lines_of_flags_add_up():
    """A flag that GNU tools would drop, and the ``#=`` lines of newer ones, are kept."""
    text = '#, fuzzy\n#, ignore-doubled-word, regex:"a, b"\n#= no-wrap\nmsgid "a"\nmsgstr "b"\n'

    assert formatted(text).startswith('#, fuzzy, no-wrap, ignore-doubled-word, regex:"a, b"\n')


def test_a_comment_keeps_an_untranslated_obsolete_entry():
    """What a translator noted is kept even where nothing was translated."""
    text = '# ask the author\n#~ msgid "a"\n#~ msgstr ""\n'

    assert formatted(text) == text


def test_a_backslash_at_the_end_of_a_comment_joins_no_lines():
    """Gettext would swallow the flags below; a blank after the backslash keeps them apart."""
    text = '#. a\\\n#, c-format\nmsgid "a"\nmsgstr "b"\n'

    assert formatted(text) == text.replace("\\\n", "\\ \n")


def test_a_place_with_a_blank_is_isolated():
    """A path with a blank stays one place when it is written and read."""
    entry = po.Entry("a", references=("my notes/a.md:3", "my notes/b.md"))
    data = po.write(po.File("x.po", (entry,)))

    assert "#: ⁨my notes/a.md⁩:3 ⁨my notes/b.md⁩".encode() in data
    assert po.read(data, "x.po").entries[0].references == entry.references


def test_windows_line_ends_and_a_byte_order_mark_are_forgiven():
    """A file saved by an editor on Windows is read, and written with plain line ends."""
    data = b"\xef\xbb\xbf" + (HEADER + 'msgid "a"\nmsgstr "b"\n').replace("\n", "\r\n").encode()

    assert po.write(po.read(data, "x.po")) == (HEADER + 'msgid "a"\nmsgstr "b"\n').encode()


def test_another_charset_is_read_and_becomes_utf_8():
    """A catalog in GBK is read by its header's charset and written as UTF-8."""
    data = HEADER.replace("UTF-8", "GBK").encode() + 'msgid "a"\nmsgstr "中文"\n'.encode("gbk")
    file = po.read(data, "x.po")

    assert po.fields(file.header)["Content-Type"] == "text/plain; charset=UTF-8"
    assert file.entries[1].translations == ("中文",)


def test_a_header_of_any_date_is_read_field_by_field():
    """No field is parsed, so that none can break the reading."""
    data = b'msgid ""\nmsgstr ""\n"PO-Revision-Date: 2024-05-01T10:00\\n"\n"X-Odd: a: b\\n"\n'

    assert po.fields(po.read(data, "x.po").header) == {
        "PO-Revision-Date": "2024-05-01T10:00",
        "X-Odd": "a: b",
    }


def test_entries_know_their_line():
    """A diagnostic can point to the line of the msgid."""
    assert [e.line for e in read('# c\nmsgctxt "x"\nmsgid "a"\nmsgstr "b"\n').entries] == [1, 6]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('msgid "a"', "4 catalog-syntax: missing `msgstr`"),
        ('# c\nmsgstr "a"', "5 catalog-syntax: missing `msgid`"),
        ('msgid "a\nmsgstr "b"', "4 catalog-syntax: the string has no closing quotation mark"),
        ('msgid "\\q"\nmsgstr ""', "4 catalog-syntax: unknown escape `\\q`"),
        ('msgid "\\xff"\nmsgstr ""', "4 catalog-syntax: the escaped bytes are not UTF-8"),
        ('# c\n"a"', "5 catalog-syntax: a string without a keyword before it"),
        ('msgid "a"\n# mid\nmsgstr "b"', "5 catalog-syntax: a comment inside an entry"),
        ('domain "x"', '4 catalog-syntax: `domain "x"` is not PO syntax'),
        (
            'msgid "a"\n#~ msgstr "b"',
            "4 catalog-syntax: only some lines of this entry are marked `#~`",
        ),
        (
            'msgid "a"\nmsgstr[0] "b"',
            "4 catalog-syntax: `msgstr[n]` without `msgid_plural`, or two `msgstr`",
        ),
        (
            'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"',
            "4 catalog-syntax: plural forms must be numbered `msgstr[0]`, `msgstr[1]` …",
        ),
        (
            'msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"',
            "7 duplicate-entry: `a` is already defined in line 4",
        ),
    ],
)  # fmt: skip
def test_what_is_no_po_is_refused_with_line_and_reason(text, reason):
    """A file that does not parse is never guessed at."""
    assert reason in refusal(text)


ENDS = "the text ends at its second quotation mark"


@pytest.mark.parametrize(
    ("line", "message", "order"),
    [
        ('msgstr "上"车。"', f"{ENDS}, before `车。\"`", '`\\"`'),
        ('msgstr "a "b" c"', f"{ENDS}, before `b\" c\"`", '`\\"`'),
        ('msgstr "a" b', f"{ENDS}, before `b`", "end the text"),
        ('msgstr "a', "the string has no closing quotation mark", "end the text"),
        ('msgstr "a\\q"', "unknown escape `\\q`", "`\\\\`"),
        ("a note", "`a note` is not PO syntax", "begin the line with `# `"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_po_comes_with_an_order(line, message, order):
    """A quotation mark within a text is the slip of everybody who types PO by hand."""
    with pytest.raises(PipelineError) as refused:
        po.read(f'msgid "a"\n{line}\nmsgstr "b"\n'.encode(), "x.po")
    told = refused.value.diagnostics[0]

    assert told.message == message
    assert order in told.hints[0]


def test_every_problem_is_reported_at_once():
    """Two broken entries give two diagnostics."""
    assert len(refusal('msgid "a"\n\nmsgstr "b"\nmsgstr "c"\n\nmsgid "d"\n')) == 2


def test_a_merge_conflict_is_named_as_such():
    """Whoever left conflict markers in a catalog reads these words, at these lines."""
    text = '<<<<<<< HEAD\nmsgid "a"\n=======\nmsgid "b"\n>>>>>>> main\nmsgstr "c"\n'

    assert [line.split(":")[0] for line in refusal(text)] == [
        "4 merge-conflict",
        "6 merge-conflict",
        "8 merge-conflict",
    ]


@pytest.mark.parametrize("count", ["1000000000", "0", "11", "9" * 5000])
def test_an_absurd_number_of_plural_forms_is_refused(count):
    """A header cannot ask for gigabytes."""
    data = f'msgid ""\nmsgstr "Plural-Forms: nplurals={count}; plural=0;\\n"\n'.encode()

    assert refusal(data)[0].startswith("1 plural-forms: `nplurals=")


@pytest.mark.parametrize("charset", ["utf-7", "rot13", "unicode_escape", "nonsense"])
def test_an_odd_charset_is_refused(charset):
    """Only charsets that real catalogs were written in are decoded."""
    data = HEADER.replace("UTF-8", charset).encode()

    assert refusal(data) == [f"1 catalog-charset: charset `{charset}` is not supported"]


def test_bytes_that_are_not_utf_8_are_refused_with_their_line():
    """Mojibake never comes in silently."""
    data = HEADER.encode() + b'msgid "a"\nmsgstr "\xff"\n'

    assert refusal(data) == ["5 catalog-charset: this line is not UTF-8"]


@pytest.mark.parametrize(
    "data",
    [
        b'msgid ""\nmsgstr "' + b'\\"' * 50_000 + b'"\n',
        b'msgid ""\nmsgstr ""\n' + b'""' * 50_000,
        HEADER.encode() + b"#: " + b"a:1" * 30_000 + b'\nmsgid "a"\nmsgstr ""\n',
        HEADER.encode() + b"#, " + b'"x' * 30_000 + b'\nmsgid "a"\nmsgstr ""\n',
        HEADER.encode() + b'msgid "' + b"\\n" * 100_000 + b'"\nmsgstr ""\n',
        HEADER.encode() + b'msgid "' + b"a" * 1_000_000,
    ],
)
def test_a_hostile_file_costs_no_more_than_its_size(data):
    """No regular expression runs away."""
    start = time.process_time()
    with contextlib.suppress(PipelineError):
        po.write(po.read(data, "x.po"))

    assert time.process_time() - start < 2


def test_of_two_flag_lines_the_last_says_the_formats_and_fuzzy_is_never_lost():
    """Formats follow msgcat; a guess that msgcat would publish stays a guess."""
    text = b'#, c-format, no-wrap\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n'
    turned = b'#, fuzzy, ignore-x\n#, c-format\nmsgid "a"\nmsgstr "b"\n'

    assert po.read(text, "a.po").entries[0].flags == ("fuzzy",)
    assert po.read(turned, "a.po").entries[0].flags == ("fuzzy", "ignore-x", "c-format")

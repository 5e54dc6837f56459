"""From bytes to entries: charset, lines, statements, entries, and what can be wrong with each."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.diagnostics import Diagnostic, PipelineError, error, fatal
from pipeline.model import Place
from pipeline.po.entries import Entry, File, Previous
from pipeline.po.remarks import flags_of, references_in

MOST_REMARKS = 50_000
MOST_PLURALS = 10
"""No language has more than six plural forms; above this a header is a mistake or an attack."""


def read(data: bytes, path: str) -> File:
    """Return the file that ``data`` spells.

    Raises PipelineError with every problem found: text that is no PO (``catalog-syntax``),
    a merge conflict (``merge-conflict``), a second definition (``duplicate-entry``), an
    unusable charset (``catalog-charset``) or plural count (``plural-forms``).
    """
    charset, text = _decoded(data, path)
    unread: list[Diagnostic] = []
    wrong: list[Diagnostic] = []
    parts = _parts(text, path, unread)
    entries = [e for group in _groups(parts, path) if (e := _entry(group, path, wrong))]
    wrong += [*_duplicates(entries, path), *_bad_plurals(entries, path)]
    if unread or wrong:  # entries with unread lines are not worth judging
        raise PipelineError(*(unread or wrong))
    if charset != "utf-8":
        entries = [_in_utf8(e) if e.heads else e for e in entries]
    return File(path, tuple(entries))


# --- from bytes to text ---------------------------------------------------------------

_HEADER = re.compile(rb'^msgid[ \t]*+""\s*+^msgstr((?:[ \t]*+"[^\n]*+\s*+)*+)', re.M)
_CHARSET = re.compile(rb'charset=([^\s\\";]+)')
_READABLE = re.compile(
    r"ascii|iso8859|latin|cp125|koi8|gbk|gb2312|gb18030|big5|euc_|shift_jis|tis"
)


def _decoded(data: bytes, path: str) -> tuple[str, str]:
    data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    header = _HEADER.search(data)
    found = _CHARSET.search(header[1]) if header else None
    charset = _codec(found[1].decode("latin-1"), path) if found else "utf-8"
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        hint = "save the file as UTF-8"
        raise fatal("catalog-syntax", Place(path, line), "the line holds a NUL", hint)
    try:
        return charset, data.decode(charset)
    except UnicodeDecodeError as bad:
        line = data.count(b"\n", 0, bad.start) + 1
        raise fatal(
            "catalog-charset",
            Place(path, line),
            f"this line is not {charset.upper()}",
            "save the file as UTF-8",
        ) from bad


def _codec(name: str, path: str) -> str:
    """Return Python's name of a charset; raise PipelineError for one we do not read."""
    if name == "CHARSET":  # what xgettext writes before anyone has filled it in
        return "utf-8"
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = ""
    if codec == "utf-8" or _READABLE.match(codec):
        return codec
    hint = "save the file as UTF-8 and write `charset=UTF-8`"
    raise fatal("catalog-charset", Place(path, 1), f"charset `{name}` is not supported", hint)


def _in_utf8(header: Entry) -> Entry:
    text = re.sub(r"charset=[^\s;]+", "charset=UTF-8", header.translations[0], count=1)
    return Entry("", (text,), comments=header.comments, flags=header.flags, line=header.line)


# --- from text to parts ---------------------------------------------------------------


class _Part(NamedTuple):
    """A comment line (``kind`` is ``#``, ``#.`` …), a keyword with its string, or a bare string.

    ``mark`` is ``#~``, ``#|`` or ``#~|`` before a keyword; ``form`` is the n of msgstr[n].
    """

    kind: str
    text: str
    line: int
    mark: str = ""
    form: int = -1


_STRING = r'[ \t]*+"((?:[^"\\]++|\\.)*+)"[ \t]*+'
_KEYWORD = r"(msgctxt|msgid_plural|msgid|msgstr)\b[ \t]*+(?:\[[ \t]*+(\d{1,3})[ \t]*+\])?+"
_LINE = re.compile(rf"(#~\||#~|#\||)[ \t]*+(?:{_KEYWORD})?+{_STRING}")  # all but odd lines
_COMMENT = re.compile(r"[ \t]*+#(?:~[ \t]*+#|(?![~|]))(.*)")
_MARK = re.compile(r"[ \t]*+(#~\||#~|#\||)[ \t]*+")
_PIECE = re.compile(rf"{_KEYWORD}[ \t]*+|()(){_STRING}")
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")


def _parts(text: str, path: str, problems: list[Diagnostic]) -> Iterator[_Part]:
    """Yield keywords with their whole string, and comments; the rest goes to ``problems``."""
    head: _Part | None = None
    strings: list[str] = []
    for piece in _pieces(text, path, problems):
        if piece.kind:
            if head:
                yield head if len(strings) == 1 else head._replace(text="".join(strings))
            head, strings = piece, [piece.text]
        elif head and head.mark == piece.mark and head.kind[0] != "#":
            strings.append(piece.text)
        else:
            problems.append(_syntax(path, piece.line, "a string without a keyword before it"))
    if head:
        yield head._replace(text="".join(strings))


def _pieces(text: str, path: str, problems: list[Diagnostic]) -> Iterator[_Part]:
    """Yield what stands on each line: a comment, or keywords and strings in any number."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := _LINE.fullmatch(line):
            mark, keyword, form, string = found.groups(default="")
            if "\\" in string:
                string = _unescaped(string, Place(path, number), problems)
            yield _Part(keyword, string, number, mark, int(form) if form else -1)
        elif found := _COMMENT.fullmatch(line):
            yield _comment(found[1], number)
        elif line:
            yield from _odd_pieces(line, Place(path, number), problems)


def _odd_pieces(line: str, place: Place, problems: list[Diagnostic]) -> Iterator[_Part]:
    """Yield the pieces of a line that holds more, or less, than one string."""
    found = _MARK.match(line)
    mark, at = (found[1], found.end()) if found else ("", 0)
    while at < len(line):
        piece = _PIECE.match(line, at)
        if piece is None:
            problems.append(_unreadable(line, at, place))
            break
        keyword, form, _, _, escaped = piece.groups(default="")
        string = _unescaped(escaped, place, problems)
        yield _Part(keyword, string, place.line, mark, int(form) if form else -1)
        at = piece.end()


_COMMENTS = {".": "#.", ":": "#:", ",": "#,", "=": "#,"}


def _comment(text: str, line: int) -> _Part:
    """Make the part for what follows the ``#`` of a comment line."""
    kind = _COMMENTS.get(text[:1], "#")
    body = text if kind == "#" else text[1:]
    return _Part(kind, body.removeprefix(" ") if kind in "#." else body, line)


def _unreadable(line: str, at: int, place: Place) -> Diagnostic:
    if _CONFLICT.match(line):
        hint = "choose one side, delete the marker lines, or let `msgcat` merge both files"
        return error("merge-conflict", place, "the file holds an unsettled merge conflict", hint)
    if line.startswith('"', at):
        return _syntax(place.path, place.line, "the string has no closing quotation mark", _CLOSE)
    rest = line[at : at + 30].strip()
    if line[:at].rstrip().endswith('"'):
        fault = f"the text ends at its second quotation mark, before `{rest}`"
        return _syntax(place.path, place.line, fault, _ESCAPED if '"' in rest else _CLOSE)
    return _syntax(place.path, place.line, f"`{rest}` is not PO syntax", _NOTED)


_CLOSE = 'end the text with `"`, and the line with it'
_ESCAPED = 'write `\\"` for a quotation mark within the text, or “ and ” for a pair'
_SLASH = "write `\\\\` for a backslash within the text"
_NOTED = 'write `msgid "…"` or `msgstr "…"`, or begin the line with `# ` if it is a note'
_ESCAPE = re.compile(r"((?:\\x[0-9a-fA-F]{2}|\\[0-7]{1,3})+)|\\(.)")
_BYTE = re.compile(r"\\x([0-9a-fA-F]{2})|\\([0-7]{1,3})")
_LETTERS = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_LETTERS |= {"r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def _unescaped(string: str, place: Place, problems: list[Diagnostic]) -> str:
    """Return what an escaped string means; a byte escape is part of a UTF-8 character."""

    def meant(found: re.Match[str]) -> str:
        if found[1]:
            codes = (int(h, 16) if h else int(o, 8) & 255 for h, o in _BYTE.findall(found[1]))
            return bytes(codes).decode()
        return _LETTERS[found[2]]

    try:
        return _ESCAPE.sub(meant, string)
    except KeyError as bad:
        problem = _syntax(place.path, place.line, f"unknown escape `\\{bad.args[0]}`", _SLASH)
    except UnicodeDecodeError:
        problem = _syntax(place.path, place.line, "the escaped bytes are not UTF-8")
    problems.append(problem)
    return string


# --- from parts to entries ------------------------------------------------------------

_BODIES = {
    tuple(words.split()): words
    for words in ("msgid", "msgctxt msgid", "msgid msgid_plural", "msgctxt msgid msgid_plural")
}


def _groups(parts: Iterator[_Part], path: str) -> Iterator[list[_Part]]:
    """Yield the parts of one entry at a time: an entry ends with its last msgstr."""
    group: list[_Part] = []
    for part in parts:
        if group and group[-1].kind == "msgstr" and part.kind != "msgstr":
            yield group
            group = []
        group.append(part)
        if len(group) > MOST_REMARKS:
            message = f"more than {MOST_REMARKS} remarks stand before one message"
            hint = "take them out: no tool writes so many"
            raise fatal("catalog-syntax", Place(path, group[0].line), message, hint)
    if any(part.kind[0] != "#" for part in group):  # comments after the last entry say nothing
        yield group


def _entry(group: list[_Part], path: str, problems: list[Diagnostic]) -> Entry | None:
    """Return the entry that ``group`` makes; None if it makes none, and ``problems`` says why."""
    remarks: dict[str, list[str]] = {"#": [], "#.": [], "#:": [], "#,": []}
    body: list[_Part] = []
    old: dict[str, str] = {}
    for part in group:
        if part.mark in ("#|", "#~|"):
            old[part.kind] = part.text
        elif part.kind[0] != "#":
            body.append(part)
        elif body:
            problems.append(_syntax(path, part.line, "a comment inside an entry"))
            return None
        else:
            remarks[part.kind].append(part.text)
    if fault := _fault(body):
        problems.append(_syntax(path, (body or group)[0].line, fault))
        return None
    said = {part.kind: part for part in body}
    return Entry(
        said["msgid"].text,
        tuple(part.text for part in body if part.kind == "msgstr"),
        said["msgctxt"].text if "msgctxt" in said else None,
        said["msgid_plural"].text if "msgid_plural" in said else None,
        tuple(remarks["#"]),
        tuple(remarks["#."]),
        _unique([r for line in remarks["#:"] for r in references_in(line)]),
        _unique(flags_of(remarks["#,"])),
        Previous(old.get("msgid"), old.get("msgctxt"), old.get("msgid_plural")) if old else None,
        body[0].mark == "#~",
        said["msgid"].line,
    )


def _fault(body: list[_Part]) -> str:
    """Return what is wrong with the keywords of an entry, or nothing."""
    words = tuple(part.kind for part in body if part.kind != "msgstr")
    forms = [part.form for part in body if part.kind == "msgstr"]
    if words not in _BODIES:
        return "missing `msgid`" if "msgid" not in words else "missing `msgstr`"
    if not forms:
        return "missing `msgstr`"
    if len({part.mark for part in body}) > 1:
        return "only some lines of this entry are marked `#~`"
    if "msgid_plural" not in words:
        return "" if forms == [-1] else "`msgstr[n]` without `msgid_plural`, or two `msgstr`"
    plain = forms == list(range(len(forms)))
    return "" if plain else "plural forms must be numbered `msgstr[0]`, `msgstr[1]` …"


def _duplicates(entries: list[Entry], path: str) -> Iterator[Diagnostic]:
    first: dict[tuple[str | None, str], int] = {}
    for entry in entries:
        line = first.setdefault((entry.context, entry.text), entry.line)
        if line != entry.line:
            yield error(
                "duplicate-entry",
                Place(path, entry.line),
                f"`{_short(entry.text)}` is already defined in line {line}",
                "delete one of the two",
            )


def _bad_plurals(entries: list[Entry], path: str) -> Iterator[Diagnostic]:
    header = next((e for e in entries if e.heads), None)
    count = re.search(r"nplurals\s*=\s*(\d+)", header.translations[0]) if header else None
    if header and count and not (len(count[1]) < 3 and 1 <= int(count[1]) <= MOST_PLURALS):
        yield error(
            "plural-forms",
            Place(path, header.line),
            f"`nplurals={_short(count[1])}` is not a number of plural forms",
            "write the Plural-Forms of the language, such as `nplurals=1; plural=0;`",
        )


def _syntax(path: str, line: int, message: str, *hints: str) -> Diagnostic:
    return error("catalog-syntax", Place(path, line), message, *hints)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))

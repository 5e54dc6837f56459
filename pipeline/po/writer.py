"""From entries to bytes, exactly as ``msgcat --no-wrap`` writes them."""

from __future__ import annotations

import re

from pipeline.po.entries import Entry, File
from pipeline.po.remarks import canonical

WIDTH = 79
"""Bytes a ``#:`` line may hold before the next reference starts a new one."""


def write(file: File) -> bytes:
    """Return the bytes of ``file``: the live entries in order, then the obsolete ones.

    As msgcat does, it leaves out obsolete entries that hold no work of a translator, and the
    flag ``fuzzy`` where there is nothing to be fuzzy.
    """
    live = [_lines(e) for e in file.entries if not e.obsolete]
    gone = [_lines(e) for e in file.entries if e.obsolete and (e.translations[0] or e.comments)]
    return "\n".join("\n".join([*lines, ""]) for lines in live + gone).encode()


_CONTROL = re.compile(r"[\r\t\a\b\f\v]")
_ESCAPED = {"\r": "\\r", "\t": "\\t", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v"}


def escaped(text: str) -> str:
    """Return a text as it stands between quotation marks; a line feed stays one."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return _CONTROL.sub(lambda c: _ESCAPED[c[0]], text) if _CONTROL.search(text) else text


def _lines(entry: Entry) -> list[str]:
    """Return the lines of one entry, as msgcat would write them."""
    lines = [_remark("#", comment) for comment in entry.comments]
    lines += [_remark("#.", note) for note in entry.notes]
    if entry.references:
        lines += _reference_lines(entry.references)
    if flags := canonical(entry.flags)[entry.fuzzy and not entry.translations[0] :]:
        lines.append("#, " + ", ".join(flags))
    mark = "#~ " if entry.obsolete else ""
    if old := entry.previous:
        before = "#~| " if entry.obsolete else "#| "
        lines += _keyword(before + "msgctxt", old.context)
        lines += _keyword(before + "msgid", old.text)
        lines += _keyword(before + "msgid_plural", old.plural)
    lines += _keyword(mark + "msgctxt", entry.context)
    lines += _keyword(mark + "msgid", entry.text)
    lines += _keyword(mark + "msgid_plural", entry.plural)
    if entry.plural is None:
        return lines + _keyword(mark + "msgstr", entry.translations[0])
    forms = enumerate(entry.translations)
    return lines + [line for n, t in forms for line in _keyword(f"{mark}msgstr[{n}]", t)]


def _remark(mark: str, text: str) -> str:
    """Return a comment line; gettext would join the next one to a backslash at its end."""
    if text.endswith("\\"):
        text += " "
    return f"{mark} {text}" if text else mark


def _keyword(keyword: str, text: str | None) -> list[str]:
    """Return the lines of one keyword: a line of text is a line of its own."""
    if text is None:
        return []
    text = escaped(text)
    if "\n" not in text[:-1]:
        return [f'{keyword} "{text}"'.replace("\n", "\\n")]
    mark = keyword[: keyword.index("msg")]
    rest = text.split("\n")
    pieces = [line + "\\n" for line in rest[:-1]] + [rest[-1]] * bool(rest[-1])
    return [f'{keyword} ""', *(f'{mark}"{piece}"' for piece in pieces)]


def _reference_lines(references: tuple[str, ...]) -> list[str]:
    """Return ``#:`` lines; a path with a blank stands between U+2068 and U+2069."""
    lines = ["#:"]
    for reference in references:
        if " " in reference:
            name, colon, number = reference.rpartition(":")
            isolated = colon and number.isdigit()
            reference = f"⁨{name}⁩:{number}" if isolated else f"⁨{reference}⁩"
        if len(lines[-1]) > 2 and len((lines[-1] + reference).encode()) + 1 > WIDTH:
            lines.append("#:")
        lines[-1] += " " + reference
    return lines

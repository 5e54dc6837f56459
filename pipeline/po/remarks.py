"""What stands in ``#:`` and ``#,`` lines: places and flags, read from text and put in order."""

from __future__ import annotations

import functools
import re

_PLAIN = re.compile(r"(?:\s*+[^\s:⁨]++(?::[1-9]\d*+)?(?=\s|$))*\s*+")
_REFERENCE = re.compile(r"(?:⁨([^⁩]*)⁩|(\S+))\s*:\s*(\d+)(?=\s|$)|⁨([^⁩]*)⁩|(\S+)")
_FLAG = re.compile(r'(?:"[^"]*"|[^,])+')
_WORDS = re.compile(r"range:\s*\S+|\S+")
_FORMAT = re.compile(r"(no-|possible-|impossible-)?([a-z-]+-format)$")
_KNOWN = [
    *["fuzzy", "c", "objc", "python", "python-brace", "java", "java-printf", "csharp"],
    *["javascript", "scheme", "lisp", "elisp", "librep", "ruby", "sh", "awk", "lua"],
    *["object-pascal", "smalltalk", "qt", "qt-plural", "kde", "kde-kuit", "boost", "tcl"],
    *["perl", "perl-brace", "php", "gcc-internal", "gfc-internal", "ycp", "range:", "no-wrap"],
]
_RANK = {name: rank for rank, name in enumerate(_KNOWN)}
_UNKNOWN = len(_KNOWN)


def references_in(line: str) -> list[str]:
    """Return the places in a ``#:`` line, each ``path:line`` or ``path``."""
    if _PLAIN.fullmatch(line):
        return line.split()
    found = _REFERENCE.findall(line)
    return [
        f"{wide or name}:{int(number)}" if number else alone_wide or alone
        for wide, name, number, alone_wide, alone in found
    ]


def flags_of(lines: list[str]) -> list[str]:
    """Return the flags in the ``#,`` lines of one entry.

    Of formats and wrapping the last line says all, as it does for gettext; ``fuzzy``, and what
    gettext does not know, stands whichever line says it.
    """
    *before, last = [_flags_in(line) for line in lines] or [()]
    lasting = [f for flags in before for f in flags if _rank(f) in (_RANK["fuzzy"], _UNKNOWN)]
    return [*lasting, *last]


@functools.lru_cache(maxsize=1024)
def _flags_in(line: str) -> tuple[str, ...]:
    """Return the flags in a ``#,`` line; a comma inside quotation marks parts nothing."""
    flags: list[str] = []
    for flag in map(str.strip, _FLAG.findall(line)):
        words = _WORDS.findall(flag)  # gettext takes blanks for commas
        flags += words if all(_rank(word) < _UNKNOWN for word in words) else [flag]
    return tuple(flags)


@functools.lru_cache(maxsize=1024)
def canonical(flags: tuple[str, ...]) -> tuple[str, ...]:
    """Return flags as msgcat writes them: one for each format, in its order, unknown ones last.

    ``wrap`` and ``impossible-…`` say what is so without them, and ``possible-`` is dropped.
    """
    kept: dict[int | str, str] = {}
    for flag in flags:
        rank = _rank(flag)
        kept[flag if rank == _UNKNOWN else rank] = flag
    known = [(k, f.removeprefix("possible-")) for k, f in kept.items() if isinstance(k, int)]
    said = [f for _, f in sorted(known) if not f.startswith("impossible-")]
    return (*said, *(f for k, f in kept.items() if isinstance(k, str) and f != "wrap"))


def _rank(flag: str) -> int:
    """Return where a flag stands: fuzzy, the formats, range, no-wrap, whatever else."""
    if flag.startswith("range:"):
        return _RANK["range:"]
    found = _FORMAT.match(flag)
    return _RANK.get(found[2].removesuffix("-format") if found else flag, _UNKNOWN)

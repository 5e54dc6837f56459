"""What to do about YAML or TOML that a parser refuses, in the words of who typed it.

A parser says where it gave up; the mistake is most often one of half a dozen, and shows from the
line. A hint is an order; what nothing fits gets the general one.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

QUOTE = "put the text in quotation marks if it holds `: `, `#` or a leading `{`"
TABS = "use blanks, not tabs: two for each step inwards"
_GLUED = re.compile(r"\s*([a-z_][\w-]*)(?::(?=[^\s:/])|：)")
_CURLY = "“”‘’「『＂"
_PLAIN = re.compile(r"[^\W\d]")
_PARTS = 50
_DOTTED = re.compile(rf"""(?<![\w"'-])(?:[\w"'-]+[ \t]*\.[ \t]*){{{_PARTS}}}""")


def yaml_fault(problem: str, lines: list[str], at: int) -> tuple[str, str]:
    """Return what is wrong with YAML at the line ``at`` (from 0), and what to do."""
    line = lines[at] if at < len(lines) else ""
    before = lines[at - 1] if 0 < at <= len(lines) else ""
    if r"'\t'" in problem:
        return "a tab stands where only blanks may", TABS
    if glued := _GLUED.match(line) or _GLUED.match(before):
        return problem, f"write `{glued[1]}: `, with a plain colon and a blank behind it"
    if "end of stream" in problem and "'<" not in problem:
        return "a quotation mark is opened and never closed", "close it, on the same line"
    if "expected ',' or" in problem:
        closing = "}" if "'}'" in problem else "]"
        return problem, f"close the bracket with `{closing}`, or part what is in it with commas"
    if "'<block mapping start>'" in problem:
        return problem, "begin the line below its neighbours: as many blanks for each of them"
    return problem, QUOTE


def toml(text: str) -> dict[str, Any]:
    """Return what TOML says; raise ``ValueError`` as its parser does.

    The parser keeps every beginning of a key of many parts: a line can cost it gigabytes.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _PARTS and _DOTTED.search(line):
            raise ValueError(f"A key has more than {_PARTS} parts (at line {number}, column 1)")
    return tomllib.loads(text)


def toml_fault(reason: str, lines: list[str]) -> tuple[int, str, str]:
    """Return the line of broken TOML (from 1, 0 if unknown), what is wrong, and what to do."""
    found = re.search(r"at line (\d+), column (\d+)", reason)
    number, column = (int(found[1]), int(found[2])) if found else (0, 1)
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    said = re.sub(r"\s+", " ", reason)
    return number, f"broken TOML: {said}", _toml_hint(reason, line[column - 1 :])


_REASONS = (
    ("Cannot overwrite", "delete one of the two lines with this key"),
    (
        r"Illegal character '\\n'|.*end of document",
        "close what is opened: a mark or a bracket is missing",
    ),
    ("Unclosed array", "part the items with commas, and close the list with `]`"),
    ("Unescaped", "write `\\\\` for a backslash, or put the text in single quotation marks"),
    ("Expected '='", 'write `key = "value"`'),
)


def _toml_hint(reason: str, rest: str) -> str:
    """Return the order for what stands at ``rest``, where the parser gave up."""
    if rest and rest[0] in _CURLY:
        return 'write straight quotation marks, `"…"`'
    if reason.startswith("Invalid value"):
        return _value_hint(rest.strip())
    return next((hint for begin, hint in _REASONS if re.match(begin, reason)), "mend the line")


def _value_hint(rest: str) -> str:
    word = re.split(r"[\s,\]#]", rest, maxsplit=1)[0]
    if word in ("True", "False"):
        return "write true or false, in small letters"
    if _PLAIN.match(word):
        return f'write `"{word}"`: text stands in quotation marks'
    return "mend the value" if rest else 'write a value behind the `=`, such as "plain" or 3'

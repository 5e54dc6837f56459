"""Where pages, columns and lines break: nothing stands alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.preflight.proof import FLOW, NOTE, Line, Picture, Proof, by_block
from pipeline.preflight.sighting import Sighting

_WIDE_EM = 12
"""In a narrower column two characters are company enough."""

_VERBATIM = ("pre", "code")
_LONG_EM = 4
"""A paragraph, a part of which is narrower, is a label."""


def widow(proofs: Sequence[Proof]) -> Iterator[Sighting]:
    """Find the last line of a paragraph alone at the head of a page or column.

    >>> p { widows: 1 }
    warning: the last line of a paragraph stands alone at the head of the page
    hint: set `widows: 2`, or change the text before it
    """
    hint = "set `widows: 2`, or change the text before it"
    for page, part in _parts(proofs, last=True):
        yield _alone(
            "widow", page, part, "last line of a paragraph stands alone at the head", hint
        )


def orphan(proofs: Sequence[Proof]) -> Iterator[Sighting]:
    """Find the first line of a paragraph alone at the foot of a page or column.

    >>> p { orphans: 1 }
    warning: the first line of a paragraph stands alone at the foot of the page
    hint: set `orphans: 2`, or change the text before it
    """
    hint = "set `orphans: 2`, or change the text before it"
    for page, part in _parts(proofs, last=False):
        yield _alone(
            "orphan", page, part, "first line of a paragraph stands alone at the foot", hint
        )


def heading_at_foot(proofs: Sequence[Proof]) -> Iterator[Sighting]:
    """Find a heading at the foot of a page or column, what it heads on the next.

    >>> h2 { break-after: auto }
    warning: a heading stands at the foot of the page, its text on the next
    hint: set `break-after: avoid` on it
    """
    flow = [(p, item) for p in proofs for item in _flow(p)]
    tops = {i.heading: i.rect.y for _, i in reversed(flow) if isinstance(i, Line)}
    for (page, item), (after, following) in pairwise(flow):
        if not isinstance(item, Line) or not item.heading or following.broken:
            continue
        if isinstance(following, Line) and following.heading == item.heading:
            continue
        up = following.rect.y < tops[item.heading] - 2 * item.em
        if page is not after or (up and _beside(item, following)):
            message = "a heading stands at the foot of the page, its text on the next"
            hint = "set `break-after: avoid` on it, or change the text before it"
            yield Sighting(
                "heading-at-foot", page.number, message, hint,
                item.block.name, item.block.text, item.block.text,
            )  # fmt: skip


def short_last_line(proofs: Sequence[Proof]) -> Iterator[Sighting]:
    """Find a last line of one or two characters, and any such line in a heading.

    >>> 共有二百三十一家企业落户园
    ... 区。
    warning: the last line holds `区`
    hint: change the text by a word, or the width of the column
    """
    lines = [(p, line) for p in proofs for line in p.lines if line.where in (FLOW, NOTE)]
    pages = {id(line): page for page, line in lines}
    hint = "change the text by a word, or the width of the column"
    for group in by_block([line for _, line in lines if not line.heading]).values():
        last = group[-1]
        if len(group) > 1 and _lonely(group[-2], last):
            yield _short(pages[id(last)], last, "the last line holds", hint)
    headed: dict[int, list[Line]] = {}
    for _, line in lines:
        if line.heading:
            headed.setdefault(line.heading, []).append(line)
    for group in headed.values():
        for line in group if len(group) > 1 else ():
            if _few(line):
                yield _short(pages[id(line)], line, "a line of a heading holds", hint)


def _lonely(before: Line, last: Line) -> bool:
    """Tell whether a last line of prose is too short."""
    return _apart(before, last) and _few(last) and not last.block.name.startswith(_VERBATIM)


def _parts(proofs: Sequence[Proof], *, last: bool) -> Iterator[tuple[Proof, Line]]:
    """Yield the first or last line of each paragraph that is broken, if it is alone there."""
    parts: dict[tuple[int, str], list[tuple[Proof, list[Line]]]] = {}
    for page in proofs:
        for line in page.lines:
            if line.where not in (FLOW, NOTE):
                continue
            known = parts.setdefault(line.block.key, [])
            if known and known[-1][0] is page and not _moved(known[-1][1][-1], line):
                known[-1][1].append(line)
            else:
                known.append((page, [line]))
    for found in parts.values():
        page, lines = found[-1 if last else 0]
        if len(found) > 1 and len(lines) == 1 and _prose(lines[0]):
            yield page, lines[0]


def _moved(before: Line, after: Line) -> bool:
    """Tell whether a line stands in the next column."""
    return after.rect.y < before.rect.y - before.em


def _prose(line: Line) -> bool:
    """Tell whether a line belongs to a paragraph; the head of a table stands on every page."""
    if line.block.name.partition(".")[0] == "th":
        return False
    return line.block.content.width > _LONG_EM * line.em and not line.heading


def _apart(before: Line, after: Line) -> bool:
    return abs(after.rect.y - before.rect.y) > before.em / 2


def _beside(first: Line, second: Line | Picture) -> bool:
    return first.rect.common(second.rect)[0] < 0


def _flow(page: Proof) -> Iterator[Line | Picture]:
    items = [item for item in page.items if item.where == FLOW]
    yield from sorted(items, key=lambda item: item.order[1])


def _few(line: Line) -> bool:
    count = sum(unicodedata.category(c)[0] in "LN" for c in line.text)
    wide = line.block.content.width > _WIDE_EM * line.em
    return 0 < count <= (2 if wide or line.heading else 1)


def _short(page: Proof, line: Line, message: str, hint: str) -> Sighting:
    text = line.text.strip()
    return Sighting(
        "short-last-line", page.number, f"{message} `{text}`", hint,
        line.block.name, line.block.text, line.block.text,
    )  # fmt: skip


def _alone(rule: str, page: Proof, line: Line, message: str, hint: str) -> Sighting:
    told = f"the {message} of the page"
    return Sighting(
        rule, page.number, told, hint, line.block.name, line.text, line.block.text
    )  # fmt: skip

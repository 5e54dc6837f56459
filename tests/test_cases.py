"""Run the literate cases in ``cases/*.md``; ``--accept`` rewrites what they expect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import releases
from pipeline.model import Locale
from pipeline.stages.admit import admit
from pipeline.stages.extract import extract
from pipeline.world import Memory
from tests.conftest import HERE

Case = dict[str, str]
PATH = "sources/case/release.md"
FRONT = """---
title: Case
date: 2022-08-23
facts: {firms: {value: 2961, unit: firms}, day: 2022-07-31}
---
"""


def cases(text: str) -> Iterator[tuple[str, Case]]:
    """Yield ``(title, blocks)`` for every level-2 heading with fenced blocks below it."""
    title, kind, blocks = "", "", {}
    for line in [*text.splitlines(keepends=True), "## \n"]:
        if line.startswith("````"):
            kind = line[4:].strip()
            blocks |= {kind: ""} if kind else {}
        elif kind:
            blocks[kind] = blocks.get(kind, "") + line
        elif line.startswith("## "):
            if blocks:
                yield title, blocks
            title, blocks = line[3:].strip(), {}


def messages(markdown: str) -> str:
    """Print messages one a line: source line, role, text; then the notes on tags."""
    found = extract(_parsed(markdown).release)[1:]  # the title is the same in every case
    return "".join(
        f"{m.places[0].line - 5} {m.notes[0]} | {m.text}\n"
        + "".join(f"  {n}\n" for n in m.notes[1:])
        for m in found
    )


def problems(markdown: str) -> str:
    """Print what the gate does not let in: line, rule, message, hints."""
    manuscript = _parsed(markdown)
    found = manuscript.problems + admit(manuscript.release, _world(markdown))
    return "".join(
        f"{d.place.line - 5} {d.rule}: {d.message}\n" + "".join(f"  {hint}\n" for hint in d.hints)
        for d in found
    )


def _world(markdown: str) -> Memory:
    return Memory({PATH: (FRONT + markdown).encode(), "sources/case/a.svg": b"<svg/>"})


def _parsed(markdown: str) -> releases.Manuscript:
    return releases.parse(_world(markdown), PATH, Locale("en"))


PRINTERS = {"messages": messages, "problems": problems}
ALL = [
    pytest.param(file, title, blocks, id=f"{file.stem}: {title}")
    for file in sorted((HERE / "cases").glob("*.md"))
    for title, blocks in cases(file.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("file", "title", "blocks"), ALL)
def test_case(file: Path, title: str, blocks: Case, pytestconfig: pytest.Config) -> None:
    """Every block equals what the pipeline makes of the Markdown block before it."""
    for kind, expected in blocks.items():
        if kind == "markdown":
            continue
        actual = PRINTERS[kind](blocks["markdown"])
        if actual != expected and pytestconfig.getoption("--accept"):
            old, new = (f"````{kind}\n{text}````" for text in (expected, actual))
            before, mark, after = file.read_text(encoding="utf-8").partition(f"## {title}\n")
            file.write_text(before + mark + after.replace(old, new, 1), encoding="utf-8")
        else:
            assert actual == expected

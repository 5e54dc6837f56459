"""The laws of the design, on real text: a raw announcement turned into Markdown."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import inlines, releases
from pipeline.diagnostics import Diagnostic, remembered
from pipeline.model import Catalog, Locale, Translation, canonical
from pipeline.stages.admit import admit
from pipeline.stages.extract import extract
from pipeline.stages.localize import Tongue, localize
from pipeline.world import Disk, Memory
from tests.conftest import HERE, ROOT

PATH = "sources/seed/release.md"
FRONT = "---\ntitle: {title}\ndate: 2022-08-23\n---\n\n"


def seed():
    """Return the seed text as a release: its first line is the title, the rest paragraphs."""
    title, *lines = (HERE / "fixtures" / "seed.txt").read_text(encoding="utf-8").splitlines()
    paragraphs = "\n\n".join(line for line in lines if line.strip())
    return (FRONT.format(title=title) + paragraphs).encode()


def ours():
    """Yield the path of every release of this repository."""
    return [p.relative_to(ROOT).as_posix() for p in sorted(ROOT.glob("sources/*/release.md"))]


def parsed(path):
    """Return the release at a path, the seed if there is none."""
    world = Disk(ROOT) if Path(ROOT / path).exists() else Memory({PATH: seed()})
    manuscript = releases.parse(world, path, Locale("en"))

    assert manuscript.problems + admit(manuscript.release, world) == ()
    return manuscript.release


@pytest.mark.parametrize("path", [PATH, *ours()])
def test_the_identity_catalog_gives_the_same_tree(path):
    """Every message translated by itself: the tree of the source, node for node."""
    release = parsed(path)
    same = {m.key: Translation(m.text) for m in extract(release)}
    abroad = replace(release, locale=Locale("xx"))
    mine, _ = localize(abroad, Tongue(Catalog(Locale("xx")), "en", {}))
    theirs, problems = localize(release, Tongue(Catalog(Locale("xx"), same), "en", {}))

    assert problems == ()
    assert theirs.missing == ()
    assert theirs.document == mine.document


@pytest.mark.parametrize("path", [PATH, *ours()])
def test_a_message_left_alone_comes_back(path):
    """``decode(encode(x), x) == x`` on every segment of a real release."""
    from pipeline.segments import segments

    for piece in segments(parsed(path).document):
        text = inlines.encode(piece.inlines)
        assert inlines.decode(text, piece.inlines) == piece.inlines


@pytest.mark.parametrize("path", [PATH, *ours()])
def test_a_manuscript_survives_its_journey(path):
    """``unpacked(packed(x)) == x``."""
    manuscript = releases.Manuscript(parsed(path), {"registered": "a label"})

    assert releases.unpacked(releases.packed(manuscript)) == manuscript


@given(st.builds(Diagnostic, exhibit=st.none()))
def test_a_problem_survives_its_journey(problem):
    """One that was found in an earlier run is told, sorted and counted like a new one."""
    assert remembered(json.loads(canonical(asdict(problem)))) == problem


def test_the_seed_gives_the_messages_an_editor_would_count():
    """A title, and one message a paragraph."""
    assert len(extract(parsed(PATH))) == 12

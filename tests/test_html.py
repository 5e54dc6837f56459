"""The web page as it leaves the house: whole, sealed, and with its own faces."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html.parser import HTMLParser

import pytest
from fontTools.ttLib import TTFont

from pipeline.formats.html import HTML
from pipeline.sealed import POLICY, seal
from tests.copies import WORLD, copy, page, theme

FACE = re.compile(r'font-family: "([^"]+)"; font-weight: (\d+)[^}]*base64,([^"]+)"')


@pytest.fixture(scope="module")
def chinese() -> str:
    """Return the finished web page of the Chinese edition."""
    body = HTML.lay_out(copy("zh_CN"), WORLD, theme("aerotropolis"))
    return HTML.emit(page(body, "html"), WORLD).decode()


def test_the_policy_names_the_style_that_is_there(chinese):
    """A style or script that anyone adds later does nothing."""
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', chinese)
    for name, tag in (("style-src", "style"), ("script-src", "script")):
        texts = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", chinese, re.DOTALL)
        sums = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in texts]
        named = re.search(rf"; {name} ([^;]*)", policy)

        assert texts
        assert named[1].split() == [f"'sha256-{digest}'" for digest in sums]
    assert policy.startswith(POLICY)
    assert "unsafe" not in policy


def test_the_charset_comes_first():
    """Browsers look for it in the first 1,024 bytes."""
    assert seal(b'<head><meta charset="utf-8"></head>').startswith(
        b'<head><meta charset="utf-8">\n<meta'
    )


def test_each_face_has_just_what_it_sets(chinese):
    """The bold Chinese face holds the title and the headings, not the text."""
    faces = {(m[1], m[2]): _letters(m[3]) for m in FACE.finditer(chinese)}
    bold, text = faces["Noto Serif CJK SC", "700"], faces["Noto Serif CJK SC", "400"]

    assert set("展馆客人所见") <= bold
    assert "塔" in text
    assert "塔" not in bold
    assert "“" in text
    assert 'url("font:' not in chinese


def test_the_page_is_well_formed_and_says_what_it_is(chinese):
    """One title, one main heading, no heading level left out, every picture described."""
    outline = Outline()
    outline.feed(chinese)

    assert outline.tags.count("title") == outline.tags.count("h1") == 1
    assert outline.open == []
    assert all(b - a <= 1 for a, b in zip(outline.levels, outline.levels[1:], strict=False))
    assert {"author", "description", "viewport"} <= outline.names


def test_a_small_page_stays_small(chinese):
    """Faces are cut to the text."""
    assert len(chinese) < 150_000


class Outline(HTMLParser):
    """What a browser makes of the tags of a page."""

    VOID = ("link", "meta", "img", "br", "hr", "col")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.levels: list[int] = []
        self.names: set[str | None] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names.add(dict(attrs).get("name"))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _letters(data: str) -> set[str]:
    return {chr(code) for code in TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()}

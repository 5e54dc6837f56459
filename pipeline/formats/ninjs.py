"""ninjs: the news as wires take it, with the page's own markup as its body."""

from __future__ import annotations

from pipeline.model import Page
from pipeline.plugs import Copy, Format
from pipeline.stages.compose import story
from pipeline.themes import Theme
from pipeline.web import ninjs
from pipeline.world import World


def _lay_out(copy: Copy, _world: World, _theme: Theme) -> bytes:
    return ninjs.item(copy, story(copy))


def _emit(page: Page, _world: World) -> bytes:
    return page.body


NINJS = Format(
    "ninjs", "1", (), _lay_out, _emit, suffix="ninjs.json", kind="application/json",
    needs=("pdf", "docx"),
)  # fmt: skip

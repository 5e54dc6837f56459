"""The Word file on paper: LibreOffice sets it, and the pages are measured.

Lines stand at the pitch of the tokens, tables reach from edge to edge, charts are seen, pages
are filled.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from pipeline.model import Locale
from pipeline.word import Sheet
from tests import brochures
from tests.copies import theme
from tests.documents import W, finished, part, parts, style_of, text
from tests.test_parity import project as project  # the releases of the repository, built

pytestmark = pytest.mark.slow

DPI = 72
BODY = ("BodyText", "FirstParagraph")
LINE = re.compile(r'<line xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</line>', re.DOTALL)
WORD = re.compile(r"<word[^>]*>(.*?)</word>")


@dataclass(frozen=True)
class Paper:
    """A Word file and the pages that LibreOffice made of it; lengths are points."""

    data: bytes
    pdf: Path
    sheet: Sheet

    @cached_property
    def lines(self) -> list[list[tuple[float, str]]]:
        """The lines of each page: where their tops stand, and what they say without blanks."""
        command = ["pdftotext", "-bbox-layout", str(self.pdf), "-"]
        found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return [
            [(float(y), "".join(WORD.findall(words))) for _, y, words in LINE.findall(page)]
            for page in found.split("<page ")[1:]
        ]

    @cached_property
    def pages(self) -> list[Image.Image]:
        """The pages as pictures, a pixel a point."""
        stem = self.pdf.with_suffix("")
        subprocess.run(["pdftoppm", "-r", str(DPI), str(self.pdf), str(stem)], check=True)
        return [
            Image.open(f).convert("RGB") for f in sorted(stem.parent.glob(f"{stem.name}-*.ppm"))
        ]

    def inked(self, page: Image.Image, y: int, wide: int = 1) -> list[int]:
        """Return where a row of a page, or one of those below it, is not paper."""
        found: set[int] = set()
        for row in range(y, min(y + wide, page.height)):
            pixels = [page.getpixel((x, row)) for x in range(page.width)]
            found |= {x for x, pixel in enumerate(pixels) if min(pixel) < 240}
        return sorted(found)


@pytest.fixture(scope="module")
def papers(project, tmp_path_factory):
    """Return every Word file on paper: the releases, and the constructs in both themes."""
    room = tmp_path_factory.mktemp("paper")
    files = {f"release-{locale}": next(project.glob(f"output/*/{locale}/*.docx")).read_bytes()
             for locale in ("en", "zh_CN")}  # fmt: skip
    styles = dict.fromkeys(files, "aerotropolis")
    for style in ("plain", "aerotropolis"):
        for locale in ("en", "zh_CN"):
            name = f"{style}-{locale}"
            files[name], styles[name] = finished(locale, style), style
    specimen = brochures.project(room / "specimen", formats='["docx"]')
    assert brochures.build(specimen)[0] == 0
    files["specimen-en"] = brochures.made(specimen, "en/specimen.docx").read_bytes()
    styles["specimen-en"] = "plain"
    for name, data in files.items():
        (room / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{room}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(room)]
    subprocess.run(
        [*command, *(str(room / f"{n}.docx") for n in files)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return {
        name: Paper(data, room / f"{name}.pdf", Sheet(
            theme(styles[name]), Locale(name.partition("-")[2]), {}, {}))
        for name, data in files.items()
    }  # fmt: skip


NAMES = ("release-en", "release-zh_CN", "plain-en", "plain-zh_CN", "aerotropolis-en",
         "aerotropolis-zh_CN", "specimen-en")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_lines_stand_as_far_apart_as_the_tokens_say(papers, name):
    """Within every paragraph of the text, to half a point."""
    paper = papers[name]
    pitch = paper.sheet.size("body") * paper.sheet.line
    body = [text(p).translate({32: None, 160: None}) for p in part(paper.data).iter(f"{W}p")
            if style_of(p) in BODY and not list(p.iter("{*}drawing", "{*}oMath"))]  # fmt: skip
    steps = [
        after[0] - before[0]
        for page in paper.lines
        for before, after in pairwise(page)
        if any(before[1] in t and after[1] in t and len(after[1]) > 12 for t in body)
        and any(before[1] + after[1] in t for t in body)
    ]

    assert all(abs(step - pitch) < 0.5 for step in steps), steps
    assert len(steps) >= (6 if name.startswith("release") else 0)


@pytest.mark.parametrize("name", NAMES)
def test_tables_reach_from_edge_to_edge_of_the_text(papers, name):
    """The rules of a table begin and end where the text does."""
    paper = papers[name]
    left, width = paper.sheet.page("left") / 20, paper.sheet.width / 20
    tables = [t for t in part(paper.data).iter(f"{W}tbl") if _style(t) == "Table"]
    named = [next(filter(None, map(text, table.iter(f"{W}p")))) for table in tables]
    seen = 0
    for page, lines in zip(paper.pages, paper.lines, strict=True):
        for y, words in lines:
            if any(words.startswith(head.replace(" ", "")[:4]) for head in named):
                rule = max((paper.inked(page, row) for row in range(int(y) - 14, int(y) + 24)
                            if 0 <= row < page.height), key=len)  # fmt: skip
                if len(rule) > width * 0.9:
                    seen += 1
                    assert abs(rule[0] - left) < 2
                    assert abs(rule[-1] - left - width) < 2

    assert seen >= len(named) > 0 or not named


def _style(table) -> str:
    found = table.find(f"{W}tblPr/{W}tblStyle")
    return "" if found is None else found.get(f"{W}val")


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_is_seen(papers, name):
    """Below its caption stand bars, lines or slices in the inks of the theme."""
    paper = papers[name]
    charts = [n for n in parts(paper.data) if re.match(r"word/charts/chart-\d+\.xml", n)]
    captions = [re.sub(r"\s", "", text(p))[:8] for p in part(paper.data).iter(f"{W}p")
                if style_of(p) == "ChartCaption"]  # fmt: skip
    inks = {paper.sheet.color(n) for n in ("primary", "accent", "third", "fourth")}
    seen = 0
    for page, lines in zip(paper.pages, paper.lines, strict=True):
        for y, words in lines:
            if any(words.startswith(caption) for caption in captions):
                box = page.crop((0, int(y) + 12, page.width, min(int(y) + 90, page.height)))
                found = {f"{r:02X}{g:02X}{b:02X}": n for n, (r, g, b) in box.getcolors(99999)}
                seen += sum(found.get(ink, 0) for ink in inks) > 60

    assert charts
    assert seen >= len(charts)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_but_the_last_is_nearly_empty(papers, name):
    """Text and pictures reach a third down each page, unless the next begins by wish."""
    paper = papers[name]
    top, bottom = (paper.sheet.page(side) / 20 for side in ("top", "bottom"))
    opened = [p for p in part(paper.data).iter(f"{W}p")
              if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]  # fmt: skip
    thin = 0
    for page in paper.pages[:-1]:
        rows = range(int(top), int(page.height - bottom))
        last = max((row for row in rows if paper.inked(page, row)), default=0)
        thin += (last - top) / len(rows) < 1 / 3

    assert thin <= len(opened)

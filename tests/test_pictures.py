"""Pages as accepted pictures: whoever changes how a page looks sees it, and says so.

The pictures are those of the designer's manual, in ``templates/pictures``. They are compared in
small squares, so that another version of a face or of a renderer is no change, and a moved
paragraph is one. ``pytest tests/test_pictures.py --accept`` makes them anew.
"""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from PIL import Image, ImageChops, ImageStat

from tests import brochures
from tests.conftest import ROOT

PICTURES = ROOT / "templates" / "pictures"
SLUG = "2022-08-23-daxing-life-health"
PAGE_PX, GAP_PX = 340, 10
SQUARE_PX = 17
FAR = 28
"""How much the mean grey of a square may differ, of 255."""

MOST = 0.03
"""The share of squares that may differ so."""

EDITIONS = {
    "en": ("en", "pdf"),
    "zh_CN": ("zh_CN", "pdf"),
    "parallel": ("zh_CN", "parallel.pdf"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a function that builds the first release in a theme, once, and finds its files."""
    made = {}

    def build(theme, page="a4"):
        key = (theme, page)
        if key not in made:
            folder = tmp_path_factory.mktemp(f"{theme}-{page}")
            for name in ("sources", "locales"):
                shutil.copytree(ROOT / name, folder / name)
            toml = (ROOT / "diglot.toml").read_text(encoding="utf-8")
            toml = re.sub(r"(?m)^theme = .*$", f'theme = "{theme}"\npage = "{page}"', toml)
            (folder / "diglot.toml").write_text(toml, encoding="utf-8")
            formats = ["-f", "pdf", *(["-f", "parallel-pdf"] if page == "a4" else [])]
            status, output = brochures.build(folder, *formats)
            assert status == 0, output
            made[key] = folder / "output" / SLUG
        return made[key]

    return build


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("theme", ["aerotropolis", "plain"])
def test_every_page_looks_as_accepted(theme, edition, built, tmp_path, pytestconfig):
    """Both editions and the parallel one, in both themes."""
    locale, suffix = EDITIONS[edition]
    file = built(theme) / locale / f"{SLUG}.{suffix}"

    compare(f"{theme}-{edition}", _strip(file, tmp_path), pytestconfig)


@pytest.mark.slow
def test_a_leaflet_looks_as_accepted(built, tmp_path, pytestconfig):
    """Its two sides."""
    file = built("aerotropolis", "dl") / "zh_CN" / f"{SLUG}.pdf"

    compare("aerotropolis-leaflet", _strip(file, tmp_path, wide=2 * PAGE_PX), pytestconfig)


@pytest.mark.slow
def test_every_part_looks_as_accepted(tmp_path, pytestconfig):
    """The specimen of all parts."""
    folder = brochures.project(tmp_path / "project")
    status, output = brochures.build(folder)

    assert status == 0, output
    compare("plain-parts", _strip(brochures.made(folder), tmp_path), pytestconfig)


def test_the_pictures_of_the_manual_are_light():
    """Nobody waits for a clone: those of paper are under a megabyte, those of screens too."""
    files = list(PICTURES.glob("*.png"))
    screens = [path.stat().st_size for path in files if path.name.startswith("web-")]
    paper = [path.stat().st_size for path in files if not path.name.startswith("web-")]

    assert len(paper) == 2 * len(EDITIONS) + 2
    assert len(screens) == 2 * len(EDITIONS) + 3
    assert sum(paper) < 1_000_000
    assert sum(screens) < 1_000_000


def _strip(pdf, room, wide=PAGE_PX):
    """Return the pages of a PDF side by side."""
    stem = room / "page"
    command = ["pdftoppm", "-scale-to-x", str(wide), "-scale-to-y", "-1", "-png", str(pdf)]
    subprocess.run([*command, str(stem)], check=True)
    pages = [Image.open(path).convert("RGB") for path in sorted(room.glob("page-*.png"))]
    whole = sum(page.width + GAP_PX for page in pages) - GAP_PX
    strip = Image.new("RGB", (whole, pages[0].height), "#D0D0D0")
    at = 0
    for page in pages:
        strip.paste(page, (at, 0))
        at += page.width + GAP_PX
    return strip


def compare(name, strip, pytestconfig):
    """Hold a strip of pages against the accepted picture of its name, or accept it."""
    file = PICTURES / f"{name}.png"
    if pytestconfig.getoption("--accept"):
        if not file.exists() or differing(Image.open(file).convert("RGB"), strip) > 0:
            PICTURES.mkdir(exist_ok=True)
            colors = strip.quantize(96, dither=Image.Dither.NONE)
            colors.save(file, optimize=True)
        return
    accepted = Image.open(file).convert("RGB")

    assert accepted.size == strip.size, f"{name}: pages were added, lost or resized"
    assert differing(accepted, strip) <= MOST, f"{name} looks different: look, then --accept"


def differing(one, other):
    """Return the share of squares in which two pictures differ."""
    if one.size != other.size:
        return 1.0
    grey = ImageChops.difference(one.convert("L"), other.convert("L"))
    wide, high = grey.width // SQUARE_PX, grey.height // SQUARE_PX
    squares = [
        grey.crop((x * SQUARE_PX, y * SQUARE_PX, (x + 1) * SQUARE_PX, (y + 1) * SQUARE_PX))
        for x in range(wide)
        for y in range(high)
    ]
    far = [square for square in squares if ImageStat.Stat(square).mean[0] > FAR]
    return len(far) / len(squares)

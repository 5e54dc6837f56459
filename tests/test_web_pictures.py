"""Web pages as accepted pictures, beside those of the brochure and compared like them.

A picture is one page four times: on a wide screen by day and at night, on a phone by day and at
night, from its top. ``pytest tests/test_web_pictures.py --accept`` makes them anew.
"""

from __future__ import annotations

import io
import re
import shutil

import pytest
from PIL import Image

from tests import brochures, browsers
from tests.conftest import ROOT
from tests.test_pictures import (
    GAP_PX,
    MOST,
    PAGE_PX,
    PICTURES,
    SLUG,
    compare,
    differing,
)

pytestmark = pytest.mark.slow

HIGH_PX = 960
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
SCREENS = [(WIDE, PAGE_PX), (PHONE, PAGE_PX // 2)]
PAGES = {"en": "en/{}.html", "zh_CN": "zh_CN/{}.html", "parallel": "zh_CN/{}.parallel.html"}
SITE = '\n[html]\nlayout = "site"\nbase = "https://news.example.org/"\n'


@pytest.fixture(scope="module")
def browser():
    """Open one browser for all tests."""
    with browsers.opened() as found:
        yield found


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a function that builds the web pages of the first release, once for each look."""
    made = {}

    def build(theme, more=""):
        if (theme, more) not in made:
            folder = tmp_path_factory.mktemp(theme)
            for name in ("sources", "locales"):
                shutil.copytree(ROOT / name, folder / name)
            toml = (ROOT / "diglot.toml").read_text(encoding="utf-8")
            toml = re.sub(r"(?m)^theme = .*$", f'theme = "{theme}"', toml)
            toml = re.sub(r"(?m)^formats = .*$", 'formats = ["html", "parallel"]', toml)
            (folder / "diglot.toml").write_text(toml + more, encoding="utf-8")
            status, output = brochures.build(folder)
            assert status == 0, output
            made[theme, more] = folder / "output"
        return made[theme, more]

    return build


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("theme", ["aerotropolis", "plain"])
def test_every_web_page_looks_as_accepted(theme, page, built, browser, pytestconfig):
    """Both languages and both side by side, in both themes."""
    file = built(theme) / SLUG / PAGES[page].format(SLUG)

    compare(f"web-{theme}-{page}", _strip(browser, file), pytestconfig)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_site_looks_like_the_one_in_a_single_file(page, built, browser):
    """On a wide screen, by day and at night; on a phone its bar has a link more, and a line."""
    file = built("aerotropolis", SITE) / SLUG / PAGES[page].format(SLUG)
    wide = (0, 0, 2 * PAGE_PX + GAP_PX, HIGH_PX)
    accepted = Image.open(PICTURES / f"web-aerotropolis-{page}.png").convert("RGB")

    assert differing(accepted.crop(wide), _strip(browser, file).crop(wide)) <= MOST


@pytest.mark.parametrize("page", ["index.html", "en/index.html", "zh_CN/index.html"])
def test_every_index_of_a_site_looks_as_accepted(page, built, browser, pytestconfig):
    """The list of releases in each language, and the page that offers the languages."""
    name = page.replace("/", "-").removesuffix(".html")
    file = built("aerotropolis", SITE) / page

    compare(f"web-{name}", _strip(browser, file), pytestconfig)


def _strip(browser, file):
    """Return the top of a page on each screen, by day and at night, side by side."""
    shots = []
    for screen, wide in SCREENS:
        for scheme in ("light", "dark"):
            with browsers.page(browser, file, viewport=screen, color_scheme=scheme) as tab:
                tab.evaluate("document.fonts.ready")
                shot = Image.open(io.BytesIO(tab.screenshot(full_page=True))).convert("RGB")
            scale = wide / shot.width
            shot = shot.crop((0, 0, shot.width, min(shot.height, round(HIGH_PX / scale))))
            shots.append(shot.resize((wide, round(shot.height * scale)), Image.Resampling.BOX))
    whole = sum(shot.width + GAP_PX for shot in shots) - GAP_PX
    strip = Image.new("RGB", (whole, max(shot.height for shot in shots)), "#D0D0D0")
    at = 0
    for shot in shots:
        strip.paste(shot, (at, 0))
        at += shot.width + GAP_PX
    return strip

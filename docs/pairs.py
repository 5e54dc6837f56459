"""Make the picture of the side-by-side view, and of the page on a phone at night.

    .venv/bin/python -m docs.pairs [SLUG]

Needs what the tests need; the pages are those that `./diglot build` has made.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

from tests import browsers

HERE = Path(__file__).parent
HEIGHT_PX, GAP_PX = 720, 16


def main(slug: str) -> None:
    """Write ``web-pairs.png``."""
    folder = HERE.parent / "output" / slug / "zh_CN"
    wide = {"viewport": {"width": 1000, "height": HEIGHT_PX}}
    night = {"viewport": {"width": 390, "height": HEIGHT_PX}, "color_scheme": "dark"}
    shots = []
    with browsers.opened() as browser:
        with browsers.page(browser, folder / f"{slug}.parallel.html", **wide) as tab:
            tab.hover(".pair >> nth=6")
            shots.append(tab.screenshot())
        with browsers.page(
            browser, folder / f"{slug}.html", reduced_motion="reduce", **night
        ) as tab:
            tab.evaluate("document.querySelector('.chart').scrollIntoView()")
            shots.append(tab.screenshot())
    left, right = (Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots)
    sheet = Image.new("RGB", (left.width + GAP_PX + right.width, HEIGHT_PX), "#D9D9D9")
    sheet.paste(left, (0, 0))
    sheet.paste(right, (left.width + GAP_PX, 0))
    sheet.thumbnail((1200, 1200), Image.Resampling.LANCZOS)
    small = sheet.quantize(128, dither=Image.Dither.NONE)
    small.save(HERE / "web-pairs.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "2022-08-23-daxing-life-health")

"""Make the picture of the preview for the manuals: `.venv/bin/python -m docs.preview [SLUG]`.

It opens the preview of this repository, read only, on a text of the first release.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

from tests import browsers
from tests.test_preview import served

HERE = Path(__file__).parent
WAIT_MS = 60_000
TEXT = 14
"""Which paragraph of the page is open."""


def main(slug: str) -> None:
    """Write docs/preview.png: the Chinese brochure, the English page, a text in the editor."""
    with served(HERE.parent) as (address, _), browsers.opened() as browser:
        room = browser.new_context(
            viewport={"width": 1280, "height": 860}, locale="en-GB", reduced_motion="reduce"
        )
        tab = room.new_page()
        tab.set_default_timeout(WAIT_MS)
        tab.goto(f"{address}/#{slug};en,html,;zh_CN,pdf,")
        tab.locator(".spot").first.wait_for()
        tab.get_by_role("button", name="Texts").click()
        tab.locator(".texts li").nth(TEXT).click()
        tab.locator(".field-text").wait_for()
        tab.wait_for_timeout(3000)
        shot = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
        shot.quantize(128, dither=Image.Dither.NONE).save(HERE / "preview.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "2022-08-23-daxing-life-health")

"""Make the README's pictures from what `./diglot build` has made.

    .venv/bin/python docs/pictures.py [SLUG]

Needs what the tests need: poppler, LibreOffice, Chromium. Pages are real output, side by side.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
LOCALES = {"en": "en", "zh_CN": "zh"}
WIDTH_PX = 1100
GAP_PX = 16
_COLORS = 256
"""A picture of type and flat colours needs no more; accents are rare, and must keep their hue."""

_CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")


def main(slug: str) -> None:
    """Write brochure, Word and web pictures of a release in both languages."""
    for locale, short in LOCALES.items():
        folder = HERE.parent / "output" / slug / locale
        with tempfile.TemporaryDirectory() as room:
            work = Path(room)
            _save(_pages(folder / f"{slug}.pdf", work), f"brochure-{short}")
            own = f"-env:UserInstallation=file://{work}/office"
            word = str(folder / f"{slug}.docx")
            _run("soffice", "--headless", own, "--convert-to", "pdf", "--outdir", room, word)
            _save(_pages(work / f"{slug}.pdf", work), f"word-{short}")
            shot = work / "web.png"
            flags = (f"--user-data-dir={work}/browser", f"--screenshot={shot}")
            page = f"file://{folder}/{slug}.html"
            _run("chromium", *_CHROMIUM, *flags, "--window-size=1200,860", page)
            _save([Image.open(shot).convert("RGB")], f"web-{short}")


def _pages(pdf: Path, work: Path) -> list[Image.Image]:
    _run("pdftoppm", "-r", "96", "-l", "2", "-png", str(pdf), str(work / pdf.stem))
    found = sorted(work.glob(f"{pdf.stem}-*.png"))
    pages = [Image.open(page).convert("RGB") for page in found]
    for page in found:
        page.unlink()
    return pages


def _save(pictures: list[Image.Image], name: str) -> None:
    wide = sum(p.width for p in pictures) + GAP_PX * (len(pictures) - 1)
    sheet = Image.new("RGB", (wide, max(p.height for p in pictures)), "#D9D9D9")
    at = 0
    for picture in pictures:
        sheet.paste(picture, (at, 0))
        at += picture.width + GAP_PX
    sheet.thumbnail((WIDTH_PX, WIDTH_PX), Image.Resampling.LANCZOS)
    few = sheet.quantize(_COLORS, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    few.save(HERE / f"{name}.png", optimize=True)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "2022-08-23-daxing-life-health")

"""How heavy the web pages are, against their bar: 60 KB + 0.35 KB a Han character and face.

    python -m bench.weight [PAGE.html …]

Without a page it weighs those in ``output/``. All of a file counts (text, styles, script, data,
faces as base64, charts drawn as SVG elements) but its pictures: those that stand in it as
``data:image`` addresses, the line art of a cover among them. A face counts for the bar if it
holds Han characters, and so does each distinct Han character of the text.
"""

from __future__ import annotations

import base64
import io
import re
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

_HAN = re.compile("[\u3400-\u9fff]")
_PICTURE = re.compile(r"data:image/[a-z+]+;base64,[\w+/=]+")
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def main(pages: list[str]) -> None:
    """Print a row for each page, in KB of 1,000 bytes."""
    found = [Path(page) for page in pages] or sorted(Path("output").glob("*/*/*.html"))
    print("| page | KB | Han characters | Han faces | bar, KB |\n|---|---|---|---|---|")
    for path in found:
        text = path.read_text(encoding="utf-8")
        weight = len(_PICTURE.sub("", text).encode()) / 1000
        letters = len(set(_HAN.findall(_STYLE.sub("", text))))
        faces = sum(_sets_han(data) for data in re.findall(r"font/woff2;base64,([\w+/=]+)", text))
        bar = 60 + 0.35 * letters * faces
        name = f"{path.name} ({path.parent.name})"
        print(f"| {name} | {weight:.1f} | {letters} | {faces} | {bar:.1f} |")


def _sets_han(data: str) -> bool:
    known = TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()
    return any(0x3400 <= code <= 0x9FFF for code in known)


if __name__ == "__main__":
    main(sys.argv[1:])

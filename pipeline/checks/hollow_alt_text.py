"""Alternative texts that say nothing of the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import tree
from pipeline.diagnostics import Severity
from pipeline.model import Place
from pipeline.plugs import Draft, Finding, SourceCheck

_FILE = re.compile(r"[\w./-]+\.(?:svg|png|jpe?g|gif|webp|tiff?|pdf)", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:an? |the )?(?:image|picture|photo(?:graph)?|figure|graphic|illustration|img|alt(?: text)?"
    r"|screenshot|untitled|placeholder|todo|tbd)(?: \d+)?"
    r"|(?:一张)?(?:图片?|照片|插图|配图|图像|截图)\d*",
    re.IGNORECASE,
)


def hollow_alt_text(draft: Draft) -> Iterator[tuple[Place, Finding]]:
    """Find pictures whose alternative text is a file name, or just *image*.

    It is what somebody who cannot see the picture gets to know. A picture without any is refused.

    >>> "![Picture](figures/plan.svg)" in release
    warning: the alt text `Picture` says nothing of the picture
    hint: say in the brackets what it shows
    """
    for address, node in tree.nodes(draft.release.document["blocks"], ("blocks",)):
        if node["t"] != "Image":
            continue
        text = tree.plain(node["c"][1]).strip(" .。")
        stem = node["c"][2][0].rpartition("/")[2].partition(".")[0]
        if text and (_FILE.fullmatch(text) or _GENERIC.fullmatch(text) or text == stem):
            message = f"the alt text `{text}` says nothing of the picture"
            hint = ("say in the brackets what it shows",)
            yield draft.release.place(address), Finding(message, hint)


HOLLOW_ALT_TEXT = SourceCheck("hollow-alt-text", Severity.WARNING, hollow_alt_text)

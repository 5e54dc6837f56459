"""A photograph in several sizes and codings, so that a browser takes the least it needs.

Equal pictures give equal files: nothing of the original but its pixels is kept, one thread
codes them. A picture is never enlarged.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

WIDTHS = (480, 960, 1600)
KINDS = ("avif", "webp", "jpeg")
"""Best first; a picture that is seen through has ``png`` for the last of them."""

_QUALITY = {"avif": 60, "webp": 78, "jpeg": 82}


def variants(data: bytes) -> Mapping[str, bytes]:
    """Return the files of a picture by ``kind-width``, the widths from small to large."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as opened:
        picture = ImageOps.exif_transpose(opened)
    clear = "A" in picture.getbands() or "transparency" in picture.info
    picture = picture.convert("RGBA" if clear else "RGB")
    own = picture.width
    widths = sorted({min(width, own) for width in WIDTHS})
    found: dict[str, bytes] = {}
    for width in widths:
        height = max(1, round(picture.height * width / own))
        small = picture.resize((width, height), Image.Resampling.LANCZOS)
        for kind in KINDS:
            coded = "png" if clear and kind == "jpeg" else kind
            out = io.BytesIO()
            if coded == "png":
                small.save(out, "PNG", optimize=True)
            elif coded == "avif":
                small.save(out, "AVIF", quality=_QUALITY[coded], speed=6, max_threads=1)
            else:
                small.save(out, coded.upper(), quality=_QUALITY[coded])
            found[f"{coded}-{width}x{height}"] = out.getvalue()
    return found

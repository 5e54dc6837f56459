"""Codes to scan: an address as a picture, in vectors and in pixels. Equal addresses, equal bytes.

Source: ISO/IEC 18004; the quiet zone of four modules around a code belongs to it.
"""

from __future__ import annotations

import io

_MODULE_PX = 12
"""Pixels of the PNG for each of the code's little squares, at 300 dots an inch."""


def draw(address: str, color: str) -> dict[str, bytes]:
    """Return the code of an address as ``svg`` and ``png``, dark squares of a colour.

    The PNG has a white ground; the SVG lies on what the style gives it.
    """
    import segno

    code = segno.make(address, error="m", micro=False, boost_error=True)
    svg, png = io.BytesIO(), io.BytesIO()
    code.save(
        svg, kind="svg", dark=color, light=None, border=4, xmldecl=False, svgclass=None,
        lineclass=None, omitsize=True, nl=False,
    )  # fmt: skip
    code.save(png, kind="png", dark=color, light="#ffffff", border=4, scale=_MODULE_PX, dpi=300)
    return {"svg": svg.getvalue(), "png": png.getvalue()}

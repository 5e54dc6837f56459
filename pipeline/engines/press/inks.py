"""Colours as inks: those of the theme as it says, all others by the profile of the press.

Law: white is bare paper; a grey that is dark, and black, is black ink alone; no colour takes
more than the limit, and what is too much is taken from the three coloured inks. Inks are whole
percents, so that the same colour is the same everywhere.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from pipeline.engines.press.profile import Profile

Rgb: TypeAlias = tuple[int, int, int]
Cmyk: TypeAlias = tuple[float, float, float, float]
"""Shares of the four inks, 0 to 1."""

BLACK: Cmyk = (0.0, 0.0, 0.0, 1.0)
LIMIT_PERCENT = 300
_NEUTRAL, _DARK, _BLACK = 24, 120, 56
"""How far the channels of a grey differ, how light a dark one is, and one that is black."""

_STRIP = 1 << 20
"""How many pixels of a picture become inks at once."""


@dataclass(frozen=True)
class Inks:
    """The inks of a press; ``known`` maps colours of the theme to what they are printed with.

    ``limit`` is the most ink that any place may take, in percent.
    """

    profile: Profile
    known: Mapping[Rgb, Cmyk] = field(default_factory=dict)
    limit: float = LIMIT_PERCENT

    def of(self, rgb: Rgb) -> Cmyk:
        """Return the inks of a colour."""
        return self._limited(self.known[rgb] if rgb in self.known else self._derived(rgb))

    def picture(self, image: Any) -> Any:
        """Return a picture in RGB or grey as one in CMYK."""
        from PIL import Image

        made, top = Image.new("CMYK", image.size), 0
        for strip in self.strips(image):
            made.paste(strip, (0, top))
            top += strip.height
        return made

    def strips(self, image: Any) -> Iterator[Any]:
        """Yield a picture in RGB or grey as strips of one in CMYK, from the top down.

        To reckon inks takes ten times the memory of what is reckoned, so little is at once.
        """
        transform = self._transform(image.info.get("icc_profile"))
        high = max(1, _STRIP // image.width)
        for top in range(0, image.height, high):
            below = min(top + high, image.height)
            yield self._strip(image.crop((0, top, image.width, below)), transform)

    def _strip(self, strip: Any, transform: Any) -> Any:
        from PIL import ImageCms

        made = ImageCms.applyTransform(strip.convert("RGB"), transform)
        assert made is not None
        return self._limited_picture(made)

    def _derived(self, rgb: Rgb) -> Cmyk:
        from PIL import Image, ImageCms

        if rgb == (255, 255, 255):
            return (0.0, 0.0, 0.0, 0.0)
        light = (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2]) / 1000
        if max(rgb) - min(rgb) <= _NEUTRAL and light < _DARK:
            return BLACK if light < _BLACK else (0.0, 0.0, 0.0, round(1 - (light / 255) ** 0.8, 2))
        dot = ImageCms.applyTransform(Image.new("RGB", (1, 1), rgb), self._transform(None))
        assert dot is not None
        cyan, magenta, yellow, black = (round(v / 255, 2) for v in dot.getpixel((0, 0)))  # type: ignore[union-attr]
        return cyan, magenta, yellow, black

    def _limited(self, inks: Cmyk) -> Cmyk:
        cyan, magenta, yellow, black = inks
        excess = sum(inks) - self.limit / 100
        if excess <= 0:
            return inks
        rest = max(0.0, 1 - excess / (cyan + magenta + yellow))
        down = [int(v * rest * 100) / 100 for v in (cyan, magenta, yellow)]
        return down[0], down[1], down[2], black

    def _limited_picture(self, image: Any) -> Any:
        from PIL import Image, ImageMath

        cyan, magenta, yellow, black = image.split()
        most = round(self.limit * 255 / 100)

        def held(channel: Any) -> Any:
            return ImageMath.lambda_eval(
                lambda v: _held(v, most), v=channel, c=cyan, m=magenta, y=yellow, k=black
            )

        return Image.merge("CMYK", [held(cyan), held(magenta), held(yellow), black])

    def _transform(self, own: bytes | None) -> Any:
        if own and own not in self._transforms:
            self._transforms[own] = self._made(own)
        return self._transforms[own] if own else self._usual

    @cached_property
    def _transforms(self) -> dict[bytes, Any]:
        return {}

    @cached_property
    def _usual(self) -> Any:
        return self._made(None)

    def _made(self, own: bytes | None) -> Any:
        from PIL import ImageCms

        source: Any = ImageCms.createProfile("sRGB")
        if own:
            source = ImageCms.ImageCmsProfile(io.BytesIO(own))
        target = ImageCms.ImageCmsProfile(io.BytesIO(self.profile.data))
        return ImageCms.buildTransform(
            source, target, "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )  # fmt: skip


def _held(channels: Mapping[str, Any], most: int) -> Any:
    """Return a channel less its share of the ink that is too much, rounded down."""
    least, largest = channels["min"], channels["max"]
    colored = channels["c"] + channels["m"] + channels["y"]
    excess = largest(colored + channels["k"] - most, 0)
    share = channels["v"] * excess / largest(colored, 1) + least(excess, 1)
    return channels["convert"](largest(channels["v"] - share, 0), "L")

"""What Word has to know of a theme and of an edition: tokens as measures, faces by script.

Lengths in Word are twentieths of a point (twips), borders eighths, type half points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline import languages
from pipeline.model import Locale
from pipeline.themes import Theme

HAN = ("Hans", "Hant", "Jpan", "Kore")
_TIGHT = {"Latn": 1.2, "Arab": 1.5, "Deva": 1.4, "Thai": 1.5}
_BOLD = 600
"""Word knows two weights of a face: from here on it is the bold one."""

_SPARE = {"title": "heading", "number": "label"}


@dataclass(frozen=True, slots=True)
class Faces:
    """The families of one role: for Latin, for East Asian and for complex scripts."""

    latin: str
    east: str
    complex: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A theme in one locale, with what headers, properties and the cover say.

    ``texts`` are bare texts by name (``title``, ``author``, ``dateline`` …, each may be absent);
    ``lines`` are title and subtitle with a line feed where they break; ``date`` is in ISO form;
    ``words`` are the words of the templates that Word needs, in the language of the edition;
    ``own`` is the designer's reference.docx, or empty; ``logo`` a PNG for the cover, or empty.
    """

    theme: Theme
    locale: Locale
    texts: Mapping[str, str]
    words: Mapping[str, str]
    lines: Mapping[str, str] = field(default_factory=dict)
    date: str = ""
    own: bytes = b""
    logo: bytes = b""

    @property
    def script(self) -> str:
        """The ISO 15924 code of the edition's script."""
        return languages.script(self.locale)

    @property
    def han(self) -> bool:
        """Whether the edition is set in an East Asian script."""
        return self.script in HAN

    @property
    def mirrored(self) -> bool:
        """Whether the edition runs from right to left."""
        return languages.direction(self.locale) == "rtl"

    @property
    def start(self) -> str:
        """The side on which a line begins; borders are named by true sides."""
        return "right" if self.mirrored else "left"

    @property
    def width(self) -> int:
        """The width of the text in twips."""
        return self.page("width") - self.page("left") - self.page("right")

    @property
    def tight(self) -> float:
        """The line height of titles, as a multiple of their size."""
        return 1.35 if self.han else _TIGHT.get(self.script, 1.25)

    @property
    def line(self) -> float:
        """The line height of body text, as a multiple of its size."""
        return self.theme.line(self.script)

    @property
    def tongues(self) -> dict[str, str]:
        """The language of Latin, East Asian and complex text, as attributes of ``w:lang``."""
        own = languages.word_tag(self.locale)
        return {
            "val": "en-GB" if self.han or self.mirrored else own,
            "eastAsia": own if self.han else "zh-CN",
            "bidi": own if self.mirrored else "ar-SA",
        }

    def text(self, name: str) -> str:
        """Return a text, or nothing if the release does not have it."""
        return self.texts.get(name, "")

    def page(self, name: str) -> int:
        """Return a length of the page in twips."""
        return twips(float(self.theme.tokens["page"][f"{name}_mm"]))

    def color(self, name: str) -> str:
        """Return a colour token as Word writes it, ``RRGGBB``."""
        return self.theme.color(name).lstrip("#").upper()

    def size(self, name: str) -> float:
        """Return a type size in points; ``pull`` is that of a pull statement in this width."""
        if name == "pull":
            return min(self.theme.size("subtitle") + 1, self.theme.size(name))
        return self.theme.size(name)

    def bold(self, role: str) -> bool:
        """Tell whether a role is set in the bold face."""
        return float(self.theme.tokens.get("weight", {}).get(role, _BOLD)) >= _BOLD

    def group(self, role: str) -> str:
        """Return the font group of a role (``serif`` …); what a theme leaves out is another's."""
        roles = self.theme.tokens["role"]
        return str(roles.get(role) or roles[_SPARE.get(role, "body")])

    def faces(self, role: str) -> Faces:
        """Return the families of a role."""
        named = self.theme.tokens["font"][self.group(role)]
        latin = str(named["Latn"])
        east = str(named.get(self.script if self.han else "Hans", latin))
        return Faces(latin, east, latin if self.han else str(named.get(self.script, latin)))


def twips(mm: float) -> int:
    """Return millimetres in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def emu(mm: float) -> int:
    """Return millimetres in the unit of drawings."""
    return round(mm * 36000)

"""The atoms of styles: distances in points, the letters of a role."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, make

MONO = "Consolas"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name, its parent, what it says of paragraphs and of letters."""

    name: str
    base: str = "Normal"
    paragraph: tuple[Element | None, ...] = ()
    letters: tuple[Element | None, ...] = ()
    follow: str = ""


def identity(name: str) -> str:
    """Return the id of the style of a name: ``List Bullet`` is ``ListBullet``."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def spacing(before: float, after: float, pitch: float = 0, rule: str = "exact") -> Element:
    """Make the distances of a paragraph, in points; without ``pitch`` lines stay as they are."""
    node = make("w:spacing", before=round(before * 20), after=round(after * 20))
    if pitch:
        node.attrib.update(make("w:spacing", line=round(pitch * 20), lineRule=rule).attrib)
    return node


def faces(sheet: Sheet, role: str) -> Element:
    """Make the fonts of a role; body and heading go by the names of the Word theme."""
    if theme := {"body": "minor", "heading": "major"}.get(role):
        return make(
            "w:rFonts",
            asciiTheme=f"{theme}HAnsi",
            hAnsiTheme=f"{theme}HAnsi",
            eastAsiaTheme=f"{theme}EastAsia",
            cstheme=f"{theme}Bidi",
        )
    named = sheet.faces(role)
    latin = named.latin
    return make("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=named.east, cs=named.complex)


def mono() -> Element:
    """Make the fonts of code."""
    return make("w:rFonts", ascii=MONO, hAnsi=MONO, cs=MONO)


def type_of(sheet: Sheet, role: str, size: float, color: str = "") -> tuple[Element | None, ...]:
    """Return the letters of a role in a size in points and a colour token."""
    return (
        faces(sheet, role),
        make("w:color", val=sheet.color(color)) if color else None,
        make("w:sz", val=round(size * 2)),
        make("w:szCs", val=round(size * 2)),
    )


def strong() -> tuple[Element, ...]:
    """Return what makes letters bold."""
    return (make("w:b"), make("w:bCs"))


def weight(sheet: Sheet, role: str) -> tuple[Element, ...]:
    """Return what makes letters as bold as the theme wants a role."""
    return strong() if sheet.bold(role) else ()

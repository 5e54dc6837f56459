"""The faces of a Word file: its theme part, and what to take where a face is not installed.

Nothing is embedded. A reader without our faces gets the nearest of those that Windows, macOS
or LibreOffice bring along: Word looks them up under ``w:altName``.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.word.sheet import Sheet
from pipeline.word.xml import make, write

_SPARE = {
    ("serif", "Latn"): "Georgia, Times New Roman",
    ("sans", "Latn"): "Segoe UI, Helvetica Neue, Arial",
    ("mono", "Latn"): "Consolas, Menlo, Courier New",
    ("serif", "Hans"): "Source Han Serif SC, Songti SC, SimSun",
    ("sans", "Hans"): "Source Han Sans SC, Microsoft YaHei, PingFang SC",
    ("serif", "Hant"): "Source Han Serif TC, Songti TC, PMingLiU",
    ("sans", "Hant"): "Source Han Sans TC, Microsoft JhengHei, PingFang TC",
    ("serif", "Jpan"): "Source Han Serif, Hiragino Mincho ProN, Yu Mincho",
    ("sans", "Jpan"): "Source Han Sans, Hiragino Sans, Yu Gothic",
    ("serif", "Kore"): "Source Han Serif K, AppleMyungjo, Batang",
    ("sans", "Kore"): "Source Han Sans K, Apple SD Gothic Neo, Malgun Gothic",
    ("serif", "Arab"): "Traditional Arabic, Times New Roman",
    ("sans", "Arab"): "Segoe UI, Geeza Pro, Arial",
    ("serif", "Hebr"): "David, Times New Roman",
    ("sans", "Hebr"): "Segoe UI, Arial",
}
_CHARSET = {"Hans": "86", "Hant": "88", "Jpan": "80", "Kore": "81", "Arab": "B2", "Hebr": "B1"}
_KIND = {"serif": "roman", "display": "roman", "sans": "swiss", "mono": "modern"}
_PANOSE = {
    ("serif", "Latn"): "02020603050405020304",
    ("sans", "Latn"): "020B0604020202020204",
    ("mono", "Latn"): "02070309020205020404",
    ("serif", ""): "02020400000000000000",
    ("sans", ""): "020B0500000000000000",
    ("mono", ""): "02070300000000000000",
}
"""What a face looks like, in the numbers of PANOSE: Word takes the nearest that it has if none
of those named is there. Of a script without serifs of the Latin kind little can be said."""

_ROLES = ("body", "heading", "label", "title", "number")

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="9525">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
_SHAPES = (
    f'<a:fmtScheme name="Diglot"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
    f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
    f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
)
_COLORS = {
    "dk1": "text", "lt1": "inverse", "dk2": "primary", "lt2": "tint", "accent1": "primary",
    "accent2": "accent", "accent3": "third", "accent4": "fourth", "accent5": "muted",
    "accent6": "rule", "hlink": "link", "folHlink": "muted",
}  # fmt: skip


def font_table(sheet: Sheet) -> bytes:
    """Return ``word/fontTable.xml``: every family, its kind, and what may stand in for it."""
    root = make("w:fonts")
    for family, (group, script) in sorted(_families(sheet).items()):
        font = make("w:font", name=family)
        if spare := _spare(sheet, group, script):
            font.append(make("w:altName", val=spare))
        looks = (_kin(group), "Latn" if script == "Latn" else "")
        if looks in _PANOSE:
            font.append(make("w:panose1", val=_PANOSE[looks]))
        font.append(make("w:charset", val=_CHARSET.get(script, "00")))
        font.append(make("w:family", val=_KIND.get(group, "auto")))
        font.append(make("w:pitch", val="fixed" if group == "mono" else "variable"))
        root.append(font)
    return write(root)


def theme(sheet: Sheet) -> bytes:
    """Return ``word/theme/theme1.xml``: the colours and the two leading faces."""
    colors = "".join(
        f'<a:{name}><a:srgbClr val="{sheet.color(token)}"/></a:{name}>'
        for name, token in _COLORS.items()
    )
    fonts = _fonts("majorFont", sheet, "heading") + _fonts("minorFont", sheet, "body")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme {_A} name="Diglot"><a:themeElements>'
        f'<a:clrScheme name="Diglot">{colors}</a:clrScheme>'
        f'<a:fontScheme name="Diglot">{fonts}</a:fontScheme>{_SHAPES}'
        "</a:themeElements></a:theme>"
    ).encode()


def _fonts(kind: str, sheet: Sheet, role: str) -> str:
    faces = sheet.faces(role)
    named = sheet.theme.tokens["font"][sheet.group(role)]
    root = make(f"a:{kind}")
    for part, face in (("latin", faces.latin), ("ea", faces.east), ("cs", faces.complex)):
        root.append(make(f"a:{part}", typeface=face))
    for script in ("Hans", "Hant", "Jpan", "Arab", "Hebr"):
        if face := named.get(script):
            root.append(make("a:font", script=script, typeface=face))
    if face := named.get("Kore"):
        root.append(make("a:font", script="Hang", typeface=face))
    return write(root).decode().partition("\n")[2]


def _families(sheet: Sheet) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for role in _ROLES:
        group = sheet.group(role)
        for script, family in _used(sheet, group):
            found.setdefault(family, (group, script))
    return found


def _used(sheet: Sheet, group: str) -> Iterator[tuple[str, str]]:
    """Yield the scripts and families of a group that may be needed in this edition."""
    named = sheet.theme.tokens["font"][group]
    for script in dict.fromkeys(("Latn", sheet.script, "Hans")):
        if family := named.get(script):
            yield script, str(family)


def _spare(sheet: Sheet, group: str, script: str) -> str:
    told = sheet.theme.tokens.get("fallback", {}).get(group, {}).get(script)
    return ", ".join(told) if told else _SPARE.get((_kin(group), script), "")


def _kin(group: str) -> str:
    return "serif" if group == "display" else group

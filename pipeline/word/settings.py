"""The settings of a Word file: how it breaks lines, and which Word it is written for."""

from __future__ import annotations

from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, make, write

_WORD = "http://schemas.microsoft.com/office/word"
_COMPATIBLE = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
}
_EAST = (
    "spaceForUL", "balanceSingleByteDoubleByteWidth", "doNotLeaveBackslashAlone",
    "ulTrailSpace", "doNotExpandShiftReturn", "adjustLineHeightInTable",
)  # fmt: skip
_NOT_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹗﹙﹛﹝＄（．［｛￡￥"
_NOT_FIRST = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"  # noqa: E501
_SCHEME = (
    "bg1:light1 t1:dark1 bg2:light2 t2:dark2 accent1:accent1 accent2:accent2 accent3:accent3"
    " accent4:accent4 accent5:accent5 accent6:accent6 hyperlink:hyperlink"
    " followedHyperlink:followedHyperlink"
)


def settings(sheet: Sheet) -> bytes:
    """Return ``word/settings.xml``; its children stand in the order of the schema."""
    squeezed = "compressPunctuation" if sheet.han else "doNotCompress"
    root = make(
        "w:settings",
        make("w:zoom", percent=100),
        make("w:defaultTabStop", val=420),
        make("w:characterSpacingControl", val=squeezed),
    )
    if sheet.script == "Hans":
        root.append(make("w:noLineBreaksAfter", lang="zh-CN", val=_NOT_LAST))
        root.append(make("w:noLineBreaksBefore", lang="zh-CN", val=_NOT_FIRST))
    note = [make("w:footnote", id=number) for number in (-1, 0)]
    root.append(make("w:footnotePr", *note))
    root.append(_compatible(sheet))
    root.append(make("w:themeFontLang", **sheet.tongues))
    root.append(make("w:clrSchemeMapping", **dict(p.split(":") for p in _SCHEME.split())))
    root.append(make("w:decimalSymbol", val="."))
    root.append(make("w:listSeparator", val=","))
    return write(root)


def _compatible(sheet: Sheet) -> Element:
    root = make("w:compat")
    if sheet.han:
        root.extend(make(f"w:{name}") for name in _EAST)
        root.append(make("w:useFELayout"))
    for name, value in _COMPATIBLE.items():
        root.append(make("w:compatSetting", name=name, uri=_WORD, val=value))
    return root

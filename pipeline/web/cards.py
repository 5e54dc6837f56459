"""The contact of a release as a vCard 4.0, to be saved into an address book.

What a line means is told by what it holds (an address of mail, a number, a link), else by its
name in the language of the source or of the edition; what is not understood becomes a note.
Source: RFC 6350.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from pipeline import tree
from pipeline.model import Json

CONTACT = "contact"
_NAMES = {
    "FN": "name person contact media press spokesperson spokeswoman spokesman 联系人 姓名 发言人"
    " 负责人 媒体联系人",
    "ORG": "company organisation organization institution agency publisher office firm 单位 公司"
    " 机构 组织 企业",
    "TITLE": "title position role function 职务 职位 头衔",
    "ADR": "place address city location street town 地址 所在地 地点 城市 通讯地址 办公地址",
    "EMAIL": "email e-mail mail 邮箱 电子邮箱 电子邮件 邮件 信箱",
    "TEL": "phone telephone tel mobile cell hotline fax 电话 手机 联系电话 热线 传真",
    "URL": "web website site homepage internet 网址 网站 官网 主页",
}
_KNOWN = {word: kind for kind, words in _NAMES.items() for word in words.split()}
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CALL = re.compile(r"\+?[\d\s()./\-\u2010-\u2015]{6,}")
_SITE = re.compile(r"(?:https?://|www\.)\S+")
_FOLD = 75


def card(original: Json, edition: Json) -> str:
    """Return the contact of a document as a vCard, or nothing if it names nobody.

    ``original`` is the document in the language of the release, ``edition`` that of the page.
    """
    lines = dict(fields(original, edition))
    note = lines.pop("NOTE", "")
    lines.setdefault("FN", lines.get("ORG", ""))
    if not lines["FN"]:
        return ""
    written = [f"{kind}{_field(kind, value)}" for kind, value in sorted(lines.items())]
    written += [f"NOTE:{_escaped(note)}"] if note else []
    whole = ["BEGIN:VCARD", "VERSION:4.0", *written, "END:VCARD"]
    return "".join(f"{line}\r\n" for line in _folded(whole))


def fields(original: Json, edition: Json) -> Mapping[str, str]:
    """Return the contact of a document by the property of a vCard; what is left as ``NOTE``."""
    found: dict[str, str] = {}
    notes: list[str] = []
    sources = [name for name, _ in _rows(original)]
    for number, (name, value) in enumerate(_rows(edition)):
        kind = _kind(value, [*sources[number : number + 1], name])
        if kind in found or not kind:
            notes.append(f"{name}: {value}")
        else:
            found[kind] = value
    return found | ({"NOTE": "\n".join(notes)} if notes else {})


def address(text: str) -> str:
    """Return a vCard as an address that a browser saves as a file."""
    return f"data:text/vcard;charset=utf-8,{quote(text)}"


def _rows(document: Json) -> Iterator[tuple[str, str]]:
    for _, node in tree.nodes(document["blocks"]):
        if node["t"] == "Div" and CONTACT in tree.classes(node):
            for _, inner in tree.nodes(node["c"][1]):
                if inner["t"] == "DefinitionList":
                    for term, definitions in inner["c"]:
                        yield tree.plain(term), " ".join(map(tree.plain, definitions))


def _kind(value: str, names: Iterable[str]) -> str:
    if _MAIL.fullmatch(value):
        return "EMAIL"
    if _SITE.fullmatch(value):
        return "URL"
    if _CALL.fullmatch(value):
        return "TEL"
    for name in names:
        said = name.strip().lower()
        for word in (said, *reversed(re.findall(r"[\w-]+", said))):
            if word in _KNOWN:
                return _KNOWN[word]
    return ""


def _field(kind: str, value: str) -> str:
    match kind:
        case "ADR":
            return f":;;{_escaped(value)};;;;"
        case "TEL":
            number = re.sub(r"[^\d+]", "", value)
            return f";VALUE=uri:tel:{number}"
        case "URL":
            return f":{value if '://' in value else f'https://{value}'}"
        case _:
            return f":{_escaped(value)}"


def _escaped(text: str) -> str:
    kept = re.sub(r"([\\,;])", r"\\\1", text)
    return kept.replace("\r\n", "\n").replace("\n", r"\n")


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines of at most 75 octets; what is longer goes on behind a blank."""
    for line in lines:
        part = ""
        for letter in line:
            if len((part + letter).encode()) > _FOLD:
                yield part
                part = " "
            part += letter
        yield part

"""A house with one release in two languages, its review editions, and what comes home of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import config
from pipeline.cache import Cache
from pipeline.executors import serial
from pipeline.model import Locale, Slug
from pipeline.review import edition, grounds, planning
from pipeline.review.nouns import Finding, Plan
from pipeline.workshop import Workshop
from pipeline.world import Disk
from tests.small import HEADER

SLUG = "2024-05-01-visit"
RELEASE = f"sources/{SLUG}/release.md"
CATALOG = f"locales/zh_CN/LC_MESSAGES/{SLUG}.po"
SHIPPED = Path(__file__).parent.parent.parent
TOML = """name = "A small house"
source = "en"
locales = ["en", "zh_CN"]
formats = ["docx"]
theme = "plain"
"""
MARKDOWN = """---
title: The old hall opens again
subtitle: Guests came on the first day
kicker: Press release
place: Beijing
author: The Hall
description: The hall has opened again.
date: 2024-05-01
facts:
  guests: {value: 1200, unit: guests}
  rooms: {value: 14}
---

The mayor opened the old hall on Wednesday. A band played in the yard.

## What the guests saw

Some saw the *garden* behind the hall and {rooms} rooms with old maps.

Many read [the plan](https://example.org/plan) before they walked through the rooms.

The tower was closed for the day.[^1]

The guests came from the city and from the villages around it, and {guests} of them stayed
for lunch.

### Lunch in the yard

The cooks served soup and bread. The soup was made of pumpkins from the garden.

The bread came from the bakery beside the hall.

- a band played
- children danced
- the mayor spoke

::: {.table caption="What was eaten in the yard"}
| What  | How many bowls |
|-------|---------------:|
| Soup  | seven hundred  |
| Salad | five hundred   |
| Fruit | two hundred    |
:::

## What comes next

The hall is open every day but Monday. Visitors pay nothing in the first month.

The next concert is in June, and the band will play in the hall.

[^1]: The tower is older than the hall, and will be mended in summer.
"""
CHINESE = {
    "The old hall opens again": "老展馆重新开馆",
    "Guests came on the first day": "首日迎来客人",
    "Press release": "新闻稿",
    "Beijing": "北京",
    "The Hall": "展馆",
    "The hall has opened again.": "展馆现已重新开馆。",
    "The mayor opened the old hall on Wednesday. A band played in the yard.":
        "市长周三为老展馆揭幕。乐队在院子里演奏。",
    "What the guests saw": "客人看到了什么",
    "Some saw the <em>garden</em> behind the hall and {rooms} rooms with old maps.":
        "有人看了展馆后面的<em>花园</em>和{rooms}间陈列旧地图的房间。",
    "Many read <link>the plan</link> before they walked through the rooms.":
        "许多人先读了<link>平面图</link>，再去各个房间参观。",
    "The tower was closed for the day.<note/>": "古塔当天没有开放。<note/>",
    "The guests came from the city and from the villages around it, and {guests} of them"
    " stayed for lunch.": "客人来自市区和周边的村庄，其中{guests}人留下吃了午饭。",
    "Lunch in the yard": "院子里的午饭",
    "The cooks served soup and bread. The soup was made of pumpkins from the garden.":
        "厨师端上了汤和面包。汤是用花园里的南瓜做的。",
    "The bread came from the bakery beside the hall.": "面包来自展馆旁边的面包店。",
    "a band played": "乐队演奏",
    "children danced": "孩子们跳舞",
    "the mayor spoke": "市长讲话",
    "What was eaten in the yard": "院子里吃了什么",
    "What": "食物",
    "How many bowls": "碗数",
    "Soup": "汤",
    "seven hundred": "七百碗",
    "Salad": "沙拉",
    "five hundred": "五百碗",
    "Fruit": "水果",
    "two hundred": "两百碗",
    "What comes next": "接下来",
    "The hall is open every day but Monday. Visitors pay nothing in the first month.":
        "展馆除周一外每天开放。第一个月免费参观。",
    "The next concert is in June, and the band will play in the hall.":
        "下一场音乐会在六月举行，乐队将在展馆里演奏。",
    "The tower is older than the hall, and will be mended in summer.":
        "古塔比展馆更古老，将在夏天修缮。",
}  # fmt: skip

SHOWN = {"zh_CN": CHINESE}


@dataclass
class House:
    """A project on disk, with what is needed to send its editions out and take them home."""

    root: Path
    slug: str = SLUG
    bases: dict[str, bytes] = field(default_factory=dict)

    @property
    def shop(self) -> Workshop:
        """Return a workshop that remembers nothing of what files were."""
        return Workshop(Disk(self.root, SHIPPED), Cache(self.root / ".diglot"), serial)

    def exported(self, locale: str) -> bytes:
        """Return the review edition in a locale; nothing of it stays beside the project."""
        shop = self.shop
        request = edition.Request(Slug(self.slug), Locale(locale))
        return edition.made(config.load(shop.world), shop, request).data

    def plan(self, file: Path, **options: object) -> Plan:
        """Return what an edited file would change."""
        shop, wanted = self.shop, grounds.Options(**options)
        return planning.plan(config.load(shop.world), shop, (file.name, file.read_bytes()), wanted)


def house(
    root: Path, text: str = MARKDOWN, catalogs: Mapping[str, Mapping[str, str]] = SHOWN
) -> House:
    """Write the house into a folder, or another with its own release and catalogs."""
    listed = ", ".join(f'"{locale}"' for locale in ("en", *catalogs))
    files = {"diglot.toml": TOML.replace('"en", "zh_CN"', listed), RELEASE: text}
    files |= {CATALOG.replace("zh_CN", locale): catalog(locale, entries)
              for locale, entries in catalogs.items()}  # fmt: skip
    for path, said in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(said, encoding="utf-8")
    return House(root)


def catalog(locale: str, entries: Mapping[str, str]) -> str:
    """Return a catalog of these translations."""
    listed = [f"msgid {_quoted(source)}\nmsgstr {_quoted(text)}\n"
              for source, text in entries.items()]  # fmt: skip
    unit = 'msgctxt "unit"\nmsgid "guests"\nmsgstr "位"\n'
    header = HEADER.replace("zh_CN", locale)
    return "\n".join([header, *listed, *([unit] if entries is CHINESE else [])])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def told(finding: Finding) -> tuple[str, str, str]:
    """Return a finding as the source text it is about, its verdict and its fate."""
    return (finding.unit.text if finding.unit else "", finding.verdict, finding.fate)

"""A small project that shows every part once, to be built by real engines in a few seconds."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
SLUG = "2024-05-01-opening"
RELEASE = f"sources/{SLUG}/release.md"
CATALOG = f"locales/zh_CN/LC_MESSAGES/{SLUG}.po"

TOML = """name = "A small house"
source = "en"
locales = ["en", "zh_CN"]
formats = ["html", "pdf", "docx"]
theme = "plain"

[cldr]
en = "en_GB"
"""

MARKDOWN = """---
title: The hall opens
subtitle: "{guests} guests on the first day"
kicker: Press release
place: Beijing
author: The Hall
description: The hall has opened.
date: 2024-05-01
facts:
  guests: {value: 1200, unit: guests, sum: [adults, children]}
  adults: {value: 1000}
  children: {value: 200}
  area: {value: 30000, unit: square-meter}
---

::: lede
On the first day {guests} guests came.
:::

::: figures
{guests.unit}
: on the first day

{area}
: of floor
:::

## What they saw

Some saw the *garden*, some [the tower](https://example.org).[^1]

[^1]: The tower is **old**.

::: {.chart type="bar" caption="Who came"}
|          | Guests     |
|----------|-----------:|
| Adults   | {adults}   |
| Children | {children} |
:::

- the garden
- the tower

![A plan of the hall](figures/plan.svg "The plan")

::: {.table caption="In figures"}
| What  | How many |
|-------|---------:|
| Floor | {area}   |
:::

::: closing
Come and see!
:::

::: contact
Name
: Li Lei
:::
"""

PLAN = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">
<rect width="40" height="20" fill="#16324F"/></svg>
"""

CHINESE = {
    "The hall opens": "展馆开馆",
    "{guests} guests on the first day": "首日迎客{guests}位",
    "Press release": "新闻稿",
    "Beijing": "北京",
    "The Hall": "展馆",
    "The hall has opened.": "展馆现已开馆。",
    "On the first day {guests} guests came.": "开馆首日，共有{guests}位客人到访。",
    "on the first day": "首日到访",
    "of floor": "展馆面积",
    "What they saw": "客人所见",
    "Some saw the <em>garden</em>, some <link>the tower</link>.<note/>": (
        "有人看了<em>花园</em>，有人看了<link>古塔</link>。<note/>"
    ),
    "The tower is <strong>old</strong>.": "这座塔很<strong>古老</strong>。",
    "Who came": "来客构成",
    "Guests": "来客",
    "Adults": "成人",
    "Children": "儿童",
    "the garden": "花园",
    "the tower": "古塔",
    "A plan of the hall": "展馆平面图",
    "The plan": "平面图",
    "In figures": "数说展馆",
    "What": "项目",
    "How many": "数量",
    "Floor": "面积",
    "Come and see!": "欢迎前来！",
    "Name": "姓名",
    "Li Lei": "李雷",
}

HEADER = r"""msgid ""
msgstr ""
"Language: zh_CN\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""


def catalog(translations: dict[str, str]) -> str:
    """Return a catalog of these translations, and of the noun that guests are counted in."""
    entries = [f'msgid "{source}"\nmsgstr "{target}"\n' for source, target in translations.items()]
    entries.append('msgctxt "unit"\nmsgid "guests"\nmsgstr "位"\n')
    return "\n".join([HEADER, *entries])


def files() -> dict[str, str]:
    """Return the project as ``path -> text``."""
    return {
        "diglot.toml": TOML,
        RELEASE: MARKDOWN,
        f"sources/{SLUG}/figures/plan.svg": PLAN,
        CATALOG: catalog(CHINESE),
    }


def write(folder: Path, **changes: str) -> Path:
    """Write the project into a folder, some files changed, and return the folder."""
    for path, text in (files() | changes).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder

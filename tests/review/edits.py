"""The kinds of edit that reviewers make in Word, each in two languages, and what they are.

``told`` lists the texts that are no longer what they were, with verdict and fate; an empty
source text is a paragraph that came from none. Everything else must be the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Step = tuple[Any, ...]
Told = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Edit:
    """One kind of edit: the step in English and in Chinese, and what is to be told of it.

    ``entered`` are words that the new text must have, by locale, where it goes home. ``lost``
    is told instead where LibreOffice drops the ids: of plain edits in Chinese.
    """

    en: Step
    chinese: Step
    told: Told
    entered: tuple[str, str] = ("", "")
    remarks: int = 0
    lost: Told | None = None

    def step(self, locale: str) -> Step:
        """Return the step in a locale."""
        return self.en if locale == "en" else self.chinese


MAYOR = "The mayor opened the old hall on Wednesday. A band played in the yard."
SAW = "What the guests saw"
GARDEN = "Some saw the <em>garden</em> behind the hall and {rooms} rooms with old maps."
PLAN = "Many read <link>the plan</link> before they walked through the rooms."
TOWER = "The tower was closed for the day.<note/>"
CAME = (
    "The guests came from the city and from the villages around it, and {guests} of them stayed"
    " for lunch."
)
LUNCH = "Lunch in the yard"
SOUP = "The cooks served soup and bread. The soup was made of pumpkins from the garden."
BREAD = "The bread came from the bakery beside the hall."
OPEN = "The hall is open every day but Monday. Visitors pay nothing in the first month."
CONCERT = "The next concert is in June, and the band will play in the hall."
NOTE = "The tower is older than the hall, and will be mended in summer."
DANCED = "children danced"
SALAD, HUNDRED = "Salad", "five hundred"
CAPTION = "What was eaten in the yard"


def _one(source: str, verdict: str = "edited", fate: str = "applied") -> Told:
    return ((source, verdict, fate),)


EDITS: Mapping[str, Edit] = {
    "another word": Edit(
        ("type over", "beside the hall", "behind the hall"),
        ("type over", "旁边的面包店", "后面的面包店"),
        _one(BREAD), ("behind the hall", "后面的面包店")),
    "another number": Edit(
        ("type over", "14", "15"), ("type over", "14", "15"), _one(GARDEN, fate="refused")),
    "a new sentence": Edit(
        ("insert behind", "the bakery beside the hall.", " It was still warm."),
        ("insert behind", "旁边的面包店。", "面包还热着。"),
        _one(BREAD), ("hall. It was still warm.", "面包店。面包还热着。")),
    "a sentence less": Edit(
        ("delete", " A band played in the yard."), ("delete", "乐队在院子里演奏。"), _one(MAYOR)),
    "bold": Edit(
        ("look", "pumpkins", "Bold"), ("look", "南瓜", "Bold"), _one(SOUP, "format"),
        ("<strong>pumpkins</strong>", "<strong>南瓜</strong>")),
    "italics": Edit(
        ("look", "bakery", "Italic"), ("look", "面包店", "Italic"), _one(BREAD, "format"),
        ("<em>bakery</em>", "<em>面包店</em>")),
    "a new link": Edit(
        ("link", "bakery", "https://example.org/bakery"),
        ("link", "面包店", "https://example.org/bakery"), _one(BREAD, "format", "refused")),
    "another address": Edit(
        ("link", "the plan", "https://example.org/other"),
        ("link", "平面图", "https://example.org/other"), _one(PLAN, "format", "refused")),
    "a paragraph split": Edit(
        ("split", "served soup and bread."), ("split", "端上了汤和面包。"),
        _one(SOUP, "split", "refused")),
    "two paragraphs joined": Edit(
        ("merge", "The cooks served soup"), ("merge", "厨师端上了汤"),
        (*_one(SOUP, "merged", "refused"), *_one(BREAD, "merged", "refused"))),
    "a paragraph less": Edit(
        ("delete paragraph", "The hall is open every day"),
        ("delete paragraph", "展馆除周一外每天开放"), _one(OPEN, "deleted", "refused")),
    "a paragraph moved": Edit(
        ("move", "The bread came from", "MoveUp", 2), ("move", "面包来自展馆", "MoveUp", 2),
        _one(BREAD, "moved", "refused")),
    "a new paragraph": Edit(
        ("add paragraph", "The bread came from", "Nobody went home hungry that day."),
        ("add paragraph", "面包来自展馆", "那天没有人饿着肚子回家。"), _one("", "new", "refused")),
    "another heading level": Edit(
        ("restyle", "Lunch in the yard", "Heading 1"), ("restyle", "院子里的午饭", "Heading 1"),
        _one(LUNCH, "format", "refused")),
    "a new row": Edit(
        ("row", "Salad", "InsertRowsAfter", "Cheese", "ninety"),
        ("row", "沙拉", "InsertRowsAfter", "奶酪", "九十碗"),
        (*_one("", "new", "refused"), *_one("", "new", "refused"))),
    "a row less": Edit(
        ("row", "Salad", "DeleteRows"), ("row", "沙拉", "DeleteRows"),
        (*_one(SALAD, "deleted", "refused"), *_one(HUNDRED, "deleted", "refused"))),
    "another cell": Edit(
        ("type over", "Salad", "Green salad"), ("type over", "沙拉", "蔬菜沙拉"),
        _one(SALAD), ("Green salad", "蔬菜沙拉")),
    "another caption": Edit(
        ("type over", "eaten in the yard", "eaten at noon"),
        ("type over", "院子里吃了什么", "中午吃了什么"),
        _one(CAPTION), ("What was eaten at noon", "中午吃了什么")),
    "another footnote": Edit(
        ("in note", 0, "in summer", "in autumn"), ("in note", 0, "夏天", "秋天"),
        _one(NOTE), ("in autumn", "秋天")),
    "a new footnote": Edit(
        ("note", "beside the hall", "It opens at six."), ("note", "旁边的面包店", "六点开门。"),
        (*_one(BREAD, fate="refused"), *_one("", "new", "refused"))),
    "a new item": Edit(
        ("add paragraph", "children danced", "the sun shone"),
        ("add paragraph", "孩子们跳舞", "阳光灿烂"), _one("", "new", "refused")),
    "a comment": Edit(
        ("comment", "pumpkins", "Which kind?"), ("comment", "南瓜", "哪一种？"), (),
        remarks=1),
    "a whole paragraph anew": Edit(
        ("retype", "The next concert", "In June there will be music again. Everybody may come."),
        ("retype", "下一场音乐会", "六月还会有音乐，大家都可以来。"), _one(CONCERT),
        ("Everybody may come", "大家都可以来"), lost=_one(CONCERT, fate="unsure")),
    "one word everywhere": Edit(
        ("replace all", "band", "orchestra"), ("replace all", "乐队", "管弦乐队"),
        (*_one(MAYOR), *_one("a band played"), *_one(CONCERT)), ("orchestra", "管弦乐队")),
}  # fmt: skip

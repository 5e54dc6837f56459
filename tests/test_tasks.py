"""Lists of tasks: a box that everybody can see, or is told of."""

from __future__ import annotations

import pytest
from lxml import html

from pipeline.model import Edition, Locale, Slug
from pipeline.stages.compose import tasks

CHINESE = Edition(
    Slug("x"), Locale("zh_CN"), "2022-08-23", {}, words={"To do": "待办", "Done": "已完成"}
)


def boxed(fragment, medium):
    root = html.fragment_fromstring(fragment, create_parent="div")
    tasks.box(root, CHINESE, medium)
    return root


@pytest.mark.parametrize(
    "item",
    [
        "<li>☒ 粉刷外墙</li>",
        "<li><p>☒ 粉刷外墙</p></li>",
        '<li><span id="t"></span>☒ 粉刷外墙</li>',
    ],
)
@pytest.mark.parametrize(
    ("medium", "tag", "says"), [("pdf", "img", "alt"), ("html", "span", "aria-label")]
)
def test_the_mark_of_a_task_becomes_a_box_that_says_what_it_means(item, medium, tag, says):
    """No face needs the letter, and a listener hears whether the task is done."""
    (line,) = boxed(f"<ul>{item}</ul>", medium).iter("li")
    (box,) = [node for node in line.iter(tag) if "box" in (node.get("class") or "")]

    assert box.get(says) == "已完成"
    assert line.text_content().strip() == "粉刷外墙"
    assert line.get("class") == "task"


def test_other_items_are_left_alone():
    """A box within a sentence is the author's."""
    fragment = "<ul><li>画一个 ☐</li><li></li></ul>"

    assert html.tostring(boxed(fragment, "html")) == html.tostring(
        html.fragment_fromstring(fragment, create_parent="div")
    )

"""Why a file is stale, in the words of whoever changed something."""

from __future__ import annotations

import pytest

from pipeline.cache import Cache
from pipeline.model import digest
from pipeline.reasons import changes, remember
from pipeline.world import Memory
from tests import small

PO = small.catalog(small.CHINESE)


def told(path, old, new):
    """Return what is said of a text that was changed."""
    return changes(path, old.encode(), new.encode())


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("a.po", PO, PO.replace("欢迎前来！", "欢迎光临！"), "msgstr of `Come and see!`"),
        ("a.po", PO, PO.replace("花园", "园").replace("古塔", "塔"),
         "msgstr of `Some saw the <em>garden</em>, some <link>the to…`, msgstr of `the garden`, "
         "msgstr of `the tower`"),
        ("a.po", PO, PO.replace('"Language: zh_CN\\n"', '"Language: zh\\n"'), "the header"),
        ("t/theme.toml", "[color]\ntext = 1\n", "[color]\ntext = 2\ninfo = 3\n",
         "color.text, color.info"),
        ("a.css", "a\nb\nc\n", "a\nB\nc\n", "line 2"),
        ("release.md", "a\nb\nc\n", "a\nb\nx\ny\nc\n", "lines 3-4"),
        ("a.css", "1\n2\n3\n4\n5\n6\n7\n8", "1\nx\n3\nx\n5\nx\n7\nx",
         "line 2, line 4, line 6 and 1 more"),
        ("a.toml", "a = 1", "a = ", ""),
    ],
)  # fmt: skip
def test_a_change_is_told_by_message_key_or_line(path, old, new, said):
    """A broken file says nothing here: the build says how."""
    assert told(path, old, new) == said


def test_what_is_not_remembered_is_not_guessed():
    """Then only the file is named."""
    assert changes("a.css", None, b"x") == ""


def test_texts_are_remembered_as_they_were_read(tmp_path):
    """A text that was edited meanwhile is not what was read; pictures are not remembered."""
    cache, world = Cache(tmp_path), Memory({"a.css": b"1", "b.css": b"2", "c.png": b"3"})
    remember(cache, world, {"a.css": digest(b"1"), "b.css": digest(b"0"), "c.png": digest(b"3")})

    assert cache.value(digest(b"1")) == b"1"
    assert not cache.has(digest(b"2"))
    assert not cache.has(digest(b"3"))

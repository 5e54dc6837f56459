"""Press copy, press kit, EPUB and ICML: one word each in `diglot.toml`."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from pipeline import config, executors
from pipeline.build import build
from pipeline.cache import Cache
from pipeline.cli import _shipped
from pipeline.workshop import Workshop
from pipeline.world import Disk
from tests import small

FORMATS = ("text", "kit", "epub", "icml")


def made(folder, cache):
    """Build the small project in these formats, and return the bytes by path."""
    toml = small.TOML.replace('["html", "pdf", "docx"]', str(list(FORMATS)).replace("'", '"'))
    small.write(folder, **{"diglot.toml": toml})
    shop = Workshop(Disk(folder, _shipped()), Cache(cache), executors.serial)
    product = build(config.load(shop.world), shop)
    return {a.path.removeprefix(f"{small.SLUG}/"): a.data for a in product.artifacts}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return what one build made."""
    return made(tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("cache"))


def named(locale, suffix):
    """Return the name of a file of the release."""
    return f"{locale}/{small.SLUG}.{suffix}"


def archive(data):
    """Return the files of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_same_release_gives_the_same_bytes(built, tmp_path):
    """In another folder, from an empty cache."""
    assert made(tmp_path / "other", tmp_path / "cache") == built


def test_the_press_copy_is_text_that_can_be_pasted(built):
    """All that is said, figures of charts too, without a mark of markup."""
    text = built[named("zh_CN", "txt")].decode()

    assert text.startswith("展馆\n\n新闻稿\n\n展馆开馆\n\n首日迎客1,200位\n\n")
    assert "开馆首日，共有1,200位客人到访。" in text
    assert "来客构成" in text
    assert not set("<>*_[]") & set(text.replace("[1]", ""))


def test_the_press_kit_has_the_pictures_and_says_whose_they_are(built):
    """Each picture as vectors and as pixels; a line of credit for each."""
    files = archive(built[named("en", "zip")])
    credit = files["CREDITS.txt"].decode()

    assert {"pictures/plan.svg", "pictures/plan.png", "pictures/chart-1.png"} <= set(files)
    assert "pictures/plan.png, pictures/plan.svg\nThe plan\nShows: A plan of the hall" in credit
    assert "Source: The Hall" in credit
    assert files[f"{small.SLUG}.txt"].decode().startswith("Press release\n\nThe hall opens")


def test_the_book_says_its_language_and_carries_its_pictures(built):
    """EPUB 3: the type comes first and bare, every listed file is there."""
    data = built[named("zh_CN", "epub")]
    files = archive(data)
    package = etree.fromstring(files["EPUB/content.opf"])
    listed = package.xpath("//*[local-name()='item']/@href")
    said = package.xpath("//*[local-name()='language' or local-name()='identifier']/text()")
    chapters = b"".join(text for name, text in files.items() if name.endswith(".xhtml"))

    assert b' type="bar"' not in chapters
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    assert {f"EPUB/{name}" for name in listed} <= set(files)
    assert said == [f"urn:diglot:{small.SLUG}:zh-Hans-CN", "zh-Hans"]
    assert len([name for name in listed if name.endswith(".png")]) == 2


def test_indesign_gets_a_whole_snippet(built):
    """With its heading lines, without which InDesign refuses it, and styles by name."""
    text = built[named("zh_CN", "icml")].decode()

    assert "<?aid SnippetType=" in text
    assert "展馆开馆" in text
    assert 'Self="ParagraphStyle/Header1"' in text
    etree.fromstring(text.encode())

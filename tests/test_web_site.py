"""A site: shared assets, indexes, feeds and a map, all of what was really made."""

from __future__ import annotations

import hashlib
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree, html
from PIL import Image

from pipeline import config
from pipeline.cli import main
from pipeline.diagnostics import PipelineError
from pipeline.engines import variants
from pipeline.web import unpack
from pipeline.world import Memory
from tests import small

pytestmark = pytest.mark.slow

BASE = "https://news.example.org/press/"
TOML = small.TOML.replace('"docx"]', '"docx", "parallel", "ninjs", "social"]').replace(
    '"zh_CN"]', '"zh_CN", "fr"]'
)
SITE = f'{TOML}\n[html]\nlayout = "site"\nbase = "{BASE}"\n'
NS = {
    "a": "http://www.w3.org/2005/Atom",
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def photograph(size=(1200, 800), mode="RGB"):
    """Return a picture with something in it, as PNG."""
    out = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert(mode).save(out, "PNG")
    return out.getvalue()


def run(folder, *arguments):
    """Run a command on a project, and return what it said."""
    done = CliRunner().invoke(main, ["--root", str(folder), *arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a project of one release with a photograph; French is promised, nobody speaks it."""
    folder = tmp_path_factory.mktemp("site")
    text = small.MARKDOWN.replace("figures/plan.svg", "figures/hall.png")
    text = text.replace("kicker:", "cover: figures/dawn.png\nkicker:")
    small.write(folder, **{"diglot.toml": SITE, small.RELEASE: text})
    (folder / f"sources/{small.SLUG}/figures/hall.png").write_bytes(photograph())
    (folder / f"sources/{small.SLUG}/figures/dawn.png").write_bytes(photograph((2560, 3600)))
    run(folder, "build", "-x", "serial")
    return folder


@pytest.fixture(scope="module")
def output(project):
    """Return the site."""
    return project / "output"


def tree(path):
    """Return a page as a tree."""
    return html.document_fromstring(path.read_bytes())


def page(output, locale, suffix="html"):
    """Return the path of a page of the release."""
    return output / f"{small.SLUG}/{locale}/{small.SLUG}.{suffix}"


def address(path, output):
    """Return the address that a file has on the web."""
    return BASE + path.relative_to(output).as_posix()


def test_every_address_in_the_site_is_a_file_of_it(output):
    """Links, pictures, faces, feeds and the map lead to what is there."""
    broken = []
    for path in output.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found = tree(path).xpath("//@href | //@src") + re.findall(r'url\("(?!data:)([^"]+)', text)
        srcset = [part.split()[0] for s in tree(path).xpath("//@srcset") for part in s.split(",")]
        for link in [*found, *srcset]:
            name = link.partition("#")[0]
            if not name or name.startswith(("data:", "mailto:", "tel:", "https://example.org")):
                continue
            own = name.startswith(BASE)
            inside = output / name.removeprefix(BASE) if own else path.parent / name
            broken += [] if inside.is_file() else [(path.name, link)]

    assert broken == []


def test_assets_are_named_by_what_is_in_them(output):
    """So a name may be cached for ever; nothing heavy is left in a page."""
    names = {path.stem: path.read_bytes() for path in (output / "assets").iterdir()}

    assert all(hashlib.sha256(data).hexdigest().startswith(name) for name, data in names.items())
    assert not re.search(
        r"data:(font|image/png|image/jpeg)", page(output, "en").read_text("utf-8")
    )


def test_a_browser_takes_the_least_picture_it_needs(output):
    """Three sizes, three codings, and a frame that is there before the picture."""
    (picture,) = tree(page(output, "en")).xpath("//article//figure//picture")
    kinds = picture.xpath(".//source/@type")
    image = picture.find(".//img")

    assert kinds == ["image/avif", "image/webp"]
    assert [re.findall(r" (\d+)w", s) for s in picture.xpath(".//source/@srcset")] == [
        ["480", "960", "1200"]
    ] * 2
    assert (image.get("width"), image.get("height")) == ("1200", "800")
    assert image.get("alt") == "A plan of the hall"


def test_the_cover_picture_opens_the_page(output):
    """It stands below the title in every language, for the eye alone."""
    for locale in ("en", "zh_CN"):
        (image,) = tree(page(output, locale)).xpath("//div[@class='opening']//img")

        assert image.get("alt") == ""
        assert int(image.get("width")) >= 1600


def test_languages_point_at_each_other_and_only_those_that_speak(output):
    """Page, map and index agree; the French page is English, and sends robots to the English."""
    said = {}
    for locale in ("en", "zh_CN", "fr"):
        links = tree(page(output, locale)).xpath("//head/link[@hreflang]")
        said[locale] = {link.get("hreflang"): link.get("href") for link in links}
    english, chinese = (address(page(output, locale), output) for locale in ("en", "zh_CN"))
    found = etree.fromstring((output / "sitemap.xml").read_bytes())
    listed = found.xpath("//s:loc/text()", namespaces=NS)

    assert said["en"] == said["zh_CN"] == {
        "en": english, "zh-Hans": chinese, "x-default": english,
    }  # fmt: skip
    assert said["fr"] == {}
    assert tree(page(output, "fr")).xpath("string(//link[@rel='canonical']/@href)") == english
    assert english in listed
    assert not [url for url in listed if "/fr/" in url]
    for node in found.xpath("//s:url[x:link]", namespaces=NS):
        others = node.xpath("x:link/@href", namespaces=NS)
        assert node.xpath("string(s:loc)", namespaces=NS) in others


def test_a_page_that_falls_back_says_so_and_speaks_its_language(output):
    """Every text of the French page says that it is English; its date is English too."""
    found = tree(page(output, "fr"))
    texts = found.xpath("//main//*[starts-with(@id, 't-')]")

    assert found.xpath("//main//p[contains(@class, 'notice')]")
    assert texts
    assert all(node.xpath("ancestor-or-self::*[@lang='en']|.//*[@lang='en']") for node in texts)


def test_each_language_has_its_feed(output):
    """RFC 4287: what must be there is, once; the newest first."""
    for locale, lang, title in (
        ("en", "en", "The hall opens"),
        ("zh_CN", "zh-Hans-CN", "展馆开馆"),
    ):
        feed = etree.fromstring((output / locale / "feed.atom").read_bytes())
        one = {
            "a:id",
            "a:title",
            "a:updated",
            "a:link[@rel='self']",
            "a:entry/a:id",
            "a:entry/a:author",
        }

        assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
        assert feed.xpath("string(a:entry/a:title)", namespaces=NS) == title
        assert feed.xpath("string(a:entry/a:updated)", namespaces=NS) == "2024-05-01T00:00:00Z"
        assert [p for p in sorted(one) if len(feed.xpath(p, namespaces=NS)) != 1] == []
    assert not (output / "fr").exists()


def test_the_social_picture_is_there_in_both_languages(output):
    """1200 by 630, named with its whole address, with the title as its words."""
    for locale in ("en", "zh_CN"):
        found = tree(page(output, locale))
        name = found.xpath("string(//meta[@property='og:image']/@content)")
        file = output / name.removeprefix(BASE)

        assert Image.open(file).size == (1200, 630)
        assert found.xpath("string(//meta[@property='og:image:alt']/@content)")


TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
WHOLE = re.compile(r"https://[^ ]+")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
WORDS = re.compile(r"(?s).+")
KNOWN = {
    "NewsArticle": {
        "headline": WORDS, "alternativeHeadline": WORDS, "description": WORDS,
        "articleSection": WORDS, "datePublished": DAY, "dateModified": DAY, "inLanguage": TAG,
        "url": WHOLE, "mainEntityOfPage": WHOLE, "isAccessibleForFree": bool,
        "contentLocation": "Place", "publisher": "Organization", "author": "Organization",
        "image": "ImageObject", "encoding": "MediaObject", "workTranslation": "NewsArticle",
        "translationOfWork": "NewsArticle",
    },
    "Place": {"name": WORDS},
    "Organization": {"name": WORDS, "contactPoint": "ContactPoint"},
    "ContactPoint": {"contactType": WORDS, "name": WORDS, "email": re.compile(r"[^@ ]+@[^@ ]+"),
                     "telephone": WORDS, "url": WHOLE},
    "ImageObject": {"url": WHOLE, "width": "QuantitativeValue", "height": "QuantitativeValue"},
    "QuantitativeValue": {"value": int, "unitCode": re.compile("E37")},
    "MediaObject": {"encodingFormat": re.compile(r"[\w.+-]+/[\w.+-]+"), "contentUrl": WHOLE,
                    "contentSize": re.compile(r"\d+ B"), "sha256": re.compile("[0-9a-f]{64}"),
                    "inLanguage": TAG},
}  # fmt: skip
"""What schema.org 29 lets a thing of each type say, of that which we say."""

WANTED = {"headline", "image", "datePublished", "dateModified", "author", "publisher"}
"""What Google's manual of NewsArticle asks for."""


def strange(thing, path=""):
    """Yield what in a thing is not as schema.org knows it."""
    kind = thing["@type"]
    for name, value in thing.items():
        if name in ("@type", "@context"):
            continue
        form = KNOWN[kind].get(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(form, str):
                yield from [] if one["@type"] == form else [f"{path}{name}"]
                yield from strange(one, f"{path}{name}.")
            elif isinstance(form, type):
                yield from [] if type(one) is form else [f"{path}{name}"]
            elif form is None or not form.fullmatch(one):
                yield f"{path}{name}: {one}"


def test_search_engines_get_data_as_schema_org_knows_it(output):
    """Each property belongs to its type and has a value of its kind; none that is wanted lacks."""
    for locale in ("en", "zh_CN", "fr"):
        (text,) = tree(page(output, locale)).xpath("//script[@type='application/ld+json']/text()")
        data = json.loads(text)

        assert data["@context"] == "https://schema.org"
        assert list(strange(data)) == []
        assert set(data) >= WANTED - ({"image"} if locale == "fr" else set())  # it has no cover


def test_the_map_and_the_feeds_hold_what_their_standards_know(output):
    """Sitemaps 0.9 with links of XHTML; RFC 4287: names, order and form of every element."""
    for node in etree.fromstring((output / "sitemap.xml").read_bytes()):
        names = [etree.QName(child).localname for child in node]
        bare = list(dict.fromkeys(names))

        assert node.tag == f"{{{NS['s']}}}url"
        assert bare in (["loc"], ["loc", "lastmod"], ["loc", "link"], ["loc", "lastmod", "link"])
        assert names.count("loc") == 1
        assert all(DAY.match(day) for day in node.xpath("s:lastmod/text()", namespaces=NS))
        for link in node.xpath("x:link", namespaces=NS):
            assert set(link.attrib) == {"rel", "hreflang", "href"}
    for path in output.glob("*/feed.atom"):
        feed = etree.fromstring(path.read_bytes())
        stamps = feed.xpath("//a:updated/text() | //a:published/text()", namespaces=NS)
        identifiers = feed.xpath("//a:id/text()", namespaces=NS)

        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp) for stamp in stamps)
        assert len(set(identifiers)) == len(identifiers)
        assert {etree.QName(node).namespace for node in feed.iter()} == {NS["a"]}
        assert {etree.QName(node).localname for node in feed.iter()} <= {
            "feed", "entry", "id", "title", "updated", "published", "link", "author", "name",
            "summary", "category", "generator", "rights",
        }  # fmt: skip


SCHEMAS = Path(__file__).parent / "fixtures/web"


def test_the_map_and_the_feeds_are_valid(output):
    """The map by the schema of sitemaps.org, the feeds by the grammar of RFC 4287."""
    mapped = etree.XMLSchema(file=str(SCHEMAS / "map.xsd"))
    grammar = etree.RelaxNG(file=str(SCHEMAS / "atom.rng"))

    mapped.assertValid(etree.parse(output / "sitemap.xml"))
    for locale in ("en", "zh_CN"):
        grammar.assertValid(etree.parse(output / locale / "feed.atom"))


@pytest.mark.parametrize("name", ["id", "title", "updated"])
def test_the_grammar_of_feeds_finds_what_lacks(output, name):
    """A feed without what RFC 4287 wants is not valid, and one with a date in words is not."""
    grammar = etree.RelaxNG(file=str(SCHEMAS / "atom.rng"))
    feed = etree.parse(output / "en/feed.atom")
    for node in feed.xpath(f"//a:{name}", namespaces=NS)[-1:]:
        node.getparent().remove(node)

    assert not grammar.validate(feed)


def test_a_feed_says_whose_it_is(output):
    """Its title names the author that all releases share."""
    feed = etree.parse(output / "zh_CN/feed.atom")

    assert feed.xpath("string(/a:feed/a:title)", namespaces=NS).endswith(" · 全部新闻稿")


def test_wires_get_the_news_as_they_know_it(output):
    """Ninjs 3.0: an address, a language, headlines, the text, and the files with their sizes."""
    item = json.loads(page(output, "zh_CN", "ninjs.json").read_bytes())
    sizes = {r["name"]: r["sizeInBytes"] for r in item["renditions"]}

    assert item["standard"]["version"] == "3.0"
    assert item["uri"] == address(page(output, "zh_CN"), output)
    assert item["language"] == "zh-Hans-CN"
    assert item["headlines"][0]["value"] == "展馆开馆"
    assert sizes["pdf"] == page(output, "zh_CN", "pdf").stat().st_size
    assert "<script" not in item["bodies"][0]["value"]


def test_a_site_is_made_whole_and_again_for_nothing(project, output):
    """One format of one language wished for still gives a site without holes; twice is once."""
    before = {p: p.read_bytes() for p in output.rglob("*") if p.is_file()}
    run(project, "build", "-x", "serial", "-f", "html", "-l", "zh_CN")
    said = run(project, "build", "-x", "serial")
    after = {p: p.read_bytes() for p in output.rglob("*") if p.is_file()}

    assert after == before
    assert "0 engine runs" in said


def test_a_site_without_an_address_is_refused():
    """Feeds and maps hold whole addresses."""
    for text in ('layout = "site"', 'layout = "blog"\nbase = "https://x.org"', 'base = "x.org"'):
        with pytest.raises(PipelineError):
            config.load(Memory({"diglot.toml": f"[html]\n{text}\n".encode()}))


@pytest.mark.parametrize(("mode", "last"), [("RGB", "jpeg"), ("RGBA", "png"), ("L", "jpeg")])
def test_pictures_are_coded_alike_every_time_and_never_enlarged(mode, last):
    """What is seen through stays so."""
    data = photograph((600, 300), mode)
    made = variants.variants(data)

    assert list(made) == [f"{kind}-{size}" for size in ("480x240", "600x300")
                          for kind in ("avif", "webp", last)]  # fmt: skip
    assert made == variants.variants(data)


def test_a_page_without_anything_heavy_comes_back_as_it_is():
    """Nothing to share, nothing to store."""
    text = "<style>p { color: red }</style><p>x</p>"

    assert unpack.unpack(text, "a/b.html", {}) == unpack.Unpacked(text, {})


def test_a_project_that_is_no_site_any_more_leaves_nothing_of_it(tmp_path):
    """Indexes, feeds, the map and shared assets go; the pages are whole again."""
    text = small.MARKDOWN.replace("figures/plan.svg", "figures/hall.png")
    formats = SITE.replace('"parallel", "ninjs", "social"]', '"ninjs"]')
    small.write(tmp_path, **{"diglot.toml": formats, small.RELEASE: text})
    (tmp_path / f"sources/{small.SLUG}/figures/hall.png").write_bytes(photograph())
    run(tmp_path, "build", "-x", "serial")
    run(tmp_path, "build", "-x", "serial", "-f", "pdf")
    output = tmp_path / "output"
    assert (output / "index.html").exists()
    (tmp_path / "diglot.toml").write_text(formats.partition("\n[html]")[0], encoding="utf-8")
    said = run(tmp_path, "build", "-x", "serial")

    assert [path.name for path in output.iterdir()] == [small.SLUG]
    assert "data:font/woff2" in page(output, "en").read_text("utf-8")
    papers = len(("provenance.json", "manifest.json"))
    made = len([path for path in output.rglob("*") if path.is_file()]) - papers
    assert f"{made} artefacts" in said


def test_a_first_build_counts_every_file_as_new(tmp_path):
    """Data for wires too: it is no manifest."""
    toml = small.TOML.replace('"docx"]', '"docx", "ninjs"]')
    small.write(tmp_path, **{"diglot.toml": toml})
    said = run(tmp_path, "build", "-x", "serial", "-f", "ninjs")
    made, new = re.search(r"(\d+) artefacts, (\d+) new", said).groups()

    assert made == new
    assert said.count(".ninjs.json") == 2

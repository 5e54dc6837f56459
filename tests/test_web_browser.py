"""The web page in a real browser: read by eye, by key, by ear, and attacked."""

from __future__ import annotations

import hashlib
import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from PIL import Image, ImageChops

from pipeline.cli import main
from pipeline.stages.compose import Leaf, compose
from pipeline.web import page as web
from pipeline.web import styles
from tests import browsers, small
from tests.copies import WORLD, copy, theme

pytestmark = pytest.mark.slow

HOLE = "the garden"
PAGES = ("en/{}.html", "zh_CN/{}.html", "zh_CN/{}.parallel.html")
SIGHTS = {
    "a wide screen by day": {"color_scheme": "light"},
    "a wide screen at night": {"color_scheme": "dark"},
    "a phone by day": {"viewport": {"width": 320, "height": 640}},
    "a phone at night": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    "colours of the reader's own": {"forced_colors": "active"},
    "the same on a phone": {"viewport": {"width": 320, "height": 640}, "forced_colors": "active"},
}
PLACE = """id => { const box = document.getElementById(id).getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight; }"""
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  const said = e.tagName + '|' + (e.getAttribute('href') || e.textContent).slice(0, 40);
  const outlined = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
  return e === document.body ? null : [said, outlined, e.matches(':focus-visible')]; }"""
STOPS = """[...document.querySelectorAll('*')].filter(
  e => e.tabIndex >= 0 && e.checkVisibility({contentVisibilityAuto: true})
    && !(e.closest('details:not([open])') && e.tagName !== 'SUMMARY')).length"""


@pytest.fixture(scope="module")
def browser():
    """Open one browser for all tests."""
    with browsers.opened() as found:
        yield found


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Build the small project in the plain theme, one translation missing; return its pages."""
    return built(tmp_path_factory.mktemp("plain"), "plain")


@pytest.fixture(scope="module")
def branded(tmp_path_factory):
    """Build the same in the theme of the first release."""
    return built(tmp_path_factory.mktemp("branded"), "aerotropolis")


def built(folder, theme):
    """Build a small project in a theme, and return the folder of its release."""
    toml = small.TOML.replace('"plain"', f'"{theme}"').replace('"docx"]', '"docx", "parallel"]')
    text = small.MARKDOWN.replace("- the garden", "- the garden\n- *a pond* of {area}") + TALL
    found = {key: value for key, value in small.CHINESE.items() if key != HOLE}
    changes = {small.CATALOG: small.catalog(found | CHINESE), small.RELEASE: text}
    small.write(folder, **{"diglot.toml": toml}, **changes)
    done = CliRunner().invoke(main, ["--root", str(folder), "build", "-x", "serial"])
    assert done.exit_code in (0, 1), done.output  # a page may have faults on paper
    return folder / "output" / small.SLUG


TALL = "\n".join(f"\n## Room {n}\n\nThe room number {n} is large.\n" for n in range(1, 9))
CHINESE = {
    **{f"Room {n}": f"第{n}展厅" for n in range(1, 9)},
    **{f"The room number {n} is large.": f"第{n}展厅很大。" for n in range(1, 9)},
}


def paths(folder):
    """Return the three pages of a release."""
    return [folder / name.format(small.SLUG) for name in PAGES]


def test_a_page_asks_for_nothing_and_complains_of_nothing(browser, plain, branded):
    """All it needs is in it, and its own policy lets all of it in."""
    for file in [*paths(plain), *paths(branded)]:
        with browsers.page(browser, file) as tab:
            others = [url for url in tab.asked if not url.startswith((file.as_uri(), "data:"))]

            assert others == []
            assert tab.said == []


@pytest.mark.parametrize("sight", SIGHTS)
def test_nobody_is_shut_out(browser, plain, branded, sight):
    """No fault by WCAG 2.2 AA or good practice, and nothing to scroll sideways."""
    for file in [*paths(plain), *paths(branded)]:
        with browsers.page(browser, file, bypass_csp=True, **SIGHTS[sight]) as tab:
            found = Axe().run(tab).response["violations"]
            wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")

            assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == []
            assert wide <= 0


def test_a_reader_who_changes_the_language_stays_at_the_paragraph(browser, plain):
    """The switch leads to the same words in the other language, and back."""
    english, chinese, _ = paths(plain)
    with browsers.page(browser, english, reduced_motion="reduce") as tab:
        mark = tab.locator("p", has_text="The room number 5 is large.")
        name = mark.get_attribute("id")
        tab.evaluate("id => document.getElementById(id).scrollIntoView()", name)
        box = tab.locator("nav.bar a:has-text('中文')").bounding_box()
        tab.mouse.click(box["x"] + 5, box["y"] + 5)  # by hand: click() would scroll first
        tab.wait_for_url("**/zh_CN/**")

        assert tab.url.endswith(f"{chinese.name}#{name}")
        assert tab.locator(f"#{name}").inner_text() == "第5展厅很大。"
        assert tab.evaluate(PLACE, name)


def test_both_languages_stand_side_by_side_without_a_script(browser, plain):
    """Pair by pair, lit up together; a missing translation is a hole one can see."""
    with browsers.page(browser, paths(plain)[2], java_script_enabled=False) as tab:
        pair = tab.locator(".pair", has_text="The room number 5 is large.")
        before = pair.evaluate("e => getComputedStyle(e).backgroundColor")
        pair.hover()
        after = pair.evaluate("e => getComputedStyle(e).backgroundColor")
        hole = tab.locator(".hole")

        assert "第5展厅很大。" in pair.inner_text()
        assert before != after
        assert hole.all_inner_texts() == ["暂无译文"] * 2
        assert all(box.is_visible() for box in hole.all())
        assert hole.first.bounding_box()["width"] > 100


def test_what_somebody_puts_into_the_page_does_nothing(browser, plain, tmp_path):
    """An injected script, handler, style and picture are stopped by the policy."""
    evil = (
        "<script>window.taken = 1</script><style>h1 { color: red }</style>"
        '<img id="spy" src="https://spy.example/x.png" onerror="window.taken = 2">'
    )
    file = tmp_path / "page.html"
    text = paths(plain)[0].read_text(encoding="utf-8")
    file.write_text(text.replace("<main", f"{evil}<main", 1), encoding="utf-8")
    with browsers.page(browser, file) as tab:
        tab.wait_for_timeout(200)
        said = "\n".join(tab.said)

        assert tab.evaluate("window.taken") is None
        assert tab.evaluate("document.getElementById('spy').naturalWidth") == 0
        assert (
            tab.evaluate("getComputedStyle(document.querySelector('h1')).color")
            != "rgb(255, 0, 0)"
        )
        assert all(name in said for name in ("script-src", "style-src", "img-src"))


def test_a_page_without_network_and_scripts_looks_the_same(browser, plain, branded):
    """Every pixel but the button that only a script can serve."""
    for file in [*paths(plain), *paths(branded)]:
        shots = []
        for alone in (False, True):
            with browsers.page(browser, file, java_script_enabled=not alone, offline=alone) as tab:
                shots.append(_picture(tab.locator("main").screenshot()))

        assert ImageChops.difference(*shots).getbbox() is None


def test_lean_styles_show_the_page_as_the_whole_ones_do(browser, tmp_path):
    """Every pixel, on both screens, by day, at night, and on paper."""
    for name in ("plain", "aerotropolis"):
        body = compose(copy("en"), WORLD, theme(name), "html", leaf(name)).decode()
        lean = styles.lean(body)
        shots = []
        for number, text in enumerate((body, lean)):
            file = tmp_path / f"{name}-{number}.html"
            file.write_text(text, encoding="utf-8")
            shots.append([])
            for sight in SIGHTS.values():
                with browsers.page(browser, file, **sight) as tab:
                    shots[-1].append(tab.screenshot(full_page=True))
                    tab.emulate_media(media="print")
                    shots[-1].append(tab.screenshot(full_page=True))

        assert len(lean) < 0.9 * len(body)
        assert shots[0] == shots[1]


def leaf(name):
    """Return what a web page of the sample has beyond its text."""
    return Leaf("web.html", web.values(copy("en"), theme(name)))


def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser, plain):
    """Each stop is seen; the first one leads past the bar to the text."""
    with browsers.page(browser, paths(plain)[0]) as tab:
        stops = []
        for _ in range(60):
            tab.keyboard.press("Tab")
            found = tab.evaluate(FOCUS)
            if found is None or found[0] in [name for name, *_ in stops[:1]]:
                break
            stops.append(found)
        names = [name for name, *_ in stops]

        assert names[0] == "A|#text"
        assert [name for name, outlined, visible in stops if not (outlined and visible)] == []
        assert any(name.startswith("SUMMARY") for name in names)
        assert any(name.startswith("BUTTON") for name in names)
        assert len(names) == tab.evaluate(STOPS)


def test_what_the_page_offers_can_be_taken_away(browser, plain):
    """Figures as a table file, the contact as a card; files beside it say their size."""
    with browsers.page(browser, paths(plain)[1], accept_downloads=True) as tab:
        tab.click("details.data summary")
        with tab.expect_download() as figures:
            tab.click("details.data .save a")
        with tab.expect_download() as card:
            tab.click(".contact .save a")
        files = [link.get_attribute("href") for link in tab.locator(".downloads a").all()]
        data = tab.evaluate(
            "JSON.parse(document.querySelector('[type$=ld\\\\+json]').textContent)"
        )
        sums = [
            hashlib.sha256((paths(plain)[1].parent / f).read_bytes()).hexdigest() for f in files
        ]

        assert figures.value.path().read_text("utf-8-sig").splitlines() == [
            ",来客", "成人,1000", "儿童,200",
        ]  # fmt: skip
        assert "FN:李雷" in card.value.path().read_text("utf-8")
        assert [name.rpartition(".")[2] for name in files] == ["pdf", "docx"]
        assert [entry["sha256"] for entry in data["encoding"]] == sums


def test_a_citation_is_copied_by_one_press_or_by_hand(browser, plain):
    """The button is the script's; the text is there without it."""
    with browsers.page(browser, paths(plain)[0]) as tab:
        tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
        tab.click("button[data-copy]")
        tab.wait_for_selector("[role=status]:has-text('Copied')")
        text = tab.locator("#citation").inner_text()

        assert text == "The Hall: “The hall opens”, Beijing, 1 May 2024."
        assert tab.evaluate("getSelection().toString()") == text


def test_the_page_is_decent_on_paper(browser, plain):
    """A print has the text and the figures, and none of the handles."""
    with browsers.page(browser, paths(plain)[0]) as tab:
        tab.emulate_media(media="print")

        assert not tab.locator("nav.bar").is_visible()
        assert not tab.locator("button").is_visible()
        assert tab.locator("svg.drawing").first.is_visible()


def test_no_theme_prints_light_type(browser, plain, branded):
    """A browser prints no grounds: whatever stands on one by day is dark on paper."""
    for file in [*paths(plain), *paths(branded)]:
        with browsers.page(browser, file) as tab:
            tab.emulate_media(media="print")
            light = tab.evaluate(LIGHT)

            assert light == []


LIGHT = """[...document.querySelectorAll('main *, footer *')].filter(e => {
  const [r, g, b] = getComputedStyle(e).color.match(/[0-9.]+/g).map(Number);
  return e.checkVisibility() && !e.closest('svg') && r + g + b > 480;
}).map(e => e.className || e.tagName)"""


def _picture(data):
    return Image.open(io.BytesIO(data)).convert("RGB")

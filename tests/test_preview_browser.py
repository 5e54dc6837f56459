"""The preview in a real browser: what translators, designers and leads do with it."""

from __future__ import annotations

import http.server
import re
import shutil
import subprocess
import threading
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import browsers, small
from tests.conftest import ROOT
from tests.test_preview import fetched, served
from tests.test_translators import run

pytestmark = pytest.mark.slow

SLUG = small.SLUG
WAIT_MS = 30_000
expect.set_options(timeout=WAIT_MS)
GARDEN = "有人看了花园，有人看了古塔。"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser():
    """Open one browser for all tests."""
    with browsers.opened() as found:
        yield found


@pytest.fixture
def project(tmp_path):
    """Return a small project with a theme of its own and one text untranslated, one unsure."""
    catalog = {**small.CHINESE, "the garden": ""}
    small.write(tmp_path, **{small.CATALOG: small.catalog(catalog)})
    shutil.copytree(ROOT / "templates/plain", tmp_path / "templates/plain")
    assert run(tmp_path, "sync")[0] == 0
    path = tmp_path / small.CATALOG
    text = path.read_text()
    unsure = re.sub(r'(msgid "Come and see!")', r"#, fuzzy\n\1", text)
    path.write_text(unsure)
    return tmp_path


@contextmanager
def shown(browser, folder, views=("en,html,", "zh_CN,html,"), **context):
    """Open the preview of a project in a window of its own; note what the page complains of."""
    with served(folder) as (address, _):
        room = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB",
                                   reduced_motion="reduce", **context)  # fmt: skip
        room.set_default_timeout(WAIT_MS)
        tab = room.new_page()
        tab.said = []
        tab.on("console", lambda m: tab.said.append(m.text) if m.type == "error" else None)
        tab.on("pageerror", lambda fault: tab.said.append(str(fault)))
        tab.goto(f"{address}/#{';'.join([SLUG, *views])}")
        tab.address = address
        settled(tab)
        yield tab
        room.close()


def settled(tab):
    """Wait until both panes show something."""
    for side in ("Left", "Right"):
        pane = tab.locator(f".pane[data-side={side}]")
        if "html" in pane.locator("[data-choice=format]").input_value():
            pane.frame_locator("iframe").locator("#dg-inside").wait_for(state="attached")
            pane.frame_locator("iframe").locator("[data-k]").first.wait_for()
        else:
            pane.locator(".spot").first.wait_for()


def page(tab, side="Right"):
    """Return the web page in a pane."""
    return tab.locator(f".pane[data-side={side}]").frame_locator("iframe")


def written(tab, text):
    """Write something else into the editor, and return it."""
    box = tab.get_by_role("textbox", name="Translation")
    box.click()
    tab.keyboard.press("Control+End")
    tab.keyboard.type(text)
    return box


def edit(folder, path, old, new):
    """Replace a text in a file of the project, as an editor would."""
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def pdf_text(tab, locale="zh_CN"):
    """Return the words of the PDF that the preview shows, without blanks."""
    _, data = fetched(f"{tab.address}/pdf/{SLUG}/{locale}/pdf")
    command = ["pdftotext", "-", "-"]
    done = subprocess.run(command, input=data, check=True, capture_output=True)
    return re.sub(r"\s", "", done.stdout.decode())


def test_a_text_stays_in_sight_when_its_editor_opens(browser, project):
    """The editor takes the lower half of the window; what was clicked there moves up."""
    with shown(browser, project) as tab:
        text = page(tab).get_by_text(GARDEN)
        text.evaluate(
            "e => window.scrollBy(0, e.getBoundingClientRect().bottom - innerHeight + 9)"
        )
        text.click()
        expect(tab.get_by_role("textbox", name="Translation")).to_be_visible()
        tab.wait_for_timeout(300)
        place = text.bounding_box()
        dock = tab.locator("#dock").bounding_box()

        assert place["y"] + place["height"] <= dock["y"]


def test_a_translation_is_mended_on_the_page_and_seen_everywhere(browser, project):
    """A click on the paragraph, a word, Ctrl+Enter: HTML, PDF and .po have it."""
    with shown(browser, project, ("zh_CN,pdf,", "zh_CN,html,")) as tab:
        picture = tab.locator(".sheet img").first
        before = picture.get_attribute("src")
        page(tab).get_by_text(GARDEN).click()
        written(tab, "真美！")
        tab.keyboard.press("Control+Shift+Enter")
        expect(page(tab).locator("body")).to_contain_text("真美！")
        expect(picture).not_to_have_attribute("src", before)
        catalog = (project / small.CATALOG).read_text(encoding="utf-8")

        assert "真美！" in pdf_text(tab)
        assert "<note/>真美！" in catalog
        assert run(project, "sync", "--check")[0] == 0
        assert tab.said == []


def test_a_click_on_a_picture_of_a_page_opens_its_text(browser, project):
    """Sheets of paper know their texts too: a cell of a table."""
    with shown(browser, project, ("en,pdf,", "zh_CN,pdf,")) as tab:
        tab.locator(".pane[data-side=Left] .spot").first.click()
        first = tab.locator(".desk .source").inner_text()
        names = tab.locator(".pane[data-side=Right] .dg-on")

        assert first
        expect(names.first).to_be_visible()


def test_a_broken_tag_is_told_and_not_saved(browser, project):
    """A chip goes at one stroke; then the checks complain, the save is refused, the file stays."""
    before = (project / small.CATALOG).read_bytes()
    with shown(browser, project) as tab:
        page(tab).get_by_text(GARDEN).click()
        box = written(tab, "")
        tab.keyboard.press("Backspace")  # the chip of the footnote is last
        finding = tab.locator(".findings")
        expect(finding).to_contain_text("broken-tag")
        tab.keyboard.press("Control+Enter")
        expect(tab.locator(".verdict")).to_contain_text("Refused")

        assert (project / small.CATALOG).read_bytes() == before
        assert box.locator(".chip").count() == 4
        tab.locator(".lost button").first.click()
        expect(finding).not_to_contain_text("broken-tag")


def test_a_file_that_changes_under_an_open_editor_is_a_conflict_and_nothing_is_lost(
    browser, project
):
    """Both are shown; keeping mine writes it, and what else changed stays."""
    with shown(browser, project) as tab:
        page(tab).get_by_text(GARDEN).click()
        box = written(tab, "我的")
        edit(project, small.CATALOG, "<em>花园</em>", "<em>后花园</em>")
        edit(project, small.CATALOG, 'msgstr "数量"', 'msgstr "个数"')
        expect(page(tab).locator("body")).to_contain_text("后花园")
        expect(box).to_contain_text("我的")
        tab.keyboard.press("Control+Shift+Enter")
        conflict = tab.locator(".conflict")
        expect(conflict).to_contain_text("后花园")
        expect(conflict).to_contain_text("我的")
        unwritten = (project / small.CATALOG).read_text(encoding="utf-8")
        conflict.get_by_role("button", name="Keep yours").click()
        expect(tab.locator(".verdict")).to_contain_text("Saved")
        catalog = (project / small.CATALOG).read_text(encoding="utf-8")

        assert "我的" not in unwritten
        assert "我的" in catalog
        assert "个数" in catalog


def test_what_is_typed_stays_when_another_text_is_opened(browser, project):
    """An unsaved text waits in the list, and comes back as it was left."""
    with shown(browser, project) as tab:
        page(tab).get_by_text(GARDEN).click()
        written(tab, "未保存")
        page(tab).get_by_text("客人所见").first.click()
        expect(tab.locator(".texts .unsaved")).to_have_count(1)
        page(tab).get_by_text(GARDEN).click()

        expect(tab.get_by_role("textbox", name="Translation")).to_contain_text("未保存")


def test_the_keyboard_leads_to_what_is_left_to_do(browser, project):
    """Next untranslated, next unsure, next with a finding; save and go on."""
    edit(project, small.CATALOG, 'msgstr "成人"', 'msgstr "成人,"')
    with shown(browser, project) as tab:
        source = tab.locator(".desk .source")
        tab.keyboard.press("Alt+KeyU")
        expect(source).to_have_text("the garden")
        tab.keyboard.press("Alt+KeyY")
        expect(source).to_have_text("Come and see!")
        tab.keyboard.press("Alt+KeyI")
        expect(source).to_have_text("Adults")
        tab.keyboard.press("Alt+KeyU")
        expect(source).to_have_text("the garden")
        written(tab, "花园")
        tab.keyboard.press("Control+Enter")
        expect(tab.locator(".filters [data-filter=Untranslated]")).to_contain_text("0")

        assert 'msgid "the garden"\nmsgstr "花园"' in (project / small.CATALOG).read_text()


def test_both_editions_follow_a_token(browser, project):
    """A colour of theme.toml shows in both languages."""
    path = "templates/plain/theme.toml"
    color = re.search(r'primary = "(#\w+)"', (project / path).read_text())[1]
    with shown(browser, project) as tab:
        edit(project, path, f'primary = "{color}"', 'primary = "#7A1F5C"')
        for side in ("Left", "Right"):
            tab.wait_for_function(
                """side => document.querySelector(`.pane[data-side=${side}] iframe`)
                .contentDocument.head.textContent.toUpperCase().includes('#7A1F5C')""",
                arg=side,
            )


def test_a_broken_template_is_told_over_the_last_good_page_and_goes_away_by_itself(
    browser, project
):
    """File, line and what to do; the page below stays as it was."""
    path = "templates/plain/web.html"
    with shown(browser, project) as tab:
        edit(project, path, "{% if front.subtitle %}", "{% if front.subtitle %")
        fault = tab.locator(".pane[data-side=Right] .fault")
        expect(fault).to_contain_text(re.compile(r"templates/plain/web\.html:\d+"))
        text = fault.inner_text()
        expect(page(tab).locator("body")).to_contain_text("展馆开馆")
        edit(project, path, "{% if front.subtitle %", "{% if front.subtitle %}")
        expect(tab.locator(".fault")).to_have_count(0)

        assert re.search(r"web\.html:\d+ error", text)
        assert "→" in text or "goes away" in text


def test_a_broken_catalog_and_a_broken_source_are_told_with_their_lines(browser, project):
    """The translator and the author see the same page."""
    with shown(browser, project) as tab:
        edit(project, small.CATALOG, 'msgid "Floor"', 'msgid "Floor')
        expect(tab.locator(".fault").first).to_contain_text(re.compile(r"\.po:\d+"))
        edit(project, small.CATALOG, 'msgid "Floor', 'msgid "Floor"')
        expect(tab.locator(".fault")).to_have_count(0)
        edit(project, small.RELEASE, "{guests} guests came", "{guest} guests came")
        expect(tab.locator(".fault").first).to_contain_text(re.compile(r"release\.md:\d+"))


def test_two_panes_stay_at_the_same_text(browser, project):
    """The left one is scrolled; the right one shows the same paragraph at its top."""
    tall = "".join(f"\n## Room {n}\n\n{'The room is large. ' * n}\n" for n in range(1, 30))
    (project / small.RELEASE).write_text((project / small.RELEASE).read_text() + tall)
    with shown(browser, project, ("en,html,", "zh_CN,pdf,")) as tab:
        heading = page(tab, "Left").locator("h2[data-k]", has_text="Room 17")
        key = heading.get_attribute("data-k")
        tab.locator(".pane[data-side=Left]").hover()
        heading.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 64)")
        mark = tab.locator(f".pane[data-side=Right] .spot[data-k='{key}']").first
        tab.wait_for_function(
            """key => {
            const spot = [...document.querySelectorAll('.spot')].find(s => s.dataset.k === key);
            const top = e => e.getBoundingClientRect().top;
            const gap = top(spot) - top(spot.closest('.sheets'));
            return Math.abs(gap - 64) < 100; }""", arg=key)  # fmt: skip

        assert mark.is_visible()


def test_a_hostile_translation_does_nothing(browser, project):
    """It is shown as words, on the page and in the editor."""
    evil = "<script>window.taken=1</script><img src=x onerror=window.taken=2>"
    edit(project, small.CATALOG, 'msgid "the tower"\nmsgstr "古塔"',
         f'msgid "the tower"\nmsgstr "古塔{evil}"')  # fmt: skip
    with shown(browser, project) as tab:
        tab.get_by_role("button", name="Texts").click()
        tab.locator(".texts li", has_text="the tower").first.click()
        box = tab.get_by_role("textbox", name="Translation")
        expect(box).to_contain_text("古塔")
        tab.wait_for_timeout(300)

        assert tab.evaluate("window.taken") is None
        assert tab.frames[-1].evaluate("window.taken") is None
        assert box.locator("script, img").count() == 0


def test_another_site_gets_nothing_and_writes_nothing(browser, project):
    """Its requests, forms, frames and pictures are refused, whatever it knows."""
    before = (project / small.CATALOG).read_bytes()
    with served(project) as (address, _), elsewhere() as site:
        room = browser.new_context()
        tab = room.new_page()
        tab.goto(site)
        tab.evaluate("""async at => {
          const body = JSON.stringify({slug: 'x'});
          const headers = {'content-type': 'application/json'};
          const go = (path, more) => fetch(at + path, more).then(r => r.text(), e => String(e));
          window.found = [
            await go('/api/save', {method: 'POST', body, headers}),
            await go('/api/save', {method: 'POST', body, mode: 'no-cors'}),
            await go('/api/project', {mode: 'no-cors'}),
            await go('/', {}),
          ];
          const frame = document.createElement('iframe');
          frame.src = at + '/';
          document.body.append(frame);
          await new Promise(done => { frame.onload = done; setTimeout(done, 2000); });
          const form = document.createElement('form');
          Object.assign(form, {method: 'post', action: at + '/api/save', target: 'x'});
          form.innerHTML = '<input name=a value=b>';
          document.body.append(Object.assign(document.createElement('iframe'), {name: 'x'}), form);
          form.submit();
          await new Promise(done => setTimeout(done, 500));
        }""", address)  # fmt: skip
        found = tab.evaluate("window.found")
        room.close()

    assert [text for text in found if "token" in text or "Diglot" in text or "{" in text] == []
    assert (project / small.CATALOG).read_bytes() == before


@contextmanager
def elsewhere():
    """Serve an empty page from another origin."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><body>elsewhere")

        def log_message(self, *_):
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_differences_to_a_revision_are_marked(browser, project):
    """The words that changed, and no others."""
    git = ["git", "-C", str(project), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    name = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    edit(project, small.CATALOG, "开馆首日，共有", "开馆当天，共有")
    views = (f"zh_CN,html,{name.stdout.strip()}", "zh_CN,html,")
    with shown(browser, project, views) as tab:
        expect(tab.locator("#news")).to_contain_text("1 difference")
        marked = [
            page(tab, side).locator(".dg-diff").all_inner_texts() for side in ("Left", "Right")
        ]
        words = tab.frames[-1].evaluate(
            "[...CSS.highlights.get('dg-words')].map(r => r.toString()).join('')")  # fmt: skip

        assert [len(m) for m in marked] == [1, 1]
        assert words in ("首日", "当天")


def test_a_slider_and_a_picker_write_the_theme_and_both_editions_follow(browser, project):
    """Comments stay; the page says the new value."""
    path = project / "templates/plain/theme.toml"
    before = path.read_text()
    with shown(browser, project) as tab:
        tab.get_by_role("button", name="Design").click()
        tab.locator("[data-token='color.accent']").fill("#7a1f5c")
        tab.locator("[data-token='size.title']").fill("40")
        for side in ("Left", "Right"):
            tab.wait_for_function(
                """side => document.querySelector(`.pane[data-side=${side}] iframe`)
                .contentDocument.head.textContent.toUpperCase().includes('#7A1F5C')""",
                arg=side,
            )
        expect(tab.locator("#plan .verdict")).to_contain_text("Saved")
        tab.wait_for_function("!document.querySelector('[data-token=\"size.title\"]').busy")
        after = path.read_text()

        assert re.sub(r"(?m)^(accent = |title = )[^\s]+", r"\1", after) == re.sub(
            r"(?m)^(accent = |title = )[^\s]+", r"\1", before
        )
        assert 'accent = "#7a1f5c"' in after
        assert re.search(r"^title = 40\b", after, re.MULTILINE)


def test_sheets_are_accepted_by_a_click_and_changes_are_shown_on_them(browser, project):
    """Then a changed word is marked on its page."""
    with shown(browser, project, ("zh_CN,pdf,", "en,html,")) as tab:
        tab.get_by_role("button", name="Design").click()
        tab.get_by_role("button", name=re.compile("Accept( all)?")).last.click()
        expect(tab.locator(".picture.same").first).to_be_visible()
        expect(tab.locator(".picture:not(.same)")).to_have_count(0)
        edit(project, small.CATALOG, "展馆开馆", "展厅开放")
        expect(tab.locator(".picture.differs").first).to_be_visible(timeout=WAIT_MS)
        expect(tab.locator(".changed").first).to_be_attached()

        assert list((project / "templates/accepted").rglob("*.png"))


def test_what_is_published_can_be_taken_away(browser, project):
    """The lead sees what is stale, and saves a file."""
    assert run(project, "build", "-f", "html", "-l", "en", "-x", "serial")[0] in (0, 1)
    with shown(browser, project, accept_downloads=True) as tab:
        tab.get_by_role("button", name="State").click()
        row = tab.locator("#table tr", has_text=f"en/{SLUG}.html")
        with tab.expect_download() as taken:
            row.get_by_role("link").click()
        saved = taken.value.path().read_bytes()
        untranslated = tab.locator("#table tbody tr", has_text="中文").first

        assert saved == (project / "output" / SLUG / "en" / f"{SLUG}.html").read_bytes()
        expect(untranslated).to_contain_text("%")


@pytest.mark.parametrize("night", ["light", "dark"])
@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_nobody_is_shut_out(browser, project, tongue, night):
    """No fault by WCAG 2.2 AA or good practice on any view, in both languages, day and night."""
    views = ("en,html,", "zh_CN,pdf,")
    with shown(browser, project, views, color_scheme=night, bypass_csp=True) as tab:
        tab.select_option("#tongue", tongue)
        settled(tab)
        faults = {"panes": axe(tab)}
        tab.locator("[data-room=texts]").click()
        tab.locator(".texts li").nth(5).click()
        tab.locator(".field-text").wait_for()
        faults["editor"] = axe(tab)
        tab.locator("[data-room=design]").click()
        tab.locator(".picture").first.wait_for()
        for box in tab.locator(".checks input").all():
            box.check()
        faults["design"] = axe(tab)
        tab.locator("[data-room=state]").click()
        tab.locator("#table table").first.wait_for()
        faults["state"] = axe(tab)
        edit(project, "diglot.toml", 'theme = "plain"', 'theme = "none"')
        tab.locator(".fault").first.wait_for()
        faults["fault"] = axe(tab)

        assert {k: v for k, v in faults.items() if v} == {}


def axe(tab):
    """Return what axe finds in the shell; the pages in it have tests of their own."""
    found = Axe().run(tab, context={"exclude": [["iframe"]]}, options=AXE).response["violations"]
    return [
        (f["id"], n["target"], n.get("failureSummary", "")[:150])
        for f in found
        for n in f["nodes"][:2]
    ]

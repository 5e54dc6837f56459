"""The preview without a browser: the desk, the guard, the studio, and who may ask for what."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline import limits, po
from pipeline.catalogs.entering import Draft, entered, said
from pipeline.diagnostics import PipelineError
from pipeline.exchange.units import identity
from pipeline.model import Locale, Slug
from pipeline.preview import design, desk, overview, pictures, saving, tokens, watching
from pipeline.preview.crew import Worker
from pipeline.preview.guard import TOKEN, Guard, hosts
from pipeline.preview.making import make
from pipeline.preview.views import Home, View
from tests import small
from tests.conftest import ROOT
from tests.test_translators import run

SLUG, ZH, EN = Slug(small.SLUG), Locale("zh_CN"), Locale("en")
GARDEN = "Some saw the <em>garden</em>, some <link>the tower</link>.<note/>"
KEY = identity("", GARDEN)
MINE = [
    {"words": "有人看了"}, {"chip": "<em>"}, {"words": "庭园"}, {"chip": "</em>"},
    {"words": "，有人看了"}, {"chip": "<link>"}, {"words": "古塔"}, {"chip": "</link>"},
    {"words": "。"}, {"chip": "<note/>"},
]  # fmt: skip


@pytest.fixture
def home(tmp_path):
    """Return a small project whose catalogs are current, as the preview knows it."""
    small.write(tmp_path)
    assert run(tmp_path, "sync")[0] == 0
    return Home(tmp_path, ROOT, tmp_path / ".diglot" / "cache")


def request(home, parts=MINE, **changes):
    """Return what the editor sends to save a translation."""
    found = desk.text(home, SLUG, ZH, KEY)
    return {"parts": parts, "fuzzy": False, "comments": [], "base": found["base"], **changes}


# --- texts and chips ---------------------------------------------------------------------


SCRAPS = (
    "a",
    "乙 ",
    "<em>",
    "</em>",
    "<note/>",
    "<br/>",
    "{year}",
    "<",
    "{",
    "}",
    "&",
    "&lt;",
    "\n",
)


@given(st.lists(st.sampled_from(SCRAPS)).map("".join))
def test_the_editor_gives_back_the_message_that_it_was_given(text):
    """Words and chips are another spelling of the same message."""
    once = tokens.joined(tokens.pieces(text))

    assert tokens.joined(tokens.pieces(once)) == once
    assert tokens.pieces(once) == tokens.pieces(text)


@pytest.mark.parametrize(
    "text", [GARDEN, "a {{b}} &lt;em> &amp;lt; {guests.unit}", "1 < 2 & 3", ""]
)
def test_words_that_look_like_tags_stay_words(text):
    """What is escaped in the catalog is shown plainly and escaped again."""
    assert tokens.joined(tokens.pieces(text)) == text


def test_a_tag_that_somebody_types_is_words():
    """Only chips are tags: nobody writes one by accident."""
    assert tokens.joined([{"words": "<em>fine</em> {year}"}]) == "&lt;em>fine&lt;/em> {{year}}"
    assert tokens.joined([{"chip": "<script>alert(1)</script>"}]).startswith("&lt;script>")
    assert tokens.joined([{"chip": 7}, None, "x"]) == ""


def test_a_translation_entered_as_it_stands_changes_nothing(home):
    """The law of entering, on every message of a real catalog."""
    file = po.read((home.root / small.CATALOG).read_bytes(), small.CATALOG)
    live = [e for e in file.entries if not e.heads]

    assert all(entered(file, e.key, said(e)) == file for e in live)


def test_a_translation_that_is_finished_leaves_no_trace_of_the_old_source():
    """No fuzzy flag, no former text, no word of the change, no hint; other notes stay."""
    entry = po.Entry("b", ("甲",), notes=("cell", "source changed (rewrite): [-a-] {+b+}",
                     "suggestion 80 %: 乙"), flags=("fuzzy", "no-wrap"),
                     previous=po.Previous("a"), comments=("mine",))  # fmt: skip
    new = entered(po.File("x.po", (entry,)), ("", "b"), Draft("乙", comments=("ours",))).entries[0]

    assert (new.translations, new.flags, new.previous) == (("乙",), ("no-wrap",), None)
    assert (new.notes, new.comments) == (("cell",), ("ours",))


# --- the desk ----------------------------------------------------------------------------


def test_every_text_of_a_release_lies_on_the_desk(home):
    """In reading order, with its state; a word of the templates has its own mark."""
    texts = desk.listing(home, SLUG, ZH)["texts"]

    assert [t["shown"] for t in texts][:2] == [
        "The hall opens",
        "{guests} guests on the first day",
    ]
    assert {t["state"] for t in texts} <= {"done", "new", "fuzzy"}
    assert all(t["said"] for t in texts if t["state"] == "done")


def test_a_text_comes_with_all_that_helps_to_translate_it(home):
    """Places, what the tags stand for, terms of the glossary, former translations, the edit."""
    (home.root / "locales/glossary.zh_CN.csv").write_text("source,target,note\ntower,古塔,\n")
    release = home.root / small.RELEASE
    release.write_text(release.read_text().replace("some [the tower]", "but not [the tower]"))
    run(home.root, "sync")
    key = identity("", GARDEN.replace("some <link>", "but not <link>"))
    found = desk.text(home, SLUG, ZH, key)

    assert found["state"] == "fuzzy"
    assert found["edit"]["kind"] == "negation"
    assert any(r["new"] == ["but", "not"] for r in found["edit"]["runs"])
    assert [t["term"] for t in found["terms"]] == ["tower"]
    assert {"chip": "<link>", "means": "example.org"} in found["source"]
    assert found["places"][0].startswith(small.RELEASE)
    assert desk.text(home, SLUG, ZH, "u0000000000000000") is None


def test_what_is_typed_is_held_to_all_rules_and_exemptions(home):
    """Rules of one message, rules of the catalog, and what the house and the translator exempt."""

    def rules(key, words):
        found = desk.examine(home, SLUG, ZH, key, [{"words": words}])["findings"]
        return [f["rule"] for f in found]

    twin = identity("", "the tower")
    before = rules(twin, "塔,塔")
    toml = home.root / "diglot.toml"
    said_so = '\n[[check.ignore]]\nrule = "half-width-mark"\nreason = "a test"\n'
    toml.write_text(toml.read_text() + said_so)

    assert "half-width-mark" in before
    assert "half-width-mark" not in rules(twin, "塔,塔")
    assert "broken-tag" in rules(KEY, "没有标签")


# --- saving ------------------------------------------------------------------------------


def test_a_save_changes_one_message_and_leaves_the_catalog_current(home):
    """Canonical, and nothing for ``sync`` to do afterwards."""
    before = po.read((home.root / small.CATALOG).read_bytes(), small.CATALOG)
    done = saving.save(home, SLUG, ZH, KEY, request(home))
    data = (home.root / small.CATALOG).read_bytes()
    after = po.read(data, small.CATALOG)
    changed = [b.text for a, b in zip(before.entries, after.entries, strict=True) if a != b]

    assert done["status"] == "saved"
    assert changed == [GARDEN]
    assert po.write(after) == data
    assert run(home.root, "sync", "--check")[0] == 0


@pytest.mark.parametrize("drop", range(len(MINE)), ids=lambda n: str(MINE[n]))
def test_no_chip_may_be_missing(home, drop):
    """A translation without one of its tags is refused; words may go."""
    parts = MINE[:drop] + MINE[drop + 1 :]
    done = saving.save(home, SLUG, ZH, KEY, request(home, parts))

    assert done["status"] == ("refused" if "chip" in MINE[drop] else "saved")


def test_what_others_wrote_meanwhile_is_shown_and_not_written_over(home):
    """A conflict writes nothing; saving again on their text writes mine."""
    mine = request(home)
    path = home.root / small.CATALOG
    theirs = path.read_text().replace("<em>花园</em>", "<em>后花园</em>")
    path.write_text(theirs)
    first = saving.save(home, SLUG, ZH, KEY, mine)
    kept = path.read_text()
    second = saving.save(home, SLUG, ZH, KEY, {**mine, "base": first["theirs"]})

    assert first["status"] == "conflict"
    assert "后花园" in first["theirs"]["text"]
    assert kept == theirs
    assert second["status"] == "saved"
    assert "庭园" in path.read_text()


def test_other_messages_may_change_under_an_open_editor(home):
    """Only the same message is a conflict."""
    mine = request(home)
    path = home.root / small.CATALOG
    path.write_text(path.read_text().replace('msgstr "平面图"', 'msgstr "图"'))
    done = saving.save(home, SLUG, ZH, KEY, mine)

    assert done["status"] == "saved"
    assert 'msgstr "图"' in path.read_text()
    assert "庭园" in path.read_text()


def test_a_message_that_the_catalog_lacks_is_written_as_sync_would(home):
    """A new paragraph can be translated at once."""
    release = home.root / small.RELEASE
    release.write_text(release.read_text().replace("- the garden", "- the garden\n- a pond"))
    key = identity("", "a pond")
    request = {"parts": [{"words": "池塘"}], "base": None}
    done = saving.save(home, SLUG, ZH, key, request)

    assert done["status"] == "saved"
    assert 'msgid "a pond"\nmsgstr "池塘"' in (home.root / small.CATALOG).read_text()
    assert small.CATALOG not in run(home.root, "sync", "--check")[1]


def test_nothing_is_written_through_a_link_that_leads_out(home, tmp_path_factory):
    """A folder of the project that is a link to elsewhere is not followed."""
    outside = tmp_path_factory.mktemp("outside")
    folder = home.root / "locales/zh_CN"
    folder.rename(outside / "zh_CN")
    folder.symlink_to(outside / "zh_CN")

    with pytest.raises(PipelineError):
        saving.within(home.root, small.CATALOG)
    with pytest.raises(PipelineError):
        saving.within(home.root, "../elsewhere.po")


# --- views -------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_text_knows_its_message_in_every_format(home):
    """Paragraphs, headings, cells, captions and the title: on the page, in the PDF."""
    page = make(home, View(SLUG, ZH, "html")).made
    sheets = make(home, View(SLUG, ZH, "pdf")).made
    wanted = ["The hall opens", "What they saw", "Floor", "In figures", "Who came", "the garden",
              "Come and see!", "Li Lei", GARDEN]  # fmt: skip
    keys = {identity("", text) for text in wanted}
    marks = {mark.key for mark in sheets.marks}

    assert keys <= set(re.findall(r'data-k="([^"]+)"', page.data.decode()))
    assert keys <= marks
    assert all(0 <= m.left <= 1 and 0 <= m.top <= 1 and m.width > 0 for m in sheets.marks)


@pytest.mark.slow
def test_a_view_leaves_nothing_on_the_disk(home):
    """Looking is not building: no output, no cache."""
    before = sorted(home.root.rglob("*"))
    make(home, View(SLUG, EN, "html"))

    assert [p for p in sorted(home.root.rglob("*")) if p not in before] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limit", "rule"),
    [("release_mb = 0.0001", "too-large"), ("template_steps = 9", "template-too-much"),
     ("nesting = 0.01", "limit-reached")],
)  # fmt: skip
def test_the_limits_of_a_project_hold_in_the_preview(limit, rule, home, monkeypatch):
    """Those of files, of templates and of engines."""
    monkeypatch.setattr(limits, "_HERE", [limits.Limits()])
    toml = home.root / "diglot.toml"
    toml.write_text(f"{toml.read_text(encoding='utf-8')}\n[limits]\n{limit}\n", encoding="utf-8")

    assert rule in {found.rule for found in make(home, View(SLUG, EN, "pdf")).problems}


@pytest.mark.slow
def test_a_revision_is_shown_as_it_was(home):
    """The working tree moves on; the commit stays."""
    git = ["git", "-C", str(home.root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    name = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    path = home.root / small.CATALOG
    path.write_text(path.read_text().replace("展馆开馆", "展厅开放"))
    was = make(home, View(SLUG, ZH, "html", name.stdout.strip())).made
    now = make(home, View(SLUG, ZH, "html")).made

    assert "展馆开馆" in was.data.decode()
    assert "展厅开放" in now.data.decode()
    assert "展馆开馆" not in now.data.decode()


@pytest.mark.slow
def test_a_hostile_translation_is_words(home):
    """Markup in a msgstr is shown, not obeyed; and no script leaves the server at all."""
    path = home.root / small.CATALOG
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>花园"
    path.write_text(path.read_text().replace('msgstr "花园"', f'msgstr "{evil}"'))
    page = make(home, View(SLUG, ZH, "html")).made.data.decode()

    assert "<script" not in page
    assert not re.search(r"<img[^>]*onerror", page)


def test_what_was_not_read_moves_nothing():
    """A changed file counts if it was read, or if a pattern looked for it."""
    read = {"diglot.toml", "sources/*/release.md *", "templates/plain/web.css *"}

    assert watching.counts("diglot.toml", read)
    assert watching.counts("sources/new/release.md", read)
    assert watching.counts("templates/plain/web.css", read)
    assert not watching.counts("templates/plain/print.css", read)
    assert not watching.counts("output/x.html", read)


# --- tokens and pictures -----------------------------------------------------------------


TOML = """# The brand

parent = "plain"

[color]
primary = "#0B2545"   # night
accent = "#C8452B"

[size]
title = 32   # points
"""


def test_a_token_is_set_and_every_comment_stays():
    """Only the value changes; a new table is added at the end."""
    night = design.written(TOML, "color", "primary", "#123456")
    title = design.written(TOML, "size", "title", 34.0)
    line = design.written(TOML, "line", "Latn", 1.5)

    assert night == TOML.replace('"#0B2545"', '"#123456"')
    assert title == TOML.replace("title = 32", "title = 34")
    assert line.startswith(TOML)
    assert tomllib.loads(line)["line"] == {"Latn": 1.5}


def test_a_release_that_is_not_there_has_no_tokens(home):
    """It is told, as a build would tell it."""
    with pytest.raises(PipelineError, match="release `nowhere` does not exist"):
        design.tokens(home, "nowhere")


def test_a_token_that_does_not_do_is_refused_and_a_conflict_is_told(home):
    """The theme is read before it is written; a shipped theme is nobody's to change."""
    asked = {"slug": SLUG, "table": "size", "name": "title", "value": 30, "base": None}
    shipped = design.set_token(home, asked)
    folder = home.root / "templates/own"
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_text(TOML)
    toml = home.root / "diglot.toml"
    toml.write_text(toml.read_text().replace('"plain"', '"own"'))
    wrong = design.set_token(home, {**asked, "value": 4000})
    stale = design.set_token(home, {**asked, "base": 31})
    unchanged = (folder / "theme.toml").read_text()
    good = design.set_token(home, {**asked, "base": 32})

    assert shipped["status"] == "gone"
    assert (wrong["status"], stale["status"], unchanged) == ("refused", "conflict", TOML)
    assert stale["theirs"] == 32
    assert good["status"] == "saved"
    assert "title = 30   # points" in (folder / "theme.toml").read_text()


def painted(*boxes):
    """Return a white picture of a hundred pixels a side with black boxes on it."""
    image = Image.new("RGB", (100, 100), "white")
    for box in boxes:
        image.paste("black", box)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_a_difference_of_pictures_is_told_in_boxes():
    """One box for what lies together, each box around what changed, none for equal pictures."""
    blank = painted()
    found = list(pictures.differences(blank, painted((0, 0, 10, 10), (60, 60, 90, 70))))
    other = Image.new("RGB", (50, 100))
    out = io.BytesIO()
    other.save(out, "PNG")

    assert list(pictures.differences(blank, blank)) == []
    assert len(found) == 2
    assert any(x <= 0.6 and y <= 0.6 and x + w >= 0.9 and y + h >= 0.7 for x, y, w, h in found)
    assert list(pictures.differences(blank, out.getvalue())) == [(0, 0, 1, 1)]


@pytest.mark.slow
def test_accepted_pictures_lie_with_the_templates_and_are_compared(home):
    """New, accepted, changed, gone."""
    view = View(SLUG, ZH, "pdf")
    data = make(home, view).made.data
    new = pictures.judged(home, view, data)
    same = pictures.accept(home, view, data, [row["page"] for row in new])
    path = home.root / small.CATALOG
    path.write_text(path.read_text().replace("展馆开馆", "展厅开放"))
    changed = pictures.judged(home, view, make(home, view).made.data)
    extra = home.root / pictures.path_of(view, 99)
    extra.write_bytes(b"")

    assert {row["state"] for row in new} == {"new"}
    assert {row["state"] for row in same} == {"same"}
    assert changed[0]["state"] == "differs"
    assert changed[0]["boxes"]
    assert pictures.judged(home, view, data)[-1]["state"] == "gone"
    pictures.accept(home, view, data, [])
    assert not extra.exists()


def test_the_state_of_a_project_counts_what_is_open(home):
    """By release and locale; each promised file says whether it is fresh."""
    path = home.root / small.CATALOG
    path.write_text(
        path.read_text().replace('msgstr "花园"', 'msgstr ""').replace("成人", "成人,")
    )
    found = overview.state(home)
    chinese = next(row for row in found["rows"] if row["locale"] == "zh_CN")

    assert chinese["messages"] - chinese["translated"] == 1
    assert chinese["findings"]
    assert {file["state"] for file in found["files"]} == {"missing"}


# --- the guard ---------------------------------------------------------------------------

GOOD = {
    "host": "127.0.0.1:8017", "origin": "http://127.0.0.1:8017", "content-length": "2",
    TOKEN: "secret", "content-type": "application/json", "sec-fetch-site": "same-origin",
}  # fmt: skip
BAD = {
    "a foreign host, as after DNS rebinding": {"host": "evil.example:8017"},
    "another port": {"host": "127.0.0.1:1"},
    "no host": {"host": None},
    "a form of another page": {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    "a page that hides its origin": {"origin": "null"},
    "no origin": {"origin": None},
    "the origin of another port": {"origin": "http://127.0.0.1:1"},
    "a wrong token": {TOKEN: "guess"},
    "no token": {TOKEN: None},
    "a simple request": {"content-type": "text/plain"},
    "a body without end": {"content-length": None},
    "a huge body": {"content-length": "99999999"},
}


def refusal(method="POST", path="/api/save", *, read_only=False, **changes):
    """Return why a request is refused, or nothing."""
    said = {k: v for k, v in {**GOOD, **changes}.items() if v is not None}
    raw = [(k.encode(), v.encode()) for k, v in said.items()]
    guard = Guard(None, hosts(8017), "secret", read_only)
    return guard.refusal({"type": "http", "method": method, "path": path, "headers": raw})


@pytest.mark.parametrize("attack", BAD)
def test_an_attack_is_refused(attack):
    """Each of these alone is enough."""
    assert refusal(**BAD[attack])


def test_our_own_page_may_write_and_read():
    """So the attacks above fail for their own reasons."""
    assert refusal() == ""
    assert refusal("GET", "/", origin=None, **{TOKEN: None}) == ""
    assert refusal("PUT")


def test_a_foreign_page_cannot_even_read():
    """By name of host, or because its browser says where it comes from."""
    assert refusal("GET", "/", host="evil.example")
    assert refusal("GET", "/", **{"sec-fetch-site": "cross-site"})


def test_a_read_only_preview_takes_no_writes():
    """It may be asked what the checks would say."""
    assert refusal(read_only=True)
    assert refusal(path="/api/examine", read_only=True) == ""


# --- the crew ----------------------------------------------------------------------------


def test_a_worker_that_has_done_much_is_succeeded_by_a_warm_one():
    """Nobody waits for it, and the old process is gone."""

    async def story(worker):
        first = [await worker.run(os.getpid) for _ in range(3)]
        limit = time.monotonic() + 30
        while (last := await worker.run(os.getpid)) == first[0] and time.monotonic() < limit:
            await asyncio.sleep(0.05)
        return first, last

    worker = Worker("test", most=3)
    first, last = asyncio.run(story(worker))
    worker.close()

    assert len(set(first)) == 1
    assert last != first[0]
    assert _gone(first[0])
    assert _gone(last)


def test_a_worker_that_hangs_is_ended_and_the_next_task_gets_another():
    """What it raises comes over; what never ends is told."""

    async def story(worker):
        told = []
        for job, value in ((time.sleep, 60), (int, "x"), (abs, -7)):
            try:
                told.append(await worker.run(job, value))
            except (PipelineError, ValueError) as reason:
                told.append(type(reason).__name__)
        return told

    worker = Worker("test", wait_s=3.0)
    told = asyncio.run(story(worker))
    worker.close()

    assert told == ["PipelineError", "ValueError", 7]


# --- the server --------------------------------------------------------------------------


@contextmanager
def served(folder, *options):
    """Start the preview in a process; yield its address and the process."""
    command = [sys.executable, "-m", "pipeline", "--root", str(folder), "preview", *options]
    command += ["--port", "0"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd=folder)
    try:
        line = process.stdout.readline()
        yield re.search(r"http://[\d.:]+", line)[0], process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def fetched(address, body=None, **headers):
    """Return status and body of a request."""
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(address, data, headers)
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


@pytest.mark.slow
def test_nothing_outside_the_project_can_be_had(home):
    """Names that climb, names of other files, formats and revisions that are none."""
    (home.root.parent / "secret.txt").write_text("secret")
    ways = ["/front/../app.py", "/front/%2e%2e%2fapp.py", "/front/..%5capp.py", "/front/app.py",
            "/page/..%2f..%2fetc/zh_CN/html", "/page/x/..%2f..%2fetc/html", "/sheets/x/en/exe",
            f"/page/{SLUG}/en/html?rev=--output=x", "/sheet/x/en/pdf/1.png?name=../x&dots=110",
            "/face/?a=font:..%2f..%2fetc%2fpasswd", "/../../etc/passwd", "/api/text/x/en/..%2fx",
            "/face/?a=/etc/passwd"]  # fmt: skip
    with served(home.root) as (address, _):
        found = {way: fetched(address + way) for way in ways}

    assert {way: status for way, (status, _) in found.items() if status == 200} == {}
    assert not any(b"secret" in body or b"root:" in body for _, body in found.values())


@pytest.mark.slow
def test_the_server_listens_on_this_machine_alone_and_leaves_nothing_behind(home):
    """Every process that it started is gone soon after Ctrl-C, streams open or not."""
    with served(home.root) as (address, process):
        port = int(address.rpartition(":")[2])
        stream = urllib.request.urlopen(f"{address}/events?v={SLUG}%7Cen%7Chtml%7C", timeout=30)
        assert b"hello" in stream.readline()
        fetched(f"{address}/page/{SLUG}/en/html")
        fetched(f"{address}/api/project")
        children = _children(process.pid)
        listening = Path("/proc/net/tcp").read_text() if Path("/proc/net/tcp").exists() else ""
        process.send_signal(signal.SIGINT)
        process.wait(20)
    limit = time.monotonic() + 10
    while time.monotonic() < limit and any(_alive(pid) for pid in children):
        time.sleep(0.1)

    assert len(children) >= 2
    assert [pid for pid in children if _alive(pid)] == []
    assert process.returncode == 0
    if listening:
        assert f"0100007F:{port:04X}" in listening
        assert f"00000000:{port:04X}" not in listening
    with socket.socket() as again:
        assert again.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.slow
def test_workers_go_even_if_the_server_is_killed(home):
    """They read the end of their pipes."""
    with served(home.root) as (address, process):
        fetched(f"{address}/page/{SLUG}/en/html")
        children = _children(process.pid)
        process.kill()
        process.wait(20)
        limit = time.monotonic() + 10
        while time.monotonic() < limit and any(_alive(pid) for pid in children):
            time.sleep(0.1)

    assert children
    assert [pid for pid in children if _alive(pid)] == []


def _children(pid):
    """Return the processes below one, all the way down."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat[1]) == pid:
            found += [int(folder.name), *_children(int(folder.name))]
    return found


def _gone(pid):
    """Tell whether a process ends, sooner or later."""
    limit = time.monotonic() + 30
    while _alive(pid) and time.monotonic() < limit:
        time.sleep(0.05)
    return not _alive(pid)


def _alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.slow
def test_the_policies_of_the_shell_and_of_a_page_let_no_foreign_script_run(home):
    """The shell runs its own modules only; a page runs none at all."""
    with served(home.root) as (address, _):
        shell = urllib.request.urlopen(address)
        page = urllib.request.urlopen(f"{address}/page/{SLUG}/zh_CN/html")
        policies = [a.headers["content-security-policy"] for a in (shell, page)]

    assert "script-src 'self'" in policies[0]
    assert "frame-ancestors 'none'" in policies[0]
    assert "script-src 'none'" in policies[1]
    assert all("unsafe-eval" not in p and "default-src 'none'" in p for p in policies)


def test_the_preview_speaks_chinese_as_well_as_english():
    """Every text that the front end says stands in the table, with the same names in braces."""
    front = ROOT / "pipeline" / "preview" / "front"
    table = dict(re.findall(r'^  "((?:[^"\\]|\\.)+)": "((?:[^"\\]|\\.)+)",$',
                            (front / "words.js").read_text(), re.M))  # fmt: skip
    code = "".join(p.read_text() for p in front.iterdir() if p.name != "words.js")
    used = set(re.findall(r'\bsay\("((?:[^"\\]|\\.)+)"', code))
    used |= set(re.findall(r'data-(?:word|label|title)="([^"]+)"', code))
    braces = re.compile(r"\{\w+\}")

    assert sorted(used - set(table)) == []
    assert [k for k, v in table.items() if set(braces.findall(k)) != set(braces.findall(v))] == []

"""The walk, end to end, with the real engines."""

from __future__ import annotations

import os
import pickle
import re
import shutil

import pytest

from pipeline import config, executors, sealed, standing
from pipeline.build import build, finished
from pipeline.cache import Cache
from pipeline.cli import _shipped
from pipeline.diagnostics import PipelineError, fatal
from pipeline.engines import fonts
from pipeline.executors import hand
from pipeline.executors.pool import processes
from pipeline.model import Place, digest
from pipeline.orders import Wish
from pipeline.rounds import Run
from pipeline.workshop import Workshop
from pipeline.world import Disk
from tests import small
from tests.conftest import ROOT

WHOLE = Wish()


def shop_in(folder, cache, execute=executors.serial):
    """Return a workshop on the project in a folder."""
    return Workshop(Disk(folder, _shipped()), Cache(cache), execute)


def made(shop, wish=WHOLE):
    """Build, and return the bytes by path and the steps that were not recalled."""
    product = build(config.load(shop.world), shop, wish)
    fresh = [f"{step.engine} {step.subject}" for step in shop.steps if not step.recalled]
    return {a.path: a.data for a in product.artifacts}, fresh, product


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a small project, a cache that holds its build, and what was made."""
    folder = small.write(tmp_path_factory.mktemp("project"))
    cache = tmp_path_factory.mktemp("cache")
    artifacts, fresh, product = made(shop_in(folder, cache))
    return folder, cache, artifacts, fresh, product


def changed(built, tmp_path, path, old, new):
    """Return what a build makes afresh after one edit, with the cache of the first build."""
    folder, cache, *_ = built
    copy = shutil.copytree(folder, tmp_path / "copy")
    mine = shutil.copytree(cache, tmp_path / "cache")
    text = (copy / path).read_text(encoding="utf-8")
    assert old in text
    (copy / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    return made(shop_in(copy, mine))


def test_one_release_becomes_six_files(built):
    """Three formats in two locales, and nobody misses a translation."""
    *_, artifacts, _, product = built

    assert sorted(artifacts) == [
        f"{small.SLUG}/{locale}/{small.SLUG}.{medium}"
        for locale in ("en", "zh_CN")
        for medium in ("docx", "html", "pdf")
    ]
    assert product.diagnostics == ()


def test_building_twice_runs_no_engine(built):
    """Nothing changed, nothing runs, and the bytes are the same."""
    folder, cache, artifacts, *_ = built
    again, fresh, _ = made(shop_in(folder, cache))

    assert fresh == []
    assert again == artifacts


def test_lines_added_above_change_no_page(built, tmp_path):
    """A blank line costs the parse and nothing else."""
    artifacts, fresh, _ = changed(built, tmp_path, small.RELEASE, "\n::: lede", "\n\n\n::: lede")

    assert fresh == [f"parse {small.RELEASE}"]
    assert artifacts == built[2]


def test_a_fault_on_a_page_is_told_with_its_line(built, tmp_path):
    """The house says how bad it is: a warning is told, an error ends the build."""
    folder, *_ = built
    copy = shutil.copytree(folder, tmp_path / "copy")
    release = copy / small.RELEASE
    text = release.read_text(encoding="utf-8").replace("the [garden]", "the *garden*")
    release.write_text(text.replace("](https://example.org)", "](https://www)"), encoding="utf-8")
    line = 1 + text[: text.index("Some saw")].count("\n")
    _, _, product = made(shop_in(copy, tmp_path / "cache"))
    found = [d for d in product.diagnostics if d.rule == "dead-link"]
    toml = (copy / "diglot.toml").read_text(encoding="utf-8")
    (copy / "diglot.toml").write_text(f'{toml}\n[preflight]\ndead-link = "error"\n')

    assert {d.place for d in found} == {Place(small.RELEASE, line)}
    assert {d.message.split(" pdf,")[0] for d in found} == {"en", "zh_CN"}
    with pytest.raises(PipelineError) as caught:
        made(shop_in(copy, tmp_path / "cache"))
    assert {d.rule for d in caught.value.diagnostics} == {"dead-link"}


def test_characters_that_no_face_has_are_told_with_their_lines(built, tmp_path):
    """Emoji and rare Han, all of them at once, before a page is set."""
    folder, *_ = built
    copy = shutil.copytree(folder, tmp_path / "copy")
    release = copy / small.RELEASE
    text = release.read_text(encoding="utf-8").replace("- the garden", "- the garden 🙂")
    text = text.replace("Come and see!", "Come and see \U00020c53!")
    release.write_text(text, encoding="utf-8")
    with pytest.raises(PipelineError) as caught:
        made(shop_in(copy, tmp_path / "cache"), Wish(formats=("pdf",), locales=("en",)))
    lines = text.split("\n")

    assert {(d.rule, d.place.line, d.message.partition("`")[2][0]) for d in
            caught.value.diagnostics} == {
        ("missing-glyph", lines.index("- the garden 🙂") + 1, "🙂"),
        ("missing-glyph", lines.index("Come and see \U00020C53!") + 1, "\U00020C53"),
    }  # fmt: skip


def test_a_changed_msgstr_costs_its_locale_only(built, tmp_path):
    """The English pages are not touched; the web page comes last: it speaks of the others."""
    artifacts, fresh, _ = changed(built, tmp_path, small.CATALOG, "欢迎前来！", "欢迎光临！")

    assert all("zh_CN" in step for step in fresh)
    assert [step.split("/")[-1] for step in fresh] == ["zh_CN", "pdf", "docx", "html"]
    assert {p for p in artifacts if artifacts[p] != built[2][p]} == {
        p for p in artifacts if "zh_CN" in p
    }


def test_a_changed_style_runs_no_pandoc(built, tmp_path):
    """What is set is set again, and the page that tells its size; no text is read or written."""
    folder, cache, *_ = built
    copy = shutil.copytree(folder, tmp_path / "copy")
    style = copy / "templates/plain/print.css"
    style.parent.mkdir(parents=True)
    style.write_bytes((ROOT / "templates/plain/print.css").read_bytes() + b"p { color: #123 }")
    _, fresh, _ = made(shop_in(copy, shutil.copytree(cache, tmp_path / "cache")))

    assert {step.split()[0] for step in fresh} <= {"emit", "theme", "lint"}
    assert {step.rpartition("/")[2] for step in fresh if "emit" in step} == {"pdf", "html"}


def test_touching_every_file_makes_nothing(built, tmp_path):
    """A new time is no new text: a fresh clone of the same commit is up to date."""
    folder, cache, artifacts, *_ = built
    copy = shutil.copytree(folder, tmp_path / "copy")
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
    again, fresh, _ = made(shop_in(copy, shutil.copytree(cache, tmp_path / "cache")))

    assert fresh == []
    assert again == artifacts


def test_a_changed_figure_reaches_every_page(built, tmp_path):
    """Text, table, chart and both languages draw on the one fact."""
    artifacts, _, _ = changed(built, tmp_path, small.RELEASE, "value: 30000", "value: 31000")

    assert all(artifacts[path] != built[2][path] for path in artifacts)


@pytest.mark.slow
def test_processes_make_the_same_bytes(built, tmp_path):
    """A pool agrees with this process, from an empty cache in another folder."""
    copy = shutil.copytree(built[0], tmp_path / "an other place")
    with processes(2) as execute:
        artifacts, fresh, _ = made(shop_in(copy, tmp_path / "cache", execute))

    assert set(fresh) == set(built[3])
    assert artifacts == built[2]


def test_what_is_up_to_date_is_recalled_by_digests_alone(built, tmp_path):
    """No stage walks while all that was read reads the same, and any edit ends that."""
    folder, cache, artifacts, *_ = built
    shop = shop_in(folder, cache)
    (done,) = finished(Run(config.load(shop.world), shop, stands=lambda rows, promised: ()))
    copy = shutil.copytree(folder, tmp_path / "copy")
    plan = copy / f"sources/{small.SLUG}/figures/plan.svg"
    plan.write_text(small.PLAN.replace("16324F", "000"))
    edited = shop_in(copy, cache)

    assert {row.path: row.value for row in done.rows} == {
        path: digest(data) for path, data in artifacts.items()
    }
    assert {step.engine for step in shop.steps} == {"emit"}
    assert done.artifacts == ()
    assert standing.card(edited, small.RELEASE) is None


def test_every_file_that_was_read_is_an_input_of_what_it_made(built):
    """The manifest can say what a page was made from."""
    inputs = {
        a.path.split("/")[1]: set(a.inputs) for a in built[4].artifacts if a.path.endswith("pdf")
    }

    assert {small.RELEASE, f"sources/{small.SLUG}/figures/plan.svg"} <= inputs["en"]
    assert small.CATALOG in inputs["zh_CN"] - inputs["en"]


def test_no_place_of_this_machine_is_in_what_we_make(built):
    """Neither folder nor user leaks into an artefact."""
    folder = str(built[0]).encode()

    assert not any(folder in data or b"file:///" in data for data in built[2].values())


def test_errors_survive_pickling():
    """An error raised in a worker arrives with all its diagnostics."""
    error = fatal("no-such-file", Place("a.svg"), "no such file", "add it")

    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics
    assert isinstance(error, PipelineError)


def test_the_pages_of_a_locale_speak_it(built):
    """The Chinese page holds the Chinese text and its figures, and says its language."""
    page = built[2][f"{small.SLUG}/zh_CN/{small.SLUG}.html"].decode()

    assert re.search(r"<html[^>]*lang=\"?zh-Hans-CN", page)
    assert "开馆首日，共有1,200位客人到访。" in page
    assert "garden" not in page


class Elsewhere:
    """A second hand that is at work until somebody waits for it."""

    def begin(self, job, *given):
        """Do the job when it is waited for."""
        return lambda: job(*given)


def test_a_page_is_rehearsed_while_another_hand_sets_the_paper(built, tmp_path, monkeypatch):
    """Its faces are there when it is made, and no byte of it says so."""
    folder, _, artifacts, *_ = built
    packed, asked = [], []
    pack, serve = fonts.pack, fonts.serve_woff2
    monkeypatch.setattr(fonts, "pack", lambda sketch: packed.append(str(sketch)) or pack(sketch))
    monkeypatch.setattr(sealed.fonts, "serve_woff2", lambda *it: asked.append(it) or serve(*it))
    monkeypatch.setattr(hand, "offered", Elsewhere)
    again, *_ = made(shop_in(folder, tmp_path), Wish(locales=("zh_CN",)))

    assert again == {path: data for path, data in artifacts.items() if "/zh_CN/" in path}
    assert len(asked) == 2
    assert len(packed) == len(set(packed))


def test_a_rehearsal_that_fails_is_told_when_it_counts(built, tmp_path, monkeypatch):
    """Nothing is lost by it, and nothing said twice."""
    folder, _, artifacts, *_ = built
    tried = []

    def once(page):
        tried.append(page)
        if len(tried) == 1:
            raise fatal("page-failed", Place("templates"), "no such page")
        return lean(page)

    lean = sealed.styles.lean
    monkeypatch.setattr(sealed.styles, "lean", once)
    monkeypatch.setattr(hand, "offered", Elsewhere)
    again, *_ = made(shop_in(folder, tmp_path), Wish(locales=("zh_CN",)))

    assert len(tried) == 2
    assert again == {path: data for path, data in artifacts.items() if "/zh_CN/" in path}

"""What becomes of edits that a reviewer made in Word."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import po
from pipeline.cli import main
from pipeline.diagnostics import PipelineError
from pipeline.finished.word import read as finished
from pipeline.word.package import pack, unpack
from pipeline.word.xml import make, need, tag
from tests import small
from tests.review import desk
from tests.review.desk import bared, changed, commented, dropped, edited, fates, paragraph, retyped

CAME = "On the first day {guests} guests came."
SAW = "Some saw the <em>garden</em>, some <link>the tower</link>.<note/>"
TOWER = "The tower is <strong>old</strong>."


@pytest.fixture
def home(tmp_path: Path) -> desk.Desk:
    return desk.desk(tmp_path)


def said(home: desk.Desk, source: str) -> po.Entry:
    data = (home.root / small.CATALOG).read_bytes()
    return next(e for e in po.read(data, small.CATALOG).entries if e.text == source)


def test_an_edited_text_goes_home_with_its_figure_its_link_and_its_note(home):
    """What was not touched stays the code that it was."""
    back = edited(
        home.made("zh_CN").data, retyped("共有", "已有"), retyped("有人看了", "有些人看了")
    )

    plan = home.plan(back)
    home.write(plan)

    assert fates(plan) == {CAME: ("edited", "applied"), SAW: ("edited", "applied")}
    assert said(home, CAME).translations == ("开馆首日，已有{guests}位客人到访。",)
    assert said(home, SAW).translations == (
        "有些人看了<em>花园</em>，有人看了<link>古塔</link>。<note/>",
    )


def test_a_changed_figure_is_refused_with_the_line_that_it_lives_in(home):
    """The number is the release's; everything else in the file is taken all the same."""
    back = edited(
        home.made("zh_CN").data, retyped("共有1,200", "共有1,300"), retyped("欢迎", "敬请")
    )

    plan = home.plan(back)
    finding = next(f for f in changed(plan) if f.unit and f.unit.text == CAME)

    assert "the figure `1,200` was changed or taken out: it is the fact `guests`" in finding.reason
    assert finding.remedy.endswith(f"change `guests` under `facts` ({small.RELEASE}:10)")
    assert fates(plan)["Come and see!"] == ("edited", "applied")


@pytest.mark.parametrize(
    ("old", "new"), [("1,200", "11,200"), ("1,200", "1,200.5"), ("1,200", "1,200万")]
)
def test_a_figure_that_something_is_set_against_is_another_figure(home, old, new):
    """A digit before or behind it, and a word that multiplies it, change it."""
    plan = home.plan(edited(home.made("zh_CN").data, retyped(old, new)))

    assert {f.fate for f in changed(plan)} == {"refused"}


def test_bold_and_italics_come_along(home):
    """Marks are a translator's own to set."""

    def bold(root):
        node = next(t for t in root.iter(tag("w:t")) if t.text == "有人看了")
        before, last = desk._run(node.getparent(), "有人"), desk._run(node.getparent(), "看了")
        need(last, "w:rPr").append(make("w:b"))
        node.getparent().getparent().replace(node.getparent(), before)
        before.addnext(last)

    plan = home.plan(edited(home.made("zh_CN").data, bold))

    assert fates(plan) == {SAW: ("format", "applied")}
    assert changed(plan)[0].translation.startswith("有人<strong>看了</strong><em>花园</em>")


def test_a_text_that_is_not_translated_yet_becomes_a_translation(tmp_path):
    """It was exported in the language of the release, and says so in a comment."""
    home = desk.desk(tmp_path, **{small.CATALOG: small.catalog({"The Hall": "展馆"})})
    plan = home.plan(edited(home.made("zh_CN").data, retyped("Come and see!", "欢迎前来！")))
    home.write(plan)

    assert fates(plan) == {"Come and see!": ("edited", "applied")}
    assert said(home, "Come and see!").translations == ("欢迎前来！",)


def test_where_the_catalog_moved_on_nothing_is_touched(home):
    """Two people changed one text: somebody has to look. Exit status 5."""
    back = edited(home.made("zh_CN").data, retyped("共有", "已有"), retyped("欢迎", "敬请"))
    moved = small.catalog({**small.CHINESE, CAME: "首日来了{guests}位客人。"})
    (home.root / small.CATALOG).write_text(moved, encoding="utf-8")
    file = home.root / "back.docx"
    file.write_bytes(back)

    run = CliRunner().invoke(
        main, ["--root", str(home.root), "review", "import", str(file), "--apply"]
    )

    assert run.exit_code == 5, run.output
    assert "the project has another text since: `首日来了{guests}位客人。`" in run.output
    assert said(home, CAME).translations == ("首日来了{guests}位客人。",)
    assert said(home, "Come and see!").translations == ("敬请前来！",)


def test_a_text_that_the_release_no_longer_has_is_a_conflict(home):
    """Its author took it out while the reviewer was busy."""
    back = edited(home.made("zh_CN").data, retyped("欢迎", "敬请"))
    text = small.MARKDOWN.replace("Come and see!", "Come soon!")
    (home.root / small.RELEASE).write_text(text, encoding="utf-8")

    assert fates(home.plan(back)) == {"Come and see!": ("edited", "conflict")}


def test_of_tracked_changes_those_of_one_author_are_taken(home):
    """The others stay in the file for another time."""
    back = edited(
        home.made("zh_CN").data, retyped("共有", "已有", "Li"), retyped("欢迎", "敬请", "Wang")
    )

    by_wang = home.plan(back, authors=frozenset({"Wang"}))

    assert fates(home.plan(back)).keys() == {CAME, "Come and see!"}
    assert fates(by_wang) == {"Come and see!": ("edited", "applied")}
    assert changed(by_wang)[0].authors == ("Wang",)
    with pytest.raises(PipelineError, match="`Zhao` changed nothing in the file"):
        home.plan(back, authors=frozenset({"Zhao"}))


def test_edits_that_were_not_tracked_can_be_left_alone(home):
    """With --only-tracked they are told, and that is all."""
    back = edited(home.made("zh_CN").data, retyped("共有", "已有", "Li"), retyped("欢迎", "敬请"))

    plan = home.plan(back, tracked=True)

    assert fates(plan) == {CAME: ("edited", "applied"), "Come and see!": ("edited", "kept")}
    assert changed(plan)[-1].reason == "the change was not tracked"


def test_a_comment_becomes_a_translator_s_comment(home):
    """With who, when, and the words that it is about; once, however often it comes."""
    back = commented("欢迎前来！", "更正式一些？", "王芳")(home.made("zh_CN").data)

    plan = home.plan(back)
    home.write(plan)

    line = "王芳, 2026-05-02, on “欢迎前来！”: 更正式一些？"
    assert said(home, "Come and see!").comments == (line,)
    assert home.plan(back).writes == ()


def _split(root):
    node = paragraph(root, "欢迎前来！")
    run = node.find(tag("w:r"))
    node.addnext(make("w:p", desk._run(run, "前来！")))
    run.find(tag("w:t")).text = "欢迎"


def _joined(root):
    first, second = paragraph(root, "花园"), paragraph(root, "欢迎前来！")
    for node in list(second)[1:]:
        first.append(node)
    second.getparent().remove(second)


def _moved(root):
    node = paragraph(root, "欢迎前来！")
    paragraph(root, "开馆首日").addnext(node)


def _fresh(root):
    paragraph(root, "欢迎前来！").addnext(make("w:p", make("w:r", make("w:t", "全新的一段话。"))))


@pytest.mark.parametrize(
    ("edit", "verdict"),
    [(_split, "split"), (_joined, "merged"), (_moved, "moved"), (dropped("欢迎前来！"), "deleted"),
     (_fresh, "new")],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_a_catalog_cannot_say_is_refused_and_all_else_is_taken(home, edit, verdict):
    """With both texts, the line of the release, and what to do."""
    back = edited(home.made("zh_CN").data, retyped("共有", "已有"), edit)

    plan = home.plan(back)
    refused = [f for f in changed(plan) if f.fate == "refused"]

    assert {f.verdict for f in refused} == {verdict}
    assert all(f.reason and small.RELEASE in f.remedy for f in refused)
    assert fates(plan)[CAME] == ("edited", "applied")


def test_a_copied_paragraph_is_told_to_be_one(home):
    """Its id stands twice; the one that was there is as it was."""

    def twice(root):
        node = paragraph(root, "开馆首日，共有")
        paragraph(root, "欢迎前来！").addnext(desk.copy.deepcopy(node))

    plan = home.plan(edited(home.made("zh_CN").data, twice))

    assert [(f.verdict, f.fate) for f in changed(plan)] == [("new", "refused")]
    assert changed(plan)[0].reason == "a copy of a paragraph that stands elsewhere"


def test_the_source_edition_yields_a_patch_that_git_takes(home):
    """Into the author's own Markdown: his line breaks, his quotation marks, his facts."""
    back = edited(
        home.made("en").data, retyped("guests came", "guests arrived"),
        retyped("Floor", "The floor"), retyped("some ", "others *liked* "),
    )  # fmt: skip
    back = edited(back, retyped("The tower is ", "The tower is very "), part=desk.NOTES)
    subprocess.run(["git", "init", "-q"], cwd=home.root, check=True)
    plan = home.plan(back)

    done = subprocess.run(
        ["git", "apply", "--check", "-"], cwd=home.root, input=plan.patch.encode(), check=False
    )

    assert done.returncode == 0
    assert {f.fate for f in changed(plan)} == {"applied"}
    lines = [line for line in plan.patch.splitlines() if line[:1] == "+" and line[:2] != "++"]
    assert lines == [
        "+On the first day {guests} guests arrived.",
        r"+Some saw the *garden*, others \*liked\* [the tower](https://example.org).[^1]",
        "+[^1]: The tower is very **old**.",
        "+| The floor | {area}   |",
    ]


@pytest.mark.parametrize(
    "markdown",
    ["On the first\nday {guests} guests came.", "On the *first* day {guests} guests came.",
     "On the first day {guests} guests came&#46;", "On the first day {guests} guests\\\ncame."],
)  # fmt: skip
def test_an_edit_finds_its_place_however_the_text_was_written(tmp_path, markdown):
    """A broken line, a mark, an entity and a hard break are not in its way."""
    text = small.MARKDOWN.replace(CAME, markdown)
    home = desk.desk(tmp_path, **{small.RELEASE: text})
    plan = home.plan(edited(home.made("en").data, retyped("day ", "long day ")))

    assert {f.fate for f in changed(plan)} == {"applied"}
    assert [row for row in plan.patch.splitlines() if row[:1] == "+"][1:] != []


def test_what_was_exported_is_found_beside_the_project_when_it_got_lost_on_the_way(home):
    """ODT, RTF and DOC have no room for what travels in a Word file."""
    file = home.root / "out.docx"
    arguments = ["--root", str(home.root), "review", "export", small.SLUG, "-l", "zh_CN", "-o"]
    assert CliRunner().invoke(main, [*arguments, str(file)]).exit_code == 0
    moved = small.catalog({**small.CHINESE, "Floor": "楼面"})
    (home.root / small.CATALOG).write_text(moved, encoding="utf-8")
    back = edited(bared(file.read_bytes()), retyped("欢迎", "敬请"))

    plan = home.plan(back)
    shutil.rmtree(home.root / ".diglot" / "review")
    without = home.plan(back)

    assert fates(plan)["Come and see!"] == ("edited", "applied")
    assert plan.notes == ()
    assert "neither in the file nor under .diglot/review" in without.notes[0]
    assert {f.fate for f in changed(without)} <= {"refused", "conflict"}


def test_without_ids_equal_and_like_texts_in_order_are_found(home):
    """What is uncertain is told, and never written."""
    back = bared(edited(home.made("zh_CN").data, retyped("共有", "已有")), ids=True, base=False)
    other = bared(
        edited(home.made("zh_CN").data, retyped("开馆首日，共有", "天色已晚，")),
        ids=True,
        base=False,
    )

    assert fates(home.plan(back)) == {CAME: ("edited", "applied")}
    assert fates(home.plan(other))[CAME][1] in ("unsure", "applied", "refused")


def test_a_file_of_another_release_or_no_edition_at_all_is_refused(home, tmp_path):
    """Nothing of it is looked at."""
    data = home.made("zh_CN").data
    other = small.MARKDOWN.replace("date: 2024-05-01", "date: 2024-05-01\nslug: another-one")
    (home.root / small.RELEASE).write_text(other, encoding="utf-8")
    parts = unpack(data)
    plain = {n: d for n, d in parts.items() if n not in ("docProps/custom.xml",)}

    with pytest.raises(PipelineError, match="which this project does not have"):
        home.plan(data)
    with pytest.raises(PipelineError, match="no review edition"):
        home.plan(edited(bared(pack(plain)), _nameless))


def _nameless(root):
    for node in list(root.iter(tag("w:bookmarkStart"), tag("w:bookmarkEnd"))):
        node.getparent().remove(node)


def test_the_release_edition_has_nothing_of_a_review(home):
    """No bookmark of ours, no comment, no tracking, no property, nothing that travels along."""
    arguments = ["--root", str(home.root), "build", "-x", "serial", "-f", "docx"]
    assert CliRunner().invoke(main, arguments).exit_code == 0

    for file in home.root.glob("output/**/*.docx"):
        parts = unpack(file.read_bytes())
        text = b"".join(parts.values())

        assert not any(n.startswith(("customXml", "word/comments")) for n in parts)
        assert "docProps/custom.xml" not in parts
        for word in (
            b"_tu",
            b"_dg",
            b"trackRevisions",
            b"documentProtection",
            b"paraId",
            b"<w:ins ",
        ):
            assert word not in text


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_the_review_edition_reads_as_the_release_edition_does(home, locale):
    """It is the same page with something more in it."""
    arguments = ["--root", str(home.root), "build", "-x", "serial", "-f", "docx"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    (file,) = home.root.glob(f"output/*/{locale}/*.docx")

    assert finished(home.made(locale).data) == finished(file.read_bytes())


def test_an_edition_can_be_protected_to_tracked_edits(home):
    """Word then tracks every change, and nobody can turn it off by mistake."""
    parts = unpack(home.made("zh_CN", protected=True).data)

    assert (
        b'<w:trackRevisions/><w:documentProtection w:edit="trackedChanges"'
        in (parts["word/settings.xml"])
    )


def test_drafts_and_gaps_say_so_in_a_comment(tmp_path):
    """A reviewer sees the draft itself, never the source in its place."""
    catalog = (
        small.catalog({"The Hall": "展馆"})
        + '\n# 请核对\n#, fuzzy\nmsgid "Come and see!"\nmsgstr "来看！"\n'
    )
    home = desk.desk(tmp_path, **{small.CATALOG: catalog})
    made = home.made("zh_CN")
    comments = unpack(made.data)["word/comments.xml"].decode()

    assert "来看！" in [p.text for p in made.base.paragraphs]
    assert "Draft: not confirmed yet." in comments
    assert "请核对" in comments
    assert "Not translated yet." in comments
    assert "word/comments.xml" not in unpack(home.made("zh_CN", silent=True).data)


@pytest.mark.parametrize(("locale", "new"), [("en", "A map of the hall"), ("zh_CN", "展馆布局图")])
def test_the_description_of_a_picture_comes_home_too(home, locale, new):
    """It is no letter of the page; where a program lost it, it is as it was."""

    def told(root, words=new):
        for node in root.iter(tag("wp:docPr")):
            if node.get("descr") in ("A plan of the hall", "展馆平面图"):
                node.set("descr", words)

    data = home.made(locale).data
    plan = home.plan(edited(data, told))

    assert fates(plan) == {"A plan of the hall": ("edited", "applied")}
    assert changed(plan)[0].translation == new
    assert changed(home.plan(edited(data, lambda root: told(root, "")))) == []


@pytest.mark.parametrize(
    ("old", "new", "fate"),
    [("1 May 2023", "2 May 2023", "refused"), ("1 May 2023", "May 2023", "applied"),
     ("on 30,000 m²", "on 30,000 square metres", "applied"),
     ("on 30,000 m²", "on 30,001 m²", "refused")],
)  # fmt: skip
def test_another_form_of_a_figure_is_known_and_a_piece_of_it_is_none(tmp_path, old, new, fate):
    """May 2023 may stand for the first of May; the second of May is another day."""
    text = small.MARKDOWN.replace("area: {", "opened: {value: 2023-05-01, kind: date}\n  area: {")
    text = text.replace("Come and see!", "Since {opened} it is open, on {area} of floor.")
    home = desk.desk(tmp_path, **{small.RELEASE: text})
    old, new = (words.replace(" m²", "\u00a0m²") for words in (old, new))

    plan = home.plan(edited(home.made("en").data, retyped(old, new)))

    assert {f.fate for f in changed(plan)} == {fate}


def test_a_file_that_lost_all_it_was_known_by_is_held_against_the_one_that_was_exported(home):
    """Some programs keep the words alone: then the edition itself says what was exported."""
    data = home.made("zh_CN").data
    stripped = edited(bared(data, ids=True), _nameless, retyped("共有", "已有"))
    parts = {n: d for n, d in unpack(stripped).items() if n != "docProps/custom.xml"}
    out, back = home.root / "out.docx", home.root / "back.docx"
    out.write_bytes(data)
    back.write_bytes(pack(parts))
    command = ["--root", str(home.root), "review", "import", str(back)]

    lost = CliRunner().invoke(main, command)
    found = CliRunner().invoke(main, [*command, "--base", str(out), "--apply"])

    assert (lost.exit_code, found.exit_code) == (3, 0)
    assert "add --base FILE" in lost.output
    assert said(home, CAME).translations == ("开馆首日，已有{guests}位客人到访。",)

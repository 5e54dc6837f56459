"""What each kind of bad input gets: file, line, a hint, exit 3, and earlier output untouched."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from tests import small
from tests.conftest import ROOT

R = small.RELEASE
BODY = "::: lede"


def run(folder, *arguments):
    """Run a verb on the project in a folder; return the exit status and all it printed."""
    result = CliRunner().invoke(main, ["--root", str(folder), *arguments])
    return result.exit_code, result.output


def mended(old, new, path=R):
    """Return the change that replaces a text in one file of the small project."""
    text = small.files()[path]
    assert old in text
    return {path: text.replace(old, new, 1)}


MISTAKES = {
    "unknown key": (mended("kicker:", "kiker:"), f"{R}:4: error: unknown key `kiker`", "`kicker`"),
    "broken YAML": (
        mended("title: The", "title: It: the"),
        f"{R}:2: error: broken YAML",
        "quotation",
    ),
    "YAML alias": (mended("place: Beijing", "place: &b Beijing"), f"{R}:5: ", "quotation marks"),
    "undefined fact": (
        mended("{area}\n: of", "{aera}\n: of"),
        f"{R}:24: ",
        "did you mean `area`?",
    ),
    "a sum that does not add up": (
        mended("value: 1200", "value: 1201"),
        f"{R}:10: error: fact `guests` is 1201, but 1000 + 200 makes 1200",
        "correct the figure",
    ),
    "missing image": (
        mended("plan.svg", "plam.svg"),
        f"{R}:44: ",
        "did you mean `figures/plan.svg`?",
    ),
    "image outside": (mended("figures/plan.svg", "../../../x.svg"), f"{R}:44: ", "copy it into"),
    "raw HTML": (mended("Some saw", "<b>Some</b> saw"), f"{R}:30: ", "write Markdown"),
    "raw attribute": (mended("Some saw", "`<w:p/>`{=openxml} saw"), f"{R}:30: ", "write Markdown"),
    "slug with dots": (
        mended("date: 2024", "slug: ../../x\ndate: 2024"),
        f"{R}:8: error: `../../x` cannot be a slug",
        "lower-case letters",
    ),
    "catalog that does not parse": (
        mended('msgstr "展馆开馆"', 'msgstr "展馆开馆', small.CATALOG),
        f"{small.CATALOG}:8: ",
        "",
    ),
    "unknown locale": (
        mended('"zh_CN"]', '"zh_XX", "klingon"]', "diglot.toml"),
        "diglot.toml:3: error: locale `klingon` does not exist",
        "gettext name",
    ),
    "unknown theme": (
        mended('theme = "plain"', 'theme = "plian"', "diglot.toml"),
        "diglot.toml:5: error: theme `plian` does not exist",
        "did you mean `plain`?",
    ),
    "two releases with one slug": (
        {
            "sources/other/release.md": small.MARKDOWN.replace(
                "date:", f"slug: {small.SLUG}\ndate:", 1
            ).replace('![A plan of the hall](figures/plan.svg "The plan")', "")
        },
        "sources/other/release.md:8: error: slug",
        "another `slug`",
    ),
    "empty release": (
        {R: "---\ntitle: T\ndate: 2024-05-01\n---\n"},
        f"{R}: error: the release has no text",
        "write a paragraph",
    ),
    "unknown key in diglot.toml": (
        mended("formats =", "format =", "diglot.toml"),
        "diglot.toml:4: error: unknown key `format`",
        "did you mean `formats`?",
    ),
    "unknown limit": (
        {"diglot.toml": small.TOML + "\n[limits]\npicture_mp = 90\n"},
        "diglot.toml:10: error: unknown key `picture_mp` in `[limits]`",
        "did you mean `picture_mb`?",
    ),
    "a limit that is none": (
        {"diglot.toml": small.TOML + "\n[limits]\ndepth = 0\n"},
        "diglot.toml:10: error: `depth` cannot be `0`",
        "write a number",
    ),
    "broken TOML": (
        mended('"A small house"', '"A small', "diglot.toml"),
        "diglot.toml:1: ",
        "close what is opened",
    ),
    "unknown part": (mended("::: closing", "::: closng"), f"{R}:52: ", "did you mean `closing`?"),
    "missing title": (mended("title: The hall opens\n", ""), f"{R}:1: ", "add `title:"),
    "unsafe link": (mended("https://example.org", "javascript:x"), f"{R}:30: ", "https"),
}


@pytest.mark.parametrize("kind", sorted(MISTAKES))
def test_a_mistake_is_told_with_file_line_and_hint(kind, tmp_path):
    """The author learns what is wrong, where, and what to do; nothing is published."""
    changes, told, hint = MISTAKES[kind]
    folder = small.write(tmp_path, **changes)
    status, output = run(folder, "build", "-x", "serial")

    assert status == 3, output
    assert told in output
    assert hint in output
    assert "Traceback" not in output
    assert not (folder / "output").exists()


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path):
    """The line is that of the first byte that is not."""
    folder = small.write(tmp_path)
    text = small.MARKDOWN.encode().replace(b"guests came", b"g\xe9sts came")
    (folder / R).write_bytes(text)
    status, output = run(folder, "build", "-x", "serial")

    assert (status, f"{R}:17: error: the file is not UTF-8" in output) == (3, True)


def test_all_problems_of_a_project_come_at_once(tmp_path):
    """Front matter, body, catalog and picture: one run names them all."""
    text = small.MARKDOWN.replace("kicker:", "kiker:").replace("plan.svg", "plam.svg")
    broken = small.files()[small.CATALOG].replace('"展馆开馆"', '"展馆开馆')
    folder = small.write(tmp_path, **{R: text.replace("{area}", "{aera}"), small.CATALOG: broken})
    _, output = run(folder, "build", "-x", "serial")

    assert output.count(": error: ") == 5, output


def test_earlier_output_is_untouched_by_a_build_that_fails(tmp_path):
    """The last good page stays on the web."""
    folder = small.write(tmp_path)
    assert run(folder, "build", "-x", "serial", "-f", "html")[0] == 0
    before = {p: p.read_bytes() for p in (folder / "output").rglob("*") if p.is_file()}
    small.write(folder, **mended("{area}", "{aera}"))
    assert run(folder, "build", "-x", "serial", "-f", "html")[0] == 3

    assert {p: p.read_bytes() for p in (folder / "output").rglob("*") if p.is_file()} == before


def test_a_broken_tag_falls_back_to_the_source_and_is_reported(tmp_path):
    """The page is published with the source text there, and the build ends with findings."""
    folder = small.write(tmp_path, **mended("<link>古塔</link>", "<link>古塔", small.CATALOG))
    status, output = run(folder, "build", "-x", "serial", "-f", "html", "-l", "zh_CN")
    page = folder / f"output/{small.SLUG}/zh_CN/{small.SLUG}.html"

    assert status == 1
    assert f"{small.CATALOG}:" in output
    assert "`<link>` is never closed" in output
    assert "Some saw" in page.read_text(encoding="utf-8")


def test_a_lost_figure_falls_back_to_the_source_and_is_reported(tmp_path):
    """A page never says less than the figures of its release."""
    folder = small.write(tmp_path, **mended("共有{guests}位客人", "共有客人", small.CATALOG))
    status, output = run(folder, "build", "-x", "serial", "-f", "html", "-l", "zh_CN")
    page = folder / f"output/{small.SLUG}/zh_CN/{small.SLUG}.html"

    assert status == 1
    assert "the translation lacks `{guests}` [placeholder-mismatch]" in output  # as check says
    assert "1,200 guests came." in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("tokens", "told"),
    [
        ('[color]\nprimary = "green"', "`primary` in [color] is `green`"),
        ('[color]\nprimry = "#00FF00"', "unknown token `primry` in [color]"),
    ],
)
def test_a_wrong_token_of_a_theme_is_told(tokens, told, tmp_path):
    """The designer learns of it before any chart is drawn."""
    theme = {"templates/own/theme.toml": f'parent = "plain"\n{tokens}\n'}
    folder = small.write(tmp_path, **theme, **mended('"plain"', '"own"', "diglot.toml"))
    status, output = run(folder, "build", "-x", "serial")

    assert status == 3, output
    assert f"templates/own/theme.toml:3: error: {told}" in output


@pytest.mark.parametrize(
    ("template", "told", "order"),
    [
        ("{{ colour.primary }}", "`colour` is undefined", "did you mean `color`?"),
        ("{{ color.primry }}", "`primry` does not exist", "did you mean `primary`?"),
        ("{{ zzz }}", "`zzz` is undefined", "write one of "),
        ("{{ front.titel }}", "`front.titel` is undefined", "did you mean `front.title`?"),
        ("{% if part.bdoy %}{% endif %}", "`part.bdoy` is undefined", "mean `part.body`?"),
        ("{{ meta.autor | css }}", "`meta.autor` is undefined", "did you mean `meta.author`?"),
        ("{{ front.name }}", "`front.name` is undefined", ""),
        ("{{ part.zzz }}", "`part.zzz` is undefined", "write one of part.lede, "),
        ('{{ "a" | nofilter }}', "No filter named `nofilter`", "in Diglot's own folder"),
    ],
)
def test_a_name_that_a_template_has_not_got_is_told_the_one_it_means(
    template, told, order, tmp_path
):
    """A designer may have no manual beside the project."""
    own = {"templates/own/theme.toml": 'parent = "plain"\n', "templates/own/page.html": template}
    folder = small.write(tmp_path, **own, **mended('"plain"', '"own"', "diglot.toml"))
    status, output = run(folder, "build", "-x", "serial", "-f", "html")

    assert (status, "templates/own/page.html:1: error: " in output) == (3, True)
    assert told in output
    assert order in output


def test_a_text_that_a_release_does_not_have_is_empty(tmp_path):
    """Every name in the manual of templates can be asked for, whatever the release says."""
    table = (ROOT / "templates/README.md").read_text("utf-8")
    first, *rest = re.search(r"\| `front\.(.*?) \|", table)[1].split("`, `.")
    names = [name.strip("`") for name in (first, *rest)]
    parts = re.findall(r"[a-z]+", re.search(r"\| `part(.*?) \|", table)[1])
    asked = [f"front.{name} ~ meta.{name}" for name in names]
    asked += [f"part.{name}" for name in parts]
    page = '{% extends "page.html" %}{% set all = ' + " ~ ".join(asked) + " %}"
    own = {"templates/own/theme.toml": 'parent = "plain"\n', "templates/own/page.html": page}
    folder = small.write(tmp_path, **own, **mended('"plain"', '"own"', "diglot.toml"))
    status, output = run(folder, "build", "-x", "serial", "-f", "html")

    assert (len(names), len(parts)) == (6, 8)
    assert status == 0, output


@pytest.mark.parametrize(
    "target",
    [
        "https://www.example.org/press/releases?size=s#results",
        "HTTPS://SES.EXAMPLE/S",
        "mailto:press@press.example",
        "tel:+86-10-5555",
        "files/plans.pdf",
    ],
)
def test_a_plain_link_is_let_in_whatever_its_letters(target, tmp_path):
    """Letters do not decide: the scheme does, and that no blank or backslash is hidden in it."""
    folder = small.write(tmp_path, **mended("https://example.org", target))
    _, output = run(folder, "check")

    assert "unsafe-link" not in output


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    """A folder stands where an artefact should: no traceback, and nothing half-done."""
    folder = small.write(tmp_path)
    (folder / f"output/{small.SLUG}/en/{small.SLUG}.html").mkdir(parents=True)
    status, output = run(folder, "build", "-x", "serial", "-f", "html")

    assert status == 3
    assert f"output/{small.SLUG}/en/{small.SLUG}.html: error: cannot write" in output
    assert "[in-the-way]" in output
    assert "Traceback" not in output


def test_half_a_picture_is_told(tmp_path):
    """A broken upload does not reach the press."""
    from io import BytesIO

    from PIL import Image

    whole = BytesIO()
    Image.effect_noise((64, 64), 50).save(whole, "PNG")
    folder = small.write(tmp_path, **mended("plan.svg", "plan.png"))
    (folder / f"sources/{small.SLUG}/figures/plan.png").write_bytes(whole.getvalue()[:2000])
    status, output = run(folder, "build", "-x", "serial")

    assert (status, "is damaged" in output) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["build", "2024-05-01-openin"], "did you mean `2024-05-01-opening`?"),
        (["build", "../../etc"], "release `../../etc` does not exist"),
        (["build", "-l", "fr"], "write one of en, zh_CN"),
        (["build", "-f", "odt"], "write one of html, pdf, docx"),
        (["build", "-x", "threads"], "write processes or serial"),
    ],
)
def test_a_mistake_on_the_command_line_says_what_may_be_written(arguments, told, tmp_path):
    """Names that do not exist get the nearest one, or the list."""
    status, output = run(small.write(tmp_path), *arguments)

    assert status in (2, 3)
    assert told in output


def test_a_folder_without_a_project_says_how_to_make_one(tmp_path):
    """The first mistake of a newcomer."""
    status, output = run(tmp_path, "build")

    assert status == 2
    assert "diglot init" in output

"""The releases of this repository as a reader meets them: language, figures, fonts, outline."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from lxml import etree, html

from pipeline import facts, releases
from pipeline.model import Locale
from pipeline.world import Disk
from tests.conftest import ROOT

SLUGS = [path.parent.name for path in sorted(ROOT.glob("sources/*/release.md"))]
LOCALES = {"en": "en_GB", "zh_CN": "zh_CN"}
MEDIA = ("html", "pdf", "docx")
OTHERS = (*MEDIA, "ninjs.json", "social.png")
CASES = [(slug, locale, medium) for slug in SLUGS for locale in LOCALES for medium in MEDIA]
CATALOGS = sorted(ROOT.glob("locales/*/LC_MESSAGES/*.po"))

pytestmark = pytest.mark.slow


def command(*arguments, cwd=ROOT, **environment):
    """Run Diglot as a user would, in its own process; return what it printed."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    line = [sys.executable, "-m", "pipeline", *arguments]
    done = subprocess.run(line, cwd=cwd, env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """Build the repository's own releases in a folder of their own; return ``output/``."""
    return build_in(tmp_path_factory.mktemp("release"))


def build_in(folder, *arguments, **environment):
    """Copy the project into a folder, build it there, and return its output."""
    for name in ("sources", "locales", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "diglot.toml", folder)
    command("build", *arguments, cwd=folder, **environment)
    return folder / "output"


def text_of(output, slug, locale, medium):
    """Return what a reader sees in an artefact, alt texts included, blanks as one space."""
    path = output / slug / locale / f"{slug}.{medium}"
    if medium == "pdf":
        line = ["pdftotext", "-layout", str(path), "-"]
        found = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    elif medium == "html":
        page = html.document_fromstring(path.read_bytes())
        for node in page.xpath("//style | //script"):
            node.drop_tree()
        alts = page.xpath("//img/@alt | //meta[@name='description']/@content")
        found = " ".join([page.text_content(), *alts])
    else:
        archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
        names = [n for n in archive.namelist() if re.match(r"word/[a-z]+\d?\.xml", n)]
        trees = [etree.fromstring(archive.read(n)) for n in names if "styles" not in n]
        found = " ".join(
            "".join(p.xpath(".//*[local-name()='t']/text()"))
            for tree in trees
            for p in tree.iter("{*}p")
        )
    return re.sub(r"\s+", " ", found)


def latin_names():
    """Return the names that stay in Latin letters, longest first."""
    with (ROOT / "locales/glossary.zh_CN.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = {part for row in rows for part in re.findall(r"[A-Za-z][\w&. ]*", row["target"])}
    return sorted(names | {"Vivian Tseng"}, key=len, reverse=True)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_release_is_the_files_that_are_promised_and_a_manifest(output, slug):
    """Six documents, the news and a picture for others, both languages side by side."""
    found = sorted(p.relative_to(output / slug).as_posix() for p in (output / slug).rglob("*.*"))
    made = [f"{locale}/{slug}.{m}" for locale in LOCALES for m in OTHERS]

    papers = ["manifest.json", "provenance.json"]
    assert found == sorted([*papers, f"zh_CN/{slug}.parallel.html", *made])


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_chinese_edition_holds_no_english_sentence(output, slug, medium):
    """Without names, mail and web addresses no three Latin words stand in a row."""
    text = text_of(output, slug, "zh_CN", medium)
    text = re.sub(r"\S+@\S+|https?://\S+|www\.\S+", "，", text)
    for name in latin_names():
        text = text.replace(name, "，")

    assert re.findall(r"[A-Za-z][\w'’-]*(?:\s+[A-Za-z][\w'’-]*){2,}", text) == []


@pytest.mark.parametrize(("slug", "locale", "medium"), CASES)
def test_every_figure_stands_in_every_file_in_the_form_of_its_locale(output, slug, locale, medium):
    """A fact is written once and read everywhere."""
    release = releases.parse(Disk(ROOT), f"sources/{slug}/release.md", Locale("en")).release
    text = text_of(output, slug, locale, medium).replace("\xa0", " ")
    missing = []
    for fact in release.facts.values():
        forms = {facts.spell(fact, f, LOCALES[locale]).joined for f in facts.forms(fact)}
        plain = {form.replace("\xa0", " ") for form in forms} | {
            form.replace("\xa0", "") for form in forms
        }
        if not any(re.search(rf"(?<![\d,]){re.escape(form)}", text) for form in plain):
            missing.append(fact.name)

    assert missing == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_font_of_a_brochure_is_embedded_and_subset(output, slug, locale):
    """No printer and no reader has to have it."""
    path = output / slug / locale / f"{slug}.pdf"
    done = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]

    assert rows
    assert [row for row in rows if row[-5:-2] != ["yes", "yes", "yes"]] == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_brochure_says_what_it_is(output, slug, locale):
    """Title, author, tags, language and bookmarks."""
    import pikepdf

    path = output / slug / locale / f"{slug}.pdf"
    info = subprocess.run(
        ["pdfinfo", str(path)], capture_output=True, text=True, check=True
    ).stdout
    with pikepdf.open(path) as pdf:
        headings = [item.title for item in pdf.open_outline().root]
        language = str(pdf.Root.Lang)

    assert re.search(r"^Title: +\S", info, re.MULTILINE)
    assert re.search(r"^Author: +\S", info, re.MULTILINE)
    assert re.search(r"^Tagged: +yes", info, re.MULTILINE)
    assert language == {"en": "en", "zh_CN": "zh-Hans-CN"}[locale]
    assert headings


@pytest.mark.parametrize("path", CATALOGS, ids=lambda p: p.name)
@pytest.mark.parametrize(
    "tool", [["msgfmt", "-c", "--check-header", "-o", os.devnull], ["i18nspector"]]
)
def test_gettext_s_tools_are_silent_on_every_catalog(path, tool):
    """Not a warning."""
    done = subprocess.run([*tool, str(path)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_catalogs_of_this_repository_are_current_and_clean():
    """Sync has nothing to write, and check nothing to say."""
    assert "current" in command("sync", "--check")
    assert "0 errors, 0 warnings" in command("check", "--fail-on", "warning")


def test_the_same_bytes_in_another_folder_zone_seed_and_executor(output, tmp_path):
    """Six files and a manifest that no circumstance of the machine can change."""
    other = build_in(
        tmp_path, "-x", "serial", TZ="Asia/Shanghai", PYTHONHASHSEED="2", LC_ALL="C", COLUMNS="40"
    )
    ours = {p.relative_to(output): p.read_bytes() for p in output.rglob("*.*")}

    assert {p.relative_to(other): p.read_bytes() for p in other.rglob("*.*")} == ours

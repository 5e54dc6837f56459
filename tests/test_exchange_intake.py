"""What comes back from translators: judged against the catalog before anything is written."""

from __future__ import annotations

from dataclasses import replace

import click
import pytest
from click.testing import CliRunner

from pipeline import po
from pipeline.cache import Cache
from pipeline.catalogs import Header
from pipeline.catalogs.updating import update
from pipeline.config import Project, load
from pipeline.diagnostics import PipelineError
from pipeline.exchange import forms, verbs
from pipeline.exchange.gather import Original, desks, dossier
from pipeline.exchange.intake import Letter, locales_of, plan, summary, written
from pipeline.exchange.units import Unit, trace
from pipeline.model import Message, Place
from pipeline.workshop import Workshop
from pipeline.world import Disk, Memory
from tests import small
from tests.conftest import HERE
from tests.test_exchange import DOSSIER, EN, SLUG, ZH, read

CATALOG = f"locales/zh_CN/LC_MESSAGES/{SLUG}.po"
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
)
PROJECT = Project(locales=(EN, ZH))
MESSAGES = tuple(
    Message(text, notes=("paragraph",), places=(Place("sources/a/release.md", 3),))
    for text in ("Hello", "See <link>this</link>", "{year} was good", "Bye")
)
ORIGINAL = Original(SLUG, f"sources/{SLUG}/release.md", "2024-05-01", EN, MESSAGES)


def catalog(**texts):
    """Return a world with a catalog; a text that begins with ~ is fuzzy."""
    entries = [po.Entry("", (po.read(HEADER.encode(), "h").header.translations[0],))]
    for message in MESSAGES:
        said = texts.get(message.text.split()[0].strip("{}"), "")
        flags = ("fuzzy",) if said.startswith("~") else ()
        entry = po.Entry(message.text, (said.lstrip("~"),), notes=message.notes, flags=flags)
        entries.append(replace(entry, references=("sources/a/release.md:3",)))
    return Memory({CATALOG: po.write(po.File(CATALOG, tuple(entries)))})


def _sent(world):
    (desk,) = desks([ORIGINAL], [ZH], world)
    return dossier(desk)


def _planned(world, *units, force=False):
    return plan(Letter("f.csv", units), desks([ORIGINAL], [ZH], world), force=force)


def _verdicts(world, *units, force=False):
    return [(change.verdict, change.reason) for change in _planned(world, *units, force=force)]


@pytest.mark.parametrize("name", forms.FORMS)
def test_what_was_just_exported_changes_nothing(name):
    """Drafts stay drafts, gaps stay gaps, and no catalog is touched."""
    world = catalog(Hello="你好", See="~看<link>这里</link>", year="{year}年不错")
    sent, problems = _sent(world)
    units = read(name, forms.FORMS[name].write(sent))
    changes = _planned(world, *units)

    assert not problems
    assert {change.verdict for change in changes} <= {"unchanged"}
    assert not list(written(changes, desks([ORIGINAL], [ZH], world), world, PROJECT))


@pytest.mark.parametrize("name", forms.FORMS)
def test_a_file_of_one_release_fills_no_other(name):
    """The same words may be said otherwise elsewhere: every format names its release."""
    world = catalog(Hello="你好")
    sent, _ = _sent(world)
    other = replace(ORIGINAL, slug="other", path="sources/other/release.md")
    units = tuple(read(name, forms.FORMS[name].write(sent)))
    changes = plan(Letter("f", units), desks([ORIGINAL, other], [ZH], world))

    assert {change.slug for change in changes} == {SLUG}


def test_what_the_codec_refuses_is_refused_with_its_reason():
    """A lost link, a lost or made-up figure or an unknown form never reaches a catalog."""
    found = _verdicts(
        catalog(),
        Unit("See <link>this</link>", "看这里", line=2),
        Unit("{year} was good", "{month}不错"),
        Unit("{year} was good", "{year.roman}不错"),
        Unit("{year} was good", "不错"),
        Unit("Bye", "再\x07见"),
        Unit("Gone", "没了"),
    )

    assert found == [
        ("refused", "the translation lacks `<link>`"),
        ("refused", "`{month}` is not in the source"),
        ("refused", "`{year.roman}` asks for a form that no fact has"),
        ("refused", "the translation lacks `{year}`"),
        ("refused", "the character U+0007 is not allowed"),
        ("unknown", "no release has this text"),
    ]


def test_a_finished_translation_is_replaced_only_where_nobody_touched_it():
    """The file knows what it was made from: what moved on since is newer, and stays."""
    world = catalog(Hello="你好", Bye="~再会")
    edited = Unit("Hello", "您好", state="translated", was=trace("你好"))

    assert _verdicts(world, edited) == [("changed", "")]
    assert _verdicts(catalog(Hello="喂"), edited)[0][0] == "refused"
    assert _verdicts(catalog(Hello="喂"), edited, force=True)[0][0] == "changed"
    assert _verdicts(catalog(Hello="喂"), replace(edited, target="你好")) == [("unchanged", "")]
    assert _verdicts(world, replace(edited, was="", state="fuzzy"))[0][0] == "refused"
    assert _verdicts(world, Unit("Bye", "再见", state="translated")) == [("changed", "")]
    assert _verdicts(world, Unit("Bye", "再会", state="translated")) == [("changed", "")]


def test_one_file_that_says_two_things_is_believed_once():
    """The second translation of a text is told, not taken."""
    units = (Unit("Bye", "再见", state="translated"), Unit("Bye", "拜拜", state="translated"))

    assert [verdict for verdict, _ in _verdicts(catalog(), *units)] == ["new", "refused"]


def test_applying_writes_what_was_planned_and_nothing_else():
    """The other entries keep their bytes, the finished ones lose their fuzzy, sync agrees."""
    world = catalog(Hello="你好", Bye="~再会")
    changes = _planned(world, Unit("Bye", "再见", state="translated"))
    ((path, data),) = written(changes, desks([ORIGINAL], [ZH], world), world, PROJECT)
    before, after = world.files[path].decode(), data.decode()

    assert summary(changes) == "0 new, 1 changed, 0 unchanged, 0 unknown, 0 refused"
    assert after == before.replace("#, fuzzy\n", "").replace("再会", "再见")


def test_a_catalog_that_does_not_exist_yet_is_made():
    """An agency may send its file before the first sync."""
    changes = _planned(Memory({}), Unit("Bye", "再见", state="translated"))
    ((path, data),) = written(changes, desks([ORIGINAL], [ZH], Memory({})), Memory({}), PROJECT)

    header = Header(SLUG, ZH, "2024-05-01")

    assert path == CATALOG
    assert update(data, MESSAGES, header) == data
    assert [entry.text for entry in po.read(data, path).entries[1:]] == [m.text for m in MESSAGES]
    assert 'msgid "Bye"\nmsgstr "再见"' in data.decode()


def test_a_broken_translation_is_told_and_not_exported():
    """No format can hold half a tag."""
    sent, problems = _sent(catalog(See="看<link>这里"))

    assert [unit.state for unit in sent.units] == ["new"] * 4
    assert "`<link>` is never closed" in problems[0].message


def test_the_language_of_a_file_picks_the_locale():
    """A French file never lands in the Chinese catalog."""
    chinese = Letter("a.tmx", (Unit("Bye", "再见", language="ZH-CN"),))
    french = Letter("a.xlf", (Unit("Bye", "Adieu", language="fr-FR"),))

    assert locales_of(chinese, PROJECT) == (ZH,)
    assert locales_of(Letter("a.csv", (Unit("Bye", "再见"),)), PROJECT) == (ZH,)
    with pytest.raises(PipelineError, match="speaks `fr-FR`"):
        locales_of(french, PROJECT)


# --- the verbs ------------------------------------------------------------------------


def _opened(root):
    shop = Workshop(Disk(root, HERE.parent), Cache(root / ".diglot"))
    return root, load(shop.world), shop


def _run(folder, *words):
    main = click.Group()
    verbs.add(main, _opened)
    return CliRunner().invoke(main, [str(word) for word in words], obj=folder)


def test_a_release_goes_out_and_comes_home(tmp_path):
    """Import says first what it would do, and does it when told."""
    folder = small.write(tmp_path / "house")
    catalog, letter = folder / small.CATALOG, tmp_path / "letter.xlf"
    went = _run(folder, "export", small.SLUG, "-l", "zh_CN", "-o", letter)
    letter.write_text(letter.read_text("utf-8").replace("新闻稿", "新闻通稿"), "utf-8")
    before = catalog.read_bytes()
    asked = _run(folder, "import", letter)

    assert (went.exit_code, asked.exit_code) == (0, 0), went.output + asked.output
    assert "0 new, 1 changed, " in asked.output
    assert catalog.read_bytes() == before

    done = _run(folder, "import", letter, "--apply")

    assert done.exit_code == 0
    assert catalog.read_bytes() == before.replace("新闻稿".encode(), "新闻通稿".encode())
    assert "0 new, 0 changed, " in _run(folder, "import", letter).output


SIDE = f"locales/zh_CN/suggestions.{small.SLUG}.json"


def test_suggestions_are_written_beside_the_catalog(tmp_path):
    """What the memory knows is offered in a file and as a note, never as a translation."""
    folder = small.write(tmp_path / "house")
    memory_file = folder / "locales" / "memory" / "agency.tmx"
    memory_file.parent.mkdir()
    said = Unit("The hall opens", "展厅开放", state="translated")
    memory_file.write_bytes(forms.FORMS["tmx"].write(replace(DOSSIER, units=(said,))))
    catalog = folder / small.CATALOG
    catalog.write_text(catalog.read_text("utf-8").replace("展馆开馆", ""), "utf-8")
    before = po.read(catalog.read_bytes(), small.CATALOG)
    result = _run(folder, "suggest", small.SLUG, "-l", "zh_CN")
    after = po.read(catalog.read_bytes(), small.CATALOG)

    assert result.exit_code == 0, result.output
    assert "100 %  展厅开放  (locales/memory/agency.tmx)" in result.output
    assert "展厅开放" in (folder / SIDE).read_text("utf-8")
    assert [replace(e, notes=()) for e in after.entries] == list(before.entries)
    assert "suggestion 100 %: 展厅开放" in {note for e in after.entries for note in e.notes}


def test_a_locale_that_the_project_lacks_is_bad_usage(tmp_path):
    """The message lists the locales there are."""
    result = _run(small.write(tmp_path / "house"), "export", small.SLUG, "-l", "fr")

    assert result.exit_code == 2
    assert "write one of en, zh_CN" in result.output

"""What always holds of the Word round trip."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import config, tree
from pipeline import inlines as codec
from pipeline.exchange.codes import canonical as spelling
from pipeline.review import base as bases
from pipeline.review import edition, grounds
from pipeline.review.cutting import cut
from pipeline.review.homing import homed
from pipeline.review.letters import Lexicon, canonical, letters, seen
from pipeline.review.matching import match
from pipeline.review.nouns import Base, Run
from pipeline.review.order import displaced
from pipeline.review.outcomes import outcomes
from pipeline.review.reading import read
from pipeline.word.package import unpack
from tests import small, strategies
from tests.review import desk
from tests.review.desk import Desk, changed, edited, retyped
from tests.review.hostile import inside

LOCALES = ("en", "zh_CN")
SPELT = {"registered": "2,961", "built_area.compact": "400,000 m²"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk.desk(tmp_path_factory.mktemp("review"))


def lexicon(nodes: object) -> Lexicon:
    return Lexicon(codec.named(nodes), SPELT.__getitem__)


def runs(found: list[object]) -> tuple[Run, ...]:
    return tuple(Run(x.char, x.marks, x.href) for x in found)


@pytest.mark.parametrize("locale", LOCALES)
def test_an_edition_that_nobody_touched_changes_nothing(home, locale):
    """Whatever was exported comes back as it went, translated or not."""
    plan = home.plan(home.made(locale).data)

    assert changed(plan) == []
    assert (plan.writes, plan.patch, plan.remarks) == ((), "", ())


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_on_the_page_is_what_the_catalog_says_letter_for_letter(home, locale):
    """So each of them can be edited in Word, and its codes found again."""
    made = home.made(locale)
    found = edition.original(project(home), home.shop, made.base.identity.slug, locale)
    reading = read(unpack(made.data))
    ground = grounds.ground(project(home), home.shop, ("x", reading, reading))
    units = {unit.id: unit for unit in made.base.units}
    texts = [piece for p in made.base.paragraphs for piece in cut(p, p)]

    assert found.identity == made.base.identity
    assert len(texts) == len(made.base.shown) >= 20
    for piece in texts:
        unit = units[piece.unit]
        said = unit.was if locale != "en" else unit.text
        speech = ground.speech if said else ground.native
        shown = letters(said or unit.text, speech.lexicon(ground.pieces[unit.id]))

        assert seen(shown, piece.before) is not None, unit.text


def project(home: Desk) -> config.Project:
    return config.load(home.shop.world)


def _possible(nodes: object) -> bool:
    """Tell whether an author can write this: no link in a link, none around nothing."""
    links = [n for n in tree.each(nodes) if n["t"] in ("Link", "Span") and not codec.reference(n)]
    inner = [n for link in links for n in tree.each(link["c"][1])]
    shown = all(tree.plain(link["c"][1]).strip() for link in links)
    return shown and not any(n["t"] in ("Link", "Note", "Image") for n in inner)


texts = strategies.inlines.filter(_possible)


@given(texts)
def test_a_text_that_looks_as_it_did_keeps_its_codes(nodes):
    """Typing nothing writes nothing, whatever tags lie in one another."""
    text = spelling(codec.encode(nodes))
    old = letters(text, lexicon(nodes))
    shown = runs(old)
    trimmed = seen(letters(text, lexicon(nodes)), shown)
    if trimmed is None:  # blanks around it are nobody's
        return

    new = homed(trimmed, shown, lambda _: ())

    assert canonical(runs(letters(new, lexicon(nodes)))) == canonical(shown)


@given(texts, st.integers(0, 40), st.sampled_from(["x", " new ", "新", "<", "{", "&lt;"]))
def test_words_typed_into_a_text_leave_its_codes_alone(nodes, at, words):
    """The letters of what comes out look as the edited paragraph does."""
    text = spelling(codec.encode(nodes))
    old = letters(text, lexicon(nodes))
    plain = [i for i in range(len(old) + 1) if _between(old, i)]
    if not plain or seen(old, runs(old)) is None:
        return
    spot = plain[at % len(plain)]
    typed = (*runs(old[:spot]), Run(words), *runs(old[spot:]))

    new = homed(old, typed, lambda _: ())

    assert canonical(runs(letters(new, lexicon(nodes)))) == canonical(typed)


def _between(old: list[object], at: int) -> bool:
    """Tell whether plain words may be typed here: not into a code, a link or a span."""
    sides = (old[at - 1 : at] if at else []) + old[at : at + 1]
    return all(not x.atom and not any(t[:4] in ("link", "span") for t in x.tags) for x in sides)


@given(st.lists(st.integers(0, 50)))
def test_what_rises_is_in_order(places):
    """Nothing is displaced in a sequence that rises; what is left of any other rises."""
    rising = [(n, place, 1.0) for n, place in enumerate(sorted(places))]
    rows = [(n, place, 1.0) for n, place in enumerate(places)]
    kept = [place for n, place, _ in rows if n not in displaced(rows)]

    assert displaced(rising) == set()
    assert kept == sorted(kept)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_exported_is_read_as_it_was_written(home, locale):
    """It travels in the file, and lies beside the project, byte for byte."""
    made = home.made(locale)

    assert bases.unpacked(bases.packed(made.base)) == made.base
    assert read(unpack(made.data)).base == bases.packed(made.base)


@pytest.mark.parametrize("locale", LOCALES)
def test_an_edition_is_the_same_bytes_every_time(home, locale):
    """Like every file of Diglot's."""
    shop, request = home.shop, edition.Request(home.slug, locale)

    assert edition.made(project(home), shop, request).data == home.made(locale).data


def test_a_file_without_tracked_changes_reads_the_same_whoever_is_believed(home):
    """Only what was tracked is somebody's."""
    parts = unpack(home.made("zh_CN").data)

    assert read(parts) == read(parts, lambda _: False)


@pytest.mark.parametrize(
    ("locale", "old", "new"), [("en", "guests came", "guests arrived"), ("zh_CN", "共有", "已有")]
)
def test_an_import_done_twice_is_done_once(tmp_path, locale, old, new):
    """The second time there is nothing left to do."""
    home = desk.desk(tmp_path)
    back = edited(home.made(locale).data, retyped(old, new))
    home.write(home.plan(back))
    once = [(home.root / path).read_bytes() for path in (small.RELEASE, small.CATALOG)]

    again = home.plan(back)
    home.write(again)

    assert again.writes == ()
    assert {finding.fate for finding in again.findings} == {"kept"}
    assert once == [(home.root / path).read_bytes() for path in (small.RELEASE, small.CATALOG)]


@pytest.mark.parametrize(
    ("locale", "old", "new"), [("en", "guests came", "guests arrived"), ("zh_CN", "共有", "已有")]
)
def test_what_came_home_is_exported_as_it_was_edited(tmp_path, locale, old, new):
    """The loop is closed: the next edition shows what the reviewer left."""
    home = desk.desk(tmp_path)
    back = edited(home.made(locale).data, retyped(old, new))
    wanted = [p.text for p in read(unpack(back)).paragraphs]
    home.write(home.plan(back))

    assert [p.text for p in home.made(locale).base.paragraphs] == wanted


def test_a_base_says_nothing_of_itself_when_nothing_is_left(tmp_path: Path):
    """An empty reading of an empty base has no outcomes."""
    identity = desk.desk(tmp_path).made("en").base.identity

    assert outcomes(Base(identity, (), ()), read({}), match((), (), ())) == ()


def test_bookmarks_that_run_on_without_end_cost_no_more_than_their_paragraphs():
    """Each paragraph of a file tells of a few of the bookmarks on all of it, not of every one."""
    count = 300
    starts = "".join(
        f'<w:bookmarkStart w:id="{n}" w:name="_tu{n:08x}"/>' for n in range(1, count + 1)
    )
    ends = "".join(f'<w:bookmarkEnd w:id="{n}"/>' for n in range(1, count + 1))
    found = read(unpack(inside(f"{starts}{'<w:p/>' * count}{ends}")))

    assert sum(len(p.spans) for p in found.paragraphs) < 30 * count

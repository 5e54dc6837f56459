"""Each rule beside the file that states what it finds: ``fixtures/checks/rules/<rule>.toml``.

Keys of a ``[[bad]]`` or ``[[good]]`` case: ``source`` and ``translation``, or ``text`` for a
rule that looks at a text alone; ``locale`` (``zh_CN``), ``original``, the language of the source
(``en``), ``terms`` (a table) and ``house`` (a table). A bad case also says ``says`` (part of the
message) and may say ``marks``, the offending characters in order, and ``fixed``, the text after
the fix. A good case is one on which the rule keeps silent. ``role`` is the first note of the
message; ``barred`` and ``introduced`` are tables as ``terms`` is. A rule about a whole catalog
has ``pairs``, a list of source and translation; one about a release ``markdown``, its front
matter (if any) and its text parted by a line ``---``, and ``line``, that of the place.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.checks import CHECKS
from pipeline.limits import Limits
from pipeline.model import Locale, Message, Translation
from pipeline.plugs import CatalogCheck, Check, Draft, House, SourceCheck, Unit
from pipeline.releases import parse
from pipeline.stages.extract import extract

RULES = Path(__file__).parent / "fixtures" / "checks" / "rules"
FILES = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(RULES.glob("*.toml"))
}
TABLE = {check.name: check for check in CHECKS}


def unit(case):
    text = case.get("text", "")
    translation = Translation(case.get("translation", text))
    terms = {term: tuple(forms) for term, forms in case.get("terms", {}).items()}
    notes = (case["role"],) if "role" in case else ()
    return Unit(
        Message(case.get("source", text), notes=notes),
        translation,
        Locale(case.get("locale", "zh_CN")),
        terms,
        Locale(case.get("original", case.get("locale", "zh_CN") if text else "en")),
        House(**case.get("house", {})),
        {term: tuple(forms) for term, forms in case.get("barred", {}).items()},
        case.get("introduced", {}),
    )


def units(case):
    pairs = ({"source": source, "translation": to} for source, to in case["pairs"])
    return tuple(unit(case | pair) for pair in pairs)


class OneFile:
    """A World of one release."""

    most = Limits()

    def __init__(self, text):
        self.text = text

    def read(self, path):
        return self.text.encode()

    def glob(self, pattern):
        return ()


def draft(case):
    front, body = case["markdown"].rpartition("\n---\n")[::2]
    text = f"---\ntitle: The hall\ndate: 2024-05-01\n{front}\n---\n\n{body}\n"
    release = parse(
        OneFile(text), "sources/x/release.md", Locale(case.get("locale", "en"))
    ).release
    return Draft(release, extract(release))


def cases(kind, sort=Check):
    return [
        pytest.param(
            TABLE[rule], case, id=f"{rule}: {case.get('translation', case.get('text', number))}"
        )
        for rule, table in FILES.items()
        for number, case in enumerate(table.get(kind, ()))
        if isinstance(TABLE[rule], sort)
    ]


@pytest.mark.parametrize(("rule", "case"), cases("bad"))
def test_a_rule_finds_what_its_file_states(rule, case):
    """One finding a case, with its words, its characters and its fix."""
    read = unit(case)
    (found,) = rule.run(read)
    text = read.translation.text

    assert case["says"] in found.message
    assert found.hints
    if "marks" in case:
        assert [text[start:end] for start, end in found.spans] == case["marks"]
    if "fixed" in case:
        assert found.fix
        start, end = found.fix.span
        assert text[:start] + found.fix.text + text[end:] == case["fixed"]
        assert (
            list(rule.run(unit(case | {"translation": case["fixed"], "text": case["fixed"]})))
            == []
        )


@pytest.mark.parametrize(("rule", "case"), cases("good"))
def test_a_rule_leaves_good_work_alone(rule, case):
    """A rule that cries wolf is switched off."""
    assert list(rule.run(unit(case))) == []


@pytest.mark.parametrize(("rule", "case"), cases("bad", CatalogCheck))
def test_a_rule_about_a_catalog_finds_what_its_file_states(rule, case):
    """One finding a case."""
    ((_, found),) = rule.run(units(case))

    assert case["says"] in found.message
    assert found.hints


@pytest.mark.parametrize(("rule", "case"), cases("good", CatalogCheck))
def test_a_rule_about_a_catalog_leaves_good_work_alone(rule, case):
    """Whole catalogs are no excuse to cry wolf."""
    assert list(rule.run(units(case))) == []


@pytest.mark.parametrize(("rule", "case"), cases("bad", SourceCheck))
def test_a_rule_about_a_release_finds_what_its_file_states(rule, case):
    """One finding a case, at its line."""
    ((place, found),) = rule.run(draft(case))

    assert case["says"] in found.message
    assert found.hints
    assert place.line == case.get("line", place.line)
    assert place.line


@pytest.mark.parametrize(("rule", "case"), cases("good", SourceCheck))
def test_a_rule_about_a_release_leaves_good_work_alone(rule, case):
    """An author who is told what is no mistake reads no more."""
    assert list(rule.run(draft(case))) == []

"""The review of a project: what is found and where, who may say it is right, what is mended."""

from __future__ import annotations

import ast
import inspect
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import atomic, checks, frontmatter, po
from pipeline.cache import Cache
from pipeline.checks import CHECKS
from pipeline.config import load
from pipeline.copydesk import check, fixing, manual, readings, reviewing
from pipeline.copydesk.placing import match
from pipeline.diagnostics import Severity
from pipeline.inlines import TOKEN
from pipeline.model import Locale, Message, Translation
from pipeline.plugs import Check, ExemptionCheck, Finding, Fix, House, Ledger, Unit
from pipeline.workshop import Workshop
from pipeline.world import Disk
from tests import small
from tests.conftest import ROOT
from tests.test_translators import edit, run

RELEASE = "2022-08-23-daxing-life-health"
MD = f"sources/{RELEASE}/release.md"
PO = f"locales/zh_CN/LC_MESSAGES/{RELEASE}.po"
EXAMPLE = re.compile(
    r">>> (?P<yaml>ignore: .*)\n(?P<severity>\w+): (?P<says>.*)\nhint: (?P<hint>.*)"
)


@pytest.fixture
def project(tmp_path):
    """Return a small project whose catalogs are current."""
    folder = small.write(tmp_path)
    assert run(folder, "sync")[0] == 0
    return folder


@pytest.fixture
def first(tmp_path):
    """Return a copy of this project's own sources, catalogs and house rules."""
    for path in ("diglot.toml", *Disk(ROOT).glob("locales/**/*"), MD):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((ROOT / path).read_bytes())
    return tmp_path


def findings(folder, *slugs):
    """Return all that the review of a project finds."""
    world = Disk(folder, ROOT)
    shop = Workshop(world, Cache(folder / ".diglot" / "cache"))
    return list(check(load(world), shop, slugs))


def marked(folder, problem):
    """Return the characters that a finding's columns enclose in its file."""
    lines = (folder / problem.place.path).read_text(encoding="utf-8").split("\n")
    assert problem.end[0] == problem.place.line
    return lines[problem.place.line - 1][problem.place.column - 1 : problem.end[1] - 1]


# --- the first release ----------------------------------------------------------------


def test_the_first_release_has_no_findings():
    """What we publish passes our own rules, without an exemption."""
    assert [str(found) for found in findings(ROOT)] == []


# --- places ---------------------------------------------------------------------------

texts = st.text(st.sampled_from('aé中，“"\\\n\t😀 '), min_size=1, max_size=40)


@given(st.lists(texts, min_size=1, max_size=3))
def test_every_character_of_a_translation_has_its_place(written):
    """Escapes, several lines and wide characters are counted as an editor counts them."""
    entries = [po.Entry(f"message {n}", (text,)) for n, text in enumerate(written)]
    data = po.write(po.File("x.po", tuple(entries)))
    lines = data.decode().split("\n")

    for entry, text in zip(po.read(data, "x.po").entries, written, strict=True):
        spots = po.places(lines, entry.line)
        shown = [lines[line - 1][column - 1 :] for line, column in spots]
        assert len(spots) == len(text) + 1
        for character, rest in zip(text, shown, strict=False):
            assert rest.startswith(
                {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}.get(character, character)
            )
        assert shown[-1].startswith('"')


def test_a_text_is_found_in_the_release_as_it_was_typed():
    """Line breaks and straight quotes of Markdown are seen through; two of a kind are not told."""
    lines = ['He said, "so many', 'guests  came"; then *they* left.', "", "So it was, so it is."]

    assert match(lines, 1, "He said, “so many guests came”; then", (18, 24)) == ((2, 1), (2, 7))
    assert match(lines, 1, "<em>they</em> left.", (14, 18)) == ((2, 28), (2, 32))
    assert match(lines, 4, "gone", (0, 4)) is None
    assert match(["so so"], 1, "so", (0, 2)) is None


# --- exemptions -----------------------------------------------------------------------

WRONG = ('msgstr "首日到访"', 'msgstr "3日到访"')


def rules(folder):
    return [found.rule for found in findings(folder)]


@pytest.mark.parametrize(
    "line",
    [
        "#, ignore-number-mismatch\n",
        "#. ignore: number-mismatch\n",
        "# ignore: number-mismatch\n",
        "# ignore-number-mismatch\n",
        "# ignore-number-mismatch: the third day is the first of the press\n",
    ],
)
def test_a_translator_says_that_a_rule_is_wrong_of_a_message(project, line):
    """However it is written, it holds, outlives the next sync, and gettext reads the file."""
    edit(project, *WRONG, small.CATALOG)
    assert rules(project) == ["number-mismatch"]
    text = (project / small.CATALOG).read_text(encoding="utf-8")
    at = text.rindex("\n\n", 0, text.index('msgstr "3日到访"')) + 2
    (project / small.CATALOG).write_text(text[:at] + line + text[at:], encoding="utf-8")

    assert rules(project) == []
    run(project, "sync")
    assert rules(project) == []
    assert "# ignore" in (project / small.CATALOG).read_text(encoding="utf-8")


def test_an_author_exempts_the_release_and_its_translations(project):
    """By rule, or by rule and text; a reason is asked for, and a text elsewhere is not hidden."""
    edit(project, *WRONG, small.CATALOG)
    text = (project / small.RELEASE).read_text(encoding="utf-8")

    for item, left in {
        "{rule: number-mismatch, text: 3日, reason: a festival}": [],
        "{rule: number-mismatch, reason: a festival}": [],
        "number-mismatch": ["unexplained-exemption"],
        "{rule: number-mismatch, text: [3日, 4日], reason: a festival}": ["idle-exemption"],
        "{rule: number-mismatch, text: 4日, reason: a festival}": [
            "number-mismatch",
            "idle-exemption",
        ],
    }.items():
        new = text.replace("date: 2024-05-01\n", f"date: 2024-05-01\nignore: [{item}]\n", 1)
        (project / small.RELEASE).write_text(new, encoding="utf-8")
        run(project, "sync")
        assert rules(project) == left


def test_the_house_exempts_by_path_and_text(project):
    """``[[check.ignore]]`` hides where its glob and its text say, and is told when idle."""
    edit(project, *WRONG, small.CATALOG)
    toml = (project / "diglot.toml").read_text(encoding="utf-8")

    for keys, left in {
        'path = "locales/zh_CN/*"': [],
        'text = "3日"': [],
        'path = "locales/fr/*"': ["number-mismatch", "idle-exemption"],
    }.items():
        table = f'[[check.ignore]]\nrule = "number-mismatch"\nreason = "a festival"\n{keys}\n'
        (project / "diglot.toml").write_text(toml + table, encoding="utf-8")
        assert rules(project) == left
    (idle,) = [found for found in findings(project) if found.rule == "idle-exemption"]
    assert (idle.place.path, idle.place.line) == ("diglot.toml", toml.count("\n") + 1)


def test_an_exemption_is_called_idle_only_where_it_had_its_chance(project):
    """Not for a part of the project, not for what is fuzzy, not for a rule that is off."""
    table = '[[check.ignore]]\nrule = "number-mismatch"\nreason = "a festival"\n'
    edit(project, "[cldr]", f"{table}\n[cldr]", "diglot.toml")
    assert rules(project) == ["idle-exemption"]

    assert [found.rule for found in findings(project, small.SLUG)] == []
    edit(project, "[cldr]", '[check.disable]\nnumber-mismatch = "why"\n\n[cldr]', "diglot.toml")
    assert rules(project) == []


def test_a_misspelt_rule_is_told(project):
    """In a catalog, in a release, in ``diglot.toml``: else it would silence nothing, silently."""
    edit(project, "[cldr]", '[check]\ndisable = ["numbr-mismatch"]\n\n[cldr]', "diglot.toml")
    edit(project, "date: 2024", "ignore: [{rule: brokentag, reason: x}]\ndate: 2024")
    edit(project, 'msgid "The tower', '# ignore-untransalted\nmsgid "The tower', small.CATALOG)
    found = [f for f in findings(project) if f.rule == "unknown-rule"]

    assert sorted(f.place.path for f in found) == sorted(
        ["diglot.toml", small.CATALOG, small.RELEASE]
    )
    assert {f.hints for f in found} == {
        ("did you mean `number-mismatch`?",),
        ("did you mean `broken-tag`?",),
        ("did you mean `untranslated`?",),
    }


def test_all_that_is_wrong_in_the_house_s_own_words_is_told_at_once(project):
    """A misspelt key, a missing reason, an impossible style."""
    edit(
        project,
        "[cldr]",
        '[style.zh_CN]\nspacing = "wide"\n[style.xx_YY]\nquotes = "“”"\n'
        '[check]\ndisabel = []\n[[check.ignore]]\nrule = "broken-tag"\npaht = "x"\n\n[cldr]',
        "diglot.toml",
    )
    status, output = run(project, "check")

    assert status == 3
    for words in (
        "`spacing` cannot be `wide`", "locale `xx_YY` does not exist", "did you mean `disable`?",
        "has no `reason`", "did you mean `path`?",
    ):  # fmt: skip
        assert words in output


EXEMPTION_CHECKS = [rule for rule in CHECKS if isinstance(rule, ExemptionCheck)]


@pytest.mark.parametrize("rule", EXEMPTION_CHECKS, ids=lambda rule: rule.name)
def test_the_example_in_the_manual_of_a_rule_about_exemptions_is_true(rule):
    """It is the front matter of a release."""
    example = EXAMPLE.search(inspect.getdoc(rule.run))
    front, _ = frontmatter.read(f"title: x\ndate: 2024-05-01\n{example['yaml']}\n", "release.md")
    names = tuple(check.name for check in CHECKS)
    exemptions = tuple(front.exemptions)
    ((place, found),) = rule.run(Ledger(names, exemptions, exemptions))

    assert place.line == 4
    assert found.message == example["says"]
    assert found.hints == (example["hint"],)
    assert rule.severity.name.lower() == example["severity"]


# --- fixes ----------------------------------------------------------------------------


QUOTED = "# ignore-straight-quote: an inch\n"


@pytest.fixture
def mendable(monkeypatch):
    """Put one rule into the table whose fix is safe: two full-width commas become one."""

    def doubled_comma(unit):
        """Find a comma written twice."""
        at = unit.translation.text.find("，，")
        if at >= 0:
            span = (at, at + 2)
            yield Finding("`，，` is doubled", (), (span,), Fix(span, "，", safe=True))

    rule = Check("doubled-comma", Severity.WARNING, doubled_comma, solo=True)
    for module in (checks, reviewing):
        monkeypatch.setattr(module, "CHECKS", (*CHECKS, rule), raising=False)
    monkeypatch.setattr(reviewing, "RULES", (*reviewing.RULES, rule.name))


def test_a_fix_changes_its_characters_and_no_other_byte(project, mendable):
    """Odd layout, other entries, obsolete ones and comments stay as a translator left them."""
    edit(project, 'msgstr "首日到访"', 'msgstr ""\n  "首日，"\n"，，，到\\"访"   ', small.CATALOG)
    edit(project, 'msgid "on the first', f'{QUOTED}msgid "on the first', small.CATALOG)
    edit(project, 'msgid "Adults"', '#   odd   comment\nmsgid "Adults"', small.CATALOG)
    before = (project / small.CATALOG).read_bytes()
    status, shown = run(project, "check", "--diff")
    assert (project / small.CATALOG).read_bytes() == before
    status, output = run(project, "check", "--fix")

    after = (project / small.CATALOG).read_bytes().decode()
    assert status == 0, output
    assert '-"，，，到' in shown
    assert re.search(r"\d safe fix(es)? applied", output)
    lost = set(before.decode().splitlines()) - set(after.splitlines())
    assert lost == {'"，，，到\\"访"   '}
    assert '首日，到"访' in {e.translations[0] for e in po.read(after.encode(), "x").entries}
    assert run(project, "check", "--fix")[1].startswith("0 errors, 0 warnings")
    assert "fuzzy" not in after


PIECES = [
    "注册企业", "开馆", "2,961", "40万", "IBM", "Co., Ltd.", "a.b@c.org", "https://example.org/a,b",
    "{area}", "<em>", "</em>", "<note/>", "<br/>", "1２", "Ａ", "3:1", "15:30", " ", "  ",
    "\u3000", "\u200b", "...", "……", "--", "——", "；；", "!!",
    *"，,。.：:“”\"'（()）-～~《》、%％",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.sampled_from(["zh_CN", "en"])
)
def test_safe_fixes_come_to_an_end_and_touch_no_tag_and_no_figure(pieces, locale):
    """Whatever the rules mend, one after the other: they never undo each other."""
    text = "".join(pieces)
    house = House("none")
    for _ in range(fixing.ROUNDS * 3):
        unit = Unit(Message(text), Translation(text), Locale(locale), {}, Locale(locale), house)
        safe = [
            found.exhibit.fix
            for _, found in checks.judge([unit])
            if found.exhibit and found.exhibit.fix and found.exhibit.fix.safe
        ]
        if not safe:
            break
        fix = safe[0]
        mended = text[: fix.span[0]] + fix.text + text[fix.span[1] :]
        assert mended != text
        assert TOKEN.findall(mended) == TOKEN.findall(text)
        assert figures(mended) == figures(text)
        text = mended

    assert not safe


def figures(text):
    """Return the digits and Latin letters of a text, wide ones as narrow ones."""
    return re.findall(r"[0-9A-Za-z]", unicodedata.normalize("NFKC", text))


def test_a_release_is_mended_only_where_no_translation_is_lost(project, mendable):
    """What is translated is shown; what nobody has worked on yet is mended."""
    edit(project, "Come and see!", "Come，，and see!")
    edit(project, "- the garden\n", "- the garden，，\n  and *pond*\n")
    run(project, "sync")
    output = run(project, "check", "--fix")[1]
    assert run(project, "check", "--fix")[1] == output[output.rindex("applied\n") + 8 :]
    text = (project / small.RELEASE).read_text(encoding="utf-8")
    fuzzy = po.read((project / small.CATALOG).read_bytes(), "x").entries
    translated = {e.text for e in fuzzy if e.translations[0] and not e.obsolete}

    for written in ("Come，，and see!", "the garden，，"):
        assert (written in text) == any(written in message for message in translated)


def test_debts_of_the_past_stop_nobody(project):
    """Only what is new is told; what moved is known; what was mended is told once."""
    edit(project, *WRONG, small.CATALOG)
    base = str(project / "debts.txt")
    assert run(project, "check", "--baseline", base)[0] == 2
    assert run(project, "check", "--baseline", base, "--write-baseline")[0] == 0
    assert run(project, "check", "--baseline", base)[0] == 0

    edit(project, 'msgstr "欢迎前来！"', 'msgstr "欢迎9月前来！"', small.CATALOG)
    edit(project, "msgid", "# one more line\nmsgid", small.CATALOG)
    status, output = run(project, "check", "--baseline", base)
    assert status == 1
    assert "`9月`" in output
    assert "1 finding known" in output
    assert "`3日`" not in output

    edit(project, 'msgstr "3日到访"', 'msgstr "首日到访"', small.CATALOG)
    edit(project, 'msgstr "欢迎9月前来！"', 'msgstr "欢迎前来！"', small.CATALOG)
    status, output = run(project, "check", "--baseline", base)
    assert (status, "1 finding of" in output) == (0, True)
    run(project, "check", "--baseline", base, "--write-baseline")
    assert (project / "debts.txt").read_text(encoding="utf-8").count("\n") == 1


def test_a_damaged_baseline_is_told_with_its_line(project):
    """A merge may have gone wrong."""
    (project / "debts.txt").write_text("# x\n<<<<<<< HEAD\n", encoding="utf-8")
    status, output = run(project, "check", "--baseline", str(project / "debts.txt"))

    assert status == 3
    assert "debts.txt:2: error: this line is no finding" in output


# --- manuals --------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [rule.name for rule in CHECKS])
def test_a_rule_can_be_explained(rule):
    """Its manual is printed, with how to be exempt."""
    status, output = run(ROOT, "explain", rule)

    assert status == 0
    assert ">>>" in output
    assert f"ignore-{rule}" in output or "[check.disable]" in output


def _named(node):
    """Yield the rules that an expression may name: a constant, a choice, the first of a tuple."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_named(node.body), *_named(node.orelse))
    elif isinstance(node, ast.Tuple) and node.elts:
        yield from _named(node.elts[0])


def _takers(nodes):
    """Yield each function and class that takes a rule, and as which of its arguments."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            names = [one.arg for one in node.args.args if one.arg != "self"]
        elif isinstance(node, ast.ClassDef):
            names = [one.target.id for one in node.body if isinstance(one, ast.AnnAssign)]
        else:
            continue
        if "rule" in names:
            yield node.name, names.index("rule")


def _printed(node, takers):
    """Yield the rules that a node of the code gives to whoever prints it."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        for at in takers.get(name, ()):
            yield from (rule for one in node.args[at : at + 1] for rule in _named(one))
        yield from (rule for k in node.keywords if k.arg == "rule" for rule in _named(k.value))
    elif isinstance(node, ast.Yield | ast.Return) and isinstance(node.value, ast.Tuple):
        yield from _named(node.value)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            first = target.elts[0] if isinstance(target, ast.Tuple) else target
            if getattr(first, "id", "").lower() in ("rule", "_rule"):
                yield from _named(node.value)


def test_every_rule_that_can_be_printed_can_be_explained():
    """Whoever reads a name in brackets can ask what it means, of whatever verb it is.

    Read from the code: all that is given to who takes a ``rule``, or is yielded as the first of
    a tuple and looks like one.
    """
    files = sorted((ROOT / "pipeline").rglob("*.py"))
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    takers = {}
    for name, at in _takers(nodes):
        takers.setdefault(name, set()).add(at)
    names = {rule for node in nodes for rule in _printed(node, takers)} | set(atomic.REMEDIES)
    rules = {
        name for name in names if re.fullmatch(r"[a-z]+(-[a-z]+)+|doctype|macros|fault", name)
    }
    constants = {node.value for node in nodes if isinstance(node, ast.Constant)}

    assert {"too-large", "limit-reached", "disk-full", "unpaired-bracket", "yaml-tag"} <= rules
    assert rules - {"x-default"} - set(manual.NAMES) == set()
    assert set(manual.refusals()) - constants == set()


@pytest.mark.parametrize("rule", sorted(manual.refusals()))
def test_what_stops_a_verb_can_be_explained(rule):
    """In a line of the list, and in a manual that says what to do."""
    status, output = run(ROOT, "explain", rule)
    first = manual.refusals()[rule].first

    assert status == 0
    assert output.startswith(f"{rule} (")
    assert first in output
    assert first.endswith(".")
    assert "." in manual.refusals()[rule].more


def test_a_name_that_two_rules_share_is_explained_twice():
    """Of a wrong key in diglot.toml, and of a part of a Word file."""
    output = run(ROOT, "explain", "wrong-type")[1]

    assert "quotation marks" in output
    assert "content type" in output


def test_a_misspelt_rule_is_suggested():
    """By the whole name, or by one word of it."""
    assert "did you mean `number-mismatch`" in run(ROOT, "explain", "nubmer-mismatch")[1]
    assert "`number-mismatch`" in run(ROOT, "explain", "number")[1]
    assert all(rule.name in run(ROOT, "explain")[1] for rule in CHECKS)
    assert "reads finished pages" in run(ROOT, "explain", "widow")[1]


# --- the press is stopped --------------------------------------------------------------

FOUR = {
    "外资企业{registered_foreign}家": "外资企业{registered_domestic}家",
    "底，大兴机场临空区（自由": "底,大兴机场临空区（自由",
    "外资{new_foreign}户。<note/>": "外资{new_foreign}户。",
    "大兴机场临空区（自贸区），截至": "空港经济区（自贸区），截至",
}


def test_four_changes_in_the_first_release_are_four_findings(first):
    """A placeholder swapped, a comma halved, a tag dropped, a term of one's own."""
    assert run(first, "check")[0] == 0
    for old, new in FOUR.items():
        before = (first / PO).read_text(encoding="utf-8")
        edit(first, old, new, PO)
        (found,) = findings(first)
        assert found.hints
        assert found.place.path == PO
        assert found.place.line == before[: before.index(old)].count("\n") + 1
        assert {place.path for place in found.related} == {MD}
        (first / PO).write_text(before, encoding="utf-8")


def test_any_such_change_is_one_finding():
    """Each comma halved, each tag dropped, each placeholder swapped, wherever it stands."""
    world = Disk(ROOT, ROOT)
    shop = Workshop(world, Cache(ROOT / ".diglot" / "cache"))
    (read,) = (r for r in readings(load(world), shop, [RELEASE], ["zh_CN"]) if r.slug == RELEASE)
    told = {
        (number, text): [found.rule for found in checks.examine(_with(read.units, number, text))]
        for number, unit in enumerate(read.units)
        for text in _changes(unit.translation.text)
    }

    assert len(told) > 60
    assert {key: rules for key, rules in told.items() if len(rules) != 1} == {}


def _changes(text):
    """Yield a text with one comma halved, one tag dropped, one placeholder swapped."""
    swap = "{approvals}" if "{approvals}" not in text else "{mncs}"
    for pattern, new in (("，", ","), (r"<(?!br)[^>]*>", ""), (r"\{[a-z_.]+\}", swap)):
        for found in re.finditer(pattern, text):
            yield text[: found.start()] + new + text[found.end() :]


def _with(units, number, text):
    changed = replace(units[number], translation=replace(units[number].translation, text=text))
    return [*units[:number], changed, *units[number + 1 :]]


def test_the_four_together_stop_the_press(first):
    """All are told, and the exit status is 1."""
    for old, new in FOUR.items():
        edit(first, old, new, PO)
    status, output = run(first, "check")

    assert status == 1
    assert len(findings(first)) == 4
    assert output.count("hint: ") >= 4


WRITTEN = """---
title: The zone grows
date: 2022-08-23
---

At the end of July, 2,961 enterprises were registered.

By 2023 the zone will have 400,000 m² of research buildings.

Twenty-three companies sent their representatives.

The meeting was held on 23 August in Beijing.
"""
CHINESE = {
    "The zone grows": "园区不断壮大",
    "At the end of July, 2,961 enterprises were registered.": "截至7月底，注册企业达2,961家。",
    "By 2023 the zone will have 400,000 m² of research buildings.": (
        "到2023年，园区将建成40万平方米科研用房。"
    ),
    "Twenty-three companies sent their representatives.": "二十三家企业派代表出席。",
    "The meeting was held on 23 August in Beijing.": "会议于8月23日在北京举行。",
}


def test_four_figures_written_out_are_four_findings(tmp_path):
    """Thousands, 万, Chinese numerals and months are compared as values."""
    changed = CHINESE.items()
    for old, new in {"2,961": "2,691", "40万": "4万", "二十三": "二十二", "8月": "9月"}.items():
        changed = [(source, text.replace(old, new)) for source, text in changed]
    wrong = dict(changed)
    release = {small.RELEASE: WRITTEN}
    good = small.write(tmp_path / "good", **release, **{small.CATALOG: entered(CHINESE)})
    bad = small.write(tmp_path / "bad", **release, **{small.CATALOG: entered(wrong)})

    assert run(good, "check")[0] == 0
    assert run(bad, "check")[0] == 1
    told = [found for found in findings(bad) if found.place.path == small.CATALOG]
    assert [found.rule for found in told] == ["number-mismatch"] * 4
    assert [marked(bad, found) for found in told] == ["2,691", "4万", "二十二", "9月"]


def entered(translations):
    """Return a catalog of these translations."""
    entries = (f'msgid "{text}"\nmsgstr "{said}"\n' for text, said in translations.items())
    return "\n".join([small.HEADER, *entries])

"""Checks: what they find, and that they keep silent on good work."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline.checks
from pipeline import catalogs, glossary
from pipeline.checks import CHECKS, examine
from pipeline.checks.number_mismatch import han
from pipeline.checks.number_mismatch.reading import figures
from pipeline.diagnostics import PipelineError, Severity
from pipeline.limits import Limits
from pipeline.model import Locale, Message, Place, Translation
from pipeline.plugs import ExemptionCheck, House, Unit
from pipeline.world import Disk
from tests.test_rules import draft

ROOT = Path(__file__).parent.parent
FIXTURES = Path(__file__).parent / "fixtures" / "checks"
GOOD = tomllib.loads((FIXTURES / "good.toml").read_text())
BAD = tomllib.loads((FIXTURES / "bad.toml").read_text())["error"]
PRESS = tomllib.loads((FIXTURES / "press.toml").read_text())
CHINESE = Locale("zh_CN")
TERMS = glossary.load(Disk(ROOT), CHINESE).terms
EXAMPLE = re.compile(
    r'>>> "(?P<text>[^"]+)"(?: -> "(?P<to>[^"]*)"| in (?P<locale>\w+))'
    r'(?: and "(?P<further>[^"]+)" -> "(?P<again>[^"]*)")?'
    r"(?: with (?P<term>[^=\n]+) = (?P<form>\S+)(?: (?P<note>not|first) (?P<other>\S+))?)?\n"
    r"(?P<out>(?: *\S.*\n?)+)"
)


def unit(source, translation, locale="zh_CN", terms=None, **traits):
    return Unit(Message(source), Translation(translation, **traits), Locale(locale), terms or {})


def found(source, translation, locale="zh_CN", terms=None, **traits):
    return [d.rule for d in examine([unit(source, translation, locale, terms, **traits)])]


class Files:
    """A World of one file."""

    def __init__(self, path, data):
        self.path, self.data = path, data

    most = Limits()

    def read(self, path):
        return self.data

    def glob(self, pattern):
        return (self.path,) if pattern == self.path else ()


def of(data, locale="zh_CN"):
    return glossary.load(Files(f"locales/glossary.{locale}.csv", data.encode()), Locale(locale))


@given(st.integers(0, 10**12))
def test_a_number_is_the_same_however_it_is_written(number):
    """Separators, scripts of digits and Han numerals change no value."""
    arabic = "".join(chr(0x660 + int(d)) for d in str(number))

    for written in (f"{number:,}", str(number), f"{number:,}".replace(",", "\u202f"), arabic):
        assert found(f"{number} km", f"{written}公里") == []
    assert han.value(spelled(number)) == number


@given(st.integers(13, 10**9), st.integers(13, 10**9))
def test_another_number_is_found(one, other):
    """Two figures that differ are never taken for one."""
    assert found(f"{one:,} km", f"{other:,}公里") == ([] if one == other else ["number-mismatch"])


@given(st.text(), st.text())
def test_no_text_breaks_a_check(source, translation):
    """Whatever an author or a translator writes, a check only finds or keeps silent."""
    for locale in ("zh_CN", "ar", "fr"):
        list(examine([unit(source, translation, locale, {"BDIAEZ": ("大兴机场临空区",)})]))


@given(st.text(alphabet="一二两三十百千万亿〇零点分之半成第5.,%月年 -—"), st.text())
def test_no_run_of_numerals_breaks_the_reader(numerals, other):
    """Numerals that spell nothing are read as nothing."""
    figures(numerals)
    figures(numerals, strict=False)
    assert "number-mismatch" not in found(numerals, numerals)


def spelled(number):
    """Return a number in Han numerals, as a careful writer spells it."""
    if number == 0:
        return "零"
    out, gap = "", False
    for scale, name in ((10**12, "兆"), (10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, scale)
        if not part:
            gap = gap or bool(out)
            continue
        out += ("零" if out and (gap or part < 1000) else "") + _section(part) + name
        gap = False
    return out


def _section(part):
    out, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, part = divmod(part, scale)
        if digit:
            out += ("零" if gap and out else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return out


@pytest.mark.parametrize(("source", "translation"), GOOD["press"] + GOOD["numbers"])
def test_a_good_translation_is_left_alone(source, translation):
    """False alarms are worse than misses: who cries wolf is switched off."""
    said = list(examine([unit(source, translation, terms=TERMS)]))

    assert [str(d) for d in said if d.rule != "identical-text" or source != translation] == []


@pytest.mark.parametrize("case", BAD, ids=lambda c: c["translation"])
def test_an_error_is_found_by_its_rule(case):
    """Each seeded error has one finding, with a hint."""
    (said,) = examine([unit(case["source"], case["translation"], terms=TERMS)])

    assert said.rule == case["rule"]
    assert case["says"] in said.message
    assert said.hints


def of_press(case):
    locale, original = case.get("locale", "zh_CN"), Locale(case.get("original", "en"))
    return replace(unit(case["source"], case["translation"], locale), source=original)


@pytest.mark.parametrize("case", PRESS["good"], ids=lambda c: c["translation"])
def test_press_prose_is_left_alone_by_all_rules(case):
    """Dangerous numbers, both ways."""
    assert [str(d) for d in examine([of_press(case)])] == []


@pytest.mark.parametrize("case", PRESS["bad"], ids=lambda c: c["translation"])
def test_a_slip_in_press_prose_is_found_once(case):
    """By the rule that knows what is wrong, and by no other."""
    assert [d.rule for d in examine([of_press(case)])] == [case["rule"]]


def test_the_corpora_are_large_enough_to_prove_something():
    """Issues of trust are settled by numbers."""
    assert len(GOOD["press"]) >= 40
    assert len(BAD) >= 16
    assert len(PRESS["good"]) >= 80
    assert len(PRESS["bad"]) >= 60


def test_the_catalogs_of_the_project_have_no_findings():
    """What we publish passes our own checks, without exemptions."""
    world = Disk(ROOT)
    for path in world.glob("locales/zh_CN/LC_MESSAGES/*.po"):
        slug = path.split("/")[-1].removesuffix(".po")
        entries = catalogs.load(world, slug, CHINESE).entries.items()
        units = [Unit(Message(text, ctx), e, CHINESE, TERMS) for (ctx, text), e in entries]

        assert [str(d) for d in examine(units)] == []


TEXTUAL = [check for check in CHECKS if not isinstance(check, ExemptionCheck)]


@pytest.mark.parametrize("check", TEXTUAL, ids=lambda c: c.name)
def test_the_example_in_the_manual_is_true(check):
    """Every rule shows an example in its docstring, and the example is what it says."""
    example = EXAMPLE.search(inspect.getdoc(check.run))
    terms = {example["term"]: (example["form"],)} if example["term"] else {}
    text = example["text"] if example["to"] is None else example["to"]
    if example["locale"] == "release":
        said = _of_release(check, text.encode().decode("unicode_escape"))
        assert list(said) == [line.strip() for line in example["out"].strip().splitlines()]
        return
    read = unit(example["text"], text, example["locale"] or "zh_CN", terms)
    if example["term"] == "role":
        read = replace(read, message=Message(text, notes=(example["form"],)), glossary={})
    elif example["term"] in ("dates", "quotes", "spacing"):
        style = {example["term"]: example["form"]}
        read = replace(read, house=House(**style), glossary={})
    elif example["note"] == "not":
        read = replace(read, barred={example["term"]: (example["other"],)})
    elif example["note"]:
        read = replace(read, introduced={example["term"]: example["other"]})
    more = [unit(example["further"], example["again"])] if example["further"] else []
    (said,) = [d for d in examine([read, *more]) if d.rule != "identical-text" or example["to"]]
    lines = [line.strip() for line in example["out"].strip().splitlines()]

    assert said.rule == check.name
    assert lines[0] == f"{said.severity.name.lower()}: {said.message}"
    assert lines[1:] == [f"hint: {hint}" for hint in said.hints]


def _of_release(check, text):
    """Yield what a rule says of a release, line by line."""
    facts = text.startswith("facts") and "---" not in text
    for _, found in check.run(draft({"markdown": f"{text}\n---\n" if facts else text})):
        yield f"{check.severity.name.lower()}: {found.message}"
        yield from (f"hint: {hint}" for hint in found.hints)


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.name)
def test_a_rule_is_named_for_what_is_wrong(check):
    """Rule, function and module carry one name, so that a flag leads to its manual."""
    name = check.name.replace("-", "_")

    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.name)
    assert not check.name.startswith(("no-", "check-", "avoid-"))
    assert check.run.__name__ == name
    assert check.run.__module__ == f"pipeline.checks.{name}"
    assert check.severity in Severity


def test_every_rule_that_is_written_is_in_the_table():
    """A check that is written but not listed would never run."""
    written = {module.name for module in pkgutil.iter_modules(pipeline.checks.__path__)}

    assert written == {check.name.replace("-", "_") for check in CHECKS}


def test_a_check_asks_nothing_but_its_unit():
    """No check reads a file or keeps a state: it can run anywhere."""
    for path in (ROOT / "pipeline" / "checks").rglob("*.py"):
        names = {n.id for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Name)}

        assert not names & {"open", "Path", "os", "random"}


def test_a_flag_silences_one_rule_on_one_entry():
    """A translator who knows better says so in the catalog."""
    flags = frozenset({"ignore-number-mismatch"})

    assert found("8 firms", "9家企业", flags=flags) == []
    assert found("8 firms<note/>", "9家企业", flags=flags) == ["broken-tag"]


def test_a_disabled_rule_is_silent():
    """The house can do without a rule."""
    wrong = unit("8 firms", "9家企业")

    assert list(examine([wrong], ["number-mismatch"])) == []


def test_a_fuzzy_translation_is_only_found_untranslated():
    """It is not published; to complain of its details would be noise."""
    assert found("8 firms", "9家企业", fuzzy=True) == ["untranslated"]


def test_a_finding_stands_where_the_entry_stands():
    """Path and line are those of the translation."""
    place = Place("locales/zh_CN/LC_MESSAGES/day.po", 7)
    (said,) = examine([unit("8 firms", "9家企业", place=place)])

    assert said.place == place


def test_number_words_of_other_languages_are_not_asked_for():
    """We read no French number words: a small figure may hide in them, a large one may not."""
    assert found("8 firms in 11 towns", "huit sociétés dans onze villes", "fr") == []
    assert found("2,961 firms", "2 961 sociétés", "fr") == []
    assert found("2,961 firms", "2.961 Unternehmen", "de") == []
    assert found("2,961 firms", "٢٬٩٦١ شركة", "ar") == []
    assert found("2,961 firms", "2 691 sociétés", "fr") == ["number-mismatch"]
    assert found("One million is a number", "Un million est un nombre", "fr") == []


def test_from_chinese_to_english_the_same_rules_hold():
    """Either language may be the source."""
    assert found("截至7月底，注册企业2961家", "2,961 firms by the end of July", "en") == []
    assert found("40万平方米", "40,000 square metres", "en") == ["number-mismatch"]


@pytest.mark.parametrize(
    "same", ["Premier Research", "IMEC", "Vivian Tseng", "mRNA", "Hillgene", "A350-900 · {seats}"]
)
def test_names_and_codes_may_stay(same):
    """Identical is right for what is not translated."""
    assert found(same, same, terms=TERMS) == []


def test_one_word_may_be_the_same_in_two_latin_languages():
    """*Transport* is French too; a sentence is not."""
    assert found("Transport", "Transport", "fr") == []
    assert found("The zone has an office.", "The zone has an office.", "fr") == ["identical-text"]


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Beijing Daxing International Airport Economic Zone", "北京大兴国际机场临空经济区"),
        ("BDIAEZ", "北京大兴国际机场临空经济区（大兴机场临空区）"),
        ("two free trade zones", "两个自贸区"),
        ("Market entities", "市场主体"),
        ("CXO platforms", "医药外包服务（CXO）平台"),
        ("the “city-talent-industry” pattern", "‘城—人—产’模式"),
        ("a free <em>trade</em> zone", "<em>自由贸易</em>试验区"),
        ("Abdication", "退位"),
        ("Examination and approval item", "审批事项"),
    ],
)
def test_the_glossary_is_read_with_sense(source, translation):
    """Longer terms, plurals, short forms, quotation marks and tags are seen through."""
    assert "glossary-mismatch" not in found(source, translation, terms=TERMS)


def test_endings_change_where_words_are_inflected():
    """A French plural is the term all the same."""
    terms = {"multinational corporation": ("société multinationale",)}

    assert found("multinational corporations", "Les sociétés multinationales", "fr", terms) == []
    assert found("multinational corporations", "Les entreprises", "fr", terms) != []


def test_a_measure_word_is_no_term():
    """*market entities* is 户 after a number, whatever the glossary says of the noun."""
    measure = Unit(Message("market entities", "unit"), Translation("户"), CHINESE, TERMS)

    assert list(examine([measure])) == []


def test_the_notes_of_a_glossary_name_further_forms():
    """``;`` and ``|`` part targets; notes add short forms, forms at first mention, the source."""
    terms = of(
        "source,target,note\n"
        "free trade zone,自由贸易试验区,short form 自贸区\n"
        "CXO,CXO,医药外包服务（CXO） at first mention\n"
        "airport,机场;空港|航空港,short form after first mention\n"
        "IBM,国际商业机器公司,do not translate\n"
    ).terms

    assert terms == {
        "free trade zone": ("自由贸易试验区", "自贸区"),
        "CXO": ("CXO", "医药外包服务（CXO）"),
        "airport": ("机场", "空港", "航空港"),
        "IBM": ("国际商业机器公司", "IBM"),
    }


def test_the_notes_of_a_glossary_forbid_forms_and_ask_for_full_names():
    """What is said to people stays with people."""
    read = of(
        "source,target,note\n"
        "multinational corporation,跨国公司,not 跨国企业、多国企业\n"
        "terminal,航站楼,forbidden: 候机楼 | 站楼; also 航站\n"
        "airport,机场,not the port; see there\n"
        "hub,枢纽,never “港”\n"
        "zone,临空经济区,full name at first mention\n"
        "CXO,CXO,医药外包服务（CXO） at first mention\n"
        "IBM,IBM,do not translate\n"
    )

    assert read.barred == {
        "multinational corporation": ("跨国企业", "多国企业"),
        "terminal": ("候机楼", "站楼"),
        "hub": ("港",),
    }
    assert read.introduced == {"zone": "临空经济区", "CXO": "医药外包服务（CXO）"}


def test_no_glossary_no_terms():
    """A locale may do without."""
    assert glossary.load(Files("x", b""), CHINESE).terms == {}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("term,target\n", 1, "does not name the columns"),
        ("source,target,note\na,b\n", 2, "has 2 cells"),
        ("source,target,note\na,b,c,d\n", 2, "has 4 cells"),
        ("source,target,note\na,b,\n,c,\n", 3, "the source is empty"),
        ("source,target,note\na,,\n", 2, "the target is empty"),
        ("source,target,note\na,b,\na,c,\n", 3, "stands on line 2 already"),
        ('source,target,note\na,"b,\n', 2, "unexpected end of data"),
    ],
)
def test_a_broken_glossary_is_refused_with_its_line(text, line, says):
    """A line that a spreadsheet spoilt is shown to the translator."""
    with pytest.raises(PipelineError, match=says) as raised:
        of(text)

    assert raised.value.diagnostics[0].place == Place("locales/glossary.zh_CN.csv", line)


def test_all_that_is_wrong_in_a_glossary_is_said_at_once():
    """Nobody mends a file line by line."""
    with pytest.raises(PipelineError) as raised:
        of("source,target,note\na,,\nb\na,x,\n")

    assert len(raised.value.diagnostics) == 3


def test_five_thousand_messages_are_checked_in_a_breath():
    """All rules together stay under a millisecond a message."""
    import time

    units = [unit(a, b, terms=TERMS) for a, b in GOOD["press"]] * 50
    start = time.perf_counter()
    list(examine(units))

    assert (time.perf_counter() - start) / len(units) < 0.002


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("// Call the closures.", "// 调用闭包"),
        ("/* ends here. */", "/* 到此为止 */"),
        ('"original: {:?}"', '"原始: {:?}"'),
    ],
)
def test_a_line_of_a_program_is_held_to_no_style(source, translation):
    """Other houses' catalogs hold comments and strings; only an error in them is told."""
    assert found(source, translation) == []


def test_an_error_in_a_line_of_a_program_is_told():
    """A wrong figure is wrong wherever it stands."""
    assert found("// Waits 12,000 ms.", "// 等待1,200毫秒") == ["number-mismatch"]


def test_a_quotation_is_no_line_of_a_program():
    """What a person says is prose, whatever marks stand round it."""
    assert found('He said "Welcome".', '他说"欢迎"。') == ["straight-quote"]


@pytest.mark.parametrize(
    ("source", "target", "rules"),
    [
        ("It cost €212 million.", "耗资2.12亿欧元。", []),
        ("It cost CN¥10 billion.", "耗资100亿元人民币。", []),
        ("It cost CHF 3,000.", "耗资3,000瑞士法郎。", []),
        ("It cost €212 million.", "耗资21.2亿欧元。", ["number-mismatch"]),
        ("It cost €212 million.", "耗资2.12亿元。", ["number-mismatch"]),
        ("It cost ₩5,000.", "耗资5,000日元。", ["number-mismatch"]),
        ("It cost {cost}.", "耗资{cost.compact}。", []),
    ],
)
def test_money_is_compared_with_its_currency(source, target, rules):
    """Two amounts are one whatever they are shortened to, and never in two currencies."""
    assert [rule for rule in found(source, target) if rule == "number-mismatch"] == rules

"""Exchange with other tools: what goes out is valid, what comes back is what went out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline import inlines as codec
from pipeline.diagnostics import PipelineError
from pipeline.exchange import codes, forms
from pipeline.exchange.units import Dossier, Unit, trace
from pipeline.languages import speaks
from pipeline.model import Locale
from tests import strategies
from tests.conftest import HERE

SCHEMAS = HERE / "fixtures" / "exchange" / "schemas"
ZH, EN = Locale("zh_CN"), Locale("en")
SLUG = "2024-05-01-opening"
LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")

TEXTS = {
    "Read <link>the <em>guide</em></link><note/>": "请看<link><strong>指南</strong></link><note/>",
    "{registered} enterprises & <code/>": "<code/>与{registered.compact}家企业",
    "Two <link>one</link> <link2>two</link2>": "两处：<link2>二</link2>、<link>一</link>",
    "a &lt;em> that is {{none}}": "不是&lt;em>，也不是{{无}}",
    "-5 degrees": "-5度",
    "Not yet": "",
}


def _units(texts):
    return tuple(
        Unit(
            source,
            target,
            "unit" if source == "Not yet" else "",
            "translated" if target else "new",
            ("paragraph", "<link>: example.org/a?b=1&c=2", "{registered}: 2,961"),
            ("mind the tone",),
            ("sources/a/release.md:3", "sources/a/release.md:9"),
            trace(codes.canonical(target)),
        )
        for source, target in texts.items()
    )


DOSSIER = Dossier(SLUG, f"sources/{SLUG}/release.md", "2024-05-01", EN, ZH, _units(TEXTS))


def _strict(name):
    schema = (SCHEMAS / name).read_text(encoding="utf-8")
    schema = re.sub(r'schemaLocation="[^"]*xml\.xsd"', 'schemaLocation="xml.xsd"', schema)
    return etree.XMLSchema(etree.fromstring(schema.encode(), base_url=f"{SCHEMAS}/{name}"))


XLIFF2, XLIFF1 = _strict("xliff-core-2.0.xsd"), _strict("xliff-core-1.2-strict.xsd")
with (SCHEMAS / "tmx14.dtd").open("rb") as _dtd:
    TMX = etree.DTD(_dtd)
RULES = {"xliff2": XLIFF2, "xliff1": XLIFF1, "tmx": TMX}


def _valid(name, data):
    root = etree.fromstring(data)
    RULES[name].assertValid(root)
    if name == "xliff2":
        assert all(LANGUAGE.fullmatch(root.get(key)) for key in ("srcLang", "trgLang"))
        assert not _unpaired(root)


def _unpaired(root):
    """Return what the XLIFF 2.1 prose forbids and its schema lets through."""
    found = []
    for unit in root.iter("{*}unit"):
        for text in [*unit.iter("{*}source"), *unit.iter("{*}target")]:
            ids = [code.get("id") for code in text.iter("{*}pc", "{*}ph")]
            found += [i for i in ids if ids.count(i) > 1]
        data = [datum.get("id") for datum in unit.iter("{*}data")]
        for code in unit.iter("{*}pc", "{*}ph"):
            used = [v for k, v in code.attrib.items() if k.startswith("dataRef")]
            found += [name for name in used if name not in data]
    return found


def read(name, data):
    return forms.read(data, f"file{forms.FORMS[name].suffix}", EN)


def _core(unit):
    return (unit.source, unit.target, unit.context, unit.state)


@given(strategies.inlines)
@settings(max_examples=100)
def test_taking_a_text_apart_and_spelling_it_again_changes_nothing(inlines):
    """Words and codes are all there is in a message."""
    text = codec.encode(inlines)
    assume(codec.decode(text, inlines) == inlines)

    assert codes.spelled(codes.pieces(text)) == text


@pytest.mark.parametrize("name", forms.FORMS)
@given(pairs=st.lists(st.tuples(strategies.inlines, strategies.inlines), max_size=4))
@settings(max_examples=60)
def test_what_was_exported_comes_back_as_it_went(name, pairs):
    """Every inline type survives every format, in sources and in translations."""
    texts = {}
    for source, other in pairs:
        text = codec.encode(source)
        backwards = codes.spelled(tuple(reversed(codes.pieces(text))))
        target = backwards if not other else f"译<em>{text}</em>文"
        if text.strip() and codec.decode(text, source) == source:
            texts[text] = target
    sent = replace(DOSSIER, units=_units(texts))
    data = forms.FORMS[name].write(sent)
    if name in RULES:
        _valid(name, data)

    back = [_core(unit) for unit in read(name, data)]

    assert back == [_core(unit) for unit in sent.units]


@pytest.mark.parametrize("name", RULES)
def test_the_same_dossier_gives_the_same_valid_bytes(name):
    """What we write is schema-valid and depends on nothing but the catalog and the release."""
    data = forms.FORMS[name].write(DOSSIER)

    _valid(name, data)
    assert data == forms.FORMS[name].write(DOSSIER)
    assert b"2024" in data


def test_an_empty_release_is_a_valid_file_too():
    """A release without words has nothing to translate, and says so in every format."""
    for name in RULES:
        _valid(name, forms.FORMS[name].write(replace(DOSSIER, units=())))


def test_facts_and_tags_are_codes_and_not_text():
    """A tool cannot break what it does not show as text."""
    root = etree.fromstring(forms.FORMS["xliff2"].write(DOSSIER))
    texts = ["".join(node.itertext()) for node in root.iter("{*}source", "{*}target")]

    assert not [text for text in texts if "{registered" in text or "<link" in text]
    assert {"{registered}", "<link>", "</link2>"} <= {d.text for d in root.iter("{*}data")}


def test_a_spreadsheet_runs_no_formula_of_ours():
    """A cell that begins like a formula is text, and comes back without its apostrophe."""
    texts = ["=1+1", "-5 degrees", "'=x", "@here", "''+1", "'plain", "+"]
    sent = replace(DOSSIER, units=_units(dict.fromkeys(texts, "=cmd|' /C calc'!A0")))
    data = forms.FORMS["csv"].write(sent)

    assert data.startswith(
        "\ufeffcontext,source,target,state,note,place,release,language\r\n".encode()
    )
    assert not re.search(r"(?m)(^|,)\"?[=+@-]", data.decode("utf-8-sig"))
    assert [unit.source for unit in read("csv", data)] == texts


def test_a_table_in_semicolons_and_another_order_isread():
    """Excel writes the separator of its country."""
    (unit,) = forms.read("target;source\n你好;Hello\n".encode(), "t.csv", EN)

    assert (unit.source, unit.target, unit.state) == ("Hello", "你好", "translated")


@pytest.mark.parametrize(
    ("written", "locale", "same"),
    [
        ("zh-CN", "zh_CN", True), ("ZH", "zh_CN", True), ("zh_Hans", "zh_CN", True),
        ("zh-TW", "zh_CN", False), ("zh-Hant", "zh_CN", False), ("zh", "zh_TW", False),
        ("en-GB", "en", True), ("pt-PT", "pt_BR", False), ("sr-Latn", "sr", False),
        ("", "en", False),
    ],
)  # fmt: skip
def test_a_language_tag_means_a_locale_by_script_and_region(written, locale, same):
    """Tools write one language in many ways; another script is another language."""
    assert speaks(written, Locale(locale)) is same


# --- strangers' files -----------------------------------------------------------------

BOMB = '<!DOCTYPE x [<!ENTITY a "lol">]><tmx version="1.4"><body>&a;</body></tmx>'
OUTSIDE = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx>&a;</tmx>'


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (BOMB.encode(), "exchange-hostile"),
        (BOMB.encode("utf-16"), "exchange-hostile"),
        (OUTSIDE.encode(), "exchange-hostile"),
        (b"<tmx><body>", "exchange-syntax"),
        (b"", "exchange-syntax"),
        (b"<a>" * 5000 + b"</a>" * 5000, "exchange-syntax"),
        (b"\xff\xfe<", "exchange-charset"),
        (b'<?xml version="1.0" encoding="utf-7"?><tmx/>', "exchange-charset"),
        (b"<html/>", "exchange-format"),
        (
            b'<xliff version="3.0" xmlns="urn:oasis:names:tc:xliff:document:3.0"/>',
            "exchange-format",
        ),
        (b" " * 50_000_001, "exchange-too-large"),
    ],
)
def test_a_broken_or_hostile_file_is_refused_by_name(data, rule):
    """Nothing of such a file is used, and no other file or host is looked at."""
    with pytest.raises(PipelineError) as caught:
        forms.read(data, "letter.tmx", EN)

    assert [problem.rule for problem in caught.value.diagnostics] == [rule]


def test_memories_of_other_tools_areread():
    """A DOCTYPE without declarations, UTF-16 and old language attributes are daily bread."""
    text = (
        '<?xml version="1.0" encoding="UTF-16"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        '<tmx version="1.4"><header/><body><tu><tuv lang="EN-US"><seg>A <hi>big</hi> '
        '<bpt i="1">&lt;b&gt;</bpt>hall<ept i="1">&lt;/b&gt;</ept></seg></tuv>'
        '<tuv xml:lang="zh-CN"><seg>大厅</seg></tuv></tu></body></tmx>'
    )
    (unit,) = forms.read(text.encode("utf-16"), "m.tmx", EN)

    assert unit.target == "大厅"
    assert codes.words(unit.source) == "A big hall"


def test_a_code_that_is_not_ours_never_becomes_text():
    """A tool that renumbers codes gets a refusal, not a page with <1> on it."""
    data = forms.FORMS["xliff1"].write(DOSSIER).replace(b'id="link"', b'id="1"')
    changed = [unit for unit in read("xliff1", data) if "unknown" in unit.target]

    assert codes.fault(changed[0].target, "Read <link>the guide</link>")


def test_half_a_translation_is_a_draft():
    """A tool may cut a paragraph into sentences; all of them must be there."""
    data = forms.FORMS["xliff2"].write(replace(DOSSIER, units=_units({"One. Two.": "一。二。"})))
    half = "<segment><source>One.</source><target>一。</target></segment>"
    rest = "<ignorable><source> </source></ignorable><segment><source>Two.</source></segment>"
    cut = re.sub(r"(?s)<segment .*</segment>", half + rest, data.decode())
    whole = cut.replace("Two.</source>", "Two.</source><target>二。</target>")

    (draft,), (done,) = read("xliff2", cut.encode()), read("xliff2", whole.encode())

    assert (draft.source, draft.state) == ("One. Two.", "fuzzy")
    assert (done.target, done.state) == ("一。 二。", "translated")


def test_codes_that_a_tool_split_or_copied_are_known_again():
    """XLIFF 2 lets a tool write a pair as two halves, and a copy without its data."""
    data = forms.FORMS["xliff2"].write(DOSSIER).decode()
    split = re.sub(r'<target>.*?</target>', (
        '<target>看<sc id="link" dataRef="d1"/>这<pc id="x9" copyOf="em">本</pc>'
        '<ec startRef="link" dataRef="d2"/><mrk id="m1">书</mrk><ph id="note" dataRef="d5"/>'
        '</target>'
    ), data, count=1)  # fmt: skip

    assert read("xliff2", split.encode())[0].target == "看<link>这<em>本</em></link>书<note/>"

"""Exchange with other tools: what goes out is valid, what comes back is what went out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline import inlines as codec
from pipeline import po
from pipeline.config import Project
from pipeline.diagnostics import PipelineError
from pipeline.exchange import codes, forms, intake
from pipeline.exchange.gather import Original, desks, dossier
from pipeline.exchange.intake import Letter, locales_of, plan, summary, written
from pipeline.exchange.units import Dossier, Unit, speaks, trace
from pipeline.model import Locale, Message, Place
from pipeline.world import Memory
from tests import strategies
from tests.conftest import HERE

SCHEMAS = HERE / "fixtures" / "exchange" / "schemas"
ZH, EN = Locale("zh_CN"), Locale("en")
SLUG = "2024-05-01-opening"
CATALOG = f"locales/zh_CN/LC_MESSAGES/{SLUG}.po"
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


def _read(name, data):
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
        target = text if not other else f"译{text}文"
        if text.strip() and codec.decode(text, source) == source:
            texts[text] = target
    sent = replace(DOSSIER, units=_units(texts))
    data = forms.FORMS[name].write(sent)
    if name in RULES:
        _valid(name, data)

    back = [_core(unit) for unit in _read(name, data)]

    assert back == [_core(unit) for unit in sent.units]

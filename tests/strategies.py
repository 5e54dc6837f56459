"""Hypothesis strategies for pandoc trees as the reader leaves them."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline import inlines as codec

ATTRIBUTES = st.just(["", [], []])
URL = st.sampled_from([["https://example.org/?a=1&b=2", ""], ["#note", "tip"]])
WORDS = st.text("ab<>/&1%{}br;lt 中文，“—", min_size=1, max_size=8).filter(lambda s: " " not in s)


def _wrap(children):
    runs = st.lists(children, min_size=1, max_size=3).map(merged)
    marks = st.sampled_from(sorted(codec.MARKS))
    return st.one_of(
        st.tuples(marks, runs).map(lambda p: {"t": p[0], "c": p[1]}),
        st.tuples(ATTRIBUTES, runs, URL).map(lambda p: {"t": "Link", "c": list(p)}),
        st.tuples(st.just(["", ["notranslate"], []]), runs).map(
            lambda p: {"t": "Span", "c": list(p)}
        ),
    )


def merged(nodes):
    """Join neighbouring words and drop doubled spaces, as the reader would."""
    out = []
    for node in codec.joined(nodes):
        if not (out and out[-1]["t"] == node["t"] == "Space"):
            out.append(node)
    return out


leaves = st.one_of(
    WORDS.map(lambda s: {"t": "Str", "c": s}),
    st.just({"t": "Space"}),
    st.just({"t": "LineBreak"}),
    st.just({"t": "Code", "c": [["", [], []], "x < y"]}),
    st.just({"t": "Math", "c": [{"t": "InlineMath"}, "a^2"]}),
    st.just({"t": "Note", "c": [{"t": "Para", "c": [{"t": "Str", "c": "note"}]}]}),
    st.just({"t": "Image", "c": [["", [], []], [{"t": "Str", "c": "alt"}], ["a.svg", ""]]}),
    st.sampled_from(["registered", "built_area.compact"]).map(codec.fact),
)
inlines = st.lists(st.recursive(leaves, _wrap, max_leaves=8), max_size=5).map(merged)
paragraphs = inlines.map(lambda c: {"t": "Para", "c": c})
items = st.lists(st.lists(paragraphs, min_size=1, max_size=2), min_size=1, max_size=2)
blocks = st.one_of(
    paragraphs,
    inlines.map(lambda c: {"t": "Header", "c": [2, ["h", [], []], c]}),
    items.map(lambda c: {"t": "BulletList", "c": c}),
    st.lists(paragraphs, max_size=2).map(lambda c: {"t": "BlockQuote", "c": c}),
    st.lists(paragraphs, max_size=2).map(lambda c: {"t": "Div", "c": [["", ["lede"], []], c]}),
    st.tuples(inlines, items).map(lambda c: {"t": "DefinitionList", "c": [list(c)]}),
)
documents = st.lists(blocks, max_size=4).map(lambda blocks: {"meta": {}, "blocks": blocks})

"""Styles and faces that would take for ever, or that are none."""

from __future__ import annotations

from tests.hostile.case import ONE, RELEASE, Case, linked, release, theme, toml

_PDF = {"diglot.toml": toml("[limits]\npages = 100", '"pdf"', "own")}
_PLAIN = {"diglot.toml": toml(formats='"pdf"', theme="own")}
_TIMED = {"diglot.toml": 'formats = ["pdf"]\ntheme = "own"\n\n[limits]\nengine_s = 4\n'}
_HEAD = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title><style>{{ css }}'
)
_WORD = {"diglot.toml": toml(formats='"html", "docx"', theme="own")}


def _set(body: str, css: str = "") -> dict[str, str]:
    return theme(print_html=f"{_HEAD} {css}</style></head><body>{body}</body></html>") | _PDF


def _styled(css: str) -> dict[str, str]:
    return theme(common_css=css) | _PDF


def _nested(deep: int, css: str, times: int = 1) -> dict[str, str]:
    nest = "<div>" * deep + "x" + "</div>" * deep
    return _set(f"<main>{{% for i in range({times}) %}}{nest}{{% endfor %}}</main>", css) | _PLAIN


def _slow(css: str) -> dict[str, str]:
    return theme(common_css=css) | _TIMED


_FACE = 'parent = "plain"\n[font.own]\nLatn = "Own"\n[role]\nbody = "own"\n'

CASES = (
    Case("pages-by-breaks", "a page for each of nine hundred letters", "limit-reached",
         _set("{% for i in range(900) %}<p>x{% endfor %}", "p { break-before: page }") | _PLAIN),
    Case("pages-by-lines", "lines as high as a page", "limit-reached",
         _set("<p>" + "x " * 900, "p { line-height: 900px; width: 1em }") | _PLAIN, verb=ONE),
    Case("pages-by-content", "a million lines that stand in a style alone", "limit-reached",
         _set("<p>x", "p::after { white-space: pre; line-height: 900px; content: '"
              + "\\A " * 100_000 + "' }") | _PLAIN),
    Case("pages-by-letters", "letters as high as a page", "limit-reached",
         _set("{{ part.body }}", "p { font-size: 300pt }") | _PLAIN
         | {RELEASE: release("word " * 1000)}, verb=ONE),
    Case("pages-by-rows", "rows as high as a page", "limit-reached",
         _set("<table>" + "<tr><td>" * 900, "tr { height: 900px }") | _PLAIN),
    Case("pages-of-a-pixel", "a page of one pixel for each letter", "limit-reached",
         _set("<p>" + "x " * 900, "@page { size: 5mm 5mm; margin: 0 }") | _PLAIN),
    Case("pages-by-the-hundred", "more pages than the project lets there be", "limit-reached",
         _set("{{ part.body }}", "p { break-before: page }")
         | {RELEASE: release(("The hall of the fair opens. " * 5 + "\n\n") * 120)}),
    Case("box-of-a-million-pages", "a box a million pages high, in a page of its own", "",
         _set("<div>x</div><p>y", "div { height: 1e9px; margin: 1e9px 0; padding: 1e9px 0 }")
         | _PLAIN),
    Case("style-without-a-page", "a page of no size", "page-failed",
         _styled("@page { size: 0 0 }")),
    Case("style-of-huge-letters", "letters of a billion points", "page-failed",
         _styled("p { font-size: 1e9pt }")),
    Case("style-of-many-columns", "a million columns", "",
         _set("<main>" + "<p>x</p>" * 400 + "</main>",
              "main { columns: 1000000; height: 5px } p { height: 900px }") | _PLAIN),
    Case("style-in-a-circle", "properties that mean each other", "",
         _styled(":root { --a: var(--b); --b: var(--a) } p { color: var(--a) }")),
    Case("style-that-doubles", "properties that double each other", "page-failed",
         _styled(":root { --a0: x x; " + "".join(
             f"--a{n}: {f'var(--a{n - 1}) ' * 10}; " for n in range(1, 12)) + "} p { font-family: var(--a11); margin: var(--a11) }")),
    Case("style-with-deep-brackets", "ten thousand brackets", "page-failed",
         _styled("p { width: " + "calc(" * 10_000 + "1px" + ")" * 10_000 + " }")),
    Case("style-with-deep-nesting", "rules five thousand deep", "page-failed",
         _styled("p { " * 5_000 + "color: red" + "}" * 5_000)),
    Case("style-with-long-selector", "a selector of a hundred thousand parts", "page-failed",
         _slow("*" + ":not(*)" * 20_000 + " { color: red }\n" + "* " * 20_000 + "{ color: red }")),
    Case("style-that-doubles-in-functions", "the same inside brackets", "page-failed",
         _styled(":root { --a0: 1; " + "".join(
             f"--a{n}: calc({' + '.join([f'var(--a{n - 1})'] * 10)}); " for n in range(1, 12))
             + "} p { font-family: var(--a11); line-height: var(--a11) }")),
    Case("style-that-goes-back", "a selector that looks at every way up to each box", "limit-reached",
         _set("<div>" * 100 + "x", "i * * * * * * * div { color: red }") | _PLAIN),
    Case("style-of-the-web-that-goes-back", "the same on a web page", "limit-reached",
         theme(web_css="title " + "* " * 12 + "p { color: red }\n",
               web_html='{% extends "web.html" %}{% block body %}' + "<div>" * 60
                        + "<p>x{% endblock %}")),
    Case("style-with-many-has", "selectors that look at all for each", "limit-reached",
         _set("<main>" + "<p><b>x</b></p>" * 450,
              "".join(f"*:has(* ~ *:has(* ~ i)) {{ color: #{n:06} }}\n" for n in range(300))) | _PLAIN),
    Case("style-that-ends-itself", "a style that ends the element it stands in",
         "forbidden-markup",
         theme(common_css="p { color: red } </style><script>alert(1)</script>")),
    Case("nested-flex", "boxes in boxes that are each measured twice", "limit-reached",
         _nested(14, "div { display: flex }")),
    Case("nested-flex-in-columns", "the same by columns of flex of grid", "limit-reached",
         _nested(9, "div { display: flex; columns: 2 } div div { display: inline-grid }")),
    Case("nested-columns", "the same by columns", "limit-reached", _nested(6, "div { columns: 2 }")),
    Case("nested-grid-that-runs", "the same in what runs above each page", "limit-reached",
         _nested(18, "div { display: grid } main > div { position: running(a) }"
                     " @page { @top-center { content: element(a) } }")),
    Case("nested-flex-in-a-note", "the same in a footnote", "limit-reached",
         _nested(14, "div { display: flex } main > div { float: footnote }")),
    Case("nested-flex-by-hundreds", "many nests that are not deep", "limit-reached",
         _nested(5, "div { display: inline-flex }", 200)),
    Case("nested-flex-just-allowed", "as deep as may be, in all that a template may write", "",
         _nested(3, "div { display: flex }", 300), verb=ONE),
    Case("boxes-without-end", "more boxes than a page can be set of", "template-too-much",
         _set("<div>x</div>{% for i in range(99999) %}<b>x</b>{% endfor %}")),
    Case("deep-template", "nine hundred boxes in one another", "page-failed",
         _set("<div>" * 900 + "x" + "</div>" * 900)),
    Case("wide-cell", "a cell over a billion columns", "page-failed",
         _set('<table><tr><td colspan="1000000000">x</td></tr></table>')),
    Case("page-without-faces", "a template that brings no face", "page-failed",
         theme(print_html="<!DOCTYPE html><html lang=en><title>x</title><body>x</html>") | _PDF),
    Case("face-that-is-none", "a face that is no face", "missing-font",
         theme(theme_toml=_FACE) | {"templates/own/fonts/Own-Regular.ttf": b"no face at all" * 99}
         | _PDF),
    Case("face-with-broken-tables", "a face whose tables lie outside it", "missing-font",
         theme(theme_toml=_FACE)
         | {"templates/own/fonts/Own-Regular.ttf":
            b"\0\1\0\0\0\1\0\0\0\0\0\0" + b"name\0\0\0\0\xff\xff\xff\xf0\xff\xff\xff\xf0" + b"\0" * 99}
         | _PDF),
    Case("face-that-is-a-bomb", "a compressed face of a gigabyte", "missing-font",
         theme(theme_toml=_FACE)
         | {"templates/own/fonts/Own-Regular.woff2":
            b"wOF2\0\1\0\0\0\0\0\x40\0\1\0\0\x7f\xff\xff\xff\0\0\0\0" + b"\0" * 40} | _PDF),
    Case("face-by-link", "a face outside the project", "outside-project",
         theme(theme_toml=_FACE),
         plant=linked("templates/own/fonts/Own-Regular.ttf", "plain.txt")),
    Case("profile-that-is-none", "an ink profile that is none", "bad-profile",
         theme(theme_toml='parent = "plain"\n[press]\nprofile = "own.icc"\n')
         | {"templates/own/own.icc": b"\0" * 128 + b"x" * 99,
            "diglot.toml": toml(formats='"print"', theme="own")}),
)  # fmt: skip

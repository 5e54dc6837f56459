"""Calls to other machines, from every place that could hold an address."""

from __future__ import annotations

from tests.hostile.case import BLANK, CATALOG, FOLDER, RELEASE, Case, catalog, release, theme, toml

_PLAN = f"{FOLDER}/plan.svg"
_EVERY = '"html", "pdf", "docx"'


def _drawn(inside: str) -> dict[str, str]:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{inside}</svg>'
    return {RELEASE: release("![A plan](plan.svg)"), _PLAN: svg}


CASES = (
    Case("remote-picture", "a picture is fetched", "remote-image",
         {RELEASE: release("![x](@HOST@/a.png)")}),
    Case("remote-picture-without-scheme", "a picture at //host", "remote-image",
         {RELEASE: release("![x](//127.0.0.1/a.png)")}),
    Case("remote-picture-in-capitals", "HTTP: in capitals", "remote-image",
         {RELEASE: release("![x](HTTP://127.0.0.1/a.png)")}),
    Case("remote-cover", "the cover is fetched", "remote-image",
         {RELEASE: release(front='cover: "@HOST@/a.png"\n')}),
    Case("drawing-with-image", "a drawing fetches a picture", "broken-image",
         _drawn('<image href="@HOST@/a.png"/>')),
    Case("drawing-with-use", "a drawing uses another", "broken-image",
         _drawn('<use xlink:href="@HOST@/a.svg#a"/>')),
    Case("drawing-with-use-of-a-file", "a drawing uses a file of the machine", "broken-image",
         _drawn('<use href="file:///etc/passwd#a"/>')),
    Case("drawing-with-import", "a style in a drawing imports another", "broken-image",
         _drawn("<style>@import '@HOST@/a.css';</style>")),
    Case("drawing-with-escaped-import", "the same, its letters escaped", "broken-image",
         _drawn("<style>\\40 import '@HOST@/a.css'; @\\69mport url('@HOST@/b.css');</style>")),
    Case("drawing-with-face", "a style in a drawing fetches a face", "broken-image",
         _drawn("<style>@font-face { font-family: a; src: url(@HOST@/a.ttf) }</style>")),
    Case("drawing-with-quoted-entity", "an address behind a character reference", "broken-image",
         _drawn('<image href="&#104;ttp://127.0.0.1/a.png"/>')),
    Case("drawing-with-style-sheet", "a processing instruction fetches a style", "broken-image",
         {RELEASE: release("![A plan](plan.svg)"),
          _PLAN: '<?xml-stylesheet href="@HOST@/a.css"?>' + BLANK}),
    Case("drawing-with-outer-entity", "an entity of XML reads a file", "broken-image",
         {RELEASE: release("![A plan](plan.svg)"),
          _PLAN: '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                 '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&x;</text></svg>'}),
    Case("drawing-with-outer-dtd", "a document type is fetched", "broken-image",
         {RELEASE: release("![A plan](plan.svg)"),
          _PLAN: '<!DOCTYPE svg SYSTEM "@HOST@/a.dtd">' + BLANK}),
    Case("drawing-with-xinclude", "XInclude reads a file", "broken-image",
         _drawn('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" '
                'parse="text"/>')
         | {"diglot.toml": toml(formats=_EVERY)}),
    Case("style-with-import", "a theme imports a style", "forbidden-address",
         theme(common_css='@import "@HOST@/a.css";')),
    Case("style-with-url", "a theme fetches a background", "forbidden-address",
         theme(common_css="p { background: url(@HOST@/a.png) }")),
    Case("style-with-file", "a theme reads a file of the machine", "forbidden-address",
         theme(common_css='p { background: url("file:///etc/passwd") }')),
    Case("style-with-face", "a theme fetches a face", "forbidden-address",
         theme(common_css='@font-face { font-family: x; src: url("@HOST@/a.ttf") }')),
    Case("style-with-image-set", "an address without url()", "forbidden-address",
         theme(common_css='p { background-image: image-set("@HOST@/a.png" 1x) }')
         | {"diglot.toml": toml(formats=_EVERY, theme="own")}),
    Case("style-with-escaped-url", "url written with escapes", "forbidden-address",
         theme(common_css="p { background: \\75rl(@HOST@/a.png) }")
         | {"diglot.toml": toml(formats=_EVERY, theme="own")}),
    Case("style-with-a-made-url", "an address is put together at run time", "forbidden-address",
         theme(common_css='p { background: {{ "ur" ~ "l(@HOST@/a.png)" }} }')
         | {"diglot.toml": toml(formats=_EVERY, theme="own")}),
    Case("template-with-link", "a template links a style", "forbidden-address",
         theme(web_html='{% extends "web.html" %}{% block head %}{{ super() }}'
                        '<link rel="stylesheet" href="@HOST@/a.css">{% endblock %}')),
    Case("template-with-attachment", "a template lays a file into the PDF", "forbidden-address",
         theme(print_html='{% extends "print.html" %}{% block body %}'
                          '<a rel="attachment" href="file:///etc/passwd">x</a>{% endblock %}')
         | {"diglot.toml": toml(formats=_EVERY, theme="own")}),
    Case("template-with-linked-attachment", "the same, in the head", "forbidden-markup",
         theme(print_html="<!DOCTYPE html><html lang=en><head><title>x</title><style>{{ css }}</style>"
                          "<link rel=attachment href=file:///etc/passwd></head><body>x</html>")
         | {"diglot.toml": toml(formats='"pdf"', theme="own")}),
    Case("template-with-script", "a template brings a script", "forbidden-markup",
         theme(web_html='{% extends "web.html" %}{% block head %}<script>1</script>{% endblock %}')),
    Case("template-with-meta-refresh", "a page that leads elsewhere by itself", "forbidden-markup",
         theme(web_html='<!DOCTYPE html><html><head><meta http-equiv="refresh" '
                        'content="0;url=@HOST@/"></head><body>x</body></html>')),
    Case("template-with-event", "a template runs a script at an event", "forbidden-markup",
         theme(web_html='<!DOCTYPE html><html><body onload="1">x</body></html>')),
    Case("catalog-with-picture", "a translation brings a picture", "",
         {CATALOG: catalog(("The hall has opened.", '<img src="@HOST@/a.png"/>展馆开馆了。')),
          "diglot.toml": toml(formats=_EVERY)}),
    Case("qr-to-a-script", "a code that a phone would run", "unsafe-link",
         {RELEASE: release('Text.\n\n::: {.qr target="javascript:alert(1)"}\n:::')}),
    Case("metadata-with-bibliography", "front matter that pandoc would fetch", "unknown-key",
         {RELEASE: release(front='bibliography: "@HOST@/a.bib"\ncsl: "@HOST@/a.csl"\n')}),
    Case("metadata-with-template", "front matter that pandoc would read", "unknown-key",
         {RELEASE: release(front="reference-doc: /etc/passwd\ntemplate: /etc/passwd\n")}),
    Case("base-that-is-no-address", "the address of the site carries markup", "wrong-value",
         {"diglot.toml": toml('[html]\nbase = "https://a.example/\\"><script>"')}),
)  # fmt: skip

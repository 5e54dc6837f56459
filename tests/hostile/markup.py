"""Markup that would run, fetch or forge: raw, in attributes, and from translators."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.case import (
    BLANK,
    CATALOG,
    EVERY,
    FOLDER,
    HALL,
    RELEASE,
    Case,
    catalog,
    release,
    wrote,
)
from tests.hostile.made import Made


def without(*words: str):
    """Return what finds words that must not be in any artefact as markup."""

    def look(made: Made) -> Iterator[str]:
        yield from (f"`{word}` is in an artefact" for word in words if word in made.markup)

    return look


def _said(text: str) -> dict[str, str]:
    return {CATALOG: catalog((HALL, text))}


CASES = (
    Case("raw-html-block", "a script as a block", "raw-html", wrote("<script>alert(1)</script>")),
    Case("raw-html-inline", "a picture that runs a script", "raw-html",
         wrote("Text <img src=x onerror=alert(1)> more.")),
    Case("raw-html-comment", "a conditional comment", "",
         wrote("Text <!--[if IE]>x<![endif]--> more.\n\n<!--[if IE]>\ny\n<![endif]-->"),
         look=without("[if IE]")),
    Case("raw-html-by-attribute", "raw HTML by its attribute", "raw-html",
         wrote("`<script>alert(1)</script>`{=html}")),
    Case("raw-openxml", "a field that runs a program in Word", "raw-markup",
         wrote('`<w:fldSimple w:instr="DDEAUTO c:\\\\\\\\cmd"/>`{=openxml}')),
    Case("raw-openxml-block", "the same as a block", "raw-markup",
         wrote('```{=openxml}\n<w:fldSimple w:instr="DDEAUTO x"/>\n```')),
    Case("raw-tex", "TeX that reads a file", "",
         wrote("\\\\input{/etc/passwd} \\\\write18{touch x}") | {"diglot.toml": EVERY}),
    Case("math-that-reads", "a formula that includes a file", "",
         wrote("A formula $\\\\input{/etc/passwd}$ stands here.") | {"diglot.toml": EVERY}),
    Case("attribute-with-event", "an attribute runs a script", "unknown-attribute",
         wrote("[x]{onclick=alert(1)}")),
    Case("attribute-with-style", "a style attribute fetches", "unknown-attribute",
         wrote('[x]{style="background:url(@HOST@/a)"}')),
    Case("attribute-on-code", "an attribute of a code block", "unknown-attribute",
         wrote("```{.python onclick=alert(1) startFrom=1}\nx\n```")),
    Case("attribute-in-width", "a width that carries a style", "",
         wrote('![A plan](plan.svg){width="1px;background:url(@HOST@/a)"}')
         | {f"{FOLDER}/plan.svg": BLANK},
         look=without("background:url(http")),
    Case("id-that-breaks-out", "an id with marks of HTML", "raw-html",
         wrote("# x {#\"><script>alert(1)</script>}\n\nText."), look=without("<script>alert")),
    Case("id-of-ours", "ids that our own script looks for", "",
         wrote("# One {#top}\n\n# Two {#main}\n\n# Three {#toc}\n\n# Four {#__proto__}\n\nText.")),
    Case("class-of-ours", "a class by which our own parts are known", "unknown-part",
         wrote("::: {.fact .band}\nText.\n:::")),
    Case("forged-fact", "a span that looks like a fact of ours", "undefined-fact",
         wrote('[x]{.fact ref="__class__"}')),
    Case("forged-insertion", "a tracked change in somebody's name", "remark-in-text",
         wrote('[Agreed.]{.insertion author="The President" date="2024-05-01T00:00:00Z"}')),
    Case("forged-comment", "a comment in somebody's name", "remark-in-text",
         wrote('[x]{.comment-start id="1" author="The President"} y [z]{.comment-end id="1"}')),
    Case("custom-style", "a style of Word by name", "unknown-attribute",
         wrote('::: {custom-style="Normal"}\nText.\n:::')),
    Case("link-to-a-script", "a link runs a script", "unsafe-link",
         wrote("[x](javascript:alert(1))")),
    Case("link-in-mixed-case", "JaVaScRiPt:", "unsafe-link", wrote("[x](JaVaScRiPt:alert(1))")),
    Case("link-with-entities", "a scheme in character references", "unsafe-link",
         wrote("[x](&#106;avascript&colon;alert(1))")),
    Case("link-with-a-tab", "a scheme with a tab in it, which browsers drop", "unsafe-link",
         wrote("[x](<java&#9;script:alert(1)>)")),
    Case("link-with-a-leading-control", "a scheme behind a control character", "unsafe-link",
         wrote("[x](<&#1;javascript:alert(1)>)")),
    Case("link-with-a-no-break-space", "a scheme behind a blank of another kind", "unsafe-link",
         wrote("[x](<&#160;javascript:alert(1)>)")),
    Case("link-with-data", "a page inside a link", "unsafe-link",
         wrote("[x](data:text/html;base64,PHNjcmlwdD4=)")),
    Case("link-to-vbscript", "vbscript:", "unsafe-link", wrote("[x](vbscript:msgbox)")),
    Case("link-to-a-file", "file:", "unsafe-link", wrote("[x](file:///etc/passwd)")),
    Case("link-to-a-share", "a share of Windows, which sends the password's sum", "unsafe-link",
         wrote("[x](<\\\\\\\\\\\\\\\\evil.example\\\\\\\\share>)")),
    Case("link-without-scheme", "a link to //host", "unsafe-link", wrote("[x](//evil.example/)")),
    Case("link-by-autolink", "an autolink of a scheme that runs", "unsafe-link",
         wrote("<javascript:alert(1)>")),
    Case("link-with-office-scheme", "a scheme that opens Word with a file", "unsafe-link",
         wrote("[x](ms-word:ofe|u|https://evil.example/a.docm)")),
    Case("link-with-percent-scheme", "a scheme in percents is a file, not a scheme", "",
         wrote("[x](javascript%3Aalert(1))") | {"diglot.toml": EVERY}),
    Case("title-with-markup", "front matter with marks of HTML", "",
         {RELEASE: release(front='subtitle: "a & b `</title>` x"\nauthor: "x\\" onmouseover=\\"y"\n')},
         look=without("b </title>", "</title></code> x", 'onmouseover="y')),
    Case("title-with-raw-html", "raw HTML in front matter", "raw-html",
         {RELEASE: release(front='subtitle: "<script>alert(1)</script>"\n')}),
    Case("structured-data-that-breaks-out", "a title that ends the script it stands in", "",
         {RELEASE: release(front='description: "`</script><script>alert(1)</script>`"\n')},
         look=without("</script><script>alert")),
    Case("alt-text-that-breaks-out", "words of a picture with marks of HTML", "",
         wrote('![a" onload="alert(1)](plan.svg)')
         | {f"{FOLDER}/plan.svg": BLANK,
            "diglot.toml": EVERY}, look=without('onload="alert')),
    Case("caption-that-breaks-out", "a caption with marks of HTML", "raw-html",
         wrote('::: {.table caption="<img src=x onerror=alert(1)>"}\n| a |\n|---|\n| b |\n:::')),
    Case("code-language-that-breaks-out", "the language of a code block", "",
         wrote('```"><script>alert(1)</script>\nx\n```'), look=without("<script>alert(1)")),
    Case("translation-with-script", "a translation with a script", "",
         _said("<script>alert(1)</script>展馆"), look=without("<script>alert(1)")),
    Case("translation-with-event", "a translation with a picture that runs", "",
         _said('<img src=x onerror="alert(1)">展馆') | {"diglot.toml": EVERY},
         look=without('<img src=x')),
    Case("translation-with-markdown", "a translation that forges a link in Markdown", "",
         _said("[展馆](javascript:alert(1)) `x`{=openxml} <https://evil.example>")
         | {"diglot.toml": EVERY}, look=without('href="javascript', 'href="https://evil')),
    Case("translation-with-a-link", "a translation that brings a link", "broken-tag",
         _said("<link>展馆</link>开馆了。"), verb=("check",)),
    Case("translation-with-raw-word", "a translation with markup of Word", "",
         _said('<w:fldSimple w:instr="DDEAUTO c:\\\\cmd"/>]]></w:t></w:r>展馆')
         | {"diglot.toml": EVERY}, look=without("<w:fldSimple w:instr=\"DDEAUTO")),
    Case("theme-words-with-script", "a word of the theme with a script", "",
         {"locales/zh_CN/LC_MESSAGES/theme.po":
          catalog(("Contents", "<script>alert(1)</script>"), ("Contact", "<img src=x onerror=y>"))},
         look=without("<script>alert(1)", "<img src=x onerror")),
    Case("only-for-another-language", "a part for another language that carries a script",
         "raw-html", wrote('::: {.only lang="fr"}\n<script>alert(1)</script>\n:::\n\nText.')),
)  # fmt: skip

"""Templates and format strings in text: nothing that is data may ever be filled in."""

from __future__ import annotations

from tests.hostile.case import CATALOG, EVERY, HALL, RELEASE, Case, catalog, release, theme, toml
from tests.hostile.markup import without

_FACT = "facts:\n  guests: {value: 1200}\n"
_GUESTS = release("Today {guests} guests came.", _FACT)


def _guests(text: str) -> dict[str, str]:
    return {RELEASE: _GUESTS, CATALOG: catalog(("Today {guests} guests came.", text))}


def _template(text: str) -> dict[str, str]:
    page = f'{{% extends "web.html" %}}{{% block head %}}{{{{ super() }}}}{text}{{% endblock %}}'
    return theme(web_html=page)


CASES = (
    Case("template-in-text", "an expression of Jinja in the text", "",
         {RELEASE: release("Seven: {{{{ 7\\*191 }}}} and {{% include 'x' %}}."), "diglot.toml": EVERY},
         look=without("1337")),
    Case("template-in-a-title", "the same in front matter", "",
         {RELEASE: release(front='subtitle: "{{{{ 7*191 }}}} {{% raw %}}"\n'),
          "diglot.toml": EVERY}, look=without("1337")),
    Case("template-in-a-translation", "the same from a translator", "",
         {CATALOG: catalog((HALL, "展馆{{{{ 7*191 }}}}{% for i in range(9) %}开{% endfor %}")),
          "diglot.toml": EVERY}, look=without("1337")),
    Case("template-in-a-word-of-the-theme", "the same in a word of the theme", "",
         {"locales/zh_CN/LC_MESSAGES/theme.po":
          catalog(("Contents", "{{ 7*191 }}"), ("Release of {date}", "{{ 7*191 }}{date.__class__}"))},
         look=without("1337", "<class")),
    Case("template-in-a-label-of-facts", "the same in the label of a fact", "",
         {RELEASE: release("Text {guests}.",
                           'facts:\n  guests: {value: 8, label: "{{ 7*191 }}"}\n')},
         look=without("1337")),
    Case("format-of-a-class", "a placeholder that reaches into Python", "undefined-fact",
         {RELEASE: release("{guests.__class__.__init__.__globals__} {0.__class__}{nobody}", _FACT)}),
    Case("format-of-a-class-in-a-translation", "the same from a translator", "placeholder-mismatch",
         _guests("{guests}{guests.__class__.__mro__}{nobody}{0.__class__}"), verb=("check",)),
    Case("format-with-padding", "a placeholder a billion wide", "number-mismatch",
         _guests("{guests}{guests:>1000000000}{:>1000000000}"), verb=("check",)),
    Case("percent-formats", "formats of C", "",
         {CATALOG: catalog((HALL, "%n%s%1$s%(name)s%9999999999d 100%")), "diglot.toml": EVERY}),
    Case("fact-called-by-a-name-of-python", "a fact called __class__", "bad-fact-name",
         {RELEASE: release(front="facts:\n  __class__: {value: 8}\n")}),
    Case("fact-of-another-kind", "the unit of a fact carries a template", "",
         {RELEASE: release("Here {guests.unit}.",
                           'facts:\n  guests: {value: 8, unit: "{{ 7*191 }} x"}\n')},
         look=without("1337")),
    Case("sandbox-by-class", "a theme climbs from a string to its class", "broken-template",
         _template("{{ ''.__class__.__mro__[1].__subclasses__() }}")),
    Case("sandbox-by-attr", "the same by the filter attr", "broken-template",
         _template("{{ ''|attr('__class__')|attr('__mro__') }}")),
    Case("sandbox-by-format", "the same by str.format", "broken-template",
         _template("{{ '{0.__class__.__mro__}'.format('') }}{{ 1 // 0 }}")),
    Case("sandbox-by-format-map", "the same by format_map and a macro", "broken-template",
         _template("{% macro m() %}{% endmacro %}"
                   "{{ '{m.__globals__}'.format_map({'m': m}) }}{{ m.__globals__ }}")),
    Case("sandbox-by-globals", "the globals of a filter", "broken-template",
         _template("{{ cycler.__init__.__globals__.os.popen('id').read() }}")),
    Case("sandbox-by-loader", "the environment behind a macro", "broken-template",
         _template("{{ self._TemplateReference__context.environment }}")),
    Case("sandbox-by-picture", "the World behind our own function", "broken-template",
         _template("{{ picture.func.__globals__ }}{{ picture.args[0].world.root }}")),
    Case("sandbox-range", "a loop over a billion", "broken-template",
         _template("{% for i in range(10**9) %}{{ i }}{% endfor %}")),
    Case("sandbox-loops-in-loops", "loops that are short, in one another", "template-too-much",
         _template("{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}"
                   "{% endfor %}{% endfor %}{% endfor %}")),
    Case("sandbox-long-power", "a number with a billion digits", "broken-template",
         _template("{{ 10 ** 10 ** 10 }}")),
    Case("sandbox-long-text", "a text of a gigabyte", "template-too-much",
         _template("{{ 'x' * 1000000000 }}")),
    Case("sandbox-growing-text", "a text that doubles itself", "template-too-much",
         _template("{% set ns = namespace(x='xxxxxxxx') %}{% for i in range(60) %}"
                   "{% set ns.x = ns.x ~ ns.x %}{% endfor %}{{ ns.x }}")),
    Case("sandbox-wide-format", "a text a gigabyte wide", "broken-template",
         _template("{{ '%1000000000d' % 1 }}{{ 'x'|center(1000000000) }}")),
    Case("sandbox-long-list", "a list that doubles itself", "template-too-much",
         _template("{% set ns = namespace(x=[0]*64) %}{% for i in range(60) %}"
                   "{% set ns.x = ns.x + ns.x %}{% endfor %}{{ ns.x|length }}")),
    Case("sandbox-long-round", "a number rounded to a billion digits", "broken-template",
         _template('{{ 1|round(1000000000, "ceil") }}')),
    Case("sandbox-wide-batch", "a row filled up to a billion", "template-too-much",
         _template("{{ [1]|batch(1000000000, 0)|list|length }}")),
    Case("sandbox-many-slices", "a list in a billion slices", "template-too-much",
         _template("{{ [1]|slice(1000000000)|list|length }}")),
    Case("sandbox-summed-lists", "a list summed with itself", "broken-template",
         _template("{% set ns = namespace(x=[0]) %}{% for i in range(40) %}"
                   "{% set ns.x = [ns.x, ns.x]|sum(start=[]) %}{% endfor %}{{ ns.x|length }}")),
    Case("sandbox-recursive-macro", "a macro that calls itself", "broken-template",
         _template("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")),
    Case("sandbox-recursive-include", "a template that includes itself", "broken-template",
         theme(web_html='{% include "a.html" %}', a_html='{% include "b.html" %}',
               b_html='{% include "a.html" %}')),
    Case("sandbox-branching-macros", "macros that call each other twice, sixty deep",
         "template-too-much",
         _template("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
                   "{{ m(60) }}")),
    Case("sandbox-in-a-drawing", "a drawing of the theme climbs", "broken-template",
         theme(logo_svg="<svg>{{ ''.__class__ }}</svg>",
               theme_toml='parent = "plain"\n[brand]\nlogo = "logo.svg"\n')
         | {"diglot.toml": toml(formats='"html", "pdf"', theme="own")}),
    Case("sandbox-undefined-import", "a module asked for by import", "no-such-file",
         _template('{% import "os" as os %}{{ os.system("id") }}')),
    Case("sandbox-broken", "a template that does not parse", "broken-template",
         _template("{% for %}")),
)  # fmt: skip

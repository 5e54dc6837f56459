"""Editions made by hand, as ``compose`` gets them: no parser, no catalog, no engine."""

from __future__ import annotations

from pathlib import Path

from pipeline import themes, tree
from pipeline.model import Edition, Locale, Page, Place, Slug, Target
from pipeline.plugs import Copy
from pipeline.themes import Theme
from pipeline.world import Disk, World

WORLD: World = Disk(Path(__file__).parent.parent)
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    b'<text y="9">\xe5\x9b\xbe</text></svg>'
)
FRONT = {
    "en": {"title": "The hall opens", "subtitle": "Guests came", "kicker": "Press release",
           "place": "Beijing", "author": "The Hall", "description": "The hall has opened."},
    "zh_CN": {"title": "展馆开馆，客人云集", "subtitle": "首日盛况", "kicker": "新闻稿",
              "place": "北京", "author": "展馆", "description": "展馆现已开馆。"},
    "fr": {"title": "La salle ouvre ses portes", "kicker": "Communiqué", "author": "La Salle"},
    "ar": {"title": "افتتاح القاعة", "kicker": "بيان صحفي", "author": "القاعة"},
}  # fmt: skip
BODY = {
    "en": """<div class="lede"><p>On the first day <em>many</em> came.</p></div>
<div class="figures"><dl>
<dt><span class="number">1,200</span> <span class="unit">guests</span></dt><dd>on the day</dd>
<dt><span class="number">3.5</span></dt><dd>times more</dd></dl></div>
<section id="s" class="level2"><h2>What they saw</h2>
<p>Some saw the tower.<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref">
<sup>1</sup></a> Some read <a href="plan.html">the plan</a> or <a href="https://example.org">more</a>.</p>
<ul><li><p>one</p><ul><li>nested</li></ul></li><li><p>two</p></li></ul>
<div class="chart"><figure><img src="charts/chart-1.svg" alt="Adults 1,000"/>
<figcaption aria-hidden="true">Who came</figcaption></figure>
<div class="data"><table><thead><tr><th></th>
<th style="text-align: right;">Guests</th></tr></thead><tbody><tr><td>Adults</td>
<td style="text-align: right;">1,000</td></tr></tbody></table></div></div>
<div class="pull"><p>Come again.</p></div><div class="aside"><p>A note.</p></div>
<pre><code>code</code></pre><blockquote><p>quoted</p></blockquote>
<div class="closing"><p>Come and see!</p></div>
<div class="contact"><dl><dt>Name</dt><dd>Li Lei</dd></dl></div></section>
<section id="footnotes" class="footnotes" role="doc-endnotes"><hr/><ol>
<li id="fn1"><p>It is old.<a href="#fnref1" class="footnote-back" role="doc-backlink"
>\u21a9\ufe0e</a></p></li></ol></section>""",
    "zh_CN": """<div class="lede"><p>开馆首日，“客人”云集——共1,200位。</p></div>
<div class="figures"><dl><dt><span class="number">40万</span><span class="unit">平方米</span></dt>
<dd>面积</dd></dl></div>
<section id="s" class="level2"><h2>客人所见</h2>
<p>有人看了<em>花园</em>，有人看了古塔。</p></section>
<section id="t" class="level2"><h2>主题推介与圆桌对话</h2><p>圆桌对话，主题推介。</p></section>""",
    "fr": '<section class="level2"><h2>À voir</h2><p>« Déjà l’été », dit-on.</p></section>',
    "ar": '<section class="level2"><h2>ما رأوه</h2><p>رأى بعضهم البرج.</p></section>',
}


def copy(locale: str = "en", body: str | None = None, **front: str) -> Copy:
    """Return an edition in one of four locales; ``front`` replaces texts of the front matter."""
    texts = FRONT[locale] | front
    meta = {name: {"t": "MetaInlines", "c": tree.text(text)} for name, text in texts.items()}
    document = {"meta": meta, "blocks": [{"t": "Para", "c": tree.text(BODY[locale])}]}
    edition = Edition(Slug("hall"), Locale(locale), "2024-05-01", document, cldr=locale)
    pictures = {"charts/chart-1.svg": {"svg": SVG, "png": b"\x89PNG"}}
    return Copy(edition, {"body": BODY[locale] if body is None else body, **texts}, pictures)


def theme(name: str = "plain") -> Theme:
    """Return a theme that travels with the program."""
    return themes.load(WORLD, name, Place("diglot.toml"))


def page(body: bytes, medium: str) -> Page:
    """Return a composed page as an engine gets it."""
    return Page(Target(Slug("hall"), Locale("en"), medium), body)  # type: ignore[arg-type]

"""Preflight: every fault that is put on a page is found, and nothing on a sound one."""

from __future__ import annotations

import base64
import io
from functools import cache, partial
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from PIL import Image

from pipeline import preflight
from pipeline.cli import main
from pipeline.engines import composition, fonts, weasy
from pipeline.model import Place
from pipeline.preflight import inks, lint
from pipeline.preflight.places import Spots
from tests import small
from tests.copies import WORLD

FACES = "".join(
    f'@font-face {{ font-family: "{name}"; src: url("font:{address}/400/normal/Hans") }}'
    for name, address in (
        ("Inter", "Inter"), ("Noto Serif CJK SC", "Noto%20Serif%20CJK%20SC"),
        ("Newsreader", "Newsreader"),
    )
)  # fmt: skip
SHEET = """@page { size: 150mm 290mm; margin: 20mm;
  @bottom-center { content: counter(page); font: 7pt Inter } }
html { font: 10pt/1.75 Inter, Noto Serif CJK SC; color: #1D2733 }
p { margin: 0 0 3mm; orphans: 2; widows: 2 } :lang(zh) p { text-align: justify }
h2 { font-size: 13pt; margin: 5mm 0 2mm; break-after: avoid; line-height: 1.3 }
table { width: 100%; border-collapse: collapse } td { padding: 1mm 2mm; border: 1px solid #CCC }
.aside { background: #EEF2F6; border-top: 1mm solid #C8452B; padding: 3mm }
figure { margin: 4mm 0 } img { width: 60mm; display: block }"""
ENGLISH = (
    "The zone was set up for enterprises of the life and health industry, and the airport makes"
    " it easy to reach. Guests saw the laboratories, the hall and the logistics centre. "
)
CHINESE = "临空经济区面向生命健康产业，机场让往来更加便捷。客人参观了实验室、展馆和物流中心。"


@cache
def picture(pixels: int) -> str:
    """Return a picture as wide as so many pixels, half as high."""
    out = io.BytesIO()
    Image.new("RGB", (pixels, pixels // 2), "#16324F").save(out, "png")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


SOUND = f"""<h2>What they saw</h2><p>{ENGLISH * 2}</p>
<div class="aside"><p>{ENGLISH}</p></div>
<figure><img src="{picture(800)}" alt="The plan of the hall"><figcaption>The plan</figcaption>
</figure><table><tr><th>Visitors</th><td>1,200</td></tr><tr><th>Area</th><td>30,000</td></tr>
</table><h2 id="next">What comes next</h2><p lang="zh-Hans-CN">{CHINESE * 3}</p>
<p>Read <a href="#next">more</a>, or <a href="https://example.org/a?b=1">elsewhere</a>, or write
to <a href="mailto:hall@example.org">the hall</a>, telephone
<a href="tel:+86-10-1234">1234</a>.</p>"""


def seen(body: str = SOUND, css: str = "", language: str = "en") -> list[preflight.Sighting]:
    """Return what is seen on the pages of a body."""
    head = f"<!doctype html><html lang='{language}'><meta charset='utf-8'><title>t</title>"
    page = f"{head}<style>{FACES}{SHEET}{css}</style><body>{body}".encode()
    watch = preflight.Watch()
    text = fonts.text_of(page)
    order = weasy.Order(teach=(composition.install,), look=watch.look,
                        finish=lambda _, pdf: watch.check(pdf))  # fmt: skip
    weasy.print_pdf(page, partial(fonts.serve, world=WORLD, text=text), order)
    found = watch.seen(fonts.strays(page, watch.runs, WORLD))
    return list(preflight.unpacked(found["sightings"]))


def more(body: str) -> str:
    """Return the sound page with something after it."""
    return SOUND + body


DRAWN = "data:image/svg+xml," + quote(
    "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='80' preserveAspectRatio='none'>"
    "<rect width='40' height='80' fill='#16324F'/></svg>"
)
FILL = f"<p>{ENGLISH * 2}</p>" * 3
SEEDED = {
    "text beyond the page": ("outside-page", more(
        "<p style='margin-left: 95mm; width: 60mm'>Registered enterprises of the zone</p>"), ""),
    "a table wider than the page": ("outside-page", more(
        "<table style='width: 180mm'><tr><td>Visitors of the hall</td><td>1,200</td></tr>"
        "</table>"), ""),
    "a picture too high for the page": ("outside-page", FILL * 2 + f"<img alt='A map'"
        f" style='height: 256mm; width: 100%' src='{DRAWN}'>" + FILL * 2, ""),
    "a word longer than its box": ("outside-box", more(
        "<p class='aside' style='width: 30mm'>Telecommunicationsinfrastructure</p>"), ""),
    "a line that may not break": ("outside-box", more(
        f"<p style='white-space: nowrap; width: 40mm'>{ENGLISH[:40]}</p>"), ""),
    "a picture wider than its column": ("outside-box", more(
        f"<div style='width: 50mm'><img src='{picture(800)}' alt='A map'></div>"), ""),
    "text that a box cuts off": ("outside-box", more(
        f"<div class='aside' style='height: 9mm; overflow: hidden'><p>{ENGLISH * 2}</p></div>"),
        ""),
    "text taller than its band": ("outside-box", more(
        f"<div class='aside' style='height: 9mm'><p>{ENGLISH}</p></div>"), ""),
    "two texts in one place": ("overprinted", more(
        f"<p>{ENGLISH}</p><p style='margin-top: -9mm'>{ENGLISH[:60]}</p>"), ""),
    "a box over a text": ("overprinted", more(
        f"<p>{ENGLISH}</p><div style='position: relative; top: -16mm; height: 9mm; width: 60mm;"
        " background: #FFFFFF'></div>"), ""),
    "a picture over a text": ("overprinted", more(
        f"<p>{ENGLISH}</p><img style='margin-top: -12mm' src='{picture(800)}' alt='A map'>"), ""),
    "a box on a box": ("overprinted", more(
        f"<div class='aside'><p>{ENGLISH}</p></div>"
        f"<div class='aside' style='margin: -6mm 0 0 20mm'><p>{ENGLISH}</p></div>{FILL}"), ""),
    "a widow": ("widow",
        f"<div style='height: 208mm' class='aside'></div><p>{ENGLISH * 2}</p>" + FILL,
        "p { widows: 1; orphans: 1 }"),
    "an orphan": ("orphan",
        f"<div style='height: 232mm' class='aside'></div><p>{ENGLISH * 2}</p>" + FILL,
        "p { widows: 1; orphans: 1 }"),
    "a heading at the foot": ("heading-at-foot",
        f"<div style='height: 225mm' class='aside'></div><h2>Next</h2><p>{ENGLISH * 2}</p>"
        + FILL, "h2 { break-after: auto }"),
    "a last line of one character": ("short-last-line", more(
        "<p lang='zh-Hans-CN'>临空经济区面向生命健康产业<br>区。</p>"), ""),
    "a last line of two letters": ("short-last-line", more("<p>It was set up<br>so.</p>"), ""),
    "two characters in a heading": ("short-last-line", more(
        "<h2 lang='zh-Hans-CN'>生命健康产业支持<br>体系</h2>"
        f"<p>{ENGLISH}</p>"), ""),
    "pale text": ("low-contrast", more("<p style='color: #999'>Opening hours</p>"), ""),
    "text on a ground of its own colour": ("low-contrast", more(
        "<p style='background: #3A4656; padding: 2mm'>Opening hours</p>"), ""),
    "text that is half transparent": ("low-contrast", more(
        "<p style='color: rgba(29, 39, 51, .5)'>Opening hours</p>"), ""),
    "a page broken too early": ("empty-area", f"<h2>One</h2><p>{ENGLISH}</p>"
        f"<div style='break-before: page'>{SOUND}</div>", ""),
    "a picture that did not fit": ("empty-area", FILL + f"<img alt='A map'"
        f" style='width: 100mm; height: 180mm' src='{DRAWN}'>" + FILL * 2, ""),
    "a coarse picture": ("coarse-image", more(
        f"<img src='{picture(200)}' alt='A map of the zone'>"), ""),
    "a coarse picture behind a text": ("coarse-image", more(
        f"<div style='height: 30mm; background: url({picture(200)}) 0 0 / 100% 100%'></div>"), ""),
    "a link into nothing": ("dead-link", more("<p>See <a href='#figuers'>the table</a>.</p>"), ""),
    "a link to no address": ("dead-link", more("<p>See <a href='https://www'>us</a>.</p>"), ""),
    "a letter that its faces lack": ("fallback-face", more(
        "<p style='font-family: Newsreader'>Visit 临空 soon</p>"), ""),
}  # fmt: skip


def test_a_sound_page_has_nothing_to_report():
    """Text, a box, a picture, a table, headings and links in two languages: silence."""
    assert seen() == []
    assert seen(FILL * 6 + SOUND) == []


@pytest.mark.parametrize("name", SEEDED)
def test_a_fault_put_on_a_page_is_found(name):
    """It is named by its rule, with a page, and no other rule cries beside it."""
    rule, body, css = SEEDED[name]
    found = seen(body, css)

    assert {sighting.rule for sighting in found} == {rule}
    assert all(sighting.page or rule in ("dead-link", "fallback-face") for sighting in found)
    assert all(sighting.message and sighting.hint for sighting in found)


def test_a_fault_names_its_box_and_its_text():
    """A designer finds the box, an author the words."""
    (found,) = seen(more("<p class='hours' style='color: #999'>Opening hours</p>"))

    assert found.where == "page 1, p.hours `Opening hours`"
    assert found.message == "its contrast is 2.8 to 1 (#999999 on #FFFFFF)"


@pytest.mark.parametrize(
    ("css", "order"),
    [
        ("background: #1B4332; color: #8FA6BF", "make the text lighter or the ground darker"),
        ("background: #FFFFFF; color: #999999", "make the text darker or the ground lighter"),
    ],
)
def test_the_way_out_of_a_low_contrast_leads_away_from_it(css, order):
    """Light type on a dark ground becomes readable by more light, not by less."""
    (found,) = seen(more(f"<p style='{css}; padding: 2mm'>Opening hours</p>"))

    assert found.hint == f"{order}, to 4.5 to 1"


def test_a_colour_is_called_by_the_name_that_the_theme_gives_it():
    """A designer mends a token, not a number."""
    (found,) = seen(more("<p style='background: #1B4332; color: #8FA6BF; padding: 2mm'>Hours</p>"))
    told = inks.named(found, {"primary": "#1b4332", "third": "#8FA6BF"}, "green")

    assert told.message == "its contrast is 4.4 to 1 (`third` #8FA6BF on `primary` #1B4332)"
    assert told.hint.endswith(
        ": `third` and `primary` stand under [color] in templates/green/theme.toml"
    )


def test_what_a_designer_means_is_no_fault():
    """Text on a band, a heading beside its text, a hanging indent, a number above the line."""
    body = f"""<div style="background: #16324F; color: #FFF; margin: 0 -20mm; padding: 4mm 20mm">
<p>{ENGLISH}<sup style="line-height: 0; font-size: .7em">1</sup></p></div>
<section style="padding-left: 40mm"><h2 style="height: 0; margin: 0 0 0 -40mm; width: 36mm">
Support for life and health</h2><p>{ENGLISH * 2}</p></section>
<p style="padding-left: 6mm; text-indent: -6mm">{ENGLISH}</p>
<ul><li>transport</li><li>supply chain</li></ul>
<div style="position: relative; height: 30mm; background: #0B2545"><p style="position: absolute;
left: 4mm; bottom: 4mm; margin: 0; color: #FFFFFF">On the cover</p></div>
<div style="columns: 2">{FILL}</div>{FILL}"""

    assert seen(body) == []


STYLES = {
    "h1 { text-wrap: balance }": ["ignored-property"],
    "h1 { background: conic-gradient(red, blue) }": ["ignored-property"],
    "h1 { position: sticky }": ["ignored-property"],
    "h1 { writing-mode: vertical-rl }": ["ignored-property"],
    "h1 { colour: red }": ["ignored-property"],
    "@supports (display: grid) { h1 { color: red } }": ["ignored-property"],
    ".kicker { opacity: .6 }": ["opacity"],
    ".kicker { opacity: 60% }": ["opacity"],
    ".pair { display: grid; grid-template-columns: 1fr 1fr }": ["auto-track"],
    ".pair { display: grid; grid-template-columns: auto 40mm }": ["auto-track"],
    ".pair { display: grid }": ["auto-track"],
    ".pair { display: flex }": ["auto-track"],
    ".pair { display: flex } .pair > p { flex: 1 }": ["auto-track"],
    ".pair { display: table }": ["auto-track"],
    "h1 { color: {{ color.primary }}; margin: {{ page.gap_mm }}mm }": [],
    ".pair { display: grid; grid-template-columns: 40mm minmax(0, 1fr) }": [],
    ".pair { display: flex } .pair > p { flex: 1 1 0; min-width: 0 }": [],
    ".pair { display: flex } .pair > p { flex: none; width: 40mm }": [],
    ".pair { display: table; table-layout: fixed; width: 100% }": [],
    "h1::before { content: ''; opacity: .2 }": [],
}


@pytest.mark.parametrize("css", STYLES)
def test_styles_that_go_wrong_on_paper_are_told_with_their_line(css):
    """No page has to be set for that."""
    found = list(lint.lint({"templates/house/print.css": f"/* ours */\n{css}"}))

    assert [d.rule for d in found] == STYLES[css]
    assert {d.place for d in found} <= {Place("templates/house/print.css", 2)}


def test_the_shipped_themes_have_nothing_to_report():
    """Neither does any style in their templates."""
    from tests.copies import theme

    for name in ("plain", "aerotropolis"):
        paths = lint.sheets(theme(name).chain, WORLD)

        assert list(lint.lint({path: WORLD.read(path).decode() for path in paths})) == []


def test_a_text_leads_back_to_its_line():
    """The whole text first, then a part of it, then the likeliest."""
    texts = [
        ("What they saw", 9),
        ("Some saw the garden, some the tower.", 11),
        ("区内企业概况", 20),
    ]
    spots = Spots([(text, Place("r.md", line)) for text, line in texts], Place("r.md"))

    assert spots.of("Some saw the garden, some the tower.").line == 11
    assert spots.of("some the tower").line == 11
    assert spots.of("区内企业\n概况").line == 20
    assert spots.of("1 Some saw a garden, some the tower.").line == 11
    assert spots.of("Nothing of the kind") == Place("r.md")
    assert spots.holding("区") == [Place("r.md", 20)]


@pytest.mark.parametrize("rule", preflight.RULES)
def test_a_rule_s_docstring_is_its_manual(rule):
    """What it finds, why, an example, what it says and what to do."""
    text = preflight.MANUALS[rule]

    assert text.startswith(("Find", "Make"))
    assert ">>> " in text
    assert "\nhint: " in text
    assert ("\nwarning: " in text) or ("\nerror: " in text)


def run(folder, *arguments):
    """Run a verb on the project in a folder; return the exit status and all it printed."""
    result = CliRunner().invoke(main, ["--root", str(folder), *arguments])
    return result.exit_code, result.output


def test_check_pages_looks_at_the_pages_of_a_project(tmp_path):
    """It names the file, the page, the text and the line; `check` alone sets no page."""
    style = "{% if true %}.closing { margin-top: -14mm }{% endif %} .pull { opacity: .5 }\n"
    folder = small.write(tmp_path, **{
        "templates/house/theme.toml": 'parent = "plain"\n',
        "templates/house/print.css": style,
        "diglot.toml": small.TOML.replace('"plain"', '"house"'),
    })  # fmt: skip
    status, output = run(folder, "check", "--pages")
    line = 1 + small.MARKDOWN[: small.MARKDOWN.index("Come and see!")].count("\n")

    assert status == 1
    assert f"{small.RELEASE}:{line}: warning: " in output
    assert "`Come and see!`" in output
    assert "[overprinted]" in output
    assert "templates/house/print.css:1: warning: `opacity` on `.pull`" in output
    assert run(folder, "check")[0] == 0


def test_a_house_may_do_without_a_rule_and_misspell_none(tmp_path):
    """A rule that does not exist is told with the nearest that does."""
    folder = small.write(
        tmp_path, **{"diglot.toml": f'{small.TOML}\n[preflight]\nwindow = "off"\n'}
    )
    status, output = run(folder, "build", "-f", "pdf")

    assert status == 3
    assert "preflight has no rule `window`" in output
    assert "did you mean `widow`?" in output


@pytest.mark.slow
def test_a_key_figure_too_wide_is_told_where_it_stands(tmp_path):
    """Not at the cell of a table that has the same figure, and in words for an author."""
    text = small.MARKDOWN.replace("{value: 30000, unit: square-meter}", "{value: 212000000000}")
    folder = small.write(tmp_path, **{small.RELEASE: text})
    style = folder / "templates/own/print.css"
    style.parent.mkdir(parents=True)
    (style.parent / "theme.toml").write_text('parent = "plain"\n[size]\nfigure = 60\n')
    (folder / "diglot.toml").write_text(small.TOML.replace('"plain"', '"own"'))
    output = CliRunner().invoke(main, ["--root", str(folder), "check", "--pages"]).output
    told = [line.partition(" ")[0] for line in output.split("\n") if "[outside-" in line]

    line = text[: text.index("{area}\n: of floor")].count("\n") + 1
    assert set(told) == {f"{small.RELEASE}:{line}:"}
    assert "write a shorter form of the figure, such as `.compact`" in output

"""Lay an edition out in a theme: its words and pictures, the theme's templates and tokens.

    Copy ─ parts ─▶ fragments ─ templates + sheets ─▶ one HTML page that fetches nothing

Templates come from the theme or the nearest parent that has them; a template that extends
its own name extends the parent's. What a translator wrote is text: templates escape it, and
it is never a format string. An undefined name is an error, because a blank in a brochure is
worse than a failed build.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import jinja2
from markupsafe import Markup

from pipeline import facts, languages, pictures, themes, tree
from pipeline.diagnostics import Diagnostic, PipelineError, fatal
from pipeline.limits import MB
from pipeline.model import Locale, Medium, Place
from pipeline.plugs import Copy
from pipeline.segments import META
from pipeline.stages.compose import (
    art,
    faults,
    measures,
    moor,
    pairing,
    parts,
    sandbox,
    screen,
    sheets,
    words,
)
from pipeline.themes import Theme
from pipeline.world import World, exists

TEMPLATES: Mapping[Medium, str] = {"html": "web.html", "pdf": "print.html"}

PARTS = (*parts.LIFTED, "body", "notes")
"""What `part` has in every template; empty where a release has none."""

LEAFLET = "leaflet.html"
"""What a folded sheet is made of; its styles are laid over those of the brochure."""

SPREAD = "spread.html"
"""What two editions on one page are made of; its styles too."""

HOLE = "Not translated yet"
"""What a reader of two languages sees where one of them is missing."""

_NOTE = re.compile(r"/\*.*?\*/\n?|^ +", re.DOTALL | re.MULTILINE)
"""What a browser does not need of a style: comments, and blanks that begin a line."""

_BROKEN = re.compile(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])")


_NAMED = re.compile(r"(?:extends|include|import|from|picture\()\s*[\"']([^\"']+\.(?:html|svg))")
"""Templates that a template names, as far as one can tell without reading it."""

WEB: Mapping[str, Any] = {
    **dict.fromkeys(("languages", "parallel", "downloads", "sides", "entries"), ()),
    **dict.fromkeys(("address", "card", "feed", "head", "icon", "index", "program", "tongue"), ""),
    "fallen": {"count": 0},
}
"""What a web page has beyond its text, until a format says it."""

SAID = ("languages", "parallel", "fallen", "sides", "entries")
"""Values of a leaf that a page shows: its faces must have their letters too."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a format adds to a page: the template it is of, and values for its templates."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


def compose(
    copy: Copy, world: World, theme: Theme, medium: Medium, leaf: Leaf | None = None
) -> bytes:
    """Return the page of an edition for ``html`` or ``pdf`` as UTF-8 HTML.

    Faces stand in it as ``font:`` addresses, pictures as ``data:``; nothing else is fetched.
    Raises ``PipelineError`` for a template or token that does not do.
    """
    measure = measures.of(theme, copy.edition.locale) if medium == "pdf" else None
    values = _values(copy, theme, medium, measure)
    values["part"] = _Texts("part", PARTS, parts.parts(copy, medium, measure))
    leaf = leaf or Leaf(LEAFLET if medium == "pdf" and theme.folded else TEMPLATES[medium])
    return _made(_Templates(world, theme), {**values, **WEB, **leaf.values}, leaf.template)


def spread(copy: Copy, world: World, theme: Theme) -> bytes:
    """Return the page that sets an edition beside the original, text by text, on paper.

    Raises ``PipelineError`` for a template or token that does not do.
    """
    assert copy.original
    sheet, second = themes.flat(theme), copy.original
    own = measures.column(sheet, copy.edition.locale)
    other = measures.column(sheet, second.edition.locale, measures.SECOND)
    values = _values(copy, sheet, "pdf", own)
    values["other"] = _values(second, sheet, "pdf", other)
    tongues = pairing.Tongues(*((v["lang"], v["direction"]) for v in (values, values["other"])))
    found = parts.paired(copy, second, tongues, (own, other))
    values["part"] = _Texts("part", PARTS, found)
    return _made(_Templates(world, sheet), values, SPREAD)


def abreast(copy: Copy, world: World, theme: Theme, leaf: Leaf) -> bytes:
    """Return the page that sets an edition beside the original, text by text, on a screen.

    Raises ``PipelineError`` for a template or token that does not do.
    """
    assert copy.original
    second, hole = copy.original, copy.edition.word(HOLE)
    values = _values(copy, theme, "html", None)
    values["other"] = _values(second, theme, "html", None)
    values["front"] |= {
        name: parts.beside(copy.markup[name], hole)
        for name in (one for one in copy.markup if one != "body")
        if name != "title" or moor.front(copy.markup[name])[1]
    }
    tongues = pairing.Tongues(*((v["lang"], v["direction"]) for v in (values, values["other"])))
    found = parts.facing_each_other(copy, second, tongues, hole)
    values["part"] = _Texts("part", PARTS, found)
    return _made(_Templates(world, theme), {**values, **WEB, **leaf.values}, leaf.template)


def _made(templates: _Templates, values: dict[str, Any], file: str) -> bytes:
    templates.budget.letters += 8 * sum(map(len, values["part"].values()))
    values["picture"] = partial(_picture, templates, values)
    name = f"{templates.theme.name}/{file}"
    try:
        name = templates.join_path(file, "")
        values["css"] = Markup(_styles(templates, values, file))  # noqa: S704
        made = templates.get_template(name).render(values)
        _count(made, values, templates.world.most.template_tags)
        return made.encode()
    except PipelineError:
        raise
    except Exception as reason:  # whatever a template did wrong, its author has to know where
        raise faults.broken(reason, name, values) from reason


def broken(title: str, copy: Copy, limit_em: float) -> tuple[str, ...]:
    """Return a title in even lines of at most so many ems, no word of the release broken."""
    spaced = languages.spaced(copy.edition.locale)
    text = "" if spaced else tree.plain(copy.edition.document["blocks"])
    return tuple(line.strip() for line in words.lines(title, text, limit_em))


def story(copy: Copy) -> str:
    """Return the text of an edition as plain HTML, without pictures: for who sets it anew."""
    return str(parts.bare(copy))


def prepare(world: World, theme: Theme, media: Iterable[Medium]) -> None:
    """Compile the templates that pages of some formats begin with, and those that they name."""
    templates = _Templates(world, theme)
    files = [TEMPLATES[medium] for medium in media if medium in TEMPLATES]
    left = ["common.css", *files, *(file.replace(".html", ".css") for file in files)]
    seen = set(left)
    for file in left:
        for owner in theme.chain:
            if exists(world, f"templates/{owner}/{file}"):
                templates.get_template(f"{owner}/{file}")
                named = _NAMED.findall(world.read(f"templates/{owner}/{file}").decode())
                left += dict.fromkeys(name for name in named if name not in seen)
                seen.update(named)


def wrong(world: World, theme: Theme) -> tuple[Diagnostic, ...]:
    """Return what is wrong in the files of a theme, in the order of its chain."""
    return tuple(faults.faults(world, theme, sheets.properties(theme) | screen.NAMES))


class _Templates(sandbox.Sandbox):
    """The templates of a theme and its parents, named ``theme/file``."""

    def __init__(self, world: World, theme: Theme) -> None:
        self.world, self.theme = world, theme
        steps, letters = int(world.most.template_steps), int(world.most.template_mb * MB)
        super().__init__(
            sandbox.Budget(steps, letters),
            loader=jinja2.FunctionLoader(self._source),
            undefined=_Unknown,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        ours: dict[str, Any] = {"ems": words.ems, "fill": fill, "mix": sheets.mix}
        sandbox.own({"css": sheets.string, "pages": sheets.pages, **ours}, self)

    def _source(self, name: str) -> tuple[str, str, None]:
        path = f"templates/{name}"  # the name that a traceback shows
        return self.world.read(path).decode(), path, None

    def join_path(self, template: str, parent: str) -> str:
        """Return the nearest template of a name; one that asks for its own gets the next."""
        self.budget.step(100)
        owner, _, file = parent.partition("/")
        chain = self.theme.chain
        above = chain[chain.index(owner) + 1 :] if file == template else chain
        path = themes.find(self.world, replace(self.theme, chain=above), template)
        return path.removeprefix("templates/")


def fill(pattern: str, **values: object) -> str:
    """Return a pattern of the templates with its ``{names}`` put in, and nothing else done.

    Unlike ``str.format`` it reaches no attribute, pads nothing, and leaves a stray brace alone.
    """
    return sheets.NAME.sub(lambda m: str(values.get(m[1], m[0])), str(pattern))


def _values(
    copy: Copy, theme: Theme, medium: Medium, measure: parts.Measure | None
) -> dict[str, Any]:
    edition, locale = copy.edition, copy.edition.locale
    texts = edition.document["meta"].items()
    meta = {name: _joined(tree.plain(text["c"]), locale) for name, text in texts}
    front = {name: parts.inline(html) for name, html in copy.markup.items() if name != "body"}
    if "title" in front:
        front["title"] = parts.title(copy, measure)
    return {
        "_": edition.word,
        "brand": {"logo": "", "logo_mm": 34, **theme.tokens.get("brand", {})},
        "color": dict(theme.tokens["color"]),
        "cover": _cover(copy, theme),
        "direction": languages.direction(locale),
        "front": _Texts("front", META, front),
        "lang": languages.tag(locale),
        "medium": medium,
        "meta": _Texts("meta", META, meta),
        "page": dict(theme.tokens["page"]),
        "published": edition.date,
        "script": languages.script(locale),
        "when": facts.write_date(edition.date, "long", edition.cldr),
    }


def _picture(templates: _Templates, values: Mapping[str, Any], name: str) -> str:
    """Return a picture of the theme as an address that holds it; a drawing may use tokens."""
    path, kind = themes.find(templates.world, templates.theme, name), name.rpartition(".")[2]
    if kind == "svg":
        drawn = templates.get_template(path.removeprefix("templates/")).render(values)
        data = drawn.strip().encode()
    else:
        data = templates.world.read(path)
    for why, hint in pictures.faults(data, kind, templates.world.most):
        raise fatal("broken-image", Place(path), f"the picture `{name}` {why}", hint)
    return _address(pictures.bare(data, kind), kind)


def _cover(copy: Copy, theme: Theme) -> dict[str, Any]:
    """Return what stands on a cover: its ground, a drawing of the theme, art, or a picture."""
    tokens, page = theme.tokens["cover"], theme.tokens["page"]
    ground, drawn = theme.color(tokens["ground"]), ""
    if tokens["art"] != "none" and not tokens.get("picture"):
        wide = page["width_mm"] / page["panels"]
        inks = art.Inks(ground, theme.color("third"), theme.color("accent"))
        if sheets.dark(ground):
            inks = replace(inks, bright=theme.color("fourth"))
        drawn = art.drawing(tokens["art"], copy.edition.slug, (wide, page["height_mm"]), inks)
    return {
        "art": _address(drawn.encode(), "svg") if drawn else "",
        "dark": sheets.dark(ground),
        "ground": ground,
        "image": parts.data(copy.pictures.get(copy.edition.cover, {})),
        "picture": tokens.get("picture", ""),
    }


def _address(data: bytes, kind: str) -> str:
    return f"data:{parts.TYPES[kind]};base64,{base64.b64encode(data).decode()}"


def _joined(text: str, locale: Locale) -> str:
    """Return a bare text without the blanks that stand for line breaks in unspaced scripts."""
    return text if languages.spaced(locale) else _BROKEN.sub("", text)


class _Texts(dict[str, Any]):
    """Texts by name; of the known names one that the release does not have is empty."""

    def __init__(self, name: str, known: Iterable[str], found: Mapping[str, str]) -> None:
        super().__init__(dict.fromkeys(known, "") | dict(found))
        self._name = name  # hidden from templates: `front.name` is no text


class _Unknown(jinja2.StrictUndefined):
    """A name that there is not: an error that says it whole, with the table it was sought in."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if isinstance(self._undefined_obj, _Texts):
            table = self._undefined_obj._name
            return f"'{table}.{self._undefined_name}' is undefined"
        return super()._undefined_message


def _count(made: str, values: Mapping[str, Any], most: float) -> None:
    """Refuse a page on paper of more elements than its texts need: each takes time to set."""
    most += 8 * sum(text.count("<") for text in values["part"].values())
    if values["medium"] == "pdf" and made.count("<") > most:
        raise sandbox.TooMuch("the templates write more and more tags", "template_tags")


def _styles(templates: _Templates, values: Mapping[str, Any], file: str) -> str:
    theme, medium, other = templates.theme, values["medium"], values.get("other", {})
    texts = [values["part"], values["meta"], other.get("meta", {})]
    said = [str(values[name]) for name in SAID if name in values]
    text = "".join([*(str(one) for group in texts for one in group.values()), *said])
    tags = frozenset(re.findall(r"<([a-z]+)", text))
    # WeasyPrint keeps the name that a face has within: a bare one would also find its twin
    alias = " 1" if other and medium == "pdf" else ""
    setting = sheets.Setting(theme, sheets.scripts(values["script"], text), medium, tags, alias)
    tokens = sheets.faces(setting) + sheets.root(setting)
    if other:
        beside = replace(setting, scripts=sheets.scripts(other["script"], text), alias=" 2")
        tokens += sheets.faces(beside) + sheets.root(beside, ".second")
    own = dict.fromkeys(("common.css", TEMPLATES[medium], file))
    laid = (
        templates.get_template(f"{name}/{sheet}").render(values)
        for name in reversed(theme.chain)
        for sheet in (stem.replace(".html", ".css") for stem in own)
        if exists(templates.world, f"templates/{name}/{sheet}")
    )
    tokens += screen.root(theme) if medium == "html" else ""
    rules = "".join([tokens, *laid])
    return _NOTE.sub("", rules) if medium == "html" else rules

"""DOCX: the edition arranged for Word, written by pandoc, finished by our own pass."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, replace

from pipeline import languages, themes, tree, word
from pipeline.diagnostics import PipelineError, error
from pipeline.engines import fonts, pandoc
from pipeline.engines.drawing import raster
from pipeline.model import Chart, Edition, Json, Locale, Page, Place, canonical
from pipeline.plugs import Copy, Format
from pipeline.stages.draw import ink
from pipeline.themes import Theme
from pipeline.word import own
from pipeline.world import World, exists

_PIXELS = ("png", "jpg", "jpeg")
PITCH = 1.52
"""The widest line height of the parallel edition, as on paper: lines stand beside lines."""

SMALLER = 0.92
"""Text in two columns is so much smaller, to the half point that Word knows."""

_BLANK = {
    "png": base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
    )
}
"""One white point: it holds the place of a chart that Word draws itself."""


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    return canonical(_plan(copy, theme, "") | _own(world, theme))


def _lay_beside(copy: Copy, world: World, theme: Theme) -> bytes:
    """Return the plan of an edition with the original beside it."""
    assert copy.original
    plan, other = _plan(copy, theme, ""), _plan(copy.original, theme, "second-")
    lang = languages.pandoc_tag(copy.original.edition.locale)
    other = _shared(plan, other)
    ours, theirs = (p["document"]["blocks"] for p in (plan, other))
    document = {
        "meta": word.titled(plan["document"]["meta"], other["document"]["meta"], lang),
        "blocks": word.side_by_side(ours, theirs, lang),
    }
    lines = word.lines(replace(copy.edition, document=document))
    merged = {name: other[name] | plan[name] for name in ("pictures", "charts")}
    plan["theme"]["tokens"] = _close(plan["theme"]["tokens"])
    whole = plan | merged | _own(world, theme)
    return canonical(whole | {"document": document, "lines": lines})


def _close(tokens: Mapping[str, Json]) -> Json:
    """Return tokens with smaller text, its lines no further apart than either script needs."""
    lines = {script: min(line, PITCH) for script, line in tokens["line"].items()}
    body = round(tokens["size"]["body"] * SMALLER * 2) / 2
    return {**tokens, "line": lines, "size": tokens["size"] | {"body": body}}


def _shared(plan: dict[str, Json], other: dict[str, Json]) -> dict[str, Json]:
    """Return the second plan with the pictures of the first where those serve both.

    A chart that Word draws serves both if its figures are written alike: it says their names in
    both languages then.
    """
    same: dict[str, str] = {}
    for name, ours in zip(other["pictures"], plan["pictures"], strict=False):
        charts = [p["charts"].get(n) for p, n in ((plan, ours), (other, name))]
        if None not in charts:
            one, twin = map(_revived, charts)
            if whole := word.joined(one, twin):
                plan["charts"][ours], same[name] = asdict(whole), ours
        elif not any(charts) and other["pictures"][name] == plan["pictures"][ours]:
            same[name] = ours

    def visit(node: Json) -> Json:
        if node.get("t") != "Image" or node["c"][2][0] not in same:
            return node
        attributes, words, (target, title) = node["c"]
        return node | {"c": [attributes, words, [same[target], title]]}

    kept = {
        part: {name: file for name, file in other[part].items() if name not in same}
        for part in ("pictures", "charts")
    }
    return other | kept | {"document": tree.rewrite(other["document"], visit)}


def _plan(copy: Copy, theme: Theme, prefix: str) -> dict[str, Json]:
    """Return all that a file is made of; names of pictures begin with ``prefix``."""
    edition = copy.edition
    shown = {f"charts/{chart.name}.svg": _BLANK for chart in edition.charts} | dict(copy.pictures)
    listed = enumerate(shown.items(), 1)
    names = {target: prefix + _name(n, target, files) for n, (target, files) in listed}
    pictures = {names[target]: _packed(files) for target, files in shown.items()}
    charts = {
        names[f"charts/{chart.name}.svg"]: asdict(_figure(chart, edition, theme))
        for chart in edition.charts
        if _draws(chart, edition.locale)
    }
    pictures |= {name: _packed(_BLANK) for name in charts}
    return {
        "document": word.arrange(edition, names),
        "date": edition.date,
        "locale": edition.locale,
        "texts": word.texts(edition),
        "lines": word.lines(edition),
        "words": {text: edition.word(text) for text in word.WORDS},
        "theme": {"name": theme.name, "tokens": themes.flat(theme).tokens},
        "pictures": pictures,
        "charts": charts,
    }


def _emit(page: Page, _world: World) -> bytes:
    return made(json.loads(page.body))


def made(plan: Json, kept: str = "") -> bytes:
    """Return the file of a plan; bookmarks that begin with ``kept``, if given, stay in it."""
    theme = Theme(plan["theme"]["name"], (plan["theme"]["name"],), plan["theme"]["tokens"])
    sheet = word.Sheet(
        theme, Locale(plan["locale"]), plan["texts"], plan["words"], plan["lines"], plan["date"],
        base64.b64decode(plan["own"]), _drawn(plan["logo"]),
    )  # fmt: skip
    charts = {name: _revived(figure) for name, figure in plan["charts"].items()}
    pictures = _pictures(plan["pictures"], charts)
    skeleton, template = word.skeleton(sheet), word.template(sheet)
    raw = pandoc.docx(plan["document"], skeleton, template, pictures.pixels)
    return word.finish(raw, sheet, pictures, kept)


def _drawn(logo: Mapping[str, str]) -> bytes:
    """Return a logo as a PNG."""
    if "svg" in logo:
        return raster.pixels(base64.b64decode(logo["svg"]))
    return base64.b64decode(logo.get("png", ""))


def _name(number: int, target: str, files: Mapping[str, bytes]) -> str:
    """Return a name for a picture that tells nothing: ``picture-1.png``, ``chart-2.png``."""
    kind = next((kind for kind in _PIXELS if kind in files), "png")
    return f"{'chart' if target.startswith('charts/') else 'picture'}-{number}.{kind}"


def _packed(files: Mapping[str, bytes]) -> Json:
    """Return the pixels of a picture; its vectors too, or alone, where they are of use.

    Letters in a vector picture need faces that Word may not have: there pixels are safer.
    """
    kinds = [kind for kind in _PIXELS if kind in files][:1]
    if "svg" in files and (not kinds or b"<text" not in files["svg"]):
        kinds.append("svg")
    return {kind: base64.b64encode(files[kind]).decode() for kind in kinds}


def _own(world: World, theme: Theme) -> dict[str, Json]:
    """Return the reference.docx of a theme or its nearest parent; an empty one if none has it.

    Raises ``PipelineError`` with everything that is wrong with it.
    """
    for name in theme.chain:
        path = f"templates/{name}/{own.FILE}"
        if exists(world, path):
            data = world.read(path)
            if found := list(own.problems(data)):
                raise PipelineError(
                    *(error("broken-reference", Place(path), said, hint) for said, hint in found)
                )
            return {"own": base64.b64encode(data).decode(), "logo": _logo(world, theme)}
    return {"own": "", "logo": _logo(world, theme)}


def _logo(world: World, theme: Theme) -> dict[str, str]:
    """Return the logo of a theme by its type, or nothing."""
    name = str(theme.tokens.get("brand", {}).get("logo", ""))
    kind = name.rpartition(".")[2].lower()
    if kind not in ("svg", "png"):
        return {}
    data = world.read(themes.find(world, theme, name))
    return {kind: base64.b64encode(data).decode()}


def _draws(chart: Chart, locale: Locale) -> bool:
    """Tell whether Word draws a chart: word processors do not agree on mirrored ones."""
    return chart.kind in word.KINDS and languages.direction(locale) == "ltr"


def _figure(chart: Chart, edition: Edition, theme: Theme) -> word.Figure:
    whole = chart.kind == "donut"
    inks = ink.wheel(theme, len(chart.categories)) if whole else ink.colors(chart, theme, edition)
    return word.Figure(
        chart.kind,
        chart.categories,
        chart.series,
        chart.values,
        chart.labels,
        inks,
        tuple(ink.on(color, theme) for color in inks),
    )


def _revived(plain: Json) -> word.Figure:
    """Return a figure whose sequences have become lists on the way."""
    return word.Figure(**{k: _tupled(value) for k, value in plain.items()})


def _tupled(value: Json) -> Json:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value


def _pictures(
    packed: Mapping[str, Mapping[str, str]], charts: Mapping[str, word.Figure]
) -> word.Pictures:
    pixels, vectors = {}, {}
    for name, files in packed.items():
        data = {kind: base64.b64decode(text) for kind, text in files.items()}
        kind = name.rpartition(".")[2]
        pixels[name] = data[kind] if kind in data else raster.pixels(data["svg"])
        if "svg" in data and b"<text" not in data["svg"]:
            vectors[name] = data["svg"]
    return word.Pictures(pixels, vectors, charts)


ENGINES = ("pypandoc_binary", "lxml", "vl-convert-python")
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCX = Format(
    "docx", "12", ENGINES, _lay_out, _emit, fonts.identity, kind=KIND, draws=_draws, marked=False
)
BESIDE = Format(
    "parallel-docx", DOCX.version, ENGINES, _lay_beside, _emit, fonts.identity,
    suffix="parallel.docx", kind=KIND, marked=False, paired=True,
)  # fmt: skip

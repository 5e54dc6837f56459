"""DOCX: the edition arranged for Word, written by pandoc, finished by our own pass."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from pipeline import themes, word
from pipeline.engines import fonts, pandoc, raster
from pipeline.model import Json, Locale, Page, canonical
from pipeline.plugs import Copy, Format
from pipeline.themes import Theme
from pipeline.world import World

_PIXELS = ("png", "jpg", "jpeg")


def _lay_out(copy: Copy, _world: World, theme: Theme) -> bytes:
    edition = copy.edition
    listed = enumerate(copy.pictures.items(), 1)
    names = {target: _name(n, target, files) for n, (target, files) in listed}
    pictures = {names[target]: _packed(files) for target, files in copy.pictures.items()}
    return canonical(
        {
            "document": word.arrange(edition, names),
            "date": edition.date,
            "locale": edition.locale,
            "texts": word.texts(edition),
            "lines": word.lines(edition),
            "words": {text: edition.word(text) for text in word.WORDS},
            "theme": {"name": theme.name, "tokens": themes.flat(theme).tokens},
            "pictures": pictures,
        }
    )


def _emit(page: Page, _world: World) -> bytes:
    plan = json.loads(page.body)
    theme = Theme(plan["theme"]["name"], (plan["theme"]["name"],), plan["theme"]["tokens"])
    sheet = word.Sheet(
        theme, Locale(plan["locale"]), plan["texts"], plan["words"], plan["lines"], plan["date"]
    )
    pictures = _pictures(plan["pictures"])
    reference, template = word.reference(sheet), word.template(sheet)
    raw = pandoc.docx(plan["document"], reference, template, pictures.pixels)
    return word.finish(raw, reference, sheet, pictures)


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


def _pictures(packed: Mapping[str, Mapping[str, str]]) -> word.Pictures:
    pixels, vectors = {}, {}
    for name, files in packed.items():
        data = {kind: base64.b64decode(text) for kind, text in files.items()}
        kind = name.rpartition(".")[2]
        pixels[name] = data[kind] if kind in data else raster.pixels(data["svg"])
        if "svg" in data and b"<text" not in data["svg"]:
            vectors[name] = data["svg"]
    return word.Pictures(pixels, vectors)


ENGINES = ("pypandoc_binary", "lxml", "vl-convert-python")
DOCX = Format("docx", "4", ENGINES, _lay_out, _emit, fonts.identity)

"""What was exported, as a text that travels in the file or lies beside the project.

Law: ``unpacked(packed(base)) == base``.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Literal, cast

from pipeline.model import Json, Locale, Place, Slug, canonical
from pipeline.review.nouns import FORMAT, Base, Identity, Paragraph, Run, Span, Unit

_SAID = re.compile(r"diglot/(\d+) (page|table) (\S+) (\S+) ([0-9a-f]*) ([0-9a-f]*)")
NONE = "0"
"""Stands for the digest of a catalog that does not exist."""


def packed(base: Base) -> bytes:
    """Return a base as canonical JSON."""
    paragraphs = [_plain(paragraph) for paragraph in base.paragraphs]
    units = [asdict(unit) for unit in base.units]
    identity = asdict(base.identity)
    said = list(base.comments)
    whole = {"identity": identity, "units": units, "paragraphs": paragraphs, "comments": said}
    return canonical(whole)


def unpacked(data: bytes) -> Base:
    """Return the base that ``packed`` wrote; raise ``ValueError`` if it is none of ours."""
    try:
        value = json.loads(data)
        identity = _identity(value["identity"])
        if identity.format != FORMAT:
            raise ValueError(f"it has the format {identity.format}")
        units = tuple(_unit(unit) for unit in value["units"])
        paragraphs = tuple(map(_paragraph, value["paragraphs"]))
        return Base(identity, units, paragraphs, tuple(map(str, value["comments"])))
    except (KeyError, TypeError, AttributeError) as reason:
        raise ValueError("it is not what was exported") from reason


def identified(text: str) -> Identity | None:
    """Return the identity that a document property tells, or nothing."""
    found = _SAID.fullmatch(text.strip())
    if not found:
        return None
    version, kind, slug, locale, source, catalog = found.groups()
    form: Literal["page", "table"] = "table" if kind == "table" else "page"
    return Identity(Slug(slug), Locale(locale), source, catalog, form, int(version))


def _identity(value: Json) -> Identity:
    return Identity(**value)


def _unit(value: Json) -> Unit:
    return Unit(**value | {"place": Place(**value["place"])})


def _plain(paragraph: Paragraph) -> Json:
    return {
        "part": paragraph.part,
        "style": paragraph.style,
        "runs": [[run.text, sorted(run.marks), run.href] for run in paragraph.runs],
        "spans": [[span.unit, span.start, span.end] for span in paragraph.spans],
        "para_id": paragraph.para_id,
        "cell": paragraph.cell and list(paragraph.cell),
        "note": paragraph.note,
        "level": paragraph.level,
    }


def _paragraph(value: Json) -> Paragraph:
    runs = tuple(Run(text, frozenset(marks), href) for text, marks, href in value["runs"])
    spans = tuple(Span(*span) for span in value["spans"])
    cell = cast("tuple[int, int, int] | None", value["cell"] and tuple(value["cell"]))
    return Paragraph(
        value["part"], value["style"], runs, spans, value["para_id"], cell, value["note"],
        value["level"],
    )  # fmt: skip

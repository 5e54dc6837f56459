"""What all routes share: the session, and how a request is read; what cannot be is not found."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline import frontmatter, languages
from pipeline.formats import FORMATS
from pipeline.model import Json, Locale, Slug
from pipeline.preview.studio import Studio
from pipeline.preview.views import SHOWN, View

_COMMIT = re.compile(r"[0-9a-f]{40}|")


@dataclass(slots=True)
class Session:
    """What the routes share: the studio, the session's token, and pictures drawn lately."""

    studio: Studio
    token: str
    read_only: bool = False
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    pictures: dict[tuple[str, int, int], bytes] = field(default_factory=dict)


class UnknownError(Exception):
    """What is asked for cannot be."""


async def asked(shared: Session, job: Callable[..., Any], *values: Any) -> Any:
    """Have the desk do a task."""
    return await shared.studio.crew.run("desk", job, shared.studio.home, *values)


async def body(request: Request) -> dict[str, Any]:
    """Return the JSON object that a request carries."""
    try:
        said = await request.json()
    except ValueError:
        raise UnknownError from None
    if not isinstance(said, dict):
        raise UnknownError
    return said


def answered(done: Json) -> Response:
    """Return what became of a save as an answer: it is saved, refused, or in conflict."""
    return JSONResponse(done, {"saved": 200, "refused": 422}.get(done["status"], 409))


def view_of(request: Request) -> View:
    """Return the view that an address names."""
    names = request.path_params
    revision = request.query_params.get("rev", "")
    return parsed(names["slug"], names["locale"], names["medium"], revision)


def parsed(slug: str, locale: str, medium: str, revision: str) -> View:
    """Return the view of these names, if there can be one."""
    if medium not in FORMATS or not _COMMIT.fullmatch(revision):
        raise UnknownError
    if FORMATS[medium].kind not in SHOWN and medium != "docx":
        raise UnknownError
    slug, locale = edition({"slug": slug, "locale": locale})
    return View(Slug(slug), Locale(locale), FORMATS[medium].name, revision)


def edition(said: dict[str, Any]) -> tuple[Slug, Locale]:
    """Return a slug and a locale, if they can be such."""
    locale = said.get("locale")
    if not isinstance(locale, str) or not languages.NAME.fullmatch(locale):
        raise UnknownError
    return slug_of(said), Locale(locale)


def slug_of(said: dict[str, Any]) -> Slug:
    """Return a slug, if it can be one."""
    slug = said.get("slug")
    if not isinstance(slug, str) or not frontmatter.SLUG.fullmatch(slug):
        raise UnknownError
    return Slug(slug)

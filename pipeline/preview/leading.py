"""Routes of designers and leads: tokens, pictures, the state of the project, what is published."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline import publish
from pipeline.preview import design, overview, pictures, saving
from pipeline.preview.asking import (
    Session,
    UnknownError,
    answered,
    asked,
    body,
    edition,
    parsed,
    slug_of,
    view_of,
)
from pipeline.preview.views import Made, View


async def state(session: Session, _: Request) -> Response:
    """Answer how far each release is, what is wrong in it, and what is published of it."""
    return JSONResponse(await asked(session, overview.state))


async def tokens(session: Session, request: Request) -> Response:
    """Answer with the tokens of a release's theme."""
    slug = slug_of(request.path_params)
    return JSONResponse(await asked(session, design.tokens, slug))


async def token(session: Session, request: Request) -> Response:
    """Set a token."""
    done = await asked(session, design.set_token, await body(request))
    return answered(done)


async def pictures_of(session: Session, request: Request) -> Response:
    """Answer how the pages of a view stand to their accepted pictures."""
    view = view_of(request)
    data = (await _sheets(session, view)).data
    run = session.studio.crew.run
    return JSONResponse(await run("eyes", pictures.judged, session.studio.home, view, data))


async def differences(session: Session, request: Request) -> Response:
    """Answer where the pages of two revisions of a view differ."""
    names = request.path_params
    asked_for = [request.query_params.get(name, "") for name in ("one", "other")]
    views = [parsed(names["slug"], names["locale"], names["medium"], rev) for rev in asked_for]
    one, other = await asyncio.gather(*(_sheets(session, view) for view in views))
    found = await session.studio.crew.run("eyes", pictures.between, one.data, other.data)
    return JSONResponse(found)


async def picture(session: Session, request: Request) -> Response:
    """Answer with an accepted picture."""
    view, number = view_of(request), int(request.path_params["number"])
    data = await session.studio.crew.run(
        "eyes", pictures.accepted, session.studio.home, view, number
    )
    return Response(data, media_type="image/png")


async def accept(session: Session, request: Request) -> Response:
    """Accept pages of a view as they are."""
    said = await body(request)
    slug, locale = edition(said)
    view = parsed(slug, locale, str(said.get("medium", "")), "")
    pages = [n for n in said.get("pages") or () if isinstance(n, int)]
    made = await _sheets(session, view)
    if said.get("name") != made.name:
        return JSONResponse({"status": "conflict"}, 409)
    run = session.studio.crew.run
    rows = await run("eyes", pictures.accept, session.studio.home, view, made.data, pages)
    return JSONResponse({"status": "saved", "pages": rows})


async def download(session: Session, request: Request) -> Response:
    """Answer with a published file, if a manifest names it."""
    slug = slug_of(request.path_params)
    path = f"{slug}/{request.path_params['name']}"
    root = session.studio.home.root
    if path not in publish.manifest(publish.home(root), slug)["artifacts"]:
        raise UnknownError
    file = saving.within(root, f"{publish.OUTPUT}/{path}")
    if not file.is_file() or file.is_symlink():
        raise UnknownError
    name = path.rpartition("/")[2]
    head = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(file.read_bytes(), headers=head, media_type="application/octet-stream")


async def _sheets(session: Session, view: View) -> Made:
    made = (await session.studio.outcome(view)).made
    if made is None or view.kind != "sheets":
        raise UnknownError
    return made

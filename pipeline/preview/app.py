"""The server: few routes, each a question to the studio or to the desk.

/                the shell; /front/… its modules and styles
/page, /sheets   a view: a web page, or the sizes, texts and faults of its sheets
/sheet, /face    a picture of a sheet; a face of a page
/events          what was made, what failed, what changed, as it happens
/api/…           texts, checks of what is typed, saves
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from importlib.resources import files

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from pipeline.diagnostics import PipelineError
from pipeline.engines import fonts, pdfium
from pipeline.model import Json, digest
from pipeline.preview import desk, leading, overview, saving, watching
from pipeline.preview.asking import (
    Session,
    UnknownError,
    answered,
    asked,
    body,
    edition,
    parsed,
    view_of,
)
from pipeline.preview.guard import PAGE_POLICY, Guard, hosts
from pipeline.preview.making import face
from pipeline.preview.views import View

FRONT = files("pipeline.preview").joinpath("front")
_TYPES = {"js": "text/javascript", "css": "text/css", "html": "text/html", "svg": "image/svg+xml",
          "json": "application/json"}  # fmt: skip
_LASTING = {"cache-control": "private, max-age=3600, immutable"}
_DOTS = (72, 96, 110, 144, 192, 220)
_PICTURES = 32
_PULSE_S = 15.0


def application(shared: Session, port: int) -> Guard:
    """Return the whole server, behind its guard."""
    routes = [
        Route("/", _with(shared, _shell)),
        Route("/front/{name}", _front),
        Route("/page/{slug}/{locale}/{medium}", _with(shared, _page)),
        Route("/sheets/{slug}/{locale}/{medium}", _with(shared, _sheets)),
        Route("/sheet/{slug}/{locale}/{medium}/{number:int}.png", _with(shared, _sheet)),
        Route("/pdf/{slug}/{locale}/{medium}", _with(shared, _pdf)),
        Route("/face/", _with(shared, _face)),
        Route("/events", _with(shared, _events)),
        Route("/api/project", _with(shared, _project)),
        Route("/api/texts/{slug}/{locale}", _with(shared, _texts)),
        Route("/api/text/{slug}/{locale}/{key}", _with(shared, _text)),
        Route("/api/state", _with(shared, leading.state)),
        Route("/api/tokens/{slug}", _with(shared, leading.tokens)),
        Route("/api/pictures/{slug}/{locale}/{medium}", _with(shared, leading.pictures_of)),
        Route("/api/differences/{slug}/{locale}/{medium}", _with(shared, leading.differences)),
        Route(
            "/accepted/{slug}/{locale}/{medium}/{number:int}.png", _with(shared, leading.picture)
        ),
        Route("/download/{slug}/{name:path}", _with(shared, leading.download)),
        Route("/api/token", _with(shared, leading.token), methods=["POST"]),
        Route("/api/accept", _with(shared, leading.accept), methods=["POST"]),
        Route("/api/examine", _with(shared, _examine), methods=["POST"]),
        Route("/api/save", _with(shared, _save), methods=["POST"]),
    ]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watch = asyncio.create_task(_watch(shared))
        yield
        shared.stop.set()
        watch.cancel()
        shared.studio.close()

    inner = Starlette(routes=routes, lifespan=lifespan)
    return Guard(inner, hosts(port), shared.token, shared.read_only)


_Handler = Callable[[Session, Request], Awaitable[Response]]


def _with(shared: Session, handler: _Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return await handler(shared, request)
        except PipelineError as reason:
            return JSONResponse(desk.broken(reason), 409)
        except UnknownError:
            return Response("not found", 404)

    return answer


async def _watch(shared: Session) -> None:
    studio = shared.studio
    batches = watching.changes(studio.home.root, studio.watched, shared.stop)
    tasks: set[asyncio.Task[None]] = set()
    async for paths in batches:
        task = asyncio.create_task(studio.changed(paths))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


async def _shell(shared: Session, _: Request) -> Response:
    page = FRONT.joinpath("index.html").read_text("utf-8")
    token = "" if shared.read_only else shared.token
    return Response(page.replace("{{token}}", token), media_type="text/html")


async def _front(request: Request) -> Response:
    name = request.path_params["name"]
    known = {file.name: file for file in FRONT.iterdir() if file.is_file()}
    if name not in known:
        return Response("not found", 404)
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return Response(known[name].read_bytes(), media_type=kind)


async def _page(shared: Session, request: Request) -> Response:
    view = view_of(request)
    done = await shared.studio.outcome(view)
    made = done.made or shared.studio.good.get(view)
    if made is None:
        return Response("", 503)
    head = {"content-security-policy": PAGE_POLICY, "x-name": made.name}
    return Response(made.data, headers=head, media_type="text/html")


async def _sheets(shared: Session, request: Request) -> Response:
    view = view_of(request)
    done = await shared.studio.outcome(view)
    made = done.made or shared.studio.good.get(view)
    if made is None:
        return Response("", 503)
    told_of = {
        "name": made.name,
        "sizes": made.sizes,
        "marks": [asdict(mark) for mark in made.marks],
        "faults": made.faults,
        "trims": made.trims,
    }
    return JSONResponse(told_of)


async def _pdf(shared: Session, request: Request) -> Response:
    """Answer with the sheets themselves, to be kept or printed."""
    view = view_of(request)
    made = (await shared.studio.outcome(view)).made
    if made is None or view.kind != "sheets":
        raise UnknownError
    name = f"{view.slug}.{view.locale}.{view.medium}.pdf"
    head = {"content-disposition": f'inline; filename="{name}"'}
    return Response(made.data, headers=head, media_type="application/pdf")


async def _sheet(shared: Session, request: Request) -> Response:
    view, number = view_of(request), int(request.path_params["number"])
    dots = request.query_params.get("dots", "110")
    made = shared.studio.good.get(view)
    wanted = request.query_params.get("name", "")
    if made is None or made.name != wanted or not 1 <= number <= len(made.sizes):
        raise UnknownError
    if not dots.isdigit() or int(dots) not in _DOTS:
        raise UnknownError
    key = (made.name, number, int(dots))
    if key not in shared.pictures:
        drawn = await shared.studio.crew.run("eyes", pdfium.picture, made.data, number, int(dots))
        shared.pictures[key] = drawn
        while len(shared.pictures) > _PICTURES:
            shared.pictures.pop(next(iter(shared.pictures)))
    return Response(shared.pictures[key], headers=_LASTING, media_type="image/png")


async def _face(shared: Session, request: Request) -> Response:
    address, extra = request.query_params.get("a", ""), request.query_params.get("x", "")
    if not fonts.ADDRESS.fullmatch(address):
        raise UnknownError
    data = await shared.studio.crew.run("eyes", face, shared.studio.home, address, extra)
    return Response(data, headers=_LASTING, media_type="font/otf")


async def _events(shared: Session, request: Request) -> Response:
    views = [parsed(*v.split("|")) for v in request.query_params.getlist("v") if v.count("|") == 3]
    head = {"x-accel-buffering": "no"}
    return StreamingResponse(_told(shared, views), headers=head, media_type="text/event-stream")


async def _told(shared: Session, views: list[View]) -> AsyncIterator[str]:
    studio = shared.studio
    ear = studio.look(views)
    try:
        yield _event({"kind": "hello", "session": digest(shared.token)[:8]})
        for view in views:
            if (done := studio.outcomes.get(view)) and done.made is None:
                yield _event(studio.event(done, None))
        while not shared.stop.is_set():
            try:
                event = await asyncio.wait_for(ear.get(), _PULSE_S)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if event["kind"] == "closed":
                return
            yield _event(event)
    finally:
        studio.leave(ear, views)


def _event(value: Json) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


async def _project(shared: Session, _: Request) -> Response:
    told_of = await shared.studio.crew.run("desk", overview.project, shared.studio.home)
    return JSONResponse({**told_of, "readOnly": shared.read_only})


async def _texts(shared: Session, request: Request) -> Response:
    found = await asked(shared, desk.listing, *edition(request.path_params))
    return JSONResponse(found)


async def _text(shared: Session, request: Request) -> Response:
    key = request.path_params["key"]
    found = await asked(shared, desk.text, *edition(request.path_params), key)
    if found is None:
        raise UnknownError
    return JSONResponse(found)


async def _examine(shared: Session, request: Request) -> Response:
    said = await body(request)
    found = await asked(shared, desk.examine, *edition(said), said.get("key"), said.get("parts"))
    return JSONResponse(found)


async def _save(shared: Session, request: Request) -> Response:
    said = await body(request)
    done = await asked(shared, saving.save, *edition(said), said.get("key"), said)
    return answered(done)

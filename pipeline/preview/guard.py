"""The guard before every request: who may ask, who may write, and what a page may do.

A page of somewhere else cannot read, because the Host must be ours (DNS rebinding) and browsers
say where a request comes from; it cannot write, because a write needs our origin and the token
that only our own page knows.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

TOKEN = "x-diglot-token"  # noqa: S105  (the name of the header)
MOST_BYTES = 1_000_000
ASKING = ("/api/examine",)
"""Requests that carry a body and write nothing."""

_OURS = ("same-origin", "none")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE_POLICY = (
    "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""What the page of an edition may do: be looked at. No script runs in it, whoever wrote it."""

_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """An application behind the guard; ``hosts`` are the names that the server answers to."""

    app: App
    hosts: tuple[str, ...]
    token: str
    read_only: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] != "http" or (why := self.refusal(scope)):
            await _refuse(send, why if scope["type"] == "http" else "only http is spoken here")
        else:
            await self.app(scope, receive, _sealed(send))

    def refusal(self, scope: Scope) -> str:
        """Return why a request is refused, or nothing."""
        said = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        if said.get("host", "") not in self.hosts:
            return "this host is not ours"
        if said.get("sec-fetch-site", "none") not in _OURS:
            return "the request comes from another page"
        if scope["method"] in ("GET", "HEAD"):
            return ""
        if scope["method"] != "POST":
            return "this method is not known here"
        if self.read_only and scope["path"] not in ASKING:
            return "this preview is read-only"
        return self._unwritten(said)

    def _unwritten(self, said: MutableMapping[str, str]) -> str:
        if said.get("origin", "") not in [f"http://{host}" for host in self.hosts]:
            return "the request comes from another page"
        if not secrets.compare_digest(said.get(TOKEN, ""), self.token):
            return "the token of this session is missing"
        if said.get("content-type", "").partition(";")[0] != "application/json":
            return "only JSON is taken"
        if not said.get("content-length", "").isdigit():
            return "the length is missing"
        return "too long" if int(said["content-length"]) > MOST_BYTES else ""


def hosts(port: int) -> tuple[str, ...]:
    """Return the names under which a browser on this machine reaches the server."""
    return (f"127.0.0.1:{port}", f"localhost:{port}")


def _sealed(send: Send) -> Send:
    async def sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.decode("latin-1").lower() for name, _ in message["headers"]}
            more = [(k, v) for k, v in _HEADERS.items() if k not in own]
            message["headers"] = [*message["headers"], *_raw(more)]
        await send(message)

    return sealed


def _raw(pairs: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs]


async def _refuse(send: Send, why: str) -> None:
    text = why.encode()
    head = [("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(text)))]
    start = {"type": "http.response.start", "status": 403}
    await send({**start, "headers": _raw([*head, *_HEADERS.items()])})
    await send({"type": "http.response.body", "body": text})

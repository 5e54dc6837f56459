"""A small object store that speaks S3, for the real client: buckets in memory, and its accidents.

It knows what a client asks of one: put, get, head, delete, and lists in pages. It checks no
signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}  # fmt: skip
PAGE = 5
"""So few objects stand on a page of a list, so that a client has to turn it."""


@dataclass
class Bucket:
    """What a server holds: bytes and kind by key; ``log`` is every request, in order.

    Requests that ``refused`` matches are denied; once ``left`` more were put, all are.
    """

    name: str = "news"
    objects: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    refused: str = ""
    left: int | None = None
    address: str = ""

    @property
    def variables(self) -> dict[str, str]:
        """Return the environment in which a client finds it."""
        return KEYS | {"AWS_ENDPOINT_URL": self.address}


@contextmanager
def served(name: str = "news") -> Iterator[Bucket]:
    """Serve a bucket."""
    bucket = Bucket(name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Asked,), {"bucket": bucket}))
    server.daemon_threads = True
    bucket.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()


class _Asked(BaseHTTPRequestHandler):
    """One connection."""

    bucket: Bucket
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _do(self) -> None:
        bucket, parts = self.bucket, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        named, _, key = unquote(parts.path).lstrip("/").partition("/")
        query = parse_qs(parts.query, keep_blank_values=True)
        line = f"{self.command} {key or 'list ' + query.get('prefix', [''])[0]}"
        bucket.log.append(line)
        if bucket.left is not None and self.command == "PUT":
            bucket.left -= 1
        gone = bucket.left is not None and bucket.left < 0
        if gone or (bucket.refused and re.search(bucket.refused, line)):
            self._say(403, _error("AccessDenied", "Access Denied"))
        elif named != bucket.name:
            self._say(404, _error("NoSuchBucket", "The specified bucket does not exist"))
        elif not key:
            self._say(200, _listed(bucket, query))
        else:
            self._object(key, body)

    def _object(self, key: str, body: bytes) -> None:
        bucket = self.bucket
        if self.command == "PUT":
            bucket.objects[key] = (body, self.headers.get("Content-Type") or "")
            self._say(200, b"", ETag=_tag(body))
        elif self.command == "DELETE":
            bucket.objects.pop(key, None)
            self._say(204)
        elif key in bucket.objects:
            data, kind = bucket.objects[key]
            self._say(200, data, ETag=_tag(data), **{"Content-Type": kind})
        else:
            self._say(404, _error("NoSuchKey", "The specified key does not exist."))

    do_GET = do_PUT = do_HEAD = do_DELETE = _do  # noqa: N815  (as the library calls them)

    def _say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _listed(bucket: Bucket, query: dict[str, list[str]]) -> bytes:
    prefix, after = query.get("prefix", [""])[0], query.get("continuation-token", [""])[0]
    left = sorted(key for key in list(bucket.objects) if key.startswith(prefix) and key > after)
    shown = left[:PAGE]
    rows = "".join(
        f"<Contents><Key>{escape(key)}</Key><Size>{len(bucket.objects[key][0])}</Size>"
        f"<ETag>{_tag(bucket.objects[key][0])}</ETag>"
        "<LastModified>2024-05-01T00:00:00.000Z</LastModified></Contents>"
        for key in shown
    )
    more = f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if shown else ""
    cut = str(len(left) > PAGE).lower()
    return (
        f"<ListBucketResult><Name>{bucket.name}</Name><KeyCount>{len(shown)}</KeyCount>"
        f"<IsTruncated>{cut}</IsTruncated>{more if cut == 'true' else ''}{rows}</ListBucketResult>"
    ).encode()


def _error(code: str, message: str) -> bytes:
    return f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()


def _tag(data: bytes) -> str:
    return f'"{md5(data, usedforsecurity=False).hexdigest()}"'

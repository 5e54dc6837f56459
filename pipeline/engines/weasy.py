"""WeasyPrint as a function: a page in, a tagged PDF out; it reads what we hand it, or stops.

The machine's fonts stay out: WeasyPrint starts under a font configuration of our own with no
fonts in it, so that a page is set in the faces it names and the same bytes come out anywhere.
"""

from __future__ import annotations

import base64
import ctypes.util
import gc
import os
import re
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.resources import files
from types import ModuleType
from typing import Any

from pipeline import bounding, burdens, limits
from pipeline.diagnostics import PipelineError, fatal
from pipeline.model import Place, digest

_UNSEEN = ("script", "style", "template", "title")
_FEATURES = {
    "no-contextual": ("-calt",), "no-common-ligatures": ("-liga", "-clig"),
    "discretionary-ligatures": ("dlig",), "historical-ligatures": ("hlig",),
    "lining-nums": ("lnum",), "oldstyle-nums": ("onum",), "proportional-nums": ("pnum",),
    "tabular-nums": ("tnum",), "diagonal-fractions": ("frac", "numr", "dnom"),
    "stacked-fractions": ("afrc",), "ordinal": ("ordn",), "slashed-zero": ("zero",),
    "small-caps": ("smcp",), "all-small-caps": ("smcp", "c2sc"), "petite-caps": ("pcap",),
    "all-petite-caps": ("pcap", "c2pc"), "unicase": ("unic",), "titling-caps": ("titl",),
    "proportional-width": ("pwid",), "full-width": ("fwid",), "ruby": ("ruby",),
}  # fmt: skip
"""What the words of ``font-variant`` ask of a face, as CSS Fonts 4 says."""

_SELDOM = ("fontTools.subset", "fontTools.varLib.instancer", "PIL.ImageCms")
"""A third of what WeasyPrint imports, for machines without HarfBuzz, or pages with profiles."""

_LENGTH = re.compile(r"\[\d+\]$")
_COUNTED = {
    "decimal": "0123456789.", "decimal-leading-zero": "0123456789.",
    "lower-alpha": "abcdefghijklmnopqrstuvwxyz.", "upper-alpha": "ABCDEFGHIJKLMNOPQRSTUVWXYZ.",
    "lower-latin": "abcdefghijklmnopqrstuvwxyz.", "upper-latin": "ABCDEFGHIJKLMNOPQRSTUVWXYZ.",
    "lower-roman": "ivxlcdm.", "upper-roman": "IVXLCDM.",
}  # fmt: skip
"""The signs of lists by their kind."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text of a page that is set alike: families best first, weight 100 to 900.

    ``features`` are tags of layout that its style asks for, or, after a minus, does without.
    """

    families: tuple[str, ...]
    weight: int
    italic: bool
    text: str
    features: frozenset[str] = frozenset()


def runs(page: bytes) -> list[Run]:
    """Return the text of a page as its style sheets set it on a screen, in reading order."""
    with without_system_fonts():
        bounding.teach()
        import weasyprint
        from weasyprint.document import get_all_computed_styles
        from weasyprint.text.fonts import FontConfiguration

        document = weasyprint.HTML(
            string=burdens.light(page)[0].decode(), base_url="about:blank", media_type="screen",
            url_fetcher=_door(_nothing),
        )  # fmt: skip
        styles = get_all_computed_styles(document, font_config=FontConfiguration())
        body = document.etree_element.find("body")
        return [] if body is None else list(_runs(body, styles))


@dataclass(frozen=True, slots=True)
class Order:
    """How a page is printed.

    ``teach`` is called first: what other engine rooms change in WeasyPrint for the process.
    ``variant`` is a kind of PDF that WeasyPrint knows, empty for a plain one without tags;
    ``bleed_mm`` is what is printed beyond the trim. ``look`` sees the document once it is laid
    out, ``finish`` the document and its PDF before that is written.
    """

    teach: tuple[Callable[[], object], ...] = ()
    variant: str = ""
    bleed_mm: float = 0.0
    look: Callable[[Any], object] | None = None
    finish: Callable[[Any, Any], None] | None = None


def print_pdf(page: bytes, serve: Callable[[str], bytes], order: Order = Order()) -> bytes:
    """Set a page that fetches nothing but ``data:`` and the ``font:`` addresses we serve.

    Raises ``PipelineError``: that of ``serve``, or one that names the address refused.
    """
    with limits.within("WeasyPrint"), without_system_fonts():
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError

        _swept()
        bounding.teach()
        for lesson in order.teach:
            lesson()
        fonts = FontConfiguration()
        options = {"pdf_variant": order.variant or None, "pdf_tags": bool(order.variant)}
        more = [weasyprint.CSS(string=f"@page {{ bleed: {order.bleed_mm:g}mm }}")]
        try:
            bare, aside = burdens.light(page)
            source = weasyprint.HTML(
                string=bare.decode(), base_url="about:blank", url_fetcher=_door(serve, aside)
            )
            _faced(page, source.etree_element)
            document = source.render(
                font_config=fonts, stylesheets=more if order.bleed_mm else None, **options
            )
            if order.look:
                order.look(document)
            identifier = digest(page)[:32].encode()
            return bytes(
                document.write_pdf(finisher=order.finish, pdf_identifier=identifier, **options)
            )
        except FatalURLFetchingError as reason:
            if isinstance(reason.__cause__, PipelineError):
                raise reason.__cause__ from None
            raise
        except PipelineError:
            raise
        except Exception as reason:
            said = f"WeasyPrint cannot set the page: {type(reason).__name__}: {reason}"
            hint = "take back the last change of a style or template, and look for another way"
            raise fatal("page-failed", Place("templates"), said, hint) from reason
        finally:
            if folder := getattr(fonts, "_folder", None):  # nobody sweeps it out of a last page
                shutil.rmtree(folder, ignore_errors=True)


def libraries() -> dict[str, str]:
    """Return the versions of the libraries below WeasyPrint that shape and measure text."""
    with without_system_fonts():
        from weasyprint.text.ffi import pango

    return {"pango": str(pango.pango_version())}


def _faced(page: bytes, root: Any) -> None:
    """Refuse letters without a face: Pango would crash, and we with it."""
    body = root.find("body")
    if b"@font-face" not in page and body is not None and "".join(body.itertext()).strip():
        hint = "let the template write `<style>{{ css }}</style>` into its head"
        said = "the page brings no face to set its letters in"
        raise fatal("page-failed", Place("templates"), said, hint)


def _swept(begun: list[bool] = []) -> None:  # noqa: B006  (what is remembered)
    """Sweep out the boxes of the document before, which hold each other; of the last one never."""
    if begun:
        gc.collect()
    begun.append(True)


def _runs(element: Any, styles: Any) -> Iterator[Run]:
    if element.tag in _UNSEEN:
        return
    style = styles(element)
    spoken = [element.text, *(child.tail for child in element), element.get("data-done")]
    text = "\n".join(filter(None, spoken))
    if text.strip():
        yield _run(style, text)
    for name in ("before", "after", "marker"):
        made = styles(element, name)  # computed when asked for: an empty one is no style of none
        if made is not None and (text := _generated(element, made)):
            yield _run(made, text)
    for child in element:
        if isinstance(child.tag, str):
            yield from _runs(child, styles)


def _run(style: Any, text: str) -> Run:
    shown = text + text.upper() + text.lower() if style["text_transform"] != "none" else text
    families, weight = tuple(style["font_family"]), int(style["font_weight"])
    features = frozenset(_features(style))
    return Run(families, weight, style["font_style"] != "normal", shown, features)


def _features(style: Any) -> Iterator[str]:
    for name in ("ligatures", "numeric", "caps", "east_asian"):
        value = style[f"font_variant_{name}"]
        for word in (value,) if isinstance(value, str) else value:
            yield from _FEATURES.get(word, ())
    settings = style["font_feature_settings"]
    if settings != "normal":
        yield from (tag for tag, on in settings if on)


def _generated(element: Any, style: Any) -> str:
    """Return the text that a style sets beside an element: ``content``, or the sign of an item."""
    content = style["content"]
    if isinstance(content, tuple | list):
        return "".join(part[1] for part in content if part[0] == "string")
    if element.tag != "li":
        return ""
    kind = style["list_style_type"]
    if isinstance(kind, tuple):
        return str(kind[1]) if kind[0] == "string" else ""
    return _COUNTED.get(str(kind), "")


def _door(serve: Callable[[str], bytes], aside: Mapping[bytes, bytes] | None = None) -> Any:
    """Return a fetcher that knows ``data:``, looks ``aside``, and asks ``serve`` for the rest."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Door(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                heavy = (aside or {}).get(url.encode(errors="replace"))
                return _unpacked(url, heavy) if heavy else super().fetch(url, headers)
            try:
                return URLFetcherResponse(url, _served(url, serve), {"Content-Type": "font/otf"})
            except PipelineError as reason:  # WeasyPrint would log it and leave a hole
                raise FatalURLFetchingError(url) from reason

    return Door()


def _unpacked(url: str, heavy: bytes) -> Any:
    from weasyprint.urls import URLFetcherResponse

    kind, _, coded = heavy.partition(b";base64,")
    headers = {"Content-Type": kind.decode().removeprefix("data:")}
    return URLFetcherResponse(url, base64.b64decode(coded), headers)


def _nothing(url: str) -> bytes:
    raise fatal("forbidden-address", Place(""), f"the page asks for `{url}`")


def _served(url: str, serve: Callable[[str], bytes]) -> bytes:
    if not url.startswith("font:"):
        hint = "put the file into the project, and name it from the release or the theme"
        raise fatal("forbidden-address", Place(""), f"the page asks for `{url}`", hint)
    return serve(url)


@contextmanager
def without_system_fonts() -> Iterator[None]:
    """Hide the machine's fonts from fontconfig, which looks at each start; then undo it."""
    name = "FONTCONFIG_FILE"
    before = os.environ.get(name)  # noqa: TID251  (the one way to tell fontconfig)
    os.environ[name] = str(files("pipeline.engines").joinpath("fonts.conf"))  # noqa: TID251
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="No fonts configured")
            _load()
            yield
    finally:
        if before is None:
            del os.environ[name]  # noqa: TID251
        else:
            os.environ[name] = before  # noqa: TID251


def _unfound(name: str) -> str | None:  # noqa: ARG001  (it stands in for another)
    return None


def _load() -> None:
    """Import WeasyPrint; on Linux its libraries have one name, so nobody is asked for others.

    It tries the names of every system in turn, and for each that is not there
    ``ctypes.util.find_library`` runs ldconfig, gcc and ld: half of the import.
    """
    if "weasyprint" in sys.modules:
        return
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _unfound
    late = {name: _Late(name) for name in _SELDOM if name not in sys.modules}
    sys.modules.update(late)
    try:
        import weasyprint  # noqa: F401
    finally:
        ctypes.util.find_library = find
        for name in late:
            del sys.modules[name]
    from weasyprint.pdf import fonts

    fonts.ffi = _Arrays(fonts.ffi)
    gc.freeze()  # what is loaded stays: no sweep after a page need look through it


class _Arrays:
    """Stands in for cffi, which parses the C type of an array anew for every length."""

    def __init__(self, ffi: Any) -> None:
        self._ffi = ffi

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ffi, name)

    def new(self, kind: str, *given: Any) -> Any:
        """Make what is asked for; an array is as long as its list."""
        return self._ffi.new(_LENGTH.sub("[]", kind) if given else kind, *given)


class _Late(ModuleType):
    """Stands in for a module that takes long to load: who calls anything of it, loads it."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        return partial(_called, self.__name__, name)


def _called(module: str, name: str, *given: Any, **named: Any) -> Any:
    return getattr(import_module(module), name)(*given, **named)

"""Tags that WeasyPrint leaves out of a PDF: the language of parts, what a header heads, items.

A reader who listens hears each part in its language, and each cell with its headers. It
patches a private function, so it knows the version it was written for and leaves any other
alone; the PDF is then tagged as WeasyPrint tags it.

Source: ISO 14289-1 (PDF/UA), 7.2 and 7.5; WeasyPrint issue 2482.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

WEASYPRINT = "70.0"
_OF_ITEMS = ("/Lbl", "/LBody", "/LI", "/L")


def install() -> bool:
    """Teach WeasyPrint, once in a process; tell whether this is the version we know."""
    from weasyprint.pdf import tags

    if version("weasyprint") != WEASYPRINT:
        return False
    if not hasattr(tags, "_untaught"):
        tags._untaught = tags._build_box_tree
        tags._build_box_tree = _build_box_tree
    return True


def _build_box_tree(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
    from weasyprint.pdf import tags

    element = getattr(getattr(box, "_box", box), "element", None)
    for made in tags._untaught(box, parent, pdf, *rest):
        if element is not None and made["S"] != "/NonStruct":
            _describe(made, element)
            _make_item(made, element, parent, pdf)
            _level(made, pdf)
        elif getattr(getattr(box, "_box", box), "link_annotation", None):
            made["S"] = "/Link"
        strange = parent["S"] == "/LI" and made["S"] not in _OF_ITEMS
        yield _body_of_item(made, parent, pdf) if strange else made


def _describe(made: Any, element: Any) -> None:
    import pydyf  # type: ignore[import-untyped]

    if language := element.get("lang"):
        made["Lang"] = pydyf.String(language)
    if made["S"] == "/TH" and "A" in made:
        made["A"]["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"


def _level(made: Any, pdf: Any) -> None:
    """Give a heading a level at most one deeper than that of the heading before it."""
    if re.fullmatch("/H[1-6]", made["S"]):
        level = min(int(made["S"][2]), pdf.__dict__.get("heading_level", 0) + 1)
        pdf.heading_level, made["S"] = level, f"/H{level}"


def _make_item(made: Any, element: Any, parent: Any, pdf: Any) -> None:
    """Make one item of a term and what is said of it, where a ``div`` holds both together."""
    if element.tag == "dt" and made["S"] == "/LI":
        for term in _kids(made, pdf):
            term["S"] = "/Lbl"
    if made["S"] == "/Div" and parent["S"] == "/L":
        made["S"] = "/LI"
        inside = list(_parts(made, pdf))
        made["K"][:] = [kid.reference for kid in inside]
        for kid in inside:
            kid["P"] = made.reference


def _parts(made: Any, pdf: Any) -> Iterator[Any]:
    """Yield the labels and bodies in an item, however deep a template has wrapped them."""
    for kid in _kids(made, pdf):
        if kid["S"] in ("/Lbl", "/LBody"):
            yield kid
        else:
            yield from _parts(kid, pdf)


def _kids(made: Any, pdf: Any) -> list[Any]:
    return [pdf.objects[int(kid.split()[0])] for kid in made["K"] if isinstance(kid, str | bytes)]


def _body_of_item(made: Any, item: Any, pdf: Any) -> Any:
    import pydyf

    body = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/LBody",
            "K": pydyf.Array([made.reference]),
            "Pg": made["Pg"],
            "P": item.reference,
        }
    )
    pdf.add_object(body)
    made["P"] = body.reference
    return body

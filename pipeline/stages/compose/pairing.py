"""Two editions of one release on one page: each text beside its translation.

    p · h2 · li      a row of two cells, on one baseline
    figures · table  one, in both languages: what is alike stands once
    picture · chart  one after the other in its cell; decoration and logos stand once

Both come from the same blocks, so they pair off as they stand. Where one lacks a block (it is
meant for the other language only, or was left out) the cell beside it stays empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from lxml import html
from lxml.html import HtmlElement

from pipeline.matching import matched
from pipeline.stages.compose import fittings, places, words

_LONG_EM = 180.0
"""A pair of texts that are both wider than this, about seven lines, may break over pages: each
then has lines enough to leave three and take three along, so neither goes without the other."""

Pair = tuple[HtmlElement | None, HtmlElement | None]


@dataclass(frozen=True, slots=True)
class Tongues:
    """The languages of the two columns and their directions, the leading one first."""

    first: tuple[str, str]
    second: tuple[str, str]


def paired(
    first: Mapping[str, HtmlElement], second: Mapping[str, HtmlElement], tongues: Tongues
) -> dict[str, HtmlElement]:
    """Return the parts of two editions, each made one part that shows both."""
    found: dict[str, HtmlElement] = {}
    places.rename(first, second)
    for part in (*first.values(), *second.values()):
        places.ground(part)
    for name in dict.fromkeys((*first, *second)):
        one, other = first.get(name), second.get(name)
        if name == "figures" and one is not None and other is not None:
            found[name] = _figures(one, other, tongues)
        elif name == "closing" and one is not None and other is not None:
            found[name] = _said_twice(one, other, tongues)
        else:
            box = html.Element("div")
            box.extend(_grouped(_rows(one, other, tongues)))
            found[name] = box
    return found


def _rows(
    first: HtmlElement | None, second: HtmlElement | None, tongues: Tongues
) -> Iterator[HtmlElement]:
    """Yield rows, and blocks that span both columns, in reading order."""
    for one, other in _matched(first, second):
        node = one if one is not None else other
        assert node is not None
        if shown := _SHOWN.get(_part(node)):
            yield from shown(one, other, tongues)
        else:
            yield _row(one, other, tongues)


def _part(node: HtmlElement) -> str:
    """Return how a block is shown: a name in the table below, or nothing for a plain row."""
    named = node.get("class", "").split()
    if node.tag == "nav" or {"pull", "aside", "side"} & set(named):
        return ""
    if node.tag in ("ul", "ol"):
        return "" if "of-" in node.get("class", "") else "list"
    known = (name for name in _SHOWN if name in named)
    return next(known, str(node.tag))


def _matched(first: HtmlElement | None, second: HtmlElement | None) -> Iterator[Pair]:
    ours = list(first) if first is not None else []
    theirs = list(second) if second is not None else []
    return matched(ours, theirs, _kind)


def _kind(node: HtmlElement) -> tuple[str, str]:
    """Return what a block must share with its translation."""
    named = node.get("class", "").split()
    part = next((name for name in named if not name.startswith(("level", "of-"))), "")
    return str(node.tag), part if node.tag in ("div", "section", "nav", "aside") else ""


def _grouped(rows: Iterator[HtmlElement]) -> Iterator[HtmlElement]:
    """Yield the blocks with runs of rows in a table of their own."""
    table: HtmlElement | None = None
    for row in rows:
        if row.get("class", "").startswith("pair"):
            if table is None:
                table = html.Element("div", {"class": "pairs"})
            table.append(row)
            continue
        if table is not None:
            yield table
            table = None
        yield row
    if table is not None:
        yield table


def _row(one: HtmlElement | None, other: HtmlElement | None, tongues: Tongues) -> HtmlElement:
    node = one if one is not None else other
    assert node is not None
    named = node.get("class", "")
    kind = named if named in ("caption", "legend", "timeline") else node.tag
    long = min(words.ems(n.text_content()) if n is not None else 0.0 for n in (one, other))
    whole = "" if kind == "p" and long > _LONG_EM else " whole"
    row = html.Element("div", {"class": f"pair pair-{kind}{whole}"})
    for block, name, (lang, way) in (
        (one, "first", tongues.first),
        (other, "second", tongues.second),
    ):
        cell = html.Element("div", {"class": name, "lang": lang, "dir": way})
        if block is not None:
            copied = deepcopy(block)
            copied.tail = None
            cell.append(copied)
        row.append(cell)
    return row


def _items(
    one: HtmlElement | None, other: HtmlElement | None, tongues: Tongues
) -> Iterator[HtmlElement]:
    """Yield a row for each item of a list, each numbered as it was."""
    for number, (left, right) in enumerate(_matched(one, other), start=1):
        yield _row(_list(one, left, number), _list(other, right, number), tongues)


def _list(whole: HtmlElement | None, item: HtmlElement | None, number: int) -> HtmlElement | None:
    if whole is None or item is None:
        return None
    made = html.Element(str(whole.tag), dict(whole.attrib))
    if whole.tag == "ol":
        made.set("start", str(int(whole.get("start", "1")) + number - 1))
    made.append(deepcopy(item))
    made[-1].tail = None
    return made


def _entries(
    one: HtmlElement | None, other: HtmlElement | None, tongues: Tongues
) -> Iterator[HtmlElement]:
    """Yield a row for each entry of a list of terms, in whatever box the list stands."""
    lists = [next(box.iter("dl"), None) if box is not None else None for box in (one, other)]
    for listed in lists:
        if listed is not None and listed.find("dt") is not None:
            fittings.pair(listed)
    node = one if one is not None else other
    name = node.get("class", "") if node is not None and node.tag != "dl" else "terms"
    pairs = list(_matched(*lists))
    for number, (left, right) in enumerate(pairs):
        row = _row(_entry(left, name), _entry(right, name), tongues)
        if number in (0, len(pairs) - 2) and number < len(pairs) - 1:
            row.set("class", f"{row.get('class')} led")
        yield row


def _entry(entry: HtmlElement | None, name: str) -> HtmlElement | None:
    if entry is None:
        return None
    box = html.Element("div", {"class": name})
    listed = html.Element("dl")
    listed.append(deepcopy(entry))
    listed[-1].tail = None
    box.append(listed)
    return box


def _caption(chart: HtmlElement | None) -> HtmlElement | None:
    """Take the caption out of a chart, so that the pictures below stand beside each other."""
    said = chart.find(".//figcaption") if chart is not None else None
    if said is None:
        return None
    made = html.Element("p", {"class": "caption"})
    if name := said.get("data-t"):
        made.set("data-t", name)
    made.text = said.text
    made.extend(deepcopy(child) for child in said)
    said.drop_tree()
    return made


def _charts(
    one: HtmlElement | None, other: HtmlElement | None, tongues: Tongues
) -> Iterator[HtmlElement]:
    """Yield captions beside each other, and the drawings below them, or one that serves both."""
    yield _row(_caption(one), _caption(other), tongues)
    alike = _alike(one, other)
    if alike and one is not None and other is not None:
        (made,) = _once(one, None, tongues)
        for behind in made.findall("./*[@class='data']"):
            made.remove(behind)
        yield made
        for child in (*one.findall("figure"), *other.findall("figure")):
            child.drop_tree()
    yield _row(one, other, tongues)


def _alike(one: HtmlElement | None, other: HtmlElement | None) -> bool:
    """Tell whether two blocks show the same picture."""
    drawn = [node.find(".//img") if node is not None else None for node in (one, other)]
    if drawn[0] is None or drawn[1] is None:
        return False
    return bool(drawn[0].get("src") == drawn[1].get("src"))


def _once(
    one: HtmlElement | None, other: HtmlElement | None, _tongues: Tongues
) -> Iterator[HtmlElement]:
    """Yield what says nothing in either language, or the same in both."""
    copied: HtmlElement = deepcopy(one if one is not None else other)
    copied.tail = None
    yield copied


def _coded(
    one: HtmlElement | None, other: HtmlElement | None, tongues: Tongues
) -> Iterator[HtmlElement]:
    """Yield a code once, with the words of both languages beside it."""
    (made,) = _once(one, other, tongues)
    place = "div[@class='words']"
    boxes = [part.find(place) if part is not None else None for part in (one, other)]
    shown = made.find(place)
    if shown is not None and boxes[0] is not None and boxes[1] is not None:
        shown.text = None
        shown[:] = list(_said_twice(boxes[0], boxes[1], tongues))
    yield made


def _opened(
    one: HtmlElement | None, other: HtmlElement | None, tongues: Tongues
) -> Iterator[HtmlElement]:
    """Yield the band that opens a section once, its number above the headings of both."""
    node = one if one is not None else other
    assert node is not None
    made = html.Element(str(node.tag), {"class": node.get("class", "")})
    number = next((n for n in node if n.get("class") == "ordinal"), None)
    if number is not None:
        made.append(deepcopy(number))
    for part in (one, other):
        for line in part.xpath("./p[@class='ordinal']") if part is not None else ():
            line.drop_tree()
    made.extend(_grouped(_rows(one, other, tongues)))
    yield made


def _shown_once(
    one: HtmlElement | None, other: HtmlElement | None, tongues: Tongues
) -> Iterator[HtmlElement]:
    """Yield a picture that both editions have once, across both columns, then its captions."""
    if not _alike(one, other):
        yield _row(one, other, tongues)
        return
    said = _caption(one), _caption(other)
    (made,) = _once(one, other, tongues)
    made.set("class", "figure-once")
    yield made
    for line in said:
        if line is not None:
            line.set("class", "legend")
    if any(line is not None for line in said):
        yield _row(*said, tongues)


def _figures(first: HtmlElement, second: HtmlElement, tongues: Tongues) -> HtmlElement:
    """Return the key figures once, each with its label in both languages."""
    made: HtmlElement = deepcopy(first)
    own, theirs = made.findall(".//dl/div"), second.findall(".//dl/div")
    for box in reversed(theirs[len(own) :]):
        _say(box, tongues.second)
        own[-1].addnext(box)
    for one, other in zip(own, theirs, strict=False):
        _say(one, tongues.first)
        for said in other.findall("dd"):
            label = deepcopy(said)
            label.set("class", "second")
            _say(label, tongues.second)
            figure = " ".join((other.findtext("dt/span[@class='number']") or "").split())
            if figure != " ".join((one.findtext("dt/span[@class='number']") or "").split()):
                whole = html.Element("span", {"class": "whole"})
                whole.text = " ".join("".join(other.find("dt").itertext()).split())
                whole.tail, label.text = f" {(label.text or '').lstrip()}", None
                label.insert(0, whole)
            one.append(label)
    return made


def _said_twice(first: HtmlElement, second: HtmlElement, tongues: Tongues) -> HtmlElement:
    """Return the paragraphs of a part, those of the second language below those of the first."""
    made = html.Element("div")
    for part, name, tongue in (
        (first, "first", tongues.first),
        (second, "second", tongues.second),
    ):
        box = html.Element("div", {"class": name})
        box.extend(deepcopy(child) for child in part)
        _say(box, tongue)
        made.append(box)
    return made


def _merged(
    one: HtmlElement | None, other: HtmlElement | None, tongues: Tongues
) -> Iterator[HtmlElement]:
    """Yield one table in both languages; a cell that both say alike says it once."""
    (made,) = _once(one, other, tongues)
    shapes = [[cell.tag for cell in _cells(n)] for n in (one, other) if n is not None]
    if one is None or other is None or shapes[0] != shapes[1]:
        _say(made, tongues.first if one is not None else tongues.second)
        yield made
        if one is not None and other is not None:
            yield from _merged(None, other, tongues)
        return
    for cell, twin in zip(_cells(made), _cells(other), strict=True):
        said = "".join(twin.itertext()).split()
        if said and "".join(cell.itertext()).split() != said:
            box = html.Element("div", {"class": "second"})
            box.text = twin.text
            box.extend(deepcopy(child) for child in twin)
            _say(box, tongues.second)
            own = html.Element("div", {"class": "first"})
            own.text, cell.text = cell.text, None
            own.extend(list(cell))
            _say(own, tongues.first)
            cell.append(own)
            cell.append(box)
    yield made


_SHOWN: Mapping[str, Callable[..., Iterator[HtmlElement]]] = {
    "list": _items,
    "dl": _entries,
    "timeline": _entries,
    "chart": _charts,
    "logos": _once,
    "qr": _coded,
    "opener": _opened,
    "figure": _shown_once,
    "frame": _merged,
    "section": _rows,
    "div": _rows,
}
"""How a block is shown in both languages; what is not named here is a row."""


def _cells(table: HtmlElement) -> list[HtmlElement]:
    return list(table.iter("caption", "th", "td"))


def _say(node: HtmlElement, tongue: tuple[str, str]) -> None:
    node.set("lang", tongue[0])
    node.set("dir", tongue[1])

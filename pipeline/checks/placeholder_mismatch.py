"""Placeholders are the figures of a release: each must reach the reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline import facts
from pipeline.diagnostics import Severity, nearest
from pipeline.inlines import TOKEN
from pipeline.plugs import Check, Finding, Unit

_FORMS = {*facts.NUMBER_FORMS, *facts.DATE_FORMS}
_WHEN = ("date", "year")
_WIDE = re.compile(r"[｛﹛]\s*[\w.]+\s*[｝﹜]")

_CONVERSION = re.compile(
    r"(?<![\d%])%(?:(?P<name>\(\w+\))|\d+\$)?[-+#0]*(?:\d+|\*)?(?:\.(?:\d+|\*(?:\d+\$)?))?(?:hh?|ll?|z)?"
    r"(?P<kind>[sd]|[iouxXeEfgGc](?![A-Za-z]))"
)


def placeholder_mismatch(unit: Unit) -> Iterator[Finding]:
    """Find placeholders that the translation lost, doubled or made up.

    Where one is lost, the reader misses a figure; where one is made up, the page shows the
    source text. Another form of the same fact is fine: ``{area}`` may become
    ``{area.compact}``. But the date of a fact is not its figure. What a program fills in
    (``%s``, ``%(name)s``, ``%1$d``) must stand as often as in the source.

    >>> "{domestic} domestic-funded" -> "内资企业{foreign}家"
    error: the translation lacks `{domestic}` and has `{foreign}`, which is not in the source
    hint: write `{domestic}` for `{foreign}`
    """
    yield from _conversions(unit)
    if "{" not in unit.message.text and "{" not in unit.translation.text:
        return
    source, target = _names(unit.message.text), _names(unit.translation.text)
    lost = [source[key][0] for key in source if key not in target]
    invented = [target[key][0] for key in target if key not in source]
    doubled = [target[k][0] for k in source if len(target.get(k, ())) > len(source[k])]
    said = [f"lacks {_listed(lost)}"] if lost else []
    said += [f"doubles {_listed(doubled)}"] if doubled else []
    said += [f"has {_listed(invented)}, which is not in the source"] if invented else []
    if said:
        hints = _hints(lost, [*doubled, *invented], unit)
        spans = tuple(_standing([*doubled, *invented], unit.translation.text))
        yield Finding(f"the translation {' and '.join(said)}", hints, spans)
    yield from _formless(unit)


def _hints(lost: list[str], extra: list[str], unit: Unit) -> tuple[str, ...]:
    if len(lost) == len(extra) == 1:
        return (f"write `{lost[0]}` for `{extra[0]}`",)
    wide = _WIDE.search(unit.translation.text)
    if lost and wide:
        return (f"write `{lost[0]}` for `{wide[0]}`, with half-width braces",)
    hints = [f"put {_listed(lost)} where the figure belongs"] if lost else []
    return (*hints, *([f"delete {_listed(extra)}"] if extra else []))


def _standing(extra: list[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield where placeholders stand that are too many; none is, and braces are wide: those."""
    yield from (token.span() for token in TOKEN.finditer(text) if token[0] in extra)
    yield from (wide.span() for wide in _WIDE.finditer(text))


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _names(text: str) -> dict[tuple[str, bool], list[str]]:
    """Return the placeholders of a text, by fact and by whether they tell its date."""
    found: dict[tuple[str, bool], list[str]] = {}
    for token in TOKEN.finditer(text):
        if token["fact"]:
            name, _, form = token["fact"].partition(".")
            found.setdefault((name, form in _WHEN), []).append(token[0])
    return found


def _formless(unit: Unit) -> Iterator[Finding]:
    known = {token["fact"] for token in TOKEN.finditer(unit.message.text)}
    written = Counter(t["fact"] for t in TOKEN.finditer(unit.translation.text) if t["fact"])
    for fact in written:
        name, _, form = fact.partition(".")
        if form not in _FORMS and fact not in known:
            hint = nearest(form, sorted(_FORMS - {""}), f"write `{{{name}}}`")
            yield Finding(f"`{{{fact}}}` asks for a form that no fact has", (hint,))


def _conversions(unit: Unit) -> Iterator[Finding]:
    """Yield what is wrong with the ``%s`` of a program."""
    source, text = unit.message.text, unit.translation.text
    if "%" not in source:
        return
    before, after = (
        Counter(_conversion(t) for t in _CONVERSION.finditer(x)) for x in (source, text)
    )
    lost, more = list((before - after).elements()), list((after - before).elements())
    said = [f"lacks {_listed(lost)}"] if lost else []
    said += [f"has {_listed(more)}, which is not in the source"] if more else []
    if said:
        spans = tuple(t.span() for t in _CONVERSION.finditer(text) if _conversion(t) in more)
        hints = _hints(lost, more, unit)
        yield Finding(f"the translation {' and '.join(said)}", hints, spans)


def _conversion(found: re.Match[str]) -> str:
    """Return a conversion without its position and its width: both may change."""
    return f"%{found['name'] or ''}{found['kind']}"


PLACEHOLDER_MISMATCH = Check("placeholder-mismatch", Severity.ERROR, placeholder_mismatch)

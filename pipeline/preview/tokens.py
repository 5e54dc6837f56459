"""A message text as the editor holds it: words, and chips that stand for tags and facts.

    Read <link>the guide</link> of {year}   ⇄   "Read ", chip, "the guide", chip, " of ", chip

Words go out unescaped and come back escaped, so that nobody types a tag by accident; a chip
goes and comes as it is. Law: ``joined(pieces(text)) == canonical(text)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline import inlines
from pipeline.exchange import codes
from pipeline.model import Json


def pieces(text: str, meanings: Mapping[str, str] | None = None) -> list[Json]:
    """Return the words and chips of a text; ``meanings`` says what chips stand for."""
    return list(_merged(_pieces(text, meanings or {})))


def joined(parts: Json) -> str:
    """Return the text of words and chips; what is no chip of a known form is words."""
    told: list[str | codes.Token] = []
    for part in parts if isinstance(parts, list) else ():
        chip, words = _field(part, "chip"), _field(part, "words")
        if chip and (token := inlines.TOKEN.fullmatch(chip)) and (token["fact"] or token["tag"]):
            told.append(codes.Token(chip))
        else:
            told.append(words or chip)
    return codes.told(told)


def _field(part: Json, name: str) -> str:
    value = part.get(name, "") if isinstance(part, dict) else ""
    return value if isinstance(value, str) else ""


def _pieces(text: str, meanings: Mapping[str, str]) -> Iterator[dict[str, str]]:
    end = 0
    for token in inlines.TOKEN.finditer(text):
        if words := text[end : token.start()]:
            yield {"words": words}
        end = token.end()
        if literal := inlines.LITERAL.get(token[0]):
            yield {"words": literal}
        else:
            name = token[0] if token["fact"] else f"<{token['tag']}>"
            empty = f"<{token['tag']}/>"
            meaning = meanings.get(name) or meanings.get(empty, "")
            yield {"chip": token[0], "means": meaning}
    if words := text[end:]:
        yield {"words": words}


def _merged(parts: Iterator[dict[str, str]]) -> Iterator[dict[str, str]]:
    held = ""
    for part in parts:
        if "words" in part:
            held += part["words"]
            continue
        if held:
            yield {"words": held}
        held = ""
        yield part
    if held:
        yield {"words": held}

"""What to make of what was said before: suggestions beside a catalog, never in it.

A suggestion's tags and facts are made those of the message, where the codec then takes it;
where it does not, the words stand as they were and the suggestion says that it does not fit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from pipeline import inlines, po
from pipeline.exchange import codes
from pipeline.exchange.codes import Code, Piece
from pipeline.exchange.gather import Desk
from pipeline.exchange.memory import Memory
from pipeline.inlines import TagError
from pipeline.model import Json, Message

Asker = Callable[[Sequence[Json]], Sequence[Json]]
"""Answers questions ``{source, context, locale, notes}`` by ``{target, origin}``, one for each."""

_FREE = {*inlines.MARKS.values(), inlines.BREAK}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A translation that may do; ``score`` is percent of likeness, 0 where nobody measured.

    ``source`` is the text it was made for; ``fits`` says whether the codec would take it.
    """

    target: str
    score: int
    origin: str
    source: str = ""
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Advice:
    """A message that waits for its translator, and what is suggested, best first."""

    message: Message
    fuzzy: bool
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the very same text was translated before, and fits."""
        return any(s.score == 100 and s.fits for s in self.suggestions)


def advise(desk: Desk, memory: Memory, ask: Asker | None = None) -> tuple[Advice, ...]:
    """Return advice for every untranslated or fuzzy message, in reading order.

    ``ask`` is asked about those alone that the memory does not know to the letter.
    """
    waiting = [m for m in desk.original.messages if _waits(desk.entry(m))]
    advice = [Advice(m, desk.entry(m).fuzzy, tuple(_remembered(m, memory))) for m in waiting]
    asked = [item for item in advice if not item.certain] if ask else []
    if not ask or not asked:
        return tuple(advice)
    answers = ask([_question(item.message, desk) for item in asked])
    said = {item.message.key: answer for item, answer in zip(asked, answers, strict=True)}
    return tuple(_answered(item, said.get(item.message.key)) for item in advice)


def path_of(desk: Desk) -> str:
    """Return where the suggestions for a catalog are written."""
    return f"locales/{desk.locale}/suggestions.{desk.original.slug}.json"


def side_file(desk: Desk, advice: Iterable[Advice]) -> bytes:
    """Return the bytes of the file of suggestions: those messages that have any."""
    messages = [
        {
            "source": item.message.text,
            "context": item.message.context,
            "state": "fuzzy" if item.fuzzy else "new",
            "places": list(map(str, item.message.places)),
            "suggestions": [asdict(suggestion) for suggestion in item.suggestions],
        }
        for item in advice
        if item.suggestions
    ]
    whole = {"release": desk.original.slug, "locale": desk.locale, "messages": messages}
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def notes(advice: Iterable[Advice]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the suggestions as notes for a catalog, by key of the message."""
    return {item.message.key: tuple(map(_note, item.suggestions)) for item in advice}


def lines(advice: Iterable[Advice]) -> Iterator[str]:
    """Yield the suggestions as a person reads them."""
    for item in advice:
        for number, suggestion in enumerate(item.suggestions):
            if not number:
                place = item.message.places[0] if item.message.places else ""
                yield f"{place}: {item.message.text}"
            score = f"{suggestion.score} %" if suggestion.score else "asked"
            misfit = "" if suggestion.fits else "; does not fit as it is"
            yield f"  {score:>5}  {suggestion.target}  ({suggestion.origin}{misfit})"


def adapted(target: str, made_for: str, wanted: str) -> str:
    """Return a translation of ``made_for`` with the tags and facts of ``wanted``.

    Empty if the codec would not take it even so.
    """
    if not codes.misfit(target, wanted):
        return target
    try:
        old, new = (tuple(codes.codes(codes.pieces(text))) for text in (made_for, wanted))
        names = _renamings(old, new)
        kept = {code.name for code in new}
        text = codes.spelled(tuple(_renamed(codes.pieces(target), names, kept)))
    except TagError:
        return ""
    return "" if codes.misfit(text, wanted) else text


def _note(suggestion: Suggestion) -> str:
    score = f"{suggestion.score} %" if suggestion.score else "asked"
    text = " ".join(suggestion.target.split())
    return f"suggestion {score}{'' if suggestion.fits else ', does not fit'}: {text}"


def _waits(entry: po.Entry) -> bool:
    return entry.fuzzy or not entry.translations[0]


def _remembered(message: Message, memory: Memory) -> Iterator[Suggestion]:
    for score, saying in memory.like(message.text):
        text = adapted(saying.target, saying.source, message.text)
        yield Suggestion(
            text or saying.target, score, saying.origin, saying.source, fits=bool(text)
        )


def _question(message: Message, desk: Desk) -> Json:
    return {
        "source": message.text,
        "context": message.context,
        "locale": desk.locale,
        "notes": list(message.notes),
    }


def _answered(advice: Advice, answer: Json) -> Advice:
    target = answer.get("target") if isinstance(answer, dict) else None
    if not isinstance(target, str) or not target.strip():
        return advice
    origin = str(answer.get("origin") or "command")
    fits = not codes.misfit(target, advice.message.text)
    said = Suggestion(target, 0, origin, fits=fits)
    return Advice(advice.message, advice.fuzzy, (*advice.suggestions, said))


def _renamings(old: Sequence[Code], new: Sequence[Code]) -> dict[str, str]:
    """Return which code of ``new`` stands where each of ``old`` stood, kind by kind.

    Facts answer each other only where both texts have as many: a figure is never guessed.
    """
    names: dict[str, str] = {}
    before, after = _by_kind(old), _by_kind(new)
    for kind, olds in before.items():
        news = after.get(kind, [])
        if kind != "{}" or len(olds) == len(news):
            names |= dict(zip(olds, news, strict=False))
    return names


def _by_kind(found: Sequence[Code]) -> dict[str, list[str]]:
    """Return the names of codes by kind, each once; facts by their names without forms."""
    kinds: dict[str, list[str]] = {}
    for code in found:
        kind = "{}" if code.fact else code.name.rstrip("0123456789")
        name = code.fact.partition(".")[0] if code.fact else code.name
        if name not in kinds.setdefault(kind, []):
            kinds[kind].append(name)
    return kinds


def _renamed(parts: Sequence[Piece], names: Mapping[str, str], kept: set[str]) -> Iterator[Piece]:
    for part in parts:
        if isinstance(part, str):
            yield part
            continue
        if part.fact:
            name, dot, form = part.fact.partition(".")
            yield Code(f"{{{names.get(name, name)}{dot}{form}}}")
            continue
        name = names.get(part.name, part.name)
        inside = None if part.inside is None else tuple(_renamed(part.inside, names, kept))
        if name in kept or name in _FREE:
            yield Code(name, inside)
        else:
            yield from inside or ()

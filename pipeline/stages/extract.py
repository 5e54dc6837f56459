"""Tell translators what there is to translate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline import facts, inlines
from pipeline.model import Fact, Json, Message, Release, Segment
from pipeline.segments import segments

FLAG = "python-brace-format"
"""What makes Poedit, Weblate and ``msgfmt -c`` guard the names in braces."""


def extract(
    release: Release, labels: Mapping[str, str] | None = None, cldr: str = "en"
) -> tuple[Message, ...]:
    """Return the messages of a release in reading order; equal texts are one message.

    Notes say the role, and what each tag and fact stands for, as the CLDR locale ``cldr``
    writes it.
    """
    told = _Told(release.facts, labels or {}, cldr)
    found: dict[tuple[str, str], Message] = {}
    for piece in segments(release.document):
        text = inlines.encode(piece.inlines)
        place = release.place(piece.address)
        new = Message(text, piece.context, (place,), _notes(piece, told))
        if facts.REFERENCE.search(text):
            new = Message(text, new.context, new.places, new.notes, frozenset({FLAG}))
        old = found.get(new.key)
        found[new.key] = _both(old, new) if old else new
    return tuple(found.values())


def _both(old: Message, new: Message) -> Message:
    places = tuple(dict.fromkeys(old.places + new.places))
    notes = tuple(dict.fromkeys(old.notes + new.notes))
    return Message(old.text, old.context, places, notes, old.flags)


@dataclass(frozen=True, slots=True)
class _Told:
    """What notes say of facts: the facts, the author's labels, and how numbers are written."""

    facts: Mapping[str, Fact]
    labels: Mapping[str, str]
    cldr: str

    def note(self, reference: str) -> str:
        name, _, form = reference.partition(".")
        fact = self.facts.get(name)
        if not fact or form not in facts.forms(fact):
            return ""
        label = f" ({self.labels[name]})" if name in self.labels else ""
        said = facts.spell(fact, form, self.cldr, fact.unit).joined
        return f"{{{reference}}}: {said}{label}"


def _notes(piece: Segment, told: _Told) -> tuple[str, ...]:
    found = (told.note(name) for name in dict.fromkeys(_references(piece.inlines)) if name)
    return (piece.role, *_tags(piece.inlines), *filter(None, found))


def _references(nodes: Json) -> Iterator[str]:
    """Yield the facts of inlines, but for those in a message of its own: footnotes, alt texts."""
    for node in nodes:
        if name := inlines.reference(node):
            yield name
        elif node["t"] in inlines.MARKS or node["t"] in inlines.SHELLS:
            yield from _references(inlines.children(node))


def _tags(nodes: Json) -> Iterator[str]:
    for name, node in inlines.named(nodes).items():
        kind, content = node["t"], node["c"]
        match kind:
            case "Link":
                shown = content[2][0].removeprefix("https://").removeprefix("http://")
                yield f"<{name}>: {shown}"
            case "Code" | "Math":
                yield f"<{name}/>: {content[1]}"
            case "Image":
                yield f"<{name}/>: {content[2][0]}"
            case "Note":
                yield f"<{name}/>: {inlines.encode(_bodies(content))}"
            case _:
                yield f"<{name}>: {' '.join('.' + c for c in content[0][1])}"


def _bodies(blocks: Json) -> Json:
    return [node for block in blocks if block["t"] in ("Para", "Plain") for node in block["c"]]

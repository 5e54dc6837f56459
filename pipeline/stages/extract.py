"""Tell translators what there is to translate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline import facts, inlines, tree
from pipeline.model import Fact, Json, Message, Release, Segment
from pipeline.segments import segments

FLAG = "python-brace-format"
"""What makes Poedit, Weblate and ``msgfmt -c`` guard the names in braces."""


def extract(release: Release, labels: Mapping[str, str] | None = None) -> tuple[Message, ...]:
    """Return the messages of a release in reading order; equal texts are one message.

    Notes say the role, and what each tag and fact stands for.
    """
    found: dict[tuple[str, str], Message] = {}
    for piece in segments(release.document):
        text = inlines.encode(piece.inlines)
        place = release.place(piece.address)
        new = Message(text, piece.context, (place,), _notes(piece, release.facts, labels or {}))
        if facts.REFERENCE.search(text):
            new = Message(text, new.context, new.places, new.notes, frozenset({FLAG}))
        old = found.get(new.key)
        found[new.key] = _both(old, new) if old else new
    return tuple(found.values())


def _both(old: Message, new: Message) -> Message:
    places = tuple(dict.fromkeys(old.places + new.places))
    notes = tuple(dict.fromkeys(old.notes + new.notes))
    return Message(old.text, old.context, places, notes, old.flags)


def _notes(
    piece: Segment, known: Mapping[str, Fact], labels: Mapping[str, str]
) -> tuple[str, ...]:
    return (
        piece.role,
        *_tags(piece.inlines),
        *(note for name in _facts(piece.inlines) if (note := _fact(name, known, labels))),
    )


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
                yield f"<{name}/>: {tree.plain(_bodies(content))}"
            case _:
                yield f"<{name}>: {' '.join('.' + c for c in content[0][1])}"


def _bodies(blocks: Json) -> Json:
    return [node for block in blocks if block["t"] in ("Para", "Plain") for node in block["c"]]


def _facts(nodes: Json) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(name for _, node in tree.nodes(nodes) if (name := inlines.reference(node)))
    )


def _fact(reference: str, known: Mapping[str, Fact], labels: Mapping[str, str]) -> str:
    name, _, form = reference.partition(".")
    fact = known.get(name)
    if not fact or form not in facts.forms(fact):
        return ""
    label = f" ({labels[name]})" if name in labels else ""
    return f"{{{reference}}}: {facts.spell(fact, form, 'en', fact.unit).joined}{label}"

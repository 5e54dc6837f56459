"""A fault as it is seen on a page, before anybody knows which line of the source it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from pipeline.model import Json

_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Sighting:
    """One fault on a finished page.

    ``page`` counts from 1, 0 is the whole file; ``box`` is what a designer calls the box,
    ``text`` what stands there, ``block`` the text around it by which it is found in the source.
    """

    rule: str
    page: int
    message: str
    hint: str = ""
    box: str = ""
    text: str = ""
    block: str = ""

    @property
    def where(self) -> str:
        """Return the page, the box and the beginning of the text, as a reader would say it."""
        place = f"page {self.page}" if self.page else "the file"
        named = f", {self.box}" if self.box else ""
        text = " ".join(self.text.split())
        short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        return f"{place}{named}" + (f" `{short}`" if short else "")


def packed(sightings: Iterable[Sighting]) -> Json:
    """Return sightings as JSON, each once."""
    return [asdict(sighting) for sighting in dict.fromkeys(sightings)]


def unpacked(values: Json) -> tuple[Sighting, ...]:
    """Return the sightings in JSON."""
    return tuple(Sighting(**value) for value in values)

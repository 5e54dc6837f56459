"""What no schema sees in a finished Word file: rules in a table, each with its manual.

    bytes ─ open_file ─▶ Opened ─ RULES ─▶ Defect …

A file may be valid and still unreadable, untrue or indiscreet. To add a rule: write it in the
module of its subject, seed its defect in the tests, add a line here and in output/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.word.lint import layout, marks, packed, reading, secret
from pipeline.word.lint.opened import Fault, Rule, open_file

_AGAIN = "build it again; what Diglot writes has no such thing"
_SOURCE = "mend the text in `sources/` or `locales/`, and build again"
_HAND = "do not edit finished files by hand; build it again"

RULES: tuple[Rule, ...] = (
    Rule("broken-zip", packed.broken_zip, _AGAIN),
    Rule("moving-zip", packed.moving_zip, _HAND),
    Rule("odd-xml", packed.odd_xml, _HAND),
    Rule("wrong-type", packed.wrong_type, _AGAIN),
    Rule("dangling-link", packed.dangling_link, _AGAIN),
    Rule(
        "outside-target",
        packed.outside_target,
        "keep pictures in the file, link to https, mailto or tel",
    ),
    Rule("active-content", secret.active_content, "take the file away; nothing in it may run"),
    Rule(
        "tracked-change",
        secret.tracked_change,
        "accept or refuse it in the source, and build again",
    ),
    Rule("hidden-text", secret.hidden_text, _HAND),
    Rule("leftover-markup", secret.leftover_markup, _SOURCE),
    Rule("leaked-trace", secret.leaked_trace, _HAND),
    Rule("doubled-id", marks.doubled_id, _AGAIN),
    Rule("stray-bookmark", marks.stray_bookmark, _AGAIN),
    Rule("broken-field", marks.broken_field, _AGAIN),
    Rule("lost-note", marks.lost_note, _AGAIN),
    Rule("lost-number", marks.lost_number, _AGAIN),
    Rule("lost-style", marks.lost_style, _AGAIN),
    Rule("wrong-language", reading.wrong_language, _AGAIN),
    Rule("foreign-text", reading.foreign_text, "translate the release, then build it again"),
    Rule("unhinted-han", reading.unhinted_han, _AGAIN),
    Rule("slanted-han", reading.slanted_han, "set emphasis in Chinese by dots, not by a slant"),
    Rule("no-alt-text", reading.no_alt_text, "say in the brackets of the picture what it shows"),
    Rule("heading-jump", reading.heading_jump, "let headings go down one level at a time"),
    Rule("blank-paragraph", reading.blank_paragraph, "leave space to the styles"),
    Rule("lost-blank", reading.lost_blank, _AGAIN),
    Rule("odd-letters", reading.odd_letters, "change the style in the theme, not the letters"),
    Rule("no-title", reading.no_title, "give the release its `title`, `author` and `date`"),
    Rule("wrong-page", layout.wrong_page, _AGAIN),
    Rule("wrong-table", layout.wrong_table, _AGAIN),
    Rule("wrong-pitch", layout.wrong_pitch, _AGAIN),
    Rule("wrong-settings", layout.wrong_settings, _AGAIN),
    Rule("lost-face", layout.lost_face, "name the face in the theme's [font]"),
    Rule("wrong-picture", layout.wrong_picture, _AGAIN),
    Rule("wrong-chart", layout.wrong_chart, "correct the fact, not the chart, and build again"),
)
"""Every rule, in the order we report them."""

MOST = 8
"""How many findings of one rule are told of one file."""


@dataclass(frozen=True, slots=True)
class Defect:
    """What a rule found: its name, what is wrong and in which part, what to do about it."""

    rule: str
    message: str
    hint: str


def inspect(data: bytes, locale: str = "") -> Iterator[Defect]:
    """Yield what is wrong in a finished Word file; ``locale`` is what Word should call it.

    Never raises: what cannot be read is a defect. Of one kind at most ``MOST`` are told.
    """
    file = open_file(data, locale)
    for rule in RULES:
        if not file.parts and rule.name != "broken-zip":
            return
        for fault in list(dict.fromkeys(rule.run(file)))[:MOST]:
            yield Defect(rule.name, _said(fault), rule.hint)


def _said(fault: Fault) -> str:
    return f"`{fault.part}` {fault.message}" if fault.part else fault.message

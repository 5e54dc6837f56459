"""What kind of edit the source went through, and the words of it.

``source changed (negation): the lease was {+not+} renewed``: a translator reads the change
and not the paragraph. The kind says how much to fear: ``cosmetic`` touches no meaning,
``numbers`` only figures and facts, ``negation`` turns a meaning round, ``rewrite`` is the rest.
The notation is wdiff's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rapidfuzz.distance import OSA, Indel

Kind: TypeAlias = Literal["cosmetic", "numbers", "negation", "rewrite"]

CONTEXT = 4
"""How many unchanged words stand around a change; the rest is ``…``."""

LONGEST = 12
"""How many words of a long removal or addition are shown."""

MOST_CELLS = 25_000_000
"""Above this many pairs of words, an edit is shown as one exchange: nobody writes such texts."""

_HAN = r"\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(
    rf"<[^<>\s]+>|\{{[^{{}}\s]*\}}|\d+(?:[.,]\d+)*|[{_HAN}]"
    rf"|[^\W\d_{_HAN}][^\W_{_HAN}]*(?:['’-][^\W_{_HAN}]+)*|\S"
)
_NUMBER = re.compile(r"\{.*\}|\d.*")
_NEGATION = re.compile(
    r"(?:not|no|never|without|nor|neither|none|cannot|nothing|nobody|.*n['’]t|[不没無无非未勿莫别])\Z"
)
_MARKS = set(".,;:…\"'“”‘’«»()[]-–—、，。；：（）《》〈〉「」『』·")


@dataclass(frozen=True, slots=True)
class Change:
    """Words that stand, or were exchanged: ``old`` for ``new``; the same where they stand."""

    old: tuple[str, ...]
    new: tuple[str, ...]


def note(before: str, after: str) -> str:
    """Return the line for the translator: the kind of edit, and its words."""
    return f"source changed ({kind(before, after)}): {word_diff(before, after)}"


def kind(before: str, after: str) -> Kind:
    """Return what an edit did to the meaning, as far as words can tell."""
    changes = [change for change in _changes(before, after) if change.old != change.new]
    if _differ(changes, _NEGATION) and _small(changes, before, after):
        return "negation"
    if all(_cosmetic(change) for change in changes):
        return "cosmetic"
    plain = [Change(_without_numbers(c.old), _without_numbers(c.new)) for c in changes]
    return "numbers" if all(_cosmetic(change) for change in plain) else "rewrite"


def word_diff(before: str, after: str) -> str:
    """Return the edit in words: ``[-removed-] {+added+}``, long unchanged runs as ``…``."""
    changes = _changes(before, after)
    if all(change.old == change.new for change in changes):
        return "blanks only"
    last = len(changes) - 1
    shown = [
        _exchanged(change)
        if change.old != change.new
        else _standing(change.new, CONTEXT if k else 0, CONTEXT if k < last else 0)
        for k, change in enumerate(changes)
    ]
    return " ".join(filter(None, shown))


def changed(before: str, after: str) -> list[Change]:
    """Return the runs of words that stand and that were exchanged, in order."""
    return _changes(before, after)


# --- words and changes ----------------------------------------------------------------


def _changes(before: str, after: str) -> list[Change]:
    """Return the runs of words that stand and that were exchanged, in order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > MOST_CELLS:
        return [Change(tuple(old), tuple(new))]
    runs: list[Change] = []
    for step in Indel.opcodes(old, new):
        run = Change(
            tuple(old[step.src_start : step.src_end]), tuple(new[step.dest_start : step.dest_end])
        )
        both_changed = runs and runs[-1].old != runs[-1].new and run.old != run.new
        if both_changed:
            last = runs.pop()
            run = Change(last.old + run.old, last.new + run.new)
        runs.append(run)
    return runs


def _differ(changes: Sequence[Change], words: re.Pattern[str]) -> bool:
    old = Counter(w for c in changes for w in map(str.lower, c.old) if words.match(w))
    new = Counter(w for c in changes for w in map(str.lower, c.new) if words.match(w))
    return old != new


def _small(changes: Sequence[Change], before: str, after: str) -> bool:
    """Whether more stands than changed: in a rewrite a lost ``not`` says nothing."""
    touched = sum(len(c.old) + len(c.new) for c in changes)
    return touched * 2 <= len(_WORD.findall(before)) + len(_WORD.findall(after))


def _without_numbers(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if not _NUMBER.fullmatch(word))


def _cosmetic(change: Change) -> bool:
    """Whether only marks, letter case or one letter inside a long word changed."""
    old = [word for word in change.old if word not in _MARKS]
    new = [word for word in change.new if word not in _MARKS]
    return len(old) == len(new) and all(map(_misspelt, old, new))


def _misspelt(a: str, b: str) -> bool:
    """Whether two words differ as a slip of the pen does, first and last letter in place."""
    a, b = a.casefold(), b.casefold()
    if a == b:
        return True
    ends = a[0] == b[0] and a[-1] == b[-1] and (a + b).isalpha()
    return ends and 5 <= len(a) <= 40 and OSA.distance(a, b, score_cutoff=1) == 1


# --- how they are shown ---------------------------------------------------------------


def _exchanged(change: Change) -> str:
    removed = f"[-{_shortened(change.old)}-]" if change.old else ""
    added = f"{{+{_shortened(change.new)}+}}" if change.new else ""
    return " ".join(filter(None, (removed, added)))


def _standing(words: Sequence[str], head: int, tail: int) -> str:
    """Return the first ``head`` and the last ``tail`` words: those beside a change."""
    if head + tail >= len(words):
        return _joined(words)
    around = (_joined(words[:head]), "…", _joined(words[len(words) - tail :]))
    return " ".join(filter(None, around))


def _shortened(words: Sequence[str]) -> str:
    if len(words) <= LONGEST:
        return _joined(words)
    half = LONGEST // 2
    return f"{_joined(words[:half])} … {_joined(words[-half:])}"


def _joined(words: Sequence[str]) -> str:
    """Return words with blanks between them, but for Chinese ones and before marks."""
    text = ""
    for word in words:
        tight = word[0] in ".,;:…)]”’、，。；：）" or not text or text[-1] in "([“‘"
        wide = bool(text) and min(word[0], text[-1]) >= "\u2e80"
        text += word if tight or wide else f" {word}"
    return text

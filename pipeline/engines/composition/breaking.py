"""Where a line ends: as late as it may, but a paragraph's last line gets company.

Law: of the places where a line may end, the last that fits is taken; a justified line may be
tightened to take one place more, and gives a few characters to a last line that would hold
one or two.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.engines.composition import rules
from pipeline.engines.composition.measure import Measured

_LOOSE_EM = 0.06
"""A line whose gaps would open by more than this takes the next word in, if it may."""

_COMPANY, _PAIR = 3, 2
_NARROW_EM = 12
_NEAR, _FAR = 5, 17
"""Characters that a line gives at most for company, and so that none stands alone."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Room for text from the character ``start`` on; lengths in pixels.

    ``trim`` is taken off an opening mark at the start; ``ahead`` is what follows the text in
    its paragraph, and ``open_end`` tells whether the line may end before that.
    """

    start: int
    room: float
    trim: float = 0.0
    ahead: str = ""
    open_end: bool = True
    at_start: bool = True
    tighten: bool = False


@dataclass(slots=True)
class _Trials:
    """Where a line may end, as tried from left to right: ends in pixels."""

    fits: list[tuple[int, float]]
    tight: tuple[int, float] | None = None


def end_of_line(text: Measured, stretch: Stretch) -> int | None:
    """Return where the line ends, as a count of characters; None if nothing fits."""
    trials = _tried(text, stretch)
    if not trials.fits:
        return trials.tight[0] if trials.tight else None
    chosen = trials.fits[-1]
    if trials.tight and _takes_more(text, stretch, trials):
        chosen = trials.tight
    return _with_company(text, stretch, trials, chosen)


def first_chunk(text: Measured, stretch: Stretch) -> int:
    """Return where the shortest possible line ends."""
    size = len(text.text)
    end = next((i for i in range(stretch.start + 1, size) if text.breaks[i]), size)
    alone = rules.visible(text.text[end:] + stretch.ahead) < _PAIR
    return size if alone and not stretch.at_start else end


def _tried(text: Measured, stretch: Stretch) -> _Trials:
    trials, size, em = _Trials([]), len(text.text), text.em
    x, slack, limit = -stretch.trim, 0.0, stretch.room + 1e-6
    for i in range(stretch.start, size):
        x += text.advances[i]
        last = i + 1 == size
        if last or text.breaks[i + 1]:
            end = x - _blank_end(text, i, em) if not last or stretch.open_end else x
            if end <= limit:
                trials.fits.append((i + 1, end))
            elif trials.tight is None and stretch.tighten and end - slack <= limit:
                trials.tight = (i + 1, end)
        if x - slack - em > limit:
            break
        slack += text.slacks[i]
        x += text.joints[i]
    return trials


def _blank_end(text: Measured, at: int, em: float) -> float:
    if text.text[at] == " ":
        return text.advances[at]
    return rules.HALF * em if text.blank[at] == ">" else 0.0


def _takes_more(text: Measured, stretch: Stretch, trials: _Trials) -> bool:
    end, x = trials.fits[-1]
    line = text.text[stretch.start : end]
    parts = sum(map(rules.stretch, line, line[1:]))
    return (stretch.room - x) / max(1.0, parts) > _LOOSE_EM * text.em


def _with_company(
    text: Measured, stretch: Stretch, trials: _Trials, chosen: tuple[int, float]
) -> int:
    """Return an earlier end, where the last line of the paragraph would be too short."""
    (end, x), size = chosen, len(text.text)
    if end == size and _takes_all(text, stretch, x):
        return end
    left = rules.visible(text.text[end:] + stretch.ahead)
    wanted = _COMPANY if stretch.room > _NARROW_EM * text.em else _PAIR
    if left >= wanted:
        return end
    if trials.tight and trials.tight[0] == size and not stretch.ahead:
        return size
    earlier = range(end - 1, max(stretch.start + 1, end - _FAR), -1)
    ways = [(j, rules.visible(text.text[j:] + stretch.ahead)) for j in earlier if text.breaks[j]]
    for count in range(wanted, max(left, 1), -1):
        for j, company in ways:
            near = end - j <= _NEAR or (left < _PAIR == count)
            if near and company >= count:
                return j
    return end if left >= _PAIR or stretch.at_start else size


def _takes_all(text: Measured, stretch: Stretch, x: float) -> bool:
    """Return whether what follows a text that fits is much, or fits as well."""
    if not stretch.ahead or rules.visible(stretch.ahead) >= _COMPANY:
        return True
    x += _blank_end(text, len(text.text) - 1, text.em)
    return stretch.room - x >= rules.width_em(stretch.ahead) * text.em

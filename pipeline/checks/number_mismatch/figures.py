"""What a figure in a text may mean: the noun that all readers of numbers hand on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Weight: TypeAlias = Literal["sure", "small", "faint", "loose"]
"""How much a figure says: *sure* must stand in the translation too, *small* (three to ten, in
words) only speaks against another small one, *faint* (one and two) only against a small one,
*loose* only speaks for others."""

Value: TypeAlias = int | Fraction
"""A whole number is an int, which is compared many times as fast."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as written, all the values it may mean, and its weight.

    ``kind`` is ``month``, ``percent`` or empty.
    """

    text: str
    values: frozenset[Value]
    weight: Weight = "sure"
    kind: str = ""


def figure(text: str, *values: Value, weight: Weight = "sure", kind: str = "") -> Figure:
    """Make a figure of the values it may mean."""
    return Figure(
        text.strip(), frozenset([v if type(v) is int else _plain(v) for v in values]), weight, kind
    )


def _plain(value: Value) -> Value:
    return value.numerator if value.denominator == 1 else value

"""What decides the bytes that a machine makes, beside the project: who differs makes other files.

The names are those that a person would look for when a machine is refused.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata

from pipeline import __version__, provenance
from pipeline.engines import fonts, weasy
from pipeline.formats import FORMATS

BESIDE = ("babel", "jinja2", "lxml", "pillow", "pypandoc-binary", "vl-convert-python")
"""Distributions that decide bytes and that no format names."""


@cache
def identity() -> Mapping[str, str]:
    """Return what this machine makes files with, by name: version or digest."""
    return {
        "diglot": f"{__version__} ({provenance.program()[:12]})",
        "python": ".".join(platform.python_version_tuple()[:2]),
        "fonts": fonts.identity()[:12],
        **dict(_distributions()),
        **weasy.libraries(),
    }


def differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    """Return what differs, in words; empty if nothing does."""
    return ", ".join(
        f"{name} is {theirs.get(name, 'missing')}, here {ours.get(name, 'missing')}"
        for name in sorted({*ours, *theirs})
        if ours.get(name) != theirs.get(name)
    )


def _distributions() -> Iterator[tuple[str, str]]:
    named = {name for form in FORMATS.values() for name in form.engines}
    for name in sorted({*named, *BESIDE}):
        try:
            yield name.replace("_", "-"), metadata.version(name)
        except metadata.PackageNotFoundError:
            yield name.replace("_", "-"), "missing"

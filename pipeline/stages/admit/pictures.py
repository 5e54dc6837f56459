"""Pictures that a release names: in the project, of a kind we know, sound, and described."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from pipeline import tree
from pipeline.diagnostics import PipelineError, nearest
from pipeline.model import Json, Release
from pipeline.pictures import SUFFIXES, faults
from pipeline.stages.admit.gate import Fault, Gate
from pipeline.world import exists


def target_of(release: Release, picture: str) -> str:
    """Return the project path of a picture that a release names, relative to its folder."""
    folder = posixpath.dirname(release.path)
    return posixpath.normpath(posixpath.join(folder, unquote(picture)))


def picture(node: Json, gate: Gate) -> Iterator[Fault]:
    """Yield what is wrong with a picture in the text: its file, or that nothing describes it."""
    target = node["c"][2][0]
    if target not in gate.seen:
        gate.seen[target] = tuple(file(target, gate))
    yield from gate.seen[target]
    if not tree.plain(node["c"][1]):
        yield (
            "no-alt-text",
            f"image `{target}` has no alt text",
            ("say in the brackets what it shows",),
        )


def file(target: str, gate: Gate) -> Iterator[Fault]:
    """Yield what is wrong with the file of a picture."""
    path = target_of(gate.release, target)
    if urlsplit(target).scheme or target.startswith("//"):
        yield (
            "remote-image",
            f"image `{target[:60]}` is not in the project",
            ("save it beside release.md",),
        )
    elif target.startswith("/") or path.startswith("..") or "\\" in target:
        yield (
            "outside-project",
            f"image `{target}` lies outside the project",
            ("copy it into the release's folder",),
        )
    elif path.rpartition(".")[2].lower() not in SUFFIXES:
        yield (
            "unknown-image",
            f"image `{target}` is of no kind we know",
            (f"save it as {', '.join(SUFFIXES)}",),
        )
    elif not exists(gate.world, path):
        yield "missing-image", f"image `{target}` does not exist", _similar(path, gate)
    else:
        yield from _readable(target, path, gate)


def _similar(path: str, gate: Gate) -> tuple[str, ...]:
    folder = posixpath.dirname(gate.release.path)
    near = [
        posixpath.relpath(p, folder)
        for s in SUFFIXES
        for p in gate.world.glob(f"{folder}/**/*.{s}")
    ]
    return (nearest(posixpath.relpath(path, folder), near, "add the file, or correct the name"),)


def _readable(target: str, path: str, gate: Gate) -> Iterator[Fault]:
    try:
        data = gate.world.read(path)
    except PipelineError as reason:
        for told in reason.diagnostics:
            rule = "missing-image" if told.rule == "no-such-file" else told.rule
            yield rule, f"image `{target}`: {told.message}", told.hints
        return
    for why, hint in faults(data, path.rpartition(".")[2].lower(), gate.world.most):
        yield "broken-image", f"image `{target}` {why}", (hint,)

"""A release at the door: parsed, let in, and written on a card; what its pages will need."""

from __future__ import annotations

from dataclasses import replace

from pipeline import admission, config, proofs, releases, surroundings, themes
from pipeline.config import EDITIONS, Project
from pipeline.corridor.pages import path_of
from pipeline.model import Medium, digest
from pipeline.orders import Card
from pipeline.preflight import lint
from pipeline.stages import compose
from pipeline.workshop import Workshop
from pipeline.world import World

ON_REQUEST: tuple[Medium, ...] = ("print", *EDITIONS["parallel"])
"""Formats that are made when somebody asks, and stay when others are made."""


def card(project: Project, shop: Workshop, path: str) -> Card:
    """Return the card of a release, with every problem of it."""
    packed = admission.packed(project, shop, path)
    manuscript = releases.unpacked(packed)
    release = manuscript.release
    found = (
        *admission.problems(manuscript, project, shop.world),
        *admission.unfit(release, project, shop),
    )
    problems = tuple(dict.fromkeys(found))
    card = Card(path, release.slug, release.place(("slug",)), problems=problems)
    if problems:
        return card
    stays = replace(project, formats=tuple(dict.fromkeys((*project.formats, *ON_REQUEST))))
    return replace(
        card,
        read=shop.reads[path],
        manuscript=digest(packed),
        spoken=surroundings.speaking(project, release, shop.world),
        promised=tuple(path_of(target) for target in surroundings.promised(stays, [release])),
    )


def prepare(project: Project, world: World) -> None:
    """Have ready in this process what the pages of a project's own theme are made with.

    What is not, as for a release with a theme of its own, is made ready with its first page.
    """
    theme = themes.load(world, project.theme, config.place_of(world, "theme"))
    compose.prepare(world, theme, project.formats)
    proofs.lint(world, lint.sheets(theme.chain, world))

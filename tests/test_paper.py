"""Page formats: their measures, the panels of a leaflet, and what does not fit."""

from __future__ import annotations

import re
import subprocess

import pikepdf
import pytest

from pipeline import themes
from pipeline.diagnostics import PipelineError
from pipeline.model import Place
from tests import brochures
from tests.copies import WORLD

SHORT = """---
title: The hall opens its doors
author: The House
date: 2024-05-01
facts:
  guests: {value: 1200, unit: guests}
---

::: lede
Opening words.
:::

::: figures
{guests.unit}
: on the day
:::

## What they saw

The garden and the tower.

::: closing
Come and see!
:::

::: boilerplate
## About us

Makers of brochures.
:::
"""
MM = 72 / 25.4


def placed(pdf, page):
    """Return where each word of a page begins, in millimetres from the left."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(pdf), "-"]
    found = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return {word: float(x) / MM for x, word in re.findall(r'xMin="([\d.]+)".*?>(\w+)', found)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "wide", "high"), [("a4", 210, 297), ("letter", 215.9, 279.4), ("dl", 297, 210)]
)
def test_a_page_has_the_measures_of_its_format(name, wide, high, tmp_path):
    """To a tenth of a millimetre, on every page."""
    folder = brochures.project(tmp_path, SHORT, page=f'"{name}"')
    status, output = brochures.build(folder)

    assert status == 0, output
    with pikepdf.open(brochures.made(folder)) as pdf:
        boxes = [[float(n) / MM for n in page.mediabox] for page in pdf.pages]
    assert all(box == pytest.approx([0, 0, wide, high], abs=0.1) for box in boxes)


@pytest.mark.slow
def test_a_leaflet_folds_in_the_order_it_is_read(tmp_path):
    """Outside: flap, back and cover from the left; inside, the text begins at the left."""
    folder = brochures.project(tmp_path, SHORT.replace("author:", "page: dl\nauthor:"))
    status, output = brochures.build(folder)
    outside, inside = (placed(brochures.made(folder), side) for side in (1, 2))

    assert status == 0, output
    assert 0 < outside["guests"] < 97
    assert 0 < outside["Come"] < 97
    assert 97 < outside["Makers"] < 197
    assert 197 < outside["doors"] < 297
    assert inside["Opening"] == pytest.approx(10, abs=0.5)
    assert brochures.unsound(brochures.made(folder)) == []


@pytest.mark.slow
def test_what_a_leaflet_has_no_room_for_is_told(tmp_path):
    """Nothing is left out in silence, and nothing is printed on a third side."""
    words = "The hall was open all day, and everybody saw the garden and the tower. " * 8
    long = SHORT.replace("The garden and the tower.", f"{words}\n\n" * 20)
    status, output = brochures.build(brochures.project(tmp_path, long, page='"dl"'))

    assert status == 3
    assert "the sheet of a leaflet has 2 [overfull-leaflet]" in output
    assert "page: a4" in output


@pytest.mark.parametrize("name", themes.names(WORLD))
def test_a_format_that_does_not_exist_is_told_where_it_was_asked_for(name):
    """With the name that was meant."""
    theme = themes.load(WORLD, name, Place("diglot.toml"))
    with pytest.raises(PipelineError) as caught:
        themes.on_paper(theme, "leter", Place("sources/x/release.md", 4))
    (found,) = caught.value.diagnostics

    assert str(found.place) == "sources/x/release.md:4"
    assert found.hints == ("did you mean `letter`?",)


@pytest.mark.parametrize(("written", "meant"), [("A4", "a4"), ("Letter", "letter"), ("DL", "dl")])
def test_a_format_is_known_in_any_case(written, meant):
    """Everybody writes A4; the theme knows it as a4."""
    theme = themes.load(WORLD, "plain", Place("diglot.toml"))
    asked = [themes.on_paper(theme, name, Place("diglot.toml")) for name in (written, meant)]

    assert asked[0] == asked[1]
    assert asked[0].tokens["page"]["format"] == meant


def test_a_word_file_is_never_folded():
    """Word knows no panels: there a leaflet is a page of A4."""
    theme = themes.load(WORLD, "plain", Place("diglot.toml"))
    folded = themes.on_paper(theme, "dl", Place(""))

    assert themes.flat(folded).tokens["page"]["width_mm"] == 210
    assert themes.flat(folded).size("title") == theme.size("title")

"""A designer's own reference.docx: laid over the styles of the tokens, and looked at first."""

from __future__ import annotations

import io
import shutil

import docx
import ooxml_integrity
import pytest
from docx.shared import Pt, RGBColor
from openxml_audit import OpenXmlValidator

from pipeline.word import own
from pipeline.word.lint import inspect
from pipeline.word.package import pack, unpack
from tests import brochures
from tests.defects import SEEDS
from tests.documents import W, finished, part, parts

GREEN = RGBColor(0, 0x80, 0)


def designed(data: bytes | None = None) -> bytes:
    """Return a Word file whose first heading is green Georgia of 20 points."""
    file = docx.Document(io.BytesIO(data)) if data else docx.Document()
    style = file.styles["Heading 1"]
    style.font.color.rgb, style.font.size, style.font.name = GREEN, Pt(20), "Georgia"
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


@pytest.fixture(params=["ours", "another"])
def made(request, tmp_path):
    """Build the specimen in a theme with the file: one of ours, changed, or a stranger's."""
    folder = brochures.project(tmp_path, formats='["docx"]', theme='"house"')
    theme = folder / "templates" / "house"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('parent = "plain"\n')
    base = finished("en", "plain") if request.param == "ours" else None
    (theme / own.FILE).write_bytes(designed(base))
    status, output = brochures.build(folder)
    assert status == 0, output
    return brochures.made(folder, "en/specimen.docx")


def test_its_styles_stand_in_the_file(made):
    """What a designer sets in Word is what readers see; the rest is the tokens'."""
    found = docx.Document(made)
    heading = found.styles["Heading 1"].font

    assert (heading.color.rgb, heading.size, heading.name) == (GREEN, Pt(20), "Georgia")
    assert found.styles["Timeline"].name == "Timeline"


def test_the_file_is_as_sound_as_without_it(made):
    """Traces of the designer's machine stay behind; every validator keeps silent."""
    assert list(inspect(made.read_bytes())) == []
    assert list(OpenXmlValidator(max_errors=0).validate(made).errors) == []
    assert ooxml_integrity.check(made) == []


def test_lines_keep_the_pitch_of_the_tokens(made):
    """A file that leaves it to Word gets the pitch of the brochure."""
    normal = part(made.read_bytes(), "word/styles.xml").find(f"{W}style[@{W}styleId='Normal']")
    spacing = normal.find(f"{W}pPr/{W}spacing")

    assert spacing.get(f"{W}lineRule") == "exact"
    assert int(spacing.get(f"{W}line")) == 290


@pytest.mark.parametrize("name", [
    "a zip cut in half", "a DOCTYPE", "a macro", "a template from elsewhere",
    "two styles of one id", "a style that is its own parent", "XML that does not close",
])  # fmt: skip
def test_what_is_wrong_with_it_is_told(name):
    """Before anything is made of it, with what to do."""
    seed = next(seed for seed in SEEDS if seed.name == name)
    data = seed.sow(finished(seed.locale))
    if name == "a macro":
        rels = "word/_rels/document.xml.rels"
        found = unpack(data)
        link = (
            b'<Relationship Id="rV" Target="vbaProject.bin" Type="http://schemas.microsoft.com/'
            b'office/2006/relationships/vbaProject"/></Relationships>'
        )
        data = pack(found | {rels: found[rels].replace(b"</Relationships>", link)})
    problems = list(own.problems(data))

    assert problems
    assert all(said and hint for said, hint in problems)


def test_a_broken_one_stops_the_build_with_its_place(tmp_path):
    """Nothing is published; the theme's file is named."""
    folder = brochures.project(tmp_path, formats='["docx"]', theme='"house"')
    theme = folder / "templates" / "house"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('parent = "plain"\n')
    (theme / own.FILE).write_bytes(b"no Word file")
    status, output = brochures.build(folder)

    assert status == 3
    assert f"templates/house/{own.FILE}: error:" in output
    assert "[broken-reference]" in output
    assert not brochures.made(folder, "en/specimen.docx").exists()
    shutil.rmtree(folder / "sources")


def test_a_sound_one_is_taken_as_it_is():
    """Nothing is wrong with what Word, or we, wrote."""
    assert list(own.problems(designed())) == []
    assert list(own.problems(finished("zh_CN"))) == []
    assert "word/styles.xml" in parts(designed())

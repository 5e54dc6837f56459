"""A Word file from outside is opened, or refused with every reason, quickly and in little room."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diagnostics import PipelineError
from pipeline.review.opening import MOST_BYTES, opened, taken
from pipeline.word.package import pack
from tests.documents import LOCALES, finished
from tests.review.hostile import DOCUMENT, HOSTILE, LINKS, changed, field, linked, sound

ROOT = Path(__file__).parent.parent
MEASURE = """
import json, resource, sys
from pathlib import Path
from pipeline.diagnostics import PipelineError
from pipeline.review.opening import opened, taken
rules = []
try:
    opened(taken(Path(sys.argv[1])), "edited.docx")
except PipelineError as error:
    rules = [d.rule for d in error.diagnostics]
spent = resource.getrusage(resource.RUSAGE_SELF)
status = Path("/proc/self/status")  # what a parent took counts in the other figure
own = [l.split()[1] for l in status.read_text().splitlines() if "VmHWM" in l]
print(json.dumps([rules, spent.ru_utime + spent.ru_stime, int(own[0])]))
"""


def refused(data: bytes) -> list[str]:
    """Return the rules that refuse a file."""
    found = ()
    try:
        opened(data, "edited.docx")
    except PipelineError as error:
        found = error.diagnostics
    assert all(d.place.path == "edited.docx" and d.hints for d in found)
    return [d.rule for d in found]


@pytest.mark.parametrize("locale", LOCALES)
def test_what_we_make_is_opened(locale):
    """All parts of our own files are there, and their trees."""
    file = opened(finished(locale), "edited.docx")

    assert file.document.tag.endswith("}document")
    assert set(file.trees) == {n for n in file.parts if n.endswith((".xml", ".rels"))}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_by_name(case):
    """The reason has a name of its own and tells what to do."""
    make, rule = HOSTILE[case]

    assert rule in refused(make())


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_and_nothing_else_is_raised(data):
    """What is no Word file is never a fault of ours."""
    assert refused(data)
    assert refused(b"PK" + data)


@given(st.data())
def test_a_damaged_file_is_opened_or_refused(data):
    """Bytes changed anywhere in a file never raise anything but a refusal."""
    whole = bytearray(finished("ar"))
    for _ in range(data.draw(st.integers(1, 20))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    refused(bytes(whole))


def test_every_reason_is_told_at_once():
    """A sender mends a file once."""
    parts = sound()
    parts["word/vbaProject.bin"] = b"x"
    more = (
        b'<Relationship Id="x" Type="x/image" Target="http://192.0.2.1/" TargetMode="External"/>'
    )
    parts[LINKS] = parts[LINKS].replace(b"</Relationships>", more + b"</Relationships>")

    assert refused(pack(parts)) == ["macros", "external-part"]


@pytest.mark.parametrize("address", ["https://example.org/", "file:///C:/a.docx", "tel:+1", "#a"])
def test_links_are_read_whatever_they_lead_to(address):
    """Whether an edited link is taken over is decided where the edit is."""
    assert refused(linked("hyperlink", address)) == []


@pytest.mark.parametrize("code", [" PAGE ", " HYPERLINK \\l &quot;a&quot; ", " REF a \\h ", ""])
def test_harmless_fields_stay(code):
    """Word adds fields of its own."""
    assert refused(field(code)) == []


def test_the_text_may_lie_under_another_name():
    """Some versions of Word number the part of the text."""
    parts = sound()
    parts["word/document2.xml"] = parts.pop(DOCUMENT)
    parts["word/_rels/document2.xml.rels"] = parts.pop(LINKS)
    for name in ("[Content_Types].xml", "_rels/.rels"):
        parts[name] = parts[name].replace(b"word/document.xml", b"word/document2.xml")
    file = opened(pack(parts), "edited.docx")

    assert DOCUMENT in file.trees
    assert any(link.part == DOCUMENT for link in file.links)


def test_a_comment_that_speaks_of_a_doctype_is_harmless_only_as_text():
    """In the text it is escaped, and so no DOCTYPE."""
    said = b"<w:p><w:r><w:t>&lt;!DOCTYPE html&gt;</w:t></w:r></w:p><w:sectPr"

    assert refused(changed(DOCUMENT, lambda d: d.replace(b"<w:sectPr", said, 1))) == []


def test_a_huge_file_is_not_even_read(tmp_path):
    """Its size is enough."""
    with (tmp_path / "a.docx").open("wb") as stream:
        stream.truncate(MOST_BYTES * 20)

    with pytest.raises(PipelineError, match="larger than 50 MB"):
        taken(tmp_path / "a.docx")


def test_a_missing_file_is_said(tmp_path):
    """The message names it."""
    with pytest.raises(PipelineError, match=r"cannot read .*a\.docx"):
        taken(tmp_path / "a.docx")


@pytest.mark.slow
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_costs_a_second_and_200_megabytes_at_most(case, tmp_path):
    """Counted for the whole program, its start included."""
    make, rule = HOSTILE[case]
    (tmp_path / "edited.docx").write_bytes(make())
    command = [sys.executable, "-c", MEASURE, str(tmp_path / "edited.docx")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    rules, seconds, kilobytes = json.loads(done.stdout)

    assert rule in rules
    assert seconds < 1, seconds
    assert kilobytes < 200_000, kilobytes

"""Building again elsewhere, and saying where files part."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import outlets, publish, twice
from pipeline.differing import parting, place
from tests import small
from tests.test_faults import BUILD, run


def packed(**entries):
    """Return a ZIP of these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in entries.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return file.getvalue()


@given(st.binary(), st.binary(), st.binary())
def test_files_part_at_the_first_byte_that_differs(same, one, other):
    """By halves, and yet the first."""
    one, other = same + one, same + other
    pairs = enumerate(zip(one, other, strict=False))
    first = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))

    assert parting(one, other) == first


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        (b"a\nbcd\n", b"a\nbce\n", "from line 2, column 3 on"),
        ("展馆\n开馆".encode(), "展馆\n开门".encode(), "from line 2, column 2 on"),
        (b"\x89PNG\0\1", b"\x89PNG\0\2", "from byte 5 on"),
        (b"%PDF\n7 0 obj\nab", b"%PDF\n7 0 obj\nac", "in object 7 0, from byte 14 on"),
        (
            packed(a="1", b="xy"),
            packed(a="1", b="xz"),
            "in the entry `b`, from line 1, column 2 on",
        ),
        (packed(a="1"), packed(b="1"), "in the list of entries: `a` stands where `b` does"),
    ],
)
def test_a_place_is_told_in_the_words_of_its_format(one, other, where):
    """A line, a byte, an object, an entry."""
    assert place(one, other) == where


def test_two_packings_of_the_same_are_told_apart():
    """What differs is in no entry."""
    one = packed(a="1")

    assert place(one, one.replace(b"\x00\x00\x21\x00", b"\x00\x00\x22\x00")).startswith(
        "in how it is packed"
    )


def test_every_file_that_differs_is_named(tmp_path, monkeypatch):
    """Between the two builds, and between them and what was published."""
    path = f"{small.SLUG}/en/{small.SLUG}.html"
    (tmp_path / "output" / path).parent.mkdir(parents=True)
    (tmp_path / "output" / path).write_bytes(b"old")

    def found(*made):
        trees = iter(made)
        monkeypatch.setattr(twice, "_built", lambda *_: next(trees))
        home = publish.home(tmp_path)
        told = twice.differences(tmp_path, (), lambda _: None, home)
        return [(d.place.path, d.message.split(":")[0]) for d in told]

    assert found({path: b"old"}, {path: b"old"}) == []
    assert len(found({path: b"old"}, {path: b"new"})) == 1
    assert found({path: b"new"}, {path: b"new"}) == [
        (f"output/{path}", "is not the same in this project and built from nothing")
    ]
    assert "is there only" in found({path: b"old"}, {})[0][1]


def test_a_file_that_differs_is_named_where_it_was_put(tmp_path, monkeypatch):
    """With `--to`, nobody looks for it in `output/`."""
    path = f"{small.SLUG}/en/{small.SLUG}.html"
    (tmp_path / "web" / path).parent.mkdir(parents=True)
    (tmp_path / "web" / path).write_bytes(b"old")
    web = outlets.folder(tmp_path / "web", "../web")

    def found(*made):
        trees = iter(made)
        monkeypatch.setattr(twice, "_built", lambda *_: next(trees))
        return [str(d) for d in twice.differences(tmp_path, (), lambda _: None, web)]

    assert found({path: b"new"}, {path: b"new"})[0].startswith(
        f"../web/{path}: error: is not the same in `../web` and built from nothing"
    )
    assert found({path: b"old"}, {path: b"new"})[0].startswith(f"../web/{path}: error: ")


@pytest.mark.slow
def test_a_build_is_the_same_in_other_folders_zones_locales_and_seeds(tmp_path):
    """The real thing, three times: here, and twice elsewhere, from nothing."""
    status, said = run(small.write(tmp_path), *BUILD, "--verify", "-f", "html", "-f", "docx")

    assert status == 0, said
    assert "built 3 times: the same bytes every time" in said


@pytest.mark.slow
def test_a_file_that_was_changed_is_found_by_building_again(tmp_path):
    """It is held against what comes out of nothing, and the line is named."""
    folder = small.write(tmp_path)
    run(folder, *BUILD, "-f", "html")
    page = folder / f"output/{small.SLUG}/en/{small.SLUG}.html"
    page.write_bytes(page.read_bytes().replace(b"garden", b"Garden"))
    found = list(twice.differences(folder, ("-f", "html"), lambda _: None, publish.home(folder)))

    assert [d.place.path for d in found] == [f"output/{small.SLUG}/en/{small.SLUG}.html"]
    assert "they differ from line" in found[0].message

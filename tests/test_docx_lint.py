"""The lint of finished Word files: silent on what we make, and it finds what is seeded."""

from __future__ import annotations

import re
from inspect import getdoc
from pathlib import Path

import ooxml_integrity
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from pipeline.word.lint import RULES, inspect
from tests.defects import SEEDS
from tests.documents import LOCALES, finished

MANUAL = (Path(__file__).parent.parent / "output" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("style", ["plain", "aerotropolis"])
def test_what_we_make_has_no_defect(locale, style):
    """Not one rule objects to a file with every construct, in any script or theme."""
    assert list(inspect(finished(locale, style))) == []


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_a_seeded_defect_is_found(seed, tmp_path):
    """Each by its own rule, or, where it is one of the schema, by the validators of others."""
    data = seed.sow(finished(seed.locale))
    found = {defect.rule for defect in inspect(data)}
    file = tmp_path / "x.docx"
    file.write_bytes(data)

    if seed.rule:
        assert seed.rule in found
    else:
        assert OpenXmlValidator().validate(file).errors or ooxml_integrity.check(file)


def test_every_rule_has_a_seed_and_a_manual():
    """None stands in the table that no defect has tried; each has its line in the manual."""
    tried = {seed.rule for seed in SEEDS}

    for rule in RULES:
        assert rule.name in tried
        assert re.match("Find ", getdoc(rule.run))
        assert f"`{rule.name}`" in MANUAL
        assert rule.hint


@given(st.lists(st.tuples(st.integers(0, 10**5), st.integers(0, 255)), min_size=1))
def test_no_bytes_make_it_fall(noise):
    """Whatever is thrown at it, the lint answers with defects."""
    data = bytearray(finished("en"))
    for at, byte in noise:
        data[at % len(data)] = byte

    assert all(defect.message for defect in inspect(bytes(data)))


@pytest.mark.parametrize("size", [0, 2, 99, 5000])
def test_a_piece_of_a_file_is_told_as_such(size):
    """Nothing, or a beginning, is no Word file."""
    assert [defect.rule for defect in inspect(finished("en")[:size])] == ["broken-zip"]

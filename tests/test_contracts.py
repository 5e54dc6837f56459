"""Promises the code makes about itself, where a machine can keep them."""

from __future__ import annotations

import ast
import pkgutil

import pytest

import pipeline.checks
import pipeline.formats
from pipeline.stages import draw
from pipeline.stages.admit import CHARTS
from tests.conftest import ROOT

FILES = sorted((ROOT / "pipeline").rglob("*.py"))


@pytest.mark.parametrize("package", [pipeline.checks, pipeline.formats], ids=lambda p: p.__name__)
def test_every_module_is_in_its_table(package):
    """A format or rule that is written but not listed is a mistake."""
    table = (ROOT / package.__name__.replace(".", "/") / "__init__.py").read_text(encoding="utf-8")

    assert [m.name for m in pkgutil.iter_modules(package.__path__) if m.name not in table] == []


def test_the_gate_lets_in_the_charts_that_can_be_drawn():
    """Siblings do not know each other; this test does."""
    assert set(CHARTS) == set(draw.KINDS)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_file_can_be_read_in_one_sitting(path):
    """At most four hundred lines, functions of at most forty, each module says what it is."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 45]

    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(tree)
    assert long == []

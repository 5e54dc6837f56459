"""What the doctor finds, on this machine and on poorer ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline import doctor
from pipeline.doctor import LIBRARIES, MANAGERS, Row

HERE = Path(__file__).parent.parent


def test_every_part_is_examined_once():
    """A row for each line of parts.txt, each library and the project."""
    rows = doctor.examine(HERE)
    names = [row.part for row in rows]

    assert len(set(names)) == len(names) == len(doctor.parts()) + len(LIBRARIES) + 2
    assert all(bool(row.found) != bool(row.remedy) for row in rows)


def test_a_machine_that_runs_the_tests_can_build():
    """What the launcher has provided is what the doctor looks for."""
    rows = doctor.examine(HERE)

    assert [row for row in rows if row.missing] == []
    assert doctor.healthy(rows)


@pytest.mark.parametrize("manager", MANAGERS)
def test_a_missing_part_comes_with_the_command_that_brings_it(manager, monkeypatch):
    """The command is that of the machine's own package manager."""
    monkeypatch.setattr(doctor.shutil, "which", lambda name: name if name == manager else None)
    monkeypatch.setattr(doctor, "_said", lambda *_: "")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    lost = {row.part: row for row in doctor.examine(HERE) if not row.found}
    sudo = "" if manager == "brew" else "sudo "

    assert lost["fontconfig"].remedy == f"run `{sudo}{MANAGERS[manager]} fontconfig`"
    assert lost["Noto Serif CJK SC"].missing
    assert not doctor.healthy(lost.values())


def test_what_only_the_tests_need_is_not_missed_by_a_build(monkeypatch):
    """A machine without LibreOffice builds, and is healthy."""
    monkeypatch.setattr(doctor, "_version", lambda probe: "" if "soffice" in probe else "1")
    (lost,) = [row for row in doctor.examine(HERE) if not row.found]

    assert doctor.healthy([lost])
    assert lost.remedy.startswith("for the tests: ")


KINDS = ("python", "module", "library", "font", "command", "file")


def test_parts_have_a_level_and_a_way_to_be_found():
    """The launcher and the doctor read the same list, and understand all of it."""
    for part in doctor.parts():
        assert part.level in ("start", "build", "test")
        assert part.probe.partition(":")[0] in KINDS
        assert len(part.packages) == len(MANAGERS)


def test_the_table_lines_up():
    """One line a row, what is missing beside what to do about it."""
    rows = [Row("Pango", "1.50", needed=True), Row("fonts", "", needed=True, remedy="run `x`")]

    assert doctor.table(rows) == "ok      Pango  1.50\nmissing fonts  run `x`"

"""The trace of a build: every step of every process, and nothing of it in what was made."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from pipeline import cli, trail
from pipeline.timings import chrome
from pipeline.trail import Span
from tests import small


def test_a_trace_has_a_row_for_each_process_and_begins_at_nought():
    """As chrome://tracing reads it: microseconds, complete events, named processes."""
    spans = [Span("emit", "a/en/pdf", 7, 1500, 40), Span("build", "", 3, 1000, 900)]
    told = json.loads(chrome(spans))["traceEvents"]

    assert [(e["name"], e["pid"], e["args"]) for e in told if e["ph"] == "M"] == [
        ("process_name", 3, {"name": "coordinator"}),
        ("process_name", 7, {"name": "worker"}),
    ]
    assert [(e["name"], e["ts"], e["dur"], e["args"]["subject"]) for e in told[2:]] == [
        ("build", 0, 900, ""),
        ("emit", 500, 40, "a/en/pdf"),
    ]


def test_a_build_without_steps_has_an_empty_trace():
    """Nothing was done, and that is no fault."""
    assert json.loads(chrome([]))["traceEvents"] == []


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["serial", "processes"])
def test_every_engine_of_every_process_stands_in_the_trace(executor, tmp_path, monkeypatch):
    """The steps of workers are laid beside the coordinator's; the files are the same without."""
    folder, trace = small.write(tmp_path / "project"), tmp_path / "trace.json"
    monkeypatch.setattr(trail, "_trail", trail._Trail())
    options = ["-x", executor, "-j", "2", "-f", "docx", "-f", "pdf"]
    plain = ["--root", str(folder), "build", *options]

    done = CliRunner().invoke(cli.main, [*plain, "--timings", str(trace)])
    assert done.exit_code == 0, done.output

    steps = [e for e in json.loads(trace.read_bytes())["traceEvents"] if e["ph"] == "X"]
    names = {step["name"] for step in steps}
    assert {"build", "task", "parse", "pandoc", "Vega-Lite", "WeasyPrint", "publish"} <= names
    assert len({step["pid"] for step in steps}) == (1 if executor == "serial" else 3)
    assert all(step["ts"] >= 0 for step in steps)

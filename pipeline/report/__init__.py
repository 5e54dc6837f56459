"""Diagnostics as people, continuous integration and editors want to read them.

Each report is a pure function of the diagnostics, in their order; paths stay relative to the
project. Sources: SARIF 2.1.0 (OASIS), the JUnit XML of Jenkins, GitHub's workflow commands,
the Code Climate JSON that GitLab reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pipeline.diagnostics import Diagnostic
from pipeline.report.ci import github, gitlab, junit
from pipeline.report.listing import json, painted, text
from pipeline.report.page import html
from pipeline.report.sarif import sarif

Report = Callable[[Iterable[Diagnostic]], str]

REPORTS: Mapping[str, Report] = {
    "text": text, "json": json, "sarif": sarif, "junit": junit, "github": github,
    "gitlab": gitlab, "html": html,
}  # fmt: skip
"""Every report, by the name that the command line knows."""

__all__ = ["REPORTS", "Report", "painted"]

"""The figures of a chart as CSV, to be saved: plain numbers, names in the edition's words."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

from pipeline.model import Chart

_MARK = "\ufeff"  # without it a spreadsheet reads Chinese as Latin


def data_of(chart: Chart) -> str:
    """Return the figures of a chart as CSV (RFC 4180), a row for each category."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(["", *map(_safe, chart.series)])
    for name, values in zip(chart.categories, chart.values, strict=True):
        write.writerow(
            [_safe(name), *(f"{value!r}" if value % 1 else int(value) for value in values)]
        )
    return out.getvalue()


def address(chart: Chart) -> str:
    """Return the figures of a chart as an address that a browser saves as a file."""
    return f"data:text/csv;charset=utf-8,{quote(_MARK + data_of(chart))}"


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text

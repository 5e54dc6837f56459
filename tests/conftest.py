"""Fixtures that several tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let ``--accept`` rewrite what the literate cases expect."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected blocks of cases")

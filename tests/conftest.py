"""Fixtures that several tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests import bucket

settings.register_profile("house", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("house")

HERE = Path(__file__).parent
ROOT = HERE.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let ``--accept`` rewrite what the literate cases expect."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected blocks of cases")


@pytest.fixture
def news(monkeypatch):
    """Serve a bucket, and let the client of this process find it."""
    import s3fs

    with bucket.served() as served:
        for name, value in served.variables.items():
            monkeypatch.setenv(name, value)
        s3fs.S3FileSystem.clear_instance_cache()
        yield served
        s3fs.S3FileSystem.clear_instance_cache()

"""A real Chromium for tests, that of the system: pages of files, nothing of the network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]


@contextmanager
def opened() -> Iterator[Browser]:
    """Open the system's Chromium."""
    program = next(found for name in NAMES if (found := shutil.which(name)))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def page(browser: Browser, file: Path, **context: object) -> Iterator[Page]:
    """Open a file in a window of its own; ``asked`` and ``said`` note requests and complaints."""
    options: dict[str, object] = {"viewport": {"width": 1280, "height": 800}, **context}
    room = browser.new_context(**options)  # type: ignore[arg-type]
    tab = room.new_page()
    tab.asked, tab.said = [], []  # type: ignore[attr-defined]
    tab.on("request", lambda request: tab.asked.append(request.url))  # type: ignore[attr-defined]
    tab.on("console", lambda message: tab.said.append(message.text))  # type: ignore[attr-defined]
    tab.goto(file.as_uri())
    yield tab
    room.close()

"""How Diglot was called, so that advice can be typed as it stands."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from shutil import which


def called(launcher: str, folder: Path) -> str:
    """Return the command that calls ``launcher`` again from a folder; without one, ``diglot``.

    The shorter of two paths to it, or its bare name where a shell finds it.
    """
    found = which("diglot") if launcher else None
    if not launcher or (found and Path(found).samefile(launcher)):
        return "diglot"
    there = os.path.relpath(launcher, folder)
    near = there if os.sep in there else f"./{there}"
    return shlex.quote(min(near, launcher, key=len))


def spelt(advice: str, command: str) -> str:
    """Return advice in which every ``diglot`` is the command that can be typed."""
    return advice.replace("`diglot ", f"`{command} ")

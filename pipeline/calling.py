"""How Diglot was called, so that advice can be typed as it stands."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path
from shutil import which

EXTRAS = {"dask": ("distributed",), "remote": ("fsspec", "s3fs")}
"""What the extras of the package bring."""


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


def spelt(advice: str, launcher: str, folder: Path) -> str:
    """Return advice whose ``diglot``, and the ``pip`` of its hints, can be typed in a folder."""
    command = called(launcher, folder)
    head, hint, rest = advice.replace("`diglot ", f"`{command} ").partition("hint: ")
    return head + hint + installing(rest, launcher, folder)


def installing(advice: str, launcher: str, folder: Path) -> str:
    """Return advice in which packages are installed for the Python that runs us.

    The launcher's has no ``diglot`` installed that could have extras: it is told what they bring.
    """
    if "pip install " not in advice:
        return advice
    advice = re.sub(r"(?<![/\w])pip install ", f"{_pip(folder)} install ", advice)
    for extra, packages in EXTRAS.items() if launcher else ():
        advice = advice.replace(f"'diglot[{extra}]'", " ".join(packages))
    return advice


def _pip(folder: Path) -> str:
    """Return how to call the pip of the Python that runs us, the shortest way."""
    python = Path(sys.executable)
    pip = python.with_name("pip")
    if which("pip") == str(pip):
        return "pip"
    beside = pip if pip.exists() else python
    near = os.path.relpath(beside, folder)
    shown = shlex.quote(min(near if os.sep in near else f"./{near}", str(beside), key=len))
    return shown if pip.exists() else f"{shown} -m pip"

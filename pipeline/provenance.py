"""Where finished files come from, in the words of supply chains: an in-toto statement of SLSA 1.

A statement is a function of a release's manifest, so of the project's files and the program: it
has no time, no host and no place of a machine in it. Nobody has signed it; whoever runs the
build may, with a key of their own.

Source: in-toto Attestation Framework, Statement v1; SLSA, Provenance v1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.model import Digest, Json, digest

FILE = "provenance.json"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://slsa.dev/provenance/v1"
BUILDER = "pkg:pypi/diglot"
BUILD_TYPE = "pkg:pypi/diglot#build/v1"
"""What ``externalParameters`` and ``resolvedDependencies`` mean: output/README.md says it."""


def statement(manifest: Mapping[str, Any]) -> Json:
    """Return the statement of a manifest: what was made, from what, by which engines."""
    entries = manifest["artifacts"].items()
    return {
        "_type": STATEMENT,
        "subject": [
            {"name": path, "digest": {"sha256": entry["sha256"]}} for path, entry in entries
        ],
        "predicateType": PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {"release": manifest["release"]},
                "internalParameters": {"program": manifest["program"]},
                "resolvedDependencies": [*_inputs(manifest), *_engines(manifest)],
            },
            "runDetails": {"builder": {"id": BUILDER, "version": {"diglot": manifest["diglot"]}}},
        },
    }


def written(value: Json) -> bytes:
    """Serialise a manifest or statement: in lines, so that people can compare them."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@cache
def program() -> Digest:
    """Return the digest of the code that is running, whatever else this machine has."""
    package = Path(__file__).parent
    files = sorted(p for p in package.rglob("*") if p.suffix in (".py", ".lua", ".conf"))
    parts = (part for p in files for part in (str(p.relative_to(package)), p.read_bytes()))
    return digest(*parts)


def _inputs(manifest: Mapping[str, Any]) -> Iterator[Json]:
    """Yield the files of the project that were read, each with its digest.

    Files that were made at different times may have read different states of one: it is there
    as often.
    """
    read = {item for entry in manifest["artifacts"].values() for item in entry["inputs"].items()}
    for path, sha in sorted(read):
        yield {"name": path, "digest": {"sha256": sha}}


def _engines(manifest: Mapping[str, Any]) -> Iterator[Json]:
    """Yield the engines by the address of their package, and the faces by their fingerprint."""
    used = {name for entry in manifest["artifacts"].values() for name in entry["engines"]}
    for name, _, version in sorted(engine.partition(" ") for engine in used):
        known = name.lower().replace("_", "-")  # as package addresses spell it
        yield {"name": name, "uri": f"pkg:pypi/{quote(known)}@{quote(version)}"}
    faces = {item for e in manifest["artifacts"].values() for item in e.get("faces", {}).items()}
    for name, fingerprint in sorted(faces):
        address = f"font:{quote(name, safe='/')}"
        yield {"name": name, "uri": address, "annotations": {"fingerprint": fingerprint}}

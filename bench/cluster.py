"""What a cluster costs beside the pool: the same releases made by both, in turn.

    python -m bench.cluster [--releases 20] [--jobs 2] [--kill]

Releases are those of ``bench/newsroom.py``, made from nothing by ``-x processes`` and by
``-x dask`` on this machine. *Work* is from the first task to the end of the last, *whole* from
command to end; the bytes are compared. With ``--kill`` the first worker of the cluster is
killed in the middle.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from bench import newsroom

HOME = Path(__file__).parent.parent


def build(folder: Path, executor: str, jobs: int, *, kill: bool) -> tuple[float, float]:
    """Make everything anew; return the seconds of work, and of the whole."""
    for name in (".diglot", "output"):
        shutil.rmtree(folder / name, ignore_errors=True)
    trace = folder / "trace.json"
    command = [sys.executable, "-m", "pipeline", "--root", str(folder), "build"]
    options = ["-x", executor, "-j", str(jobs), "--timings", str(trace)]
    start = perf_counter()
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(
        [*command, *options], cwd=folder, text=True, env=os.environ | {"PYTHONPATH": str(HOME)},
        **pipes,
    ) as run:  # fmt: skip
        assert run.stdout
        for number, _ in enumerate(line for line in run.stdout if "output/" in line):
            if kill and number == 5:
                next(_workers(run.pid)).send_signal(signal.SIGKILL)
    whole = perf_counter() - start
    if run.returncode > 1 or not trace.exists():  # an empty area on a page is a mere finding
        raise SystemExit(f"-x {executor} ended with {run.returncode}")
    spans = json.loads(trace.read_bytes())["traceEvents"]
    tasks = [e for e in spans if e["name"] == "task" and not e["args"]["subject"].endswith(".md")]
    end = max(task["ts"] + task["dur"] for task in tasks)
    return (end - min(task["ts"] for task in tasks)) / 1e6, whole


def _workers(pid: int) -> Iterator:
    import psutil

    for child in psutil.Process(pid).children(recursive=True):
        if "spawn_main" in " ".join(child.cmdline()):
            yield child


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every published file."""
    output = folder / "output"
    files = sorted(path for path in output.rglob("*") if path.is_file())
    return {str(p.relative_to(output)): sha256(p.read_bytes()).hexdigest() for p in files}


def main() -> None:
    """Print seconds, files a second, and the ratio of the cluster to the pool."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--releases", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kill", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        newsroom.write(folder, asked.releases)
        made, work = {}, {}
        for executor in ("processes", "dask"):
            kill = asked.kill and executor == "dask"
            work[executor], whole = build(folder, executor, asked.jobs, kill=kill)
            made[executor] = digests(folder)
            files = 6 * asked.releases / work[executor]
            print(f"{executor:10} work {work[executor]:6.1f} s, {files:4.1f} files a second;"
                  f" whole {whole:6.1f} s", flush=True)  # fmt: skip
        same = "the same bytes" if made["processes"] == made["dask"] else "OTHER BYTES"
        print(f"{same}; throughput × {work['processes'] / work['dask']:.2f}")


if __name__ == "__main__":
    main()

"""What a thousand releases cost: a newsroom is made, and built on one core and on two.

    python -m bench.newsroom [--releases 100] [--single 40] [--jobs 2] [--folder DIR] [--to URL]

Every release is a brochure of four pages in two languages with charts, a table, figures and
notes: this repository's own, with other paragraphs (English ones from the manuals of installed
packages, Chinese ones from ``bench.prose``), other figures and another title. Each line that is
printed on the way holds for the last hundred; what is in the folder already is not made again.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from pydoc_data.topics import topics
from threading import Thread

from bench import prose

ROOT = Path(__file__).parent.parent
OWN = "2022-08-23-daxing-life-health"
TOML = """name = "A newsroom"
source = "en"
locales = ["en", "zh_CN"]
formats = ["html", "pdf", "docx"]
theme = "aerotropolis"

[cldr]
en = "en_GB"
"""
FILES = 6
"""Artefacts of a release: two languages, three formats."""

KINDS = (".html\n", ".pdf\n", ".docx\n")
"""How a line ends that tells of one, wherever it is published."""

_PLAIN = re.compile(r"[A-Z][A-Za-z0-9 ,.;:()%/-]{119,599}[.]")
_PART = re.compile(r"\n\n(?=[A-Z])([^\n:{|\[]+(?:\n[^\n:{|\[]+)*)(?=\n\n)")
_COUNT = re.compile(r"(new|registered)_(domestic|foreign): \{value: \d+")
_MB = 1e6
_TICKS = os.sysconf("SC_CLK_TCK")


def paragraphs() -> list[str]:
    """Return English paragraphs of the manuals of what is installed, plain ones, each once."""
    packages = sorted(metadata.distributions(), key=lambda d: d.metadata["Name"].lower())
    manuals = [*topics.values(), *(package.read_text("METADATA") or "" for package in packages)]
    parts = (" ".join(part.split()) for manual in manuals for part in manual.split("\n\n"))
    plain = (text for text in parts if _PLAIN.fullmatch(text))
    return list(dict.fromkeys(text for text in plain if "--" not in text and ".." not in text))


def write(folder: Path, count: int) -> None:
    """Write so many releases, with their catalogs; those that are there stay as they are."""
    _put(folder / "diglot.toml", TOML)
    text = (ROOT / f"sources/{OWN}/release.md").read_text(encoding="utf-8")
    catalog = (ROOT / f"locales/zh_CN/LC_MESSAGES/{OWN}.po").read_text(encoding="utf-8")
    english = paragraphs()
    for number in range(count):
        slug = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}-story-{number:05}"
        path = folder / f"sources/{slug}/release.md"
        if not path.exists():
            page, entries = story(text, english, number)
            _put(folder / f"locales/zh_CN/LC_MESSAGES/{slug}.po", catalog + entries)
            _put(path, page)


def story(text: str, english: list[str], number: int) -> tuple[str, str]:
    """Return a release with other paragraphs and figures, and entries for its catalog."""
    dice = random.Random(number)
    chinese = prose.paragraphs(number)
    entries: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        wanted, found = len(match[1]), dice.choice(english)
        while len(found) < wanted * 0.8:
            found += " " + dice.choice(english)
        entries[found] = _of_length(chinese, len(found) // 3)
        return f"\n\n{found}"

    head, mark, body = text.partition("\n---\n")
    title = f"Story {number}: {dice.choice(english)[:60].rstrip(' ,.;:(-')}"
    entries[title] = f"第{number}篇：{next(chinese)[:16].strip('，。“”；：、！？')}"
    head = re.sub(r"(?m)^title: .*$", f'title: "{title}"', head)
    head = _COUNT.sub(lambda m: f"{m[1]}_{m[2]}: {{value: {dice.randint(40, 4000)}", head)
    head = re.sub(r"(registered|new_entities): \{value: (\d+)", lambda m: _summed(m, head), head)
    page = head + mark + _PART.sub(other, body)
    lines = (f"\nmsgid {_quoted(a)}\nmsgstr {_quoted(b)}\n" for a, b in entries.items())
    return page, "".join(lines)


def _summed(match: re.Match[str], head: str) -> str:
    prefix = match[1].removesuffix("_entities")
    parts = re.findall(rf"{prefix}_(?:domestic|foreign): \{{value: (\d+)", head)
    return f"{match[1]}: {{value: {sum(map(int, parts))}"


def _of_length(chinese: Iterator[str], length: int) -> str:
    text = next(chinese)
    while len(text) < length:
        text += next(chinese)
    return text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@dataclass(slots=True)
class Watch:
    """What a command and its workers take, looked at twice a second: bytes, and seconds of CPU.

    ``highest`` is the most that the coordinator and any worker held since it was last asked.
    """

    pid: int
    ended: bool = False
    cpu_s: dict[int, float] = field(default_factory=dict)
    coordinator: list[float] = field(default_factory=list)
    worker: list[float] = field(default_factory=list)

    def look(self) -> None:
        """Look until the command has ended."""
        while not self.ended:
            for pid in _family(self.pid):
                self._see(pid)
            time.sleep(0.5)

    def _see(self, pid: int) -> None:
        try:
            name, _, told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
        except OSError:
            return
        fields = told.split()
        self.cpu_s[pid] = (int(fields[11]) + int(fields[12])) / _TICKS
        held = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / _MB
        if pid == self.pid:
            self.coordinator.append(held)
        elif "python" in name:  # not pandoc
            self.worker.append(held)

    def taken(self) -> tuple[float, float]:
        """Return the most that coordinator and workers held lately, in MB."""
        found = max(self.coordinator, default=0.0), max(self.worker, default=0.0)
        self.coordinator, self.worker = self.coordinator[-1:], self.worker[-1:]
        return found


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all that come from it."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))
    except OSError:
        return


@dataclass(frozen=True, slots=True)
class Built:
    """One build: new artefacts, wall and CPU seconds, those of the coordinator; most MB."""

    files: int
    wall_s: float
    cpu_s: float
    own_s: float
    coordinator_mb: float
    worker_mb: float
    said: str


@contextmanager
def one_core() -> Iterator[None]:
    """Have what is started meanwhile, its pandoc and drawer too, share one core."""
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


def build(folder: Path, *options: str, every: int = 100) -> Built:
    """Run the command, telling every so many releases what the last ones took."""
    command = [sys.executable, "-u", "-m", "pipeline", "--root", str(folder), "build", *options]
    started = time.perf_counter()
    running = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    watch = Watch(running.pid)
    looking = Thread(target=watch.look)
    looking.start()
    most, files, since, said = (0.0, 0.0), 0, (started, 0.0), ""
    assert running.stdout
    for line in running.stdout:
        said = line if line.strip() else said
        published = line.endswith(KINDS)
        files += published
        if published and files % (every * FILES) == 0:
            now, cpu = time.perf_counter(), sum(watch.cpu_s.values())
            held = watch.taken()
            most = max(most[0], held[0]), max(most[1], held[1])
            wall = now - since[0]
            rate, cost = every * FILES / wall, (cpu - since[1]) / every
            told = f"{rate:5.2f} a second | {cost:.2f} CPU s each | {_held(*held)}"
            print(f"  {files // FILES:5} releases | {told}", flush=True)
            since = now, cpu
    running.wait()
    watch.ended = True
    looking.join()
    held = watch.taken()
    if running.returncode not in (0, 1):
        raise SystemExit(said)
    wall, cpu = time.perf_counter() - started, sum(watch.cpu_s.values())
    most = max(most[0], held[0]), max(most[1], held[1])
    return Built(files, wall, cpu, watch.cpu_s.get(running.pid, 0.0), *most, said.strip())


def _held(coordinator_mb: float, worker_mb: float) -> str:
    return f"coordinator {coordinator_mb:.0f} MB, worker {worker_mb:.0f} MB"


def main() -> None:
    """Print what it takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=100)
    parser.add_argument("--single", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--to", default="", help="publish there, as `diglot build --to` does")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="newsroom-"))
    rates = []
    if asked.single:
        write(folder / "single", asked.single)
        with one_core():
            alone = build(folder / "single", "-x", "serial", every=20)
        rates.append(report("1 process on one core", alone))
    write(folder / "all", asked.releases)
    options = ("-j", str(asked.jobs), *(("--to", asked.to) if asked.to else ()))
    rates.append(report(f"{asked.jobs} processes", build(folder / "all", *options)))
    if all(rates) and len(rates) == 2:
        print(f"{asked.jobs} processes / 1 on one core: {rates[1] / rates[0]:.2f}")
    report("up to date", build(folder / "all", *options))
    path = min((folder / "all").glob("sources/*/release.md"))
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"mncs: \{value: (\d+)", _more, text), encoding="utf-8")
    report("one release changed", build(folder / "all", *options))
    print(f"in {folder}")


def _more(match: re.Match[str]) -> str:
    return f"mncs: {{value: {int(match[1]) + 1}"


def report(name: str, built: Built) -> float:
    """Print a line, and return the artefacts made in a second."""
    rate = built.files / built.wall_s
    held = _held(built.coordinator_mb, built.worker_mb)
    print(f"{name}: {built.wall_s:.2f} s, {built.files} new, {rate:.2f} a second,"
          f" {built.cpu_s:.1f} CPU s, {built.own_s:.1f} of them here; {held}; {built.said}",
          flush=True)  # fmt: skip
    return rate


if __name__ == "__main__":
    main()

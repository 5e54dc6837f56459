"""A house's own translator as a function: JSON lines in, JSON lines out.

    {"source": "…", "context": "", "locale": "zh_CN", "notes": ["paragraph"]}
    {"target": "…", "origin": "name of what said so"}

One answer for each question, in order; an empty target means no answer. The program runs in
the project's folder, with the user's own environment, since it may need a key that lies there,
under limits of time and of what it may write. It is never started through a shell.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import tempfile
from collections.abc import Sequence
from pathlib import Path
from subprocess import Popen, TimeoutExpired  # noqa: TID251  (an engine of the house's own)
from typing import IO

from pipeline.diagnostics import PipelineError, fatal
from pipeline.model import Json, Place

WAIT_S = 300.0
MOST_BYTES = 20_000_000
_PLACE = Place("diglot.toml")


def ask(
    command: Sequence[str], questions: Sequence[Json], folder: Path, wait_s: float = WAIT_S
) -> list[Json]:
    """Return the answers of a program, one for each question, each a JSON object.

    Raises PipelineError where it cannot be started, fails, takes too long, writes too much
    or answers otherwise than it was asked.
    """
    if not questions:
        return []
    with (
        tempfile.TemporaryFile() as asked,
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryFile() as complaints,
    ):
        for question in questions:
            asked.write(json.dumps(question, ensure_ascii=False).encode() + b"\n")
        asked.seek(0)
        status = _run(command, folder, (asked, said, complaints), wait_s)
        if said.seek(0, os.SEEK_END) >= MOST_BYTES:
            why = f"wrote more than {MOST_BYTES // 1_000_000} MB"
            raise _failed(command, why, "let it write one line for each line read")
        if status:
            complaint = _tail(complaints)
            why = f"ended with {status}{f': {complaint}' if complaint else ''}"
            raise _failed(command, why, "run it by hand with one line of JSON")
        said.seek(0)
        return _answers(command, said.read(), len(questions))


def _run(command: Sequence[str], folder: Path, files: tuple[IO[bytes], ...], wait_s: float) -> int:
    asked, said, complaints = files
    try:
        program = Popen(  # noqa: S603  (the project names it, word by word)
            list(command),
            stdin=asked,
            stdout=said,
            stderr=complaints,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_limited,
        )
    except OSError as reason:
        why = f"cannot be started: {os.strerror(reason.errno or 2).lower()}"
        raise _failed(command, why, "mend `command` under [suggest]") from reason
    try:
        return program.wait(wait_s)
    except TimeoutExpired as reason:
        why = f"took longer than {wait_s:g} s"
        raise _failed(command, why, "let it answer fewer at a time, or faster") from reason
    finally:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answers(command: Sequence[str], data: bytes, wanted: int) -> list[Json]:
    answers: list[Json] = []
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            answers.append(json.loads(line))
        except (ValueError, RecursionError) as reason:
            why = f"wrote line {number}, which is not JSON"
            raise _failed(command, why, "write one JSON object a line") from reason
    if len(answers) != wanted or not all(isinstance(answer, dict) for answer in answers):
        why = f"gave {len(answers)} answers to {wanted} questions"
        raise _failed(command, why, "write one JSON object for each line read")
    return answers


def _tail(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    lines = complaints.read(100_000).decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else ""


def _failed(command: Sequence[str], why: str, hint: str) -> PipelineError:
    return fatal("hook-failed", _PLACE, f"`{' '.join(command)}` {why}", hint)

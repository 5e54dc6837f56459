"""Run the corpus, or the cases named, and print what each took.

python -m tests.hostile [NAME…]           part of a name, or the name of a kind
python -m tests.hostile --every 2 0       the first of every two
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.hostile import CASES, KINDS
from tests.hostile.judging import faults
from tests.hostile.running import run


def main(names: list[str]) -> int:
    """Return how many cases are not contained."""
    escaped, step, first = 0, 1, 0
    if names[:1] == ["--every"]:
        step, first, names = int(names[1]), int(names[2]), names[3:]
    for case in CASES[first::step]:
        if names and not any(name in case.name or case in KINDS.get(name, ()) for name in names):
            continue
        with tempfile.TemporaryDirectory() as folder:
            made = run(case, Path(folder))
        wrong = list(faults(case, made))
        escaped += bool(wrong)
        state = "ESCAPED" if wrong else "ok"
        took = f"{made.wall_s:5.1f} s {made.seconds:5.1f} s CPU {made.peak_mb:5.0f} MB"
        print(f"{state:8}{case.name:42}{took}  {case.answer or 'inert'}", flush=True)
        for fault in wrong:
            print(f"    {fault}")
        if wrong or names:
            print("    | " + made.said[-1500:].replace("\n", "\n    | "))
    return escaped


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

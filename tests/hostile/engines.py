"""What an engine must be stopped from doing, once it has been let in."""

from __future__ import annotations

from tests.hostile.case import EVERY, RELEASE, Case, release, toml

CASES = (
    Case("long-run-of-han", "fifty thousand characters without a stop", "",
         {RELEASE: release("展馆开馆" * 5_000), "diglot.toml": toml(formats='"html", "pdf"')},
         slow=True),
    Case("word-that-cannot-break", "a word of twenty thousand letters in every format", "endless-markup",
         {RELEASE: release("Donaudampfschiff" * 500), "diglot.toml": EVERY}, slow=True),
    Case("hook-that-nobody-asked", "a build runs the command of [suggest]", "",
         {"diglot.toml": toml('[suggest]\ncommand = ["sh", "-c", "exit 9"]')}),
    Case("import-of-a-bomb", "a table of translations that is a bomb", "exchange-syntax",
         {"in.csv": "context,source,target\n" + '"x","' + '""' * 500_000 + '"\n'},
         verb=("import", "@PROJECT@/in.csv")),
)  # fmt: skip

"""What an engine must be stopped from doing, once it has been let in."""

from __future__ import annotations

from tests.hostile.case import EVERY, RELEASE, Case, release, theme, toml

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
    Case("import-of-a-huge-table", "a table of thirty megabytes", "too-large",
         {"in.csv": lambda: b"context,source,target\n" + b"x,The hall has opened.,y\n" * 1_250_000},
         verb=("import", "@PROJECT@/in.csv")),
    Case("settings-with-a-long-key", "a key of fifty thousand parts", "broken-toml",
         {"diglot.toml": ".".join(["a"] * 50_000) + " = 1\n"}),
    Case("settings-with-deep-lists", "ten thousand lists in one another", "broken-toml",
         {"diglot.toml": "a = " + "[" * 10_000}),
    Case("tokens-with-a-long-key", "the same in the tokens of a theme, inside a table", "broken-toml",
         theme(theme_toml='parent = "plain"\nx = {' + ".".join(["a"] * 50_000) + " = 1}\n")),
    Case("exchange-with-entities", "a billion laughs from a translator", "exchange-hostile",
         {"in.xlf": '<!DOCTYPE x [<!ENTITY a "ha">]><xliff version="2.0"/>'},
         verb=("import", "@PROJECT@/in.xlf")),
    Case("exchange-of-deep-marks", "a hundred thousand marks in one another", "exchange-syntax",
         {"in.xlf": '<xliff version="2.0">' + "<pc>" * 100_000},
         verb=("import", "@PROJECT@/in.xlf")),
    Case("manifest-of-deep-lists", "a manifest that no parser comes to the end of", "no-manifest",
         {"output/manifest.json": "[" * 200_000}, verb=("verify",)),
    Case("memory-that-is-garbage", "what an earlier build remembered is noise", "",
         {".diglot/inventory.json": "[" * 200_000, ".diglot/cache/index": b"\xff" * 999}),
)  # fmt: skip

"""Much of everything: what no page could hold."""

from __future__ import annotations

from tests.hostile.case import BLANK, EVERY, FOLDER, RELEASE, Case, release, wrote


def _table(columns: int, rows: int = 1) -> str:
    lines = ["x"] * columns, ["-"] * columns, *[["y"] * columns] * rows
    return "\n".join(f"|{'|'.join(line)}|" for line in lines)


CASES = (
    Case("release-of-a-hundred-megabytes", "a release of a hundred megabytes", "too-large",
         {RELEASE: lambda: (release() + "x" * 100_000_000).encode()}),
    Case("release-of-one-word", "a word of a million letters", "endless-markup",
         wrote("x" * 1_000_000)),
    Case("release-of-one-line", "a paragraph of a million words", "endless-markup",
         wrote("word " * 400_000)),
    Case("release-of-many-blocks", "two hundred thousand paragraphs", "too-long",
         wrote("x\n\n" * 200_000)),
    Case("table-of-ten-thousand-columns", "a table of ten thousand columns", "wide-table",
         wrote(_table(10_000))),
    Case("table-of-many-columns-and-rows", "a table of a million cells", "endless-markup",
         wrote(_table(1000, 500))),
    Case("many-footnotes", "ten thousand footnotes", "endless-markup",
         wrote("x[^a] " + "".join(f"y[^{n}] " for n in range(10_000)) + "\n\n[^a]: z\n\n"
                + "\n\n".join(f"[^{n}]: z" for n in range(10_000)))),
    Case("more-footnotes-than-a-book", "three thousand footnotes", "too-many-notes",
         wrote("".join(f"y[^{n}]\n\n" for n in range(3_000))
                + "\n\n".join(f"[^{n}]: z" for n in range(3_000)))),
    Case("one-footnote-called-often", "a footnote that is called ten thousand times",
         "endless-markup",
         wrote("x[^a] " * 10_000 + "\n\n[^a]: " + "long " * 50)),
    Case("many-facts", "five thousand facts", "endless-markup",
         {RELEASE: release("Text.", "facts:\n" + "".join(
             f"  fact{n}: {{value: {n}}}\n" for n in range(5_000)))}),
    Case("sums-of-sums", "sums that double, a hundred deep", "wrong-sum",
         {RELEASE: release("Text.", "facts:\n  a0: {value: 1}\n" + "".join(
             f"  a{n}: {{value: {2**n + (n == 60)}, sum: [a{n - 1}, a{n - 1}]}}\n" for n in range(1, 61)))}),
    Case("headings", "ten thousand headings", "endless-markup", wrote("# x\n\n" * 10_000)),
    Case("many-releases-of-nothing", "forty releases without a text", "empty-release",
         {f"sources/2024-05-01-r{n}/release.md": "---\ntitle: T\ndate: 2024-05-01\n---\n"
          for n in range(40)}),
    Case("ordinal-of-a-list", "a list that begins at a billion billion", "",
         wrote("999999999. x\n1000000000. y\n\n99999999999999999999. z") | {"diglot.toml": EVERY}),
    Case("width-of-a-picture", "a picture a billion pixels wide", "",
         wrote("![A plan](plan.svg){width=1000000000px}")
         | {f"{FOLDER}/plan.svg": BLANK, "diglot.toml": EVERY}),
    Case("chart-of-ten-thousand-bars", "a chart of ten thousand bars", "wrong-part",
         {RELEASE: release('::: {.chart type="bar" caption="C"}\n| | N |\n|--|--|\n'
                           + "| x | {n} |\n" * 10_000 + ":::", "facts:\n  n: {value: 8}\n")}),
    Case("chart-of-huge-figures", "a bar of 10^300", "wrong-number",
         {RELEASE: release('::: {.chart type="bar" caption="C"}\n| | N |\n|--|--|\n| x | {n} |\n'
                           "| y | {m} |\n:::", f"facts:\n  n: {{value: 1{'0' * 60}}}\n  m: {{value: 1}}\n"),
          "diglot.toml": EVERY}),
    Case("code-for-a-long-address", "a code of fifteen hundred letters", "too-long",
         wrote(f'Text.\n\n::: {{.qr target="https://a.example/{"x" * 1500}"}}\n:::')),
)  # fmt: skip

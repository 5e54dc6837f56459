"""Things in things, as deep as a parser can be made to go."""

from __future__ import annotations

from tests.hostile.case import RELEASE, Case, release


def _wrote(text: str) -> dict[str, str]:
    return {RELEASE: release(text)}


CASES = (
    Case("brackets", "two thousand brackets that never close", "",
         _wrote("[" * 2000 + "x")),
    Case("brackets-of-links", "two thousand brackets before a link", "",
         _wrote("[" * 2000 + "x](a)")),
    Case("brackets-of-pictures", "two thousand openings of pictures", "", _wrote("![" * 2000 + "x")),
    Case("quotes-in-quotes", "ten thousand quotes in one another", "too-deep",
         _wrote(">" * 10_000 + " x")),
    Case("lists-in-lists", "a thousand lists in one another", "endless-markup",
         _wrote("\n".join("  " * n + "- x" for n in range(1000)))),
    Case("lists-on-one-line", "ten thousand lists on one line", "too-deep",
         _wrote("- " * 10_000 + "x")),
    Case("divs-in-divs", "ten thousand parts in one another", "endless-markup",
         _wrote("\n".join(["::: aside"] * 10_000 + ["x"] + [":::"] * 10_000))),
    Case("stars-in-stars", "ten thousand emphases in one another", "endless-markup",
         _wrote("*a **a " * 5_000 + "x" + "** a* " * 5_000)),
    Case("spans-in-spans", "ten thousand spans in one another", "endless-markup",
         _wrote("[" * 10_000 + "x" + "]{.mark}" * 10_000)),
    Case("scripts-in-scripts", "carets and tildes by turns", "endless-markup",
         _wrote("^a~" * 5_000)),
    Case("stars", "fifty thousand stars", "", _wrote("*" * 50_000)),
    Case("underscores-and-stars", "marks by turns, none of which closes", "endless-markup",
         _wrote("*a_ " * 20_000)),
    Case("backticks", "runs of backticks, each longer than the last", "endless-markup",
         _wrote(" ".join("`" * n for n in range(1, 600)))),
    Case("angle-brackets", "openings of HTML that never close", "",
         _wrote("<a " * 20_000)),
    Case("comments-of-html", "openings of comments that never close", "endless-markup",
         _wrote("x <!-- " * 10_000)),
    Case("entities", "twenty thousand character references", "", _wrote("&amp;" * 20_000)),
    Case("braces", "fifty thousand braces", "", _wrote("{" * 50_000 + "x")),
    Case("attributes", "a heading of ten thousand attributes", "unknown-attribute",
         _wrote("# x {" + " ".join(f"a{n}=b" for n in range(10_000)) + "}\n\nText.")),
    Case("references", "ten thousand definitions of one link", "endless-markup",
         _wrote("[a] " * 10_000 + "\n\n" + "\n".join("[a]: https://a.example/" for _ in range(10_000)))),
    Case("references-that-grow", "one long definition, used ten thousand times", "endless-markup",
         _wrote("[a] " * 10_000 + "\n\n[a]: https://a.example/" + "x" * 50_000)),
    Case("notes-in-circles", "a footnote that calls itself", "note-in-note",
         _wrote("Text.[^a]\n\n[^a]: Note.[^b]\n\n[^b]: Note.[^a]")),
    Case("notes-in-notes", "a footnote that calls the next, fifty deep", "note-in-note",
         _wrote("Text.[^0]\n\n" + "\n\n".join(f"[^{n}]: Note.[^{n + 1}]" for n in range(50)))),
    Case("notes-that-double", "footnotes that call two others, thirty deep", "note-in-note",
         _wrote("Text.[^0]\n\n" + "\n\n".join(f"[^{n}]: Note.[^{n + 1}][^{n + 1}]" for n in range(30)))),
    Case("tables-of-pipes", "a line of fifty thousand pipes", "", _wrote("|" * 50_000)),
)  # fmt: skip

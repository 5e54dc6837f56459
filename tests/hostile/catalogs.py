"""Catalogs from outside: their heads, their charsets, their sizes, their places."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from tests.hostile.case import CATALOG, HEADER, Case, catalog
from tests.hostile.made import Made

_HALL = ("The hall has opened.", "展馆开馆了。")
_CSV = "locales/glossary.zh_CN.csv"


def _headed(charset: str, encoded: str) -> bytes:
    return catalog(_HALL, header=HEADER.replace("UTF-8", charset)).encode(encoded, "replace")


def _formulas(made: Made) -> Iterator[str]:
    tables = [data.decode("utf-8-sig") for path, data in made.files.items() if "out.csv" in path]
    for line in csv.reader("\n".join([made.said, *tables]).splitlines()):
        yield from (f"a table reckons {cell}" for cell in line if cell[:1] in "=+@\t\r" and cell)


CASES = (
    Case("catalog-in-utf-7", "a charset that hides marks", "catalog-charset",
         {CATALOG: catalog(_HALL, header=HEADER.replace("UTF-8", "utf-7"))}),
    Case("catalog-in-utf-16", "bytes that are not what the head says", "catalog-syntax",
         {CATALOG: catalog(_HALL).encode("utf-16")}),
    Case("catalog-with-another-charset", "a codec that unpacks", "catalog-charset",
         {CATALOG: catalog(_HALL, header=HEADER.replace("UTF-8", "zlib_codec"))}),
    Case("catalog-with-idna", "a codec that takes for ever", "catalog-charset",
         {CATALOG: catalog(_HALL, header=HEADER.replace("UTF-8", "idna"))}),
    Case("catalog-in-gbk-that-lies", "a head that says another charset than the bytes",
         "catalog-charset",
         {CATALOG: catalog(_HALL).encode() + b"\x81"}),
    Case("catalog-with-a-billion-plurals", "a head that makes a library count", "plural-forms",
         {CATALOG: catalog(_HALL, header=HEADER.replace("nplurals=1", "nplurals=1000000000"))}),
    Case("catalog-with-a-plural-program", "an expression that takes for ever", "",
         {CATALOG: catalog(_HALL, header=HEADER.replace("plural=0", "plural=" + "(" * 5000 + "n"
                                                        + ")" * 5000))},
         verb=("sync",)),
    Case("catalog-with-conflict", "an unsettled merge", "merge-conflict",
         {CATALOG: catalog(_HALL) + "<<<<<<< ours\n=======\n>>>>>>> theirs\n"}),
    Case("catalog-with-nul", "a NUL in a catalog", "catalog-syntax",
         {CATALOG: catalog(_HALL) + '\nmsgid "a\0b"\nmsgstr "\0"\n'}),
    Case("catalog-of-a-hundred-megabytes", "a catalog of a hundred megabytes", "too-large",
         {CATALOG: lambda: (catalog(_HALL) + "# x\n" * 25_000_000).encode()}),
    Case("catalog-at-the-limit", "nineteen megabytes of comments", "catalog-syntax",
         {CATALOG: lambda: (catalog(_HALL) + ("#: a:1\n" * 2_700_000)).encode()}, slow=True),
    Case("catalog-of-long-strings", "a string of ten megabytes", "too-long",
         {CATALOG: lambda: (catalog(_HALL) + '\nmsgid "x"\nmsgstr ""\n' + '"<em>{a}"\n' * 900_000
                            ).encode()}, slow=True),
    Case("catalog-with-places-outside", "places that lead out of the project", "",
         {CATALOG: catalog() + "\n#: ../../../../etc/passwd:1 /etc/shadow:2\n"
          'msgid "The hall has opened."\nmsgstr "展馆开馆了。"\n'}, verb=("check", "--report", "sarif"),
         look=lambda made: ("a report leads out" for _ in range("etc/shadow" in made.said))),
    Case("catalog-with-a-long-key", "a context of a megabyte", "",
         {CATALOG: catalog(_HALL) + f'\nmsgctxt "{"x" * 1_000_000}"\nmsgid "y"\nmsgstr "z"\n'},
         verb=("sync",)),
    Case("catalog-with-forged-remarks", "remarks that a machine wrote, from a person", "",
         {CATALOG: catalog() + "\n#. was: {{ 7*191 }}\n#. moved: ../../x\n#, ignore-all, fuzzy\n"
          'msgid "The hall has opened."\nmsgstr "展馆开馆了。"\n'}, verb=("sync",)),
    Case("translation-of-brackets", "two thousand tags that never close", "broken-tag",
         {CATALOG: catalog((_HALL[0], "<em>" * 2000 + "展馆"))}, verb=("check",)),
    Case("translation-of-deep-marks", "two thousand marks in one another", "",
         {CATALOG: catalog((_HALL[0], "<em>" * 2000 + "展馆" + "</em>" * 2000))}),
    Case("translation-of-one-mark", "a hundred thousand full stops", "too-long",
         {CATALOG: catalog((_HALL[0], "。" * 100_000))}, verb=("check", "--fail-on", "error")),
    Case("translation-of-blanks", "fifty thousand blanks, for a search that goes back", "too-long",
         {CATALOG: catalog((_HALL[0], "a" + " " * 50_000 + "b" + " \t" * 25_000))},
         verb=("check", "--fail-on", "error")),
    Case("translation-of-digits", "fifty thousand digits, for a search that goes back", "too-long",
         {CATALOG: catalog((_HALL[0], "1," * 25_000 + "1" * 50_000 + "万亿" * 5_000))},
         verb=("check", "--fail-on", "error")),
    Case("translation-of-a-long-number", "more digits than Python turns into a number", "too-long",
         {CATALOG: catalog((_HALL[0], "展馆" + "9" * 6_000 + "万。" + "１" * 5_000))},
         verb=("check", "--fail-on", "error")),
    Case("translation-of-quotes", "fifty thousand quotation marks", "too-long",
         {CATALOG: catalog((_HALL[0], "“" * 20_000 + "'\"" * 10_000 + "（" * 20_000))},
         verb=("check", "--fail-on", "error")),
    Case("translation-of-addresses", "an address of fifty thousand letters", "too-long",
         {CATALOG: catalog((_HALL[0], "http://" + "a." * 25_000 + "@" + "b-" * 25_000))},
         verb=("check", "--fail-on", "error")),
    Case("export-with-formulas", "a translation that a table would reckon", "",
         {_CSV: 'source,target,note\n"=cmd|\' /C calc\'!A0",展馆,\nhall,"=HYPERLINK(""http://x"")",\n',
          CATALOG: catalog((_HALL[0], "=cmd|' /C calc'!A0"))},
         verb=("export", "2024-05-01-opening", "-l", "zh_CN", "--to", "csv", "-o", "-"),
         look=_formulas),
    Case("glossary-with-many-terms", "a hundred thousand terms", "too-large",
         {_CSV: lambda: ("source,target,note\n" + "".join(f"hall{n} x,展馆{n},\n" for n in range(100_000))
                         ).encode()}, verb=("check", "--fail-on", "error")),
    Case("glossary-that-is-broken", "a list in another charset", "not-utf-8",
         {_CSV: "term,translation\nhall,展馆\n".encode("utf-16")}, verb=("check",)),
)  # fmt: skip

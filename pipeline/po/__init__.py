"""PO files as values: read one, write one.

A file is read whole or refused: every problem is reported with its line, and what was read
is never guessed at. What is written equals ``msgcat --no-wrap`` of GNU gettext 0.21, byte for
byte, with a few differences that lose less: unknown flags are kept (and stand last), two
``#,`` lines add up, ``#=`` lines are read as flags, a byte-order mark is forgiven and so are
Windows line ends, in comments too, what is not UTF-8 becomes UTF-8, an obsolete
entry keeps its range, and stays even untranslated if a translator left a comment on it, and a
backslash at the end of a comment joins no lines.

Law: ``write(read(x)) == x`` for every file x that msgcat leaves as it is.
Source: the GNU gettext manual, "The Format of PO Files".
"""

from pipeline.po.entries import Entry, File, Previous, fields
from pipeline.po.places import places, width
from pipeline.po.reader import read
from pipeline.po.writer import escaped, write

__all__ = [
    "Entry", "File", "Previous", "escaped", "fields", "places", "read", "width", "write",
]  # fmt: skip

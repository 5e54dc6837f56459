"""Runs under a Python that has UNO, with nothing of ours: opens, edits and saves documents.

A line of JSON comes in for each document, one goes out: ``{"open", "save", "filter", "steps"}``.
A step is the name of a function of ``EDITS`` and its arguments.
"""

import json
import sys
import time
import traceback

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "rtf": "Rich Text Format",
    "doc": "MS Word 97",
    "pdf": "writer_pdf_Export",
}


def value(name, said):
    made = PropertyValue()
    made.Name, made.Value = name, said
    return made


def connect(address):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", context
    )
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={address};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


class Desk:
    """A document that is open, and what edits need of LibreOffice."""

    def __init__(self, context):
        self.context = context
        make = context.ServiceManager.createInstanceWithContext
        self.desktop = make("com.sun.star.frame.Desktop", context)
        self.dispatcher = make("com.sun.star.frame.DispatchHelper", context)

    def open(self, path):
        given = (value("Hidden", True),)
        url = uno.systemPathToFileUrl(path)
        self.doc = self.desktop.loadComponentFromURL(url, "_blank", 0, given)
        self.text = self.doc.Text
        self.view = self.doc.CurrentController.ViewCursor

    def save(self, path, kind):
        given = (value("FilterName", FILTERS[kind]), value("Overwrite", True))
        self.doc.storeToURL(uno.systemPathToFileUrl(path), given)

    def close(self):
        self.doc.close(True)

    def dispatch(self, name, **given):
        frame = self.doc.CurrentController.Frame
        listed = tuple(value(key, said) for key, said in given.items())
        self.dispatcher.executeDispatch(frame, f".uno:{name}", "", 0, listed)


def accept(desk):
    desk.dispatch("AcceptAllTrackedChanges")


def reject(desk):
    desk.dispatch("RejectAllTrackedChanges")


def track(desk, on):
    """Turn tracking on or off: a reviewer's edits are plain or marked."""
    desk.doc.RecordChanges = on


def found(desk, words):
    """Return the first place in the text that says these words."""
    asked = desk.doc.createSearchDescriptor()
    asked.SearchString, asked.SearchCaseSensitive = words, True
    place = desk.doc.findFirst(asked)
    if place is None:
        raise LookupError(words)
    return place


def paragraph(desk, words, more=""):
    """Return a cursor over the whole paragraph that says these words, without its end."""
    place = found(desk, words)
    cursor = place.Text.createTextCursorByRange(place)
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    return cursor


def select(desk, place):
    desk.doc.CurrentController.select(place)


def type_over(desk, old, new):
    """Select words and type others."""
    found(desk, old).String = new


def insert_behind(desk, words, more):
    place = found(desk, words)
    place.Text.insertString(place.End, more, False)


def delete(desk, words):
    found(desk, words).String = ""


def look(desk, words, name):
    """Press Bold or Italic."""
    select(desk, found(desk, words))
    desk.dispatch(name)


def link(desk, words, address):
    found(desk, words).HyperLinkURL = address


def split(desk, words):
    """Press Enter behind the words."""
    place = found(desk, words)
    place.Text.insertControlCharacter(place.End, 0, False)


def merge(desk, words):
    """Press Delete at the end of a paragraph."""
    cursor = paragraph(desk, words)
    cursor.collapseToEnd()
    cursor.goRight(1, True)
    cursor.String = ""


def delete_paragraph(desk, words):
    """Select a paragraph with its end, and press Delete."""
    cursor = paragraph(desk, words)
    cursor.gotoNextParagraph(True)
    cursor.String = ""


def move(desk, words, name, times):
    """Press Alt and an arrow so many times: MoveUp or MoveDown."""
    place = found(desk, words)
    desk.view.gotoRange(place.Start, False)
    for _ in range(times):
        desk.dispatch(name)


def add_paragraph(desk, words, more):
    """Press Enter at the end of a paragraph and type."""
    cursor = paragraph(desk, words)
    cursor.collapseToEnd()
    cursor.Text.insertControlCharacter(cursor, 0, False)
    cursor.Text.insertString(cursor, more, False)


def restyle(desk, words, style):
    paragraph(desk, words).ParaStyleName = style


def row(desk, words, name, *cells):
    """Stand in a row and press Insert row below, or Delete row; fill the new one."""
    place = found(desk, words)
    desk.view.gotoRange(place.Start, False)
    table = place.TextTable
    at = int("".join(filter(str.isdigit, place.Cell.CellName)))
    desk.dispatch(name)
    for column, text in zip("ABCDEF", cells, strict=False):
        table.getCellByName(f"{column}{at + 1}").String = text


def note(desk, words, text):
    """Insert a footnote behind the words."""
    place = found(desk, words)
    made = desk.doc.createInstance("com.sun.star.text.Footnote")
    place.Text.insertTextContent(place.End, made, False)
    made.Text.insertString(made.Text.End, text, False)


def in_note(desk, number, old, new):
    """Type over words in a footnote."""
    text = desk.doc.Footnotes.getByIndex(number)
    cursor = text.createTextCursor()
    cursor.gotoStart(False)
    cursor.goRight(text.String.index(old), False)
    cursor.goRight(len(old), True)
    cursor.String = new


def comment(desk, words, text):
    place = found(desk, words)
    made = desk.doc.createInstance("com.sun.star.text.textfield.Annotation")
    made.Author, made.Content = "Li Lei", text
    place.Text.insertTextContent(place, made, True)


def retype(desk, words, more):
    """Select a whole paragraph and type another text."""
    paragraph(desk, words).String = more


def replace_all(desk, old, new):
    asked = desk.doc.createReplaceDescriptor()
    asked.SearchString, asked.ReplaceString, asked.SearchCaseSensitive = old, new, True
    return desk.doc.replaceAll(asked)


EDITS = {
    "accept": accept,
    "reject": reject,
    "track": track,
    "type over": type_over,
    "insert behind": insert_behind,
    "delete": delete,
    "look": look,
    "link": link,
    "split": split,
    "merge": merge,
    "delete paragraph": delete_paragraph,
    "move": move,
    "add paragraph": add_paragraph,
    "restyle": restyle,
    "row": row,
    "note": note,
    "in note": in_note,
    "comment": comment,
    "retype": retype,
    "replace all": replace_all,
}


def serve(desk, asked):
    desk.open(asked["open"])
    said = []
    try:
        for name, *given in asked.get("steps", ()):
            said.append(EDITS[name](desk, *given))
        for path in asked["save"]:
            desk.save(path, path.rpartition(".")[2])
    finally:
        desk.close()
    return said


def main():
    desk = Desk(connect(sys.argv[1]))
    for line in sys.stdin:
        try:
            answer = {"said": serve(desk, json.loads(line))}
        except Exception:
            answer = {"fault": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

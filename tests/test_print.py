"""The brochure for a press: four inks, bleed, marks, and the same bytes each time."""

from __future__ import annotations

import base64
import io
from functools import cache, partial

import pikepdf
import pytest
from PIL import Image

from pipeline.diagnostics import PipelineError
from pipeline.engines import bleeding, claims, fonts, press, weasy
from pipeline.engines.press.inks import BLACK
from pipeline.formats import FORMATS
from pipeline.formats.print import PRINT
from tests.copies import WORLD, copy, page, theme

MM = 72 / 25.4
RED, NIGHT = (200, 30, 30), (11, 37, 69)
HEAD = "<!doctype html><html lang='en'><meta charset='utf-8'><title>A &amp; B</title>"
FACE = '@font-face { font-family: Inter; src: url("font:Inter/400/normal/Latn") }'


@cache
def brochure(locale: str = "zh_CN", name: str = "aerotropolis") -> bytes:
    """Return the finished brochure of a small edition."""
    return PRINT.emit(page(PRINT.lay_out(copy(locale), WORLD, theme(name)), "print"), WORLD)


def printed(body: str, css: str = "", **inks: object) -> pikepdf.Pdf:
    """Return a page as it goes to press."""
    source = f"{HEAD}<style>{FACE} html {{ font: 10pt Inter }} {css}</style><body>{body}".encode()
    serve = partial(fonts.serve, world=WORLD, text=fonts.text_of(source))
    order = weasy.Order(bleed_mm=3, look=lambda document: bleeding.bleed(document, 3))
    plain = weasy.print_pdf(source, serve, order)
    profile = press.find()
    assert profile
    xmp = claims.for_press("A & B", "en", "2024-05-01", "0" * 32)
    plate = press.Order(press.Inks(profile, **inks), xmp, "0" * 32, "2024-05-01")  # type: ignore[arg-type]
    return pikepdf.open(io.BytesIO(press.press(plain, plate)))


def operators(pdf: pikepdf.Pdf) -> list[tuple[str, tuple[object, ...]]]:
    """Return the operators of all pages and forms, in order."""
    forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream)
             and (o.get("/Subtype") == "/Form" or o.get("/PatternType") == 1)]  # fmt: skip
    return [
        (str(instruction.operator), tuple(instruction.operands))
        for content in [*pdf.pages, *forms]
        for instruction in pikepdf.parse_content_stream(content)
    ]


def things(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary | pikepdf.Stream]:
    """Return the dictionaries and streams of a file."""
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary | pikepdf.Stream)]


def picture(mode: str, kind: str, color: object) -> str:
    """Return a picture as an address."""
    out = io.BytesIO()
    Image.new(mode, (60, 40), color).save(out, kind)  # type: ignore[arg-type]
    return f"data:image/{kind};base64,{base64.b64encode(out.getvalue()).decode()}"


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
@pytest.mark.parametrize("name", ["plain", "aerotropolis"])
def test_a_brochure_is_pdf_x_4(locale, name):
    """Its boxes, its output intent, its metadata; nothing that a press has no use for."""
    with pikepdf.open(io.BytesIO(brochure(locale, name))) as pdf:
        (intent,) = pdf.Root["/OutputIntents"]
        told = bytes(pdf.Root["/Metadata"].read_bytes()).decode()

        assert pdf.pdf_version == "1.6"
        assert str(intent["/S"]) == "/GTS_PDFX"
        assert bytes(intent["/DestOutputProfile"].read_bytes())[16:20] == b"CMYK"
        assert "<pdfxid:GTS_PDFXVersion>PDF/X-4<" in told
        assert "<xmp:ModifyDate>2024-05-01T00:00:00Z<" in told
        assert str(pdf.docinfo["/ModDate"]) == "D:20240501000000Z"
        assert str(pdf.docinfo["/Trapped"]) == "/False"
        for sheet in pdf.pages:
            trim, bleed, media = (
                [float(v) for v in sheet[box]] for box in ("/TrimBox", "/BleedBox", "/MediaBox")
            )
            assert trim == pytest.approx([0, 0, 210 * MM, 297 * MM], abs=0.01)
            assert bleed == pytest.approx([-3 * MM, -3 * MM, 213 * MM, 300 * MM], abs=0.01)
            assert media[0] < bleed[0] - 5 * MM
            assert "/Annots" not in sheet


@pytest.mark.parametrize("name", ["plain", "aerotropolis"])
def test_no_colour_of_a_brochure_is_rgb(name):
    """Operators, shadings, pictures and groups are in inks or grey; marks are in all inks."""
    with pikepdf.open(io.BytesIO(brochure("en", name))) as pdf:
        found = operators(pdf)
        spaces = {str(o["/ColorSpace"]) for o in things(pdf)
                  if ("/ShadingType" in o or o.get("/Subtype") == "/Image")}  # fmt: skip
        groups = {str(o["/Group"]["/CS"]) for o in things(pdf)
                  if "/Group" in o}  # fmt: skip

        assert not {name for name, _ in found} & {"rg", "RG", "cs", "sc", "scn"}
        assert {str(operands[0]) for name, operands in found if name == "CS"} == {"/DgAll"}
        assert spaces <= {"/DeviceCMYK", "/DeviceGray"}
        assert groups <= {"/DeviceCMYK", "/DeviceGray"}
        assert max(sum(map(float, o)) for n, o in found if n in ("k", "K")) <= 3.0


def test_a_brochure_is_the_same_twice():
    """No clock and no chance is in it."""
    again = PRINT.emit(
        page(PRINT.lay_out(copy("zh_CN"), WORLD, theme("aerotropolis")), "print"), WORLD
    )

    assert again == brochure()


def test_a_colour_of_the_theme_becomes_the_inks_that_the_theme_says():
    """Any other is converted; white is paper, black and dark greys are black ink alone."""
    profile = press.find()
    assert profile
    inks = press.Inks(profile, {NIGHT: (1.0, 0.8, 0.4, 0.4)})

    assert inks.of(NIGHT) == (1.0, 0.8, 0.4, 0.4)
    assert inks.of((255, 255, 255)) == (0, 0, 0, 0)
    assert inks.of((0, 0, 0)) == inks.of((29, 29, 31)) == BLACK
    assert inks.of((90, 95, 99))[:3] == (0, 0, 0)
    cyan, magenta, yellow, black = inks.of(RED)
    assert magenta > 0.8
    assert yellow > 0.6
    assert max(cyan, black) < 0.3


def test_too_much_ink_is_taken_from_the_colours():
    """The black stays; the sum is what the paper holds."""
    profile = press.find()
    assert profile
    inks = press.Inks(profile, {NIGHT: (1.0, 0.9, 0.8, 0.9)}, limit=280)
    made = inks.of(NIGHT)
    dark = inks.picture(Image.new("RGB", (3, 3), (5, 2, 0))).getpixel((1, 1))

    assert sum(made) <= 2.8
    assert made[3] == 0.9
    assert sum(press.Inks(profile, limit=200).picture(
        Image.new("RGB", (3, 3), (30, 5, 0))).getpixel((1, 1))) <= 510  # fmt: skip
    assert sum(dark) <= 714


def test_black_text_overprints_and_nothing_else_does():
    """A white hair round black letters is worse than a little more ink; a box covers."""
    found = operators(printed(
        "<p>Black</p><p style='color: #C8452B'>Red</p>"
        "<div style='background: #000; height: 9mm'></div>"
    ))  # fmt: skip
    over, shown = False, []
    for name, operands in found:
        if name == "gs" and str(operands[0]) in ("/DgOver", "/DgKnock"):
            over = str(operands[0]) == "/DgOver"
        elif name in ("TJ", "Tj", "f"):
            shown.append((name, over))

    assert [over for name, over in shown if name == "TJ"] == [True, False]
    assert not any(over for name, over in shown if name == "f")


@pytest.mark.parametrize(
    ("address", "inked"),
    [
        (picture("RGB", "png", RED), "/DeviceCMYK"),
        (picture("RGBA", "png", (*RED, 120)), "/DeviceCMYK"),
        (picture("RGB", "jpeg", RED), "/DeviceCMYK"),
        (picture("P", "png", 3), "/DeviceCMYK"),
        (picture("L", "png", 99), "/DeviceGray"),
    ],
)
def test_pictures_are_converted(address, inked):
    """PNG and JPEG, with and without transparency; a grey one is black ink."""
    with printed(f"<img src='{address}' alt='A plan' style='width: 40mm'>") as pdf:
        masks = {o["/SMask"].objgen for o in things(pdf)
                 if isinstance(o, pikepdf.Stream) and "/SMask" in o}  # fmt: skip
        images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream)
                  and o.get("/Subtype") == "/Image" and o.objgen not in masks]  # fmt: skip
        (image,) = images

        assert str(image["/ColorSpace"]) in (inked, "/DeviceCMYK")
        seen = pikepdf.PdfImage(image).as_pil_image().convert("RGB").getpixel((20, 20))
        assert isinstance(seen, tuple)
        if address in (picture("RGB", "png", RED), picture("RGB", "jpeg", RED)):
            assert seen[0] > 150 > 2 * seen[1]


def test_gradients_and_drawings_are_converted():
    """Also where they are transparent."""
    svg = ("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>"
           "<rect width='40' height='20' fill='%23c8452b' stroke='%230b2545'/></svg>")  # fmt: skip
    with printed(
        f'<img alt="A plan" src="{svg}"><div style="height: 20mm; background:'
        ' linear-gradient(#C8452B, #0B254500)"></div><p style="opacity: .5">Pale</p>'
    ) as pdf:
        found = {name for name, _ in operators(pdf)}
        shaded = {str(o["/ColorSpace"]) for o in things(pdf)
                  if "/ShadingType" in o}  # fmt: skip

        assert not found & {"rg", "RG"}
        assert shaded == {"/DeviceCMYK", "/DeviceGray"}


def test_what_touches_the_edge_is_drawn_into_the_bleed():
    """A cutter is off by half a millimetre; what does not touch it stays as it is."""
    pymupdf = pytest.importorskip("pymupdf")
    css = "@page { size: 100mm 100mm; margin: 0 } body { margin: 0 }"
    body = """<div style="background: #C8452B; height: 30mm"></div>
<div style="background: #0B2545; height: 20mm; margin: 20mm 10mm 0"></div>"""
    out = io.BytesIO()
    with printed(body, css) as pdf:
        pdf.save(out)
    sheet = pymupdf.open(stream=out.getvalue())[0].get_pixmap(dpi=72)

    def at(x: float, y: float) -> int:
        return int(sheet.pixel(round((x + 10) * MM), round((y + 10) * MM))[1])

    assert at(-2, 10) < 120
    assert at(50, -2) < 120
    assert at(102, 10) < 120
    assert at(-5, 10) > 240
    assert at(9, 60) > 240
    assert at(50, 60) < 120


def test_a_leaflet_has_marks_where_it_folds():
    """The flap is at the left outside, at the right inside."""
    folded = copy("en")
    from pipeline import themes
    from pipeline.model import Place

    body = PRINT.lay_out(folded, WORLD, themes.on_paper(theme(), "dl", Place("")))

    assert b'"folds":[[97.0,197.0],[100.0,200.0]]' in body
    assert FORMATS["print"].path("hall", "en") == "hall/en/hall.print.pdf"


def test_a_machine_without_a_profile_is_told_what_to_install(monkeypatch):
    """Inks without a press are a guess."""
    monkeypatch.setattr(press, "find", lambda: None)
    with pytest.raises(PipelineError) as caught:
        PRINT.lay_out(copy("en"), WORLD, theme())

    assert caught.value.diagnostics[0].rule == "missing-profile"
    assert "libgs-common" in caught.value.diagnostics[0].hints[0]

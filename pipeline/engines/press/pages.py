"""The pages of a PDF turned from RGB to four inks: operators, shadings, pictures, groups."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any

from pipeline.diagnostics import PipelineError, error
from pipeline.engines.press.inks import BLACK, Inks
from pipeline.model import Place

_FILLS, _STROKES = {"rg": "k", "g": "g", "k": "k"}, {"RG": "K", "G": "G", "K": "K"}
_OVER, _KNOCK = "/DgOver", "/DgKnock"
_QUALITY = 92
_LUMA = (0.299, 0.587, 0.114)


def convert(document: Any, inks: Inks) -> None:
    """Turn every colour of a document into inks, in place.

    Raises ``PipelineError`` that names every colour space that no ink makes.
    """
    masks = set(_masks(document))
    strange: dict[str, None] = {}
    for thing in list(document.objects):
        strange |= dict.fromkeys(_turned(thing, inks, masks))
    for page in document.pages:
        _page(page, inks)
    if strange:
        hint = "save the picture as RGB or grey"
        message = "a picture is in the colours {}, which cannot be printed"
        raise PipelineError(
            *(error("unprintable-color", Place(""), message.format(s), hint) for s in strange)
        )


def _turned(thing: Any, inks: Inks, masks: set[tuple[int, int]]) -> Iterator[str]:
    """Turn one object into inks, in place; yield the colours that cannot be."""
    import pikepdf

    if isinstance(thing, pikepdf.Stream):
        in_mask = thing.objgen in masks
        if thing.get("/Subtype") == pikepdf.Name.Image:
            yield from _picture(thing, inks)
        elif thing.get("/Subtype") == pikepdf.Name.Form or thing.get("/PatternType") == 1:
            _content(thing, inks, in_mask=in_mask)
            _group(thing, in_mask=in_mask)
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and "/ShadingType" in thing:
        _shading(thing, inks)


def _page(page: Any, inks: Inks) -> None:
    import pikepdf

    page.contents_coalesce()
    _content(page.obj["/Contents"], inks, in_mask=False)
    page.obj["/Group"] = pikepdf.Dictionary(
        Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK
    )
    _states(page.obj["/Resources"])
    for key in ("/Annots", "/StructParents", "/Tabs"):
        if key in page.obj:  # links and tags have no business on a printing plate
            del page.obj[key]


def _masks(document: Any) -> Iterator[tuple[int, int]]:
    """Yield the groups that are masks: their grey is no ink."""
    import pikepdf

    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary):
            mask = thing.get("/SMask")
            if isinstance(mask, pikepdf.Dictionary) and "/G" in mask:
                yield mask["/G"].objgen
            states = thing.get("/ExtGState")
            for state in states.values() if isinstance(states, pikepdf.Dictionary) else ():
                mask = state.get("/SMask")
                if isinstance(mask, pikepdf.Dictionary) and "/G" in mask:
                    yield mask["/G"].objgen


def _group(form: Any, *, in_mask: bool) -> None:
    import pikepdf

    if "/Group" in form:
        space = pikepdf.Name.DeviceGray if in_mask else pikepdf.Name.DeviceCMYK
        form["/Group"]["/CS"] = space
    if "/Resources" in form:
        _states(form["/Resources"])


def _states(resources: Any) -> None:
    """Give resources the two states of overprinting, and take away what is never used."""
    import pikepdf

    states = resources.get("/ExtGState", pikepdf.Dictionary())
    for name, over in ((_OVER, True), (_KNOCK, False)):
        states[name] = pikepdf.Dictionary(
            Type=pikepdf.Name.ExtGState, OP=over, op=over, OPM=int(over)
        )
    resources["/ExtGState"] = states
    if "/ColorSpace" in resources:
        del resources["/ColorSpace"]


def _content(stream: Any, inks: Inks, *, in_mask: bool) -> None:
    import pikepdf

    made = list(_operators(pikepdf.parse_content_stream(stream), inks, in_mask=in_mask))
    stream.write(pikepdf.unparse_content_stream(made))


def _operators(found: Any, inks: Inks, *, in_mask: bool) -> Iterator[Any]:
    """Yield operators with their colours as inks; black text overprints."""
    fill, stack, text, over = BLACK, [], False, False
    for operands, operator in found:
        name = str(operator)
        if name in ("rg", "RG"):
            rgb = tuple(min(255, max(0, round(float(v) * 255))) for v in operands)
            color = inks.of(rgb)  # type: ignore[arg-type]
            if in_mask:
                grey = sum(a * b / 255 for a, b in zip(_LUMA, rgb, strict=True))
                yield _made([round(grey, 4)], "g" if name == "rg" else "G")
                continue
            fill = color if name == "rg" else fill
            yield _made([*color], "k" if name == "rg" else "K")
        elif name == "g":
            fill = (0.0, 0.0, 0.0, 1 - float(operands[0]))
            yield operands, operator
        elif name == "q":
            stack.append((fill, over))
            yield operands, operator
        elif name == "Q":
            fill, over = stack.pop() if stack else (BLACK, False)
            yield operands, operator
        else:
            text = name == "BT" or (text and name != "ET")
            yield operands, operator
        wanted = text and fill == BLACK and not in_mask
        if wanted != over and name in ("BT", "ET", "rg", "g"):
            over = wanted
            yield _state(_OVER if over else _KNOCK)


def _made(values: list[float], name: str) -> Any:
    import pikepdf

    return values, pikepdf.Operator(name)


def _state(name: str) -> Any:
    import pikepdf

    return [pikepdf.Name(name)], pikepdf.Operator("gs")


def _shading(shading: Any, inks: Inks) -> None:
    """Turn a shading in RGB into one in inks."""
    import pikepdf

    if shading.get("/ColorSpace") == pikepdf.Name.DeviceRGB:
        shading["/ColorSpace"] = pikepdf.Name.DeviceCMYK
        functions = shading["/Function"]
        for function in functions if isinstance(functions, pikepdf.Array) else [functions]:
            _function(function, inks)


def _function(function: Any, inks: Inks) -> None:
    for inner in function.get("/Functions", ()):
        _function(inner, inks)
    for key in ("/C0", "/C1"):
        if key in function:
            rgb = [min(255, max(0, round(float(v) * 255))) for v in function[key]]
            function[key] = _array(inks.of((rgb[0], rgb[1], rgb[2])))
    if "/Range" in function:
        function["/Range"] = _array((0, 1) * 4)


def _array(values: Any) -> Any:
    import pikepdf

    return pikepdf.Array([round(float(v), 4) for v in values])


def _picture(image: Any, inks: Inks) -> Iterator[str]:
    """Turn a picture into inks, in place; yield the name of its colours if that cannot be."""
    import pikepdf

    space = image.get("/ColorSpace")
    if space is None or space in (pikepdf.Name.DeviceGray, pikepdf.Name.DeviceCMYK):
        return
    try:
        seen = pikepdf.PdfImage(image).as_pil_image()
    except (pikepdf.PdfError, pikepdf.UnsupportedImageTypeError, NotImplementedError):
        yield str(space)
        return
    if seen.mode not in ("RGB", "RGBA", "L", "LA", "P", "PA", "1"):
        yield seen.mode
        return
    if image.get("/Filter") == pikepdf.Name.DCTDecode:
        out, made = io.BytesIO(), inks.picture(seen)
        del seen  # it weighs as much again
        made.save(out, "jpeg", quality=_QUALITY)
        image.write(out.getvalue(), filter=pikepdf.Name.DCTDecode)
        image["/Decode"] = pikepdf.Array([1, 0] * 4)
    else:  # its mask stays beside it
        image.write(_packed(inks.strips(seen)), filter=pikepdf.Name.FlateDecode)
    image["/ColorSpace"], image["/BitsPerComponent"] = pikepdf.Name.DeviceCMYK, 8


def _packed(strips: Iterator[Any]) -> bytes:
    packer = zlib.compressobj(6)
    return b"".join([*(packer.compress(strip.tobytes()) for strip in strips), packer.flush()])

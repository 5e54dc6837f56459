"""The formats of exchange: what each is called, its suffix, how it is written and told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.diagnostics import fatal
from pipeline.exchange import markup, table, tmx, xliff1, xliff2
from pipeline.exchange.units import Dossier, Unit
from pipeline.model import Locale, Place


@dataclass(frozen=True, slots=True)
class Form:
    """One format that we write."""

    name: str
    suffix: str
    write: Callable[[Dossier], bytes]


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("xliff2", ".xlf", xliff2.write),
        Form("xliff1", ".xlf", xliff1.write),
        Form("tmx", ".tmx", tmx.write),
        Form("csv", ".csv", table.write),
    )
}


def file_name(dossier: Dossier, form: Form) -> str:
    """Return what an exported file is called: ``<slug>.<locale><suffix>``."""
    return f"{dossier.slug}.{dossier.locale}{form.suffix}"


def read(data: bytes, path: str, source: Locale) -> tuple[Unit, ...]:
    """Return the units of a file of any of the formats, told apart by what is in it.

    Raises PipelineError where it is broken, hostile or none of them.
    """
    if path.lower().endswith((".csv", ".tsv", ".txt")):
        return tuple(table.read(data, path))
    root = markup.read(data, path)
    if markup.local(root) == "tmx":
        return tuple(tmx.read(root, source))
    if markup.local(root) == "xliff":
        return tuple(_xliff(root, path))
    message = f"`<{markup.local(root)}>` begins no format that we know"
    raise fatal("exchange-format", Place(path), message, "bring XLIFF, TMX or CSV")


def _xliff(root: markup.Element, path: str) -> Iterator[Unit]:
    namespaces = (str(root.tag).partition("}")[0].lstrip("{"), root.get("version", ""))
    if namespaces[0] == xliff2.NAMESPACE and namespaces[1] in ("2.0", "2.1"):
        return xliff2.read(root)
    if namespaces[0] == xliff1.NAMESPACE:
        return xliff1.read(root)
    message = f"XLIFF of version `{namespaces[1]}` is not known"
    raise fatal("exchange-format", Place(path), message, "export it as XLIFF 1.2 or 2.1")

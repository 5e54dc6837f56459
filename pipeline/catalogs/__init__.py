"""Catalogs: where translations lie, how they are read, how they follow the source.

``load`` is for the build and never writes; ``update`` and ``template``, in ``updating``, are for
``sync`` and touch no disk. What a translator wrote is never lost: an entry whose text is gone
stays as ``#~``, and comes to life again with its text.

Laws: ``update(update(x)) == update(x)``, and where nothing changed, the same bytes come back.
"""

from pipeline.catalogs.header import NOBODY, Header
from pipeline.catalogs.hints import hinted
from pipeline.catalogs.reading import load, path_of, template_path_of

__all__ = [
    "NOBODY",
    "Header",
    "hinted",
    "load",
    "path_of",
    "template_path_of",
]

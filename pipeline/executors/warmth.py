"""What a worker needs loaded; importing this loads it, once for all workers that are forked after.

Nothing here is used yet: no thread runs, no font is configured, so a fork carries nothing along
that it should not.
"""

from pipeline.engines.weasy import without_system_fonts

with without_system_fonts():
    import pipeline.formats
    import pipeline.preflight

__all__ = ["pipeline"]

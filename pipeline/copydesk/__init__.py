"""The copy desk of a project: every text read against the rules, and what becomes of the findings.

    releases × catalogs ─ readings ─▶ findings ─ exempt ─▶ ─ placed ─▶ reports
                                                   │                ├▶ fixes ─▶ files
                                                   └▶ audit         └▶ debts (a baseline)

The desk writes nothing: fixes and baselines are bytes, which the command line writes.
Law: a fix applied is a finding gone, and no other byte of its file is touched.
"""

from pipeline.copydesk.exempting import exempt
from pipeline.copydesk.readings import Reading, readings
from pipeline.copydesk.reviewing import check

__all__ = ["Reading", "check", "exempt", "readings"]

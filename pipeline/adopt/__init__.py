"""Bring your own: translations that were made elsewhere for the same text.

    foreign catalog ─ read ─▶ runs ─ match ─▶ links ─ rebuild tags ─▶ Plan ─ apply ─▶ catalog

Catalogs of po4a, mdBook's gettext and Sphinx hold Markdown or reStructuredText in their
texts; ours hold tags. What is carried is never guessed silently: what is not the same text
with the same tags is fuzzy, and what cannot be carried is reported with its reason.
"""

from pipeline.adopt.adopting import Adoption, Request, adopt, sources, summary
from pipeline.adopt.figures import Figure, figures
from pipeline.adopt.planning import Carried, Custom, Plan, plan
from pipeline.adopt.writing import applied, report

__all__ = [
    "Adoption",
    "Carried",
    "Custom",
    "Figure",
    "Plan",
    "Request",
    "adopt",
    "applied",
    "figures",
    "plan",
    "report",
    "sources",
    "summary",
]

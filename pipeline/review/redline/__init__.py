"""A redline: two finished Word files of one release as one, with the changes tracked in it.

    old, new ─ blocks paired ─ words compared ─▶ one file, every difference marked in it

Laws: accepting all gives the new text, rejecting all the old one; every change has a number of
its own; the same two files and the same stamp give the same bytes.
"""

from pipeline.review.redline.pen import Stamp
from pipeline.review.redline.stories import changes, redline

__all__ = ["Stamp", "changes", "redline"]

"""Diglot: one release in, a brochure, a Word document and a web page out, in two languages."""

__version__ = "0.1.0"

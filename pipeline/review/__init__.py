"""The review edition: out as a Word file, home as translations, as a patch, or as a refusal.

What comes from outside is opened in ``opening`` and nowhere else.
"""

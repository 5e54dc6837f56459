"""The Word round trip: a designed file goes out to reviewers, and their edits come home.

    Release × Catalog ─ edition ─▶ .docx … edited … ─ reading ─▶ Reading ─▶ Plan ─▶ catalog | patch

A plan is made first and told in full; only then, and only when asked, is anything written. What
cannot be said in a catalog is refused with its author, both texts and what to do; all else is
taken all the same. What comes from outside is opened in ``opening`` and nowhere else.
"""

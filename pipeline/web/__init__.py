"""A release on the web: what its page says to readers, browsers, search engines and wires.

    Copy ─▶ links    the other languages, the files to take away, how to cite it
         ─▶ linked   schema.org and social metadata
         ─▶ drawing  charts as pictures in the page; tables ─▶ CSV; cards ─▶ vCard
         ─▶ pairs    both languages side by side
         ─▶ ninjs    the same news for wires

Pure functions of a copy and what stands around it. All markup that leaves here was escaped or
built node by node: no text of an author or a translator becomes a tag.
"""

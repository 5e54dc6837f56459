"""The live page: editions side by side, as they are now, and mended where one sees them.

    files ─ watch ─▶ studio ─ views ─▶ crew: a warm process for each engine ─▶ events ─▶ browser
                       ▲                                                          │
                       └────────── saving: .po, theme.toml ◀── token, origin ─────┘

The server listens on this machine alone, reads through the World like every other verb, and
writes nothing but what somebody saves.
"""

"""Exchange with other tools: XLIFF, TMX and spreadsheets out and in, and suggestions from memory.

    catalog ─ gather ─▶ Dossier ─ write ─▶ file ··· a translator's tool ··· file
                                             file ─ read ─▶ Unit … ─ plan ─▶ Change … catalog

Laws: what was exported and comes back untouched changes nothing; what comes back reaches a
catalog only if the codec can set it; a suggestion is never written as a translation.
"""
